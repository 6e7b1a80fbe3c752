#include "processing/breath_hold.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace palpate {
namespace {

constexpr double kFlat = 0.3;        // of a breath
constexpr double kFlatBefore = 0.2;  // looking back for the start: the turn of the breath before is not held
constexpr double kSteepest = 0.5;    // of a breath over the stretch
constexpr double kRemembered_s = 20.0;
constexpr double kAverage_s = 1.0;
constexpr double kBlurred_s = 0.8;  // of a stretch's start: averages that still know the breath before
constexpr double kQuiet_s = 4.0, kEnd_s = 3.0;
constexpr double kNearlyABreath = 0.95, kLongestWait_s = 9.5;

}  // namespace

double flat_range(std::span<const double> signal, double steepest) {
  const double none = std::numeric_limits<double>::infinity();
  const std::size_t n = signal.size();
  if (n < 3) return none;
  const double middle = 0.5 * static_cast<double>(n - 1);
  double mean = 0.0, product = 0.0, square = 0.0;
  for (const double value : signal) mean += value / static_cast<double>(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double t = static_cast<double>(i) - middle;
    product += t * (signal[i] - mean);
    square += t * t;
  }
  const double slope = product / square;
  if (std::abs(slope) * static_cast<double>(n) > steepest) return none;
  double low = none, high = -none;
  for (std::size_t i = 0; i < n; ++i) {
    const double rest = signal[i] - mean - slope * (static_cast<double>(i) - middle);
    low = std::min(low, rest);
    high = std::max(high, rest);
  }
  return high - low;
}

BreathHoldDetector::BreathHoldDetector(double step_s)
    : step_s_(step_s),
      averaged_(static_cast<std::size_t>(std::max<long>(1, std::lround(kAverage_s / step_s)))) {}

std::size_t BreathHoldDetector::steps_of(double seconds) const {
  return static_cast<std::size_t>(std::ceil(seconds / step_s_ - 1e-9));
}

void BreathHoldDetector::average_newest() {
  const std::size_t n = std::min(averaged_, recent_.size());
  double sum = 0.0;
  for (std::size_t i = recent_.size() - n; i < recent_.size(); ++i) sum += recent_[i];
  averages_.push_back(sum / static_cast<double>(n));
}

void BreathHoldDetector::rewrite(const std::vector<double>& newest_last) {
  const std::size_t n = std::min(recent_.size(), newest_last.size());
  recent_.clear(), averages_.clear();
  for (std::size_t i = newest_last.size() - n; i < newest_last.size(); ++i) {
    recent_.push_back(newest_last[i]);
    average_newest();
  }
}

double BreathHoldDetector::flat_range(std::size_t n) const {
  if (n > averages_.size()) return std::numeric_limits<double>::infinity();
  return palpate::flat_range({averages_.data() + averages_.size() - n, n}, kSteepest);
}

bool BreathHoldDetector::quiet() const {
  return flat_range(steps_of(kQuiet_s)) < 0.5;
}

void BreathHoldDetector::begin(double t_s, double breath_s) {
  const double wait_s = std::clamp(kNearlyABreath * breath_s, kShortestHold_s, kLongestWait_s);
  std::size_t n = steps_of(wait_s - kBlurred_s);
  if (flat_range(n) > kFlat) return;
  while (n < averages_.size() && flat_range(n + 1) <= kFlatBefore) ++n;
  BreathHold hold;
  hold.length_s = static_cast<double>(n) * step_s_ + kBlurred_s;
  hold.start_s = t_s - hold.length_s;
  hold.going_on = true;
  holds_.push_back(hold);
}

// How long ago the signal left the place where it lay 3 to 5 s ago.
double BreathHoldDetector::left_for_s() const {
  const std::size_t from = std::min(averages_.size(), steps_of(5.0)), to = steps_of(kEnd_s);
  if (from <= to) return kBlurred_s;
  double level = 0.0;
  for (std::size_t back = to; back < from; ++back) level += averages_[averages_.size() - 1 - back];
  level /= static_cast<double>(from - to);
  std::size_t back = 0;
  while (back < to && std::abs(averages_[averages_.size() - 1 - back] - level) > 0.5 * kFlat) ++back;
  return static_cast<double>(back) * step_s_ + 0.5 * kAverage_s;
}

void BreathHoldDetector::go_on(double t_s) {
  // By the time the end shows, the signal has left the line by a third of a breath.
  BreathHold& hold = holds_.back();
  hold.length_s = t_s - hold.start_s;
  if (flat_range(steps_of(kEnd_s)) <= kFlat) return;
  hold.going_on = false;
  hold.length_s = std::max(0.0, hold.length_s - left_for_s());
  recent_.clear(), averages_.clear();  // what was held is told: the next hold begins after it
}

void BreathHoldDetector::add(double t_s, double signal, bool still, double breath_s) {
  if (!still || !std::isfinite(signal)) {
    recent_.clear(), averages_.clear();
    if (holding()) holds_.back().going_on = false;
    return;
  }
  recent_.push_back(signal);
  average_newest();
  if (static_cast<double>(recent_.size()) * step_s_ > kRemembered_s)
    recent_.pop_front(), averages_.erase(averages_.begin());
  holding() ? go_on(t_s) : begin(t_s, breath_s);
}

}  // namespace palpate
