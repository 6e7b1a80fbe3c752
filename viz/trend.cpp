#include "viz/trend.h"

#include <cmath>

namespace palpate {

void Trend::add(const Snapshot& snapshot) {
  const double t = snapshot.t_s;
  if (!points_.empty()) {
    const double step = t - points_.back().t_s;
    if (step < 0.0 || step > 5.0) points_.clear();
    if (step >= 0.0 && step < kStep_s - 1e-9) return;
  }
  const Features& f = snapshot.features;
  double share = kNone;
  if (snapshot.occupied && f.valid && !snapshot.glitch) {
    share = std::isfinite(f.client_left_share) ? f.client_left_share
            : snapshot.midline.found           ? snapshot.midline.low_share
                                               : f.left_share;
  }
  points_.push_back({t, share});
  while (points_.front().t_s < t - kSpan_s) points_.pop_front();
}

}  // namespace palpate
