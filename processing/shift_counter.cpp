#include "processing/shift_counter.h"

#include <algorithm>
#include <cmath>

namespace palpate {

void ShiftCounter::reset() {
  finder_.reset();
  start_s_ = last_shift_s_ = std::numeric_limits<double>::quiet_NaN();
  sum_x_ = sum_y_ = 0.0;
  samples_ = 0;
  steps_ = event_count_ = 0;
}

void ShiftCounter::add(double t_s, double x_mm, double y_mm) {
  if (std::isnan(start_s_)) start_s_ = t_s;
  while (t_s >= start_s_ + static_cast<double>(steps_ + 1) * kMoveStepS) {
    if (samples_ > 0) {
      last_x_ = sum_x_ / samples_;
      last_y_ = sum_y_ / samples_;
      sum_x_ = sum_y_ = 0.0;
      samples_ = 0;
    }
    step(last_x_, last_y_);
  }
  sum_x_ += x_mm;
  sum_y_ += y_mm;
  ++samples_;
}

void ShiftCounter::step(double x_mm, double y_mm) {
  ++steps_;
  for (const JudgedMove& move : finder_.add(x_mm, y_mm)) {
    if (move.kind != MoveKind::shift) continue;
    last_shift_s_ = start_s_ + 0.5 * (move.from_s + move.to_s);
    events_[event_count_++ % kEvents] = last_shift_s_;
  }
}

int ShiftCounter::count_within(double window_s) const {
  const auto known = events_.begin() + static_cast<std::ptrdiff_t>(std::min(event_count_, kEvents));
  const double from_s = judged_until_s() - window_s;
  return static_cast<int>(std::count_if(events_.begin(), known, [&](double t_s) { return t_s > from_s; }));
}

}  // namespace palpate
