// The h x w box of cells with the largest sum: used by the peak pressure index and the dispersion index.
//
// Every placement inside the grid counts. Sums whose difference is below 1e-12 relative are a tie, and the
// first in raster order of its upper left corner wins. Three steps keep it fast and exact: rows whose upper
// bound cannot reach the best box are passed over; the others are searched in float; those that come within
// the rounding error of the highest are summed in double, cell by cell, so no error builds up.
#pragma once

#include <cstdint>
#include <vector>

#include "processing/grid_view.h"

namespace palpate {

struct BoxMaximum {
  int row = -1, col = -1;  // upper left corner; -1 where no box fits or none has a live cell
  double sum = 0.0;
  double mean = 0.0;  // over the live cells of the box
};

struct BoxWorkspace {
  // Set by the caller, one a row of the grid: no box_cols neighbouring cells of this row sum to more.
  std::vector<float> row_bounds;

  std::vector<double> bounds;  // of each row of placements
  std::vector<float> column_sums, window_sums, row_maxima;
  std::vector<double> exact;
  std::vector<int> counts;
};

// 1 <= box_rows <= values.rows and the same for columns, or nothing is found; `max_abs` >= abs of every
// value.
BoxMaximum box_maximum(GridView values, int box_rows, int box_cols, float max_abs, BoxWorkspace& workspace);

// The same by the mean over live cells (live[i] != 0; row-major like values), without row_bounds. Slower; for
// maps with cells left out. Values must be 0 where not live.
BoxMaximum box_maximum_live(GridView values, const std::uint8_t* live, int box_rows, int box_cols,
                            BoxWorkspace& workspace);

}  // namespace palpate
