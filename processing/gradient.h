// Pressure gradient: magnitude of (dp/dx, dp/dy) in map units per mm.
//
// Central differences, one-sided at the borders (as numpy.gradient). A neighbour that is left out counts as a
// border; a component without any neighbour (one row, one column) is 0; a cell without any neighbour at all
// has no gradient. NaN where nothing exists.
#pragma once

#include <vector>

#include "processing/contact.h"

namespace palpate {

struct GradientSummary {
  double max = 0.0;   // over all live cells
  double mean = 0.0;  // over contact cells
};

struct GradientWorkspace {
  std::vector<float> squares;  // one row
};

GradientSummary pressure_gradient(const ContactWorkspace& contact, double pitch_x_mm, double pitch_y_mm,
                                  GradientWorkspace& workspace);

}  // namespace palpate
