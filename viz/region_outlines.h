// RegionOutlines: the borders of the body model's regions as smooth closed lines, to draw over the map.
//
// From a label a cell to loops of points in cells (x = column, y = row; cell (r, c) covers [c, c+1) x
// [r, r+1)). The staircase is followed through the middles of its edges and smoothed. Made anew only when the
// body was fitted anew. One thread.
#pragma once

#include <vector>

#include "processing/body_state.h"

namespace palpate {

struct OutlinePoint {
  float x = 0.0F, y = 0.0F;
};

struct RegionOutline {
  Region region;
  std::vector<OutlinePoint> loop;  // closed: the last point joins the first
};

// Loops of fewer than `least_edges` border edges are left out.
std::vector<RegionOutline> region_outlines(const RegionLabels& labels, int least_edges = 8);

}  // namespace palpate
