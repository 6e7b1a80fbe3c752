// Asymmetry: how unlike the client's left and right carry load, about the fitted midline of the body.
//
// Whole body: all contact cells, a cell under the midline counting in proportion. A pair: the left and right
// region of one part. mirror_difference as docs/metrics.md, about the fitted midline; of a part: over its
// cells against their mirror images. Loads, never angles. Only where BodyState::sides_known: on a side there
// is no left and right. Pure; allocates nothing.
#pragma once

#include <array>

#include "acquisition/mat_geometry.h"
#include "processing/body_state.h"
#include "processing/pressure_map.h"

namespace palpate {

struct PairAsymmetry {
  bool valid = false;
  double left_share = kNone;         // of the pair's load, 0..1
  double ppi_ratio = kNone;          // peak pressure index, left / right
  double mirror_difference = kNone;  // 0..1
  double load_share = kNone;         // of the whole load on the pair
};

struct AsymmetryState {
  bool valid = false;
  double left_share = kNone;         // client's left, of the whole load
  double mirror_difference = kNone;  // 0..1
  double cop_offset_mm = kNone;      // centre of pressure from the midline, towards the client's left
  double stable_since_s = kNone;     // as BodyState
  std::array<PairAsymmetry, kRegionKinds> pairs;  // by RegionKind
};

// A part that carries less than this of the load says nothing about sides.
inline constexpr double kLeastPairShare = 0.03;

AsymmetryState measure_asymmetry(const PressureMap& map, const MatGeometry& geometry, float threshold,
                                 const BodyState& body);

}  // namespace palpate
