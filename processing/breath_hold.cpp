#include "processing/breath_hold.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace palpate {
namespace {

constexpr double kFlat = 0.3;      // of a breath
constexpr double kSteepest = 0.5;  // of a breath over the stretch
constexpr double kRemembered_s = 20.0;
constexpr double kQuiet_s = 3.0;

}  // namespace

void BreathHoldDetector::rewrite(const std::vector<double>& newest_last) {
  const std::size_t n = std::min(recent_.size(), newest_last.size());
  recent_.assign(newest_last.end() - static_cast<std::ptrdiff_t>(n), newest_last.end());
}

double BreathHoldDetector::flat_range(std::size_t n) const {
  const double none = std::numeric_limits<double>::infinity();
  if (n < 3 || n > recent_.size()) return none;
  const auto first = recent_.end() - static_cast<std::ptrdiff_t>(n);
  const double middle = 0.5 * static_cast<double>(n - 1);
  double mean = 0.0, product = 0.0, square = 0.0;
  for (std::size_t i = 0; i < n; ++i) mean += first[static_cast<std::ptrdiff_t>(i)] / static_cast<double>(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double t = static_cast<double>(i) - middle;
    product += t * (first[static_cast<std::ptrdiff_t>(i)] - mean);
    square += t * t;
  }
  const double slope = product / square;
  if (std::abs(slope) * static_cast<double>(n) > kSteepest) return none;
  double low = none, high = -none;
  for (std::size_t i = 0; i < n; ++i) {
    const double rest =
        first[static_cast<std::ptrdiff_t>(i)] - mean - slope * (static_cast<double>(i) - middle);
    low = std::min(low, rest);
    high = std::max(high, rest);
  }
  return high - low;
}

bool BreathHoldDetector::quiet() const {
  return flat_range(static_cast<std::size_t>(kQuiet_s / step_s_)) < 0.5 * kFlat;
}

void BreathHoldDetector::begin(double t_s) {
  auto n = static_cast<std::size_t>(std::ceil(kShortestHold_s / step_s_));
  if (flat_range(n) > kFlat) return;
  while (n < recent_.size() && flat_range(n + 1) <= kFlat) ++n;
  BreathHold hold;
  hold.length_s = static_cast<double>(n) * step_s_;
  hold.start_s = t_s - hold.length_s;
  hold.going_on = true;
  holds_.push_back(hold);
}

void BreathHoldDetector::go_on(double t_s) {
  // The end shows within 3 s; by then the signal has left the line by a third of a breath.
  BreathHold& hold = holds_.back();
  hold.length_s = t_s - hold.start_s;
  if (flat_range(static_cast<std::size_t>(kQuiet_s / step_s_)) <= kFlat) return;
  hold.going_on = false;
  hold.length_s = std::max(0.0, hold.length_s - 3.0 * step_s_);
}

void BreathHoldDetector::add(double t_s, double signal, bool still) {
  if (!still || !std::isfinite(signal)) {
    recent_.clear();
    if (holding()) holds_.back().going_on = false;
    return;
  }
  recent_.push_back(signal);
  if (static_cast<double>(recent_.size()) * step_s_ > kRemembered_s) recent_.pop_front();
  holding() ? go_on(t_s) : begin(t_s);
}

}  // namespace palpate
