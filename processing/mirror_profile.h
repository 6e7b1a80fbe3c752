// MirrorProfile: both halves of a body's pressure laid on top of each other, smoothed to the size of a hand.
//
// From a BodyGrid mean: the midline is first refined (a shift and a tilt that make the halves most alike:
// least sum of abs(sqrt left - sqrt right), so that neither a peak nor one loaded place decides it), then
// both halves are read at equal distances from it and smoothed by a Gaussian that does not reach over the
// midline. excess(side) = pressure here / pressure there - 1. `lean` is the weighted median of ln(left /
// right) over the trunk: what the whole body leans, which is a load asymmetry and no pattern of a place. Only
// the trunk and the seat take part: arms and legs lie as they like. Pure; allocates nothing.
#pragma once

#include "processing/body_grid.h"

namespace palpate {

inline constexpr int kHalfCols = kBodyCols / 2;
using HalfArray = Eigen::Array<float, kBodyRows, kHalfCols, Eigen::RowMajor>;
using HalfLabels = Eigen::Array<std::int8_t, kBodyRows, kHalfCols, Eigen::RowMajor>;

struct MirrorProfile {
  HalfArray raw_left, raw_right;  // the same before smoothing
  HalfArray left, right;  // smoothed pressure at distance (col + 0.5) * kBodyStepMm; 0 where nothing was read
  HalfArray weight;       // 1 where both halves are read and belong to a region that is compared, else 0
  HalfLabels left_region;  // index_of the left region there, or kNoRegion
  double lean = 0.0;       // ln(left / right) of the whole trunk
  double shift_mm = 0.0,
         tilt = 0.0;  // of the midline against the body model's, to the left; per mm towards the head
  double mean = 0.0;  // pressure over all compared squares
  [[nodiscard]] double midline_u_mm(double v_mm) const { return shift_mm + tilt * v_mm; }
};

// `smoothing_mm`: standard deviation. `floor` (unit of the map): less pressure than this is no contact.
void mirror_profile(const BodyArray& mean, const BodyLabels& labels, double smoothing_mm, double floor,
                    MirrorProfile& out);

}  // namespace palpate
