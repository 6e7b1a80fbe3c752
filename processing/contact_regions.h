// 8-connected regions of contact cells, largest first (by cells; ties: the one met first in raster order).
//
// Works on the runs of contact.h with union-find, so its cost follows the number of runs, not of cells.
#pragma once

#include <vector>

#include "acquisition/mat_geometry.h"
#include "processing/contact.h"
#include "processing/features.h"

namespace palpate {

struct RegionSums {
  int cells = 0;
  double sum = 0.0, sum_cols = 0.0, sum_rows = 0.0;  // of p, p * column, p * row
  double cols = 0.0, rows = 0.0;                     // of column, of row
  float peak = 0.0F;
};

struct RegionWorkspace {
  std::vector<int> parent;       // union-find over provisional labels
  std::vector<int> run_label;    // provisional label of each run
  std::vector<int> region_of;    // provisional label -> region, -1 before it is known
  std::vector<RegionSums> sums;  // in order of first cell in raster order
  std::vector<int> order;        // of sums, largest first
};

// `contact` after sum_contact. Replaces the content of `regions`; loads and peaks stay NaN for unit counts.
void find_contact_regions(const ContactWorkspace& contact, const MatGeometry& geometry, PressureUnit unit,
                          RegionWorkspace& workspace, std::vector<ContactRegion>& regions);

}  // namespace palpate
