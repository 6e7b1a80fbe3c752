// Contact: which cells of one frame count, and their sums.
//
// A cell is left out of everything when it is dead and not repaired, or when its value is not a finite
// number. Among the others a cell is in contact when p >= threshold (compared as float, so that a value
// written "0.7" is in contact at a threshold of 0.7). Contact is kept as runs of columns, row by row: every
// sum over contact cells walks contiguous memory. Sums are double.
#pragma once

#include <cstdint>
#include <vector>

#include "processing/grid_view.h"
#include "processing/pressure_map.h"

namespace palpate {

// Columns [begin, end) of one row are in contact; as long as possible. Row by row, left to right.
struct ContactRun {
  int row = 0, begin = 0, end = 0;
};

// Over contact cells, in the unit of the map; columns and rows are counted in cells from 0.
struct RunSums {
  double sum = 0.0;          // sum of p
  double sum_cols = 0.0;     // sum of p * column
  double sum_offset2 = 0.0;  // sum of (p - offset)^2, offset chosen by the caller
  float peak = 0.0F;
};

struct ContactSums {
  int cells = 0;
  double sum = 0.0, sum_cols = 0.0, sum_rows = 0.0;  // of p, p * column, p * row
  double left = 0.0, right = 0.0, front = 0.0, back = 0.0;
  double variance = 0.0;  // of p, divisor n
  float peak = 0.0F;
  int peak_row = -1, peak_col = -1;  // first in raster order
};

// Buffers of one frame, reused: nothing is allocated once a size has been seen.
struct ContactWorkspace {
  std::vector<float> cleaned;       // used only when cells are left out: 0 in their place
  std::vector<std::uint8_t> live;   // 0 where a cell is left out; only meaningful when any_left_out
  std::vector<std::uint8_t> bytes;  // one row of the contact mask
  std::vector<float> loaded;        // p where in contact, else 0
  std::vector<ContactRun> runs;
  std::vector<RunSums> run_sums;  // one a run
  bool any_left_out = false;
  float threshold = 0.0F;        // in force
  float lowest = 0.0F;           // lowest value of the view, at most 0
  float max_abs = 0.0F;          // largest abs(p) of the live cells
  std::vector<float> row_peaks;  // highest p of each row, 0 standing for cells left out
  GridView view;                 // the live values; 0 where left out
};

// Fills view, live, loaded, runs, row_peaks, threshold, lowest and max_abs. Masks of size 0 mean that no cell
// is dead. threshold
// >= 0.
void find_contact(const PressureMap& map, float threshold, ContactWorkspace& workspace);

// The smallest box that holds all contact cells: rows [row_begin, row_end), columns [col_begin, col_end).
struct ContactBox {
  int row_begin = 0, row_end = 0, col_begin = 0, col_end = 0;
};
ContactBox box_of(const std::vector<ContactRun>& runs);

// Sum of p[begin, end) in double; 0 for an empty range.
double sum_range(const float* p, int begin, int end);

// Sums over the runs found; also fills run_sums.
ContactSums sum_contact(ContactWorkspace& workspace);

}  // namespace palpate
