// CopTrail: the way of the centre of pressure over the last seconds, thinned so that its length stays
// bounded.
#pragma once

#include <vector>

#include "processing/snapshot.h"

namespace palpate {

inline constexpr double kTrailS = 5.0;
inline constexpr double kTrailStepS = 0.02;  // points come no closer than this

// Adds a point and drops what is older than kTrailS. Allocates only until the trail has its full length.
inline void extend_trail(std::vector<CopPoint>& trail, const CopPoint& point) {
  std::size_t old = 0;
  while (old < trail.size() && trail[old].t_s < point.t_s - kTrailS) ++old;
  trail.erase(trail.begin(), trail.begin() + static_cast<std::ptrdiff_t>(old));
  if (trail.empty() || point.t_s - trail.back().t_s >= 0.999 * kTrailStepS) trail.push_back(point);
}

}  // namespace palpate
