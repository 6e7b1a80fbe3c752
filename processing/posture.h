// Posture: how the client lies or sits, under the names of docs/metrics.md. Pure values, no failure.
#pragma once

#include <optional>
#include <string_view>

#include "processing/features.h"
#include "processing/sides.h"

namespace palpate {

// A side is the one lain on or leant to; crossed: the leg that lies on top. All sides are the client's own.
enum class Posture {
  unknown,
  empty,
  supine,
  prone,
  side_left,
  side_right,
  seated_upright,
  seated_slouch,
  seated_forward,
  seated_back,
  seated_left,
  seated_right,
  seated_crossed_left,
  seated_crossed_right,
};

inline constexpr int kPostures = 14;

std::string_view name_of(
    Posture posture);  // "unknown", "empty", "supine", "side-left", "seated-upright", ...
std::optional<Posture> posture_from(std::string_view name);

bool is_lying(Posture posture);     // supine, prone, side-left or side-right
bool is_seated(Posture posture);    // any of seated-*
Facing facing_of(Posture posture);  // supine: up, prone: down, otherwise unknown
Posture mirrored(Posture posture);  // left and right swapped

struct PostureEstimate {
  Posture posture = Posture::unknown;
  double confidence = kNone;     // 0..1, of the answer given; kNone while nobody is there
  double body_roll_deg = kNone;  // lying: 0 on the back, 30 and 60 partly rolled, 90 on the side
  Facing facing = Facing::unknown;
  std::string_view fine = {};  // finer class, "" where there is none; static text
};

}  // namespace palpate
