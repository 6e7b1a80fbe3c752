// A simulated press: a therapist's hand on a simulated body, with known place and force over time. How it
// reaches the mat: press_field.h. Plain data; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "acquisition/result.h"

namespace palpate {

struct SimulatedPress {
  std::string region;       // as LoadSpot; empty: x_mm and y_mm say where, on the map
  bool client_left = true;  // of the region
  double x_mm = 0.0, y_mm = 0.0;
  double force_n = 50.0;  // 1..400
  double start_s = 30.0, ramp_s = 3.0, hold_s = 10.0, release_s = 3.0;
  double width_mm = 80.0;  // of the hand, 10..300
  [[nodiscard]] double end_s() const { return start_s + ramp_s + hold_s + release_s; }
};

// PLACE,PLACE,FORCE_N,START_S,HOLD_S[,RAMP_S[,WIDTH_MM]]; PLACE,PLACE is REGION,left|right or X,Y in map mm.
// Several are joined by '/'.
Result<std::vector<SimulatedPress>> parse_presses(std::string_view text);

}  // namespace palpate
