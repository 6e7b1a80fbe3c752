// PlaceExcess: how much more each place of a half body carries than its mirror place, and how much that is
// worth.
//
// A place is a disc of kPlaceAreasCm2 about a square, cut off at the midline and at the rim of the trunk.
//   excess = ln(load of the disc on the left / on the right)           (here / there - 1 for small ones)
//   over   = excess - expected, less the weighted median of that over all places: what the whole trunk leans
//            is a load asymmetry and no pattern of a place; the median leaves a place that stands out alone
// `expected`: the same of a UsualLevel, or 0. Bodies that nothing is wrong with scatter by
//   s^2 = a^2 / sqrt(cover) + (kEdgeMm d ln p / du)^2 + (kEdgeMm d ln p / dv)^2 + (kLeanShare median)^2
// where a falls with the size of the disc, and the slopes of the load (of both halves together) turn a few mm
// of uneven build, midline or turn into a difference: a rim must stand out further than the middle, and
// nobody who leans leans evenly. a and kEdgeMm were fitted to simulated bodies of seeds 1 to 300
// (docs/findings.md). `scatter` is s relative to its smallest value for 200 cm2.
//
// A disc that carries less than kLeastShare of the trunk's mean pressure, and less than half of its mirror
// disc, has lifted off: it is a lifted area, and what lies within kBesideLift radii of its middle is beside
// it: no place there says anything about its mirror place. Pure; allocates nothing.
#pragma once

#include <array>

#include "processing/mirror_profile.h"

namespace palpate {

inline constexpr std::array<double, 2> kPlaceAreasCm2 = {120.0, 200.0};
inline constexpr double kPlaceRimAreaCm2 = 40.0;  // disc that tells how far a place reaches
inline constexpr double kEdgeMm = 2.5;
inline constexpr double kLeanShare = 0.25;
inline constexpr double kLeastShare = 0.3;
inline constexpr double kBesideLift = 2.0;

struct PlaceExcess {
  HalfArray excess, over, scatter;  // NaN where a disc is not covered, carries too
                                    // little on either side, or is beside a lifted area
  double median = 0.0;              // that was taken off
  double radius_mm = 0.0;
};

struct PlaceLoads {
  const HalfArray &left, &right, &weight;  // as MirrorProfile's raw halves; weight > 0: read
};

// `floor`: a mean pressure of the disc below that is no contact. `expected`: null: both sides alike.
void place_excess(const PlaceLoads& now, const PlaceLoads* expected, double area_cm2, double floor,
                  PlaceExcess& out);

}  // namespace palpate
