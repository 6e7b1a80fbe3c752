// Pressure on the screen: kPa, mmHg, or the bare counts of a mat without calibration; and the steps of the
// fixed colour bar.
#pragma once

#include <string>
#include <vector>

#include "processing/snapshot.h"
#include "viz/ui_state.h"

namespace palpate {

struct Quantity {
  std::string unit;      // "kPa", "mmHg", "counts"
  double per_kpa = 1.0;  // displayed value = stored value * per_kpa (counts: 1)
  int decimals = 1;
  bool calibrated = true;
};
Quantity quantity_of(const Snapshot& snapshot, const UiState& ui);

// The number with its unit: "6.3 kPa".
std::string with_unit(const Quantity& quantity, double stored_value);

// Top of the colour bar in the stored unit (kPa or counts): the user's choice, or the placement's default.
double color_range(const Snapshot& snapshot, const UiState& ui);
// The user's step up or down the list of ranges. Steps are round in kPa and in mmHg: 8 kPa = 60 mmHg.
void step_color_range(const Snapshot& snapshot, UiState& ui, int direction);
// Round tick values from 0 to `top` inclusive, at most seven.
std::vector<double> ticks_up_to(double top);

}  // namespace palpate
