// A simulated edge: something hard and flat under a simulated body (in a pocket, a seam, the rim of a board),
// with known place, size and pressure. How it shows on the mat: edge_field.h. Plain data; any thread.
#pragma once

#include <string>
#include <string_view>

#include "acquisition/result.h"

namespace palpate {

struct SimulatedEdge {
  std::string region;                         // as LoadSpot
  bool client_left = true;                    // of the region
  double step_kpa = 10.0;                     // 0.5..40: so much more pressure on it than beside it
  double length_mm = 100.0, width_mm = 60.0;  // 10..600
  double turn_deg = 0.0;                      // of its length from across the body, -180..180
};

// REGION,left|right,KPA[,LENGTH_MM[,WIDTH_MM[,TURN_DEG]]]
Result<SimulatedEdge> parse_edge(std::string_view text);

}  // namespace palpate
