// SeatedFit: where along its axis a sitter is: the rear edge of the buttocks and the row of the sit bones.
//
// The sit bones are the load's centre of mass, cubed pressures, in the band where anthropometry puts them: 60
// to 210 mm before the rear edge (seat), 20 to 110 mm from the midline (tuberosities 100 to 140 mm apart), on
// a body of middle build; sizes scale with the width of the imprint. One thread; allocates nothing.
#pragma once

#include <array>

#include "processing/body_imprint.h"

namespace palpate {

struct SeatedPlace {
  double rear_mm = 0.0;               // y of the rear edge on the body axis
  double bones_mm = 0.0;              // y of the row of the sit bones
  double scale = 1.0;                 // 1: middle build, 370 mm across the imprint
  std::array<double, 2> bone_x_mm{};  // at x < 0 and at x > 0
  std::array<double, 2> bone_sure{};  // 0..1: how far the place stands out
  double front_mm = 0.0;              // y of the imprint's front edge
  double score = 0.0;                 // 0..1
};

SeatedPlace find_seated(const BodyImprint& imprint, const BodyAxis& axis);

// Half-depth of the band of the sit bones and its half-width, times SeatedPlace::scale.
inline constexpr double kBoneBandMm = 46.0, kBoneReachMm = 125.0;

}  // namespace palpate
