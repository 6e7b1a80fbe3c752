#include "processing/shift_counter.h"

#include <algorithm>
#include <cmath>

namespace palpate {
namespace {

constexpr double kStepS = 0.25;
constexpr double kNoiseMm = 0.5;
constexpr double kShiftSd = 2.0;
constexpr double kApartS = 15.0;

struct Stretch {
  double mean = 0.0, sd = 0.0;
};

}  // namespace

void ShiftCounter::reset() {
  filled_ = head_ = event_count_ = 0;
  start_s_ = last_shift_s_ = std::numeric_limits<double>::quiet_NaN();
  samples_ = 0;
  sum_x_ = sum_y_ = best_score_ = 0.0;
}

void ShiftCounter::add(double t_s, double x_mm, double y_mm) {
  if (std::isnan(start_s_)) {
    start_s_ = t_s;
    step_end_s_ = t_s + kStepS;
  }
  now_s_ = t_s;
  while (t_s >= step_end_s_) {
    if (samples_ > 0) {
      step(step_end_s_, sum_x_ / samples_, sum_y_ / samples_);
      sum_x_ = sum_y_ = 0.0;
      samples_ = 0;
    } else if (filled_ > 0) {  // slower than the steps: the last value holds
      const std::size_t last = (head_ + kLength - 1) % kLength;
      step(step_end_s_, static_cast<double>(x_.ring[last]), static_cast<double>(y_.ring[last]));
    }
    step_end_s_ += kStepS;
  }
  sum_x_ += x_mm;
  sum_y_ += y_mm;
  ++samples_;
}

double ShiftCounter::Axis::score(std::size_t head) const {
  const auto stretch = [&](std::size_t from) {
    double sum = 0.0, square = 0.0;
    const auto offset = static_cast<double>(ring[head]);
    for (std::size_t k = 0; k < kBase; ++k) {
      const double v = static_cast<double>(ring[(head + from + k) % kLength]) - offset;
      sum += v;
      square += v * v;
    }
    const double mean = sum / kBase;
    return Stretch{mean, std::max(kNoiseMm, std::sqrt(std::max(0.0, square / kBase - mean * mean)))};
  };
  const Stretch before = stretch(0), after = stretch(kBase + kGap);
  return std::abs(after.mean - before.mean) / (kShiftSd * std::hypot(before.sd, after.sd));
}

void ShiftCounter::step(double t_s, double x_mm, double y_mm) {
  x_.ring[head_] = static_cast<float>(x_mm);
  y_.ring[head_] = static_cast<float>(y_mm);
  head_ = (head_ + 1) % kLength;
  filled_ = std::min(filled_ + 1, kLength);
  if (filled_ < kLength) return;
  const double at = t_s - (kBase + 0.5 * kGap) * kStepS;
  const double score = std::max(x_.score(head_), y_.score(head_));
  if (best_score_ > 0.0 && at - best_s_ >= kApartS) {
    know(best_s_);
    best_score_ = 0.0;
  }
  if (score < 1.0 || score <= best_score_) return;
  if (best_score_ == 0.0 && at - last_shift_s_ < kApartS) return;  // the flank of the one before
  best_score_ = score;
  best_s_ = at;
}

void ShiftCounter::know(double t_s) {
  events_[event_count_++ % kEvents] = t_s;
  last_shift_s_ = t_s;
}

int ShiftCounter::count_within(double window_s) const {
  int count = best_score_ > 0.0 && best_s_ > now_s_ - window_s ? 1 : 0;
  for (std::size_t k = 0; k < std::min(event_count_, kEvents); ++k)
    count += events_[k] > now_s_ - window_s ? 1 : 0;
  return count;
}

}  // namespace palpate
