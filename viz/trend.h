// Trend: the last minute of load and of its left/right share, for the small plot. Kept by the window because
// a Snapshot is one frame. Feed every snapshot through add(); gaps (nobody there) stay gaps.
#pragma once

#include <cstddef>
#include <deque>

#include "processing/snapshot.h"

namespace palpate {

struct TrendPoint {
  double t_s = 0.0;
  double left_share = kNone;  // client's left where known, else the map's left (top) of the body's midline
};

class Trend {
 public:
  static constexpr double kSpan_s = 60.0;
  static constexpr double kStep_s = 0.1;

  // Ignores snapshots closer than kStep_s; a time that jumps back or ahead (seek) starts afresh.
  void add(const Snapshot& snapshot);
  [[nodiscard]] const std::deque<TrendPoint>& points() const { return points_; }

 private:
  std::deque<TrendPoint> points_;
};

}  // namespace palpate
