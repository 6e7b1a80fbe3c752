#include "processing/breath_cycles.h"

#include <algorithm>
#include <cmath>

namespace palpate {
namespace {

constexpr double kReversal = 0.3;                           // of a usual breath
constexpr double kPriorScatter = 0.15, kPriorWeight = 8.0;  // breaths
constexpr double kMostDeviation = 0.4;  // of a breath: a sigh or a breath overlooked counts no more
constexpr double kMostIrregular = 0.3;
constexpr double kShortest_s = 1.6, kLongest_s = 14.0;

}  // namespace

void BreathCycles::clear() {
  count_ = 0;
}

void BreathCycles::forget_from(double t_s) {
  while (count_ > 0 && cycles_[count_ - 1].start_s >= t_s) --count_;
}

void BreathCycles::add(const Cycle& cycle) {
  if (count_ == kRemembered) {
    std::copy(cycles_.begin() + 1, cycles_.end(), cycles_.begin());
    --count_;
  }
  cycles_[count_++] = cycle;
}

void BreathCycles::look(double t0_s, double step_s, std::span<const double> signal,
                        std::span<const std::uint8_t> used, double swing) {
  if (count_ < kLeast) {  // the guess finds breaths, and their depth finds them better
    find(t0_s, step_s, signal, used, kReversal * swing);
    if (count_ == 0) return;
  }
  find(t0_s, step_s, signal, used, kReversal * depth());
}

void BreathCycles::find(double t0_s, double step_s, std::span<const double> signal,
                        std::span<const std::uint8_t> used, double reversal) {
  forget_from(t0_s);
  bool rising = false, risen = false, fallen = false;
  double extreme = 0.0, lowest = 0.0, began_s = 0.0, depth = 0.0;
  bool inside = false;
  for (std::size_t i = 0; i < signal.size(); ++i) {
    if (used[i] == 0) {
      inside = risen = fallen = false;
      continue;
    }
    const double v = signal[i], t = t0_s + static_cast<double>(i) * step_s;
    if (!inside) {
      inside = true, rising = false, extreme = v;
      continue;
    }
    if (rising ? v > extreme : v < extreme) {
      extreme = v;
    } else if (rising && v < extreme - reversal) {
      depth = extreme - lowest;
      rising = false, fallen = true, extreme = v;
    } else if (!rising && v > extreme + reversal) {
      if (risen && fallen) add({began_s, t - began_s, depth});
      risen = true, fallen = false, rising = true;
      began_s = t, lowest = extreme, extreme = v;
    }
  }
}

double BreathCycles::median(double Cycle::*member) const {
  if (count_ == 0) return std::numeric_limits<double>::quiet_NaN();
  std::array<double, kRemembered> values{};
  for (std::size_t i = 0; i < count_; ++i) values[i] = cycles_[i].*member;
  const auto end = values.begin() + static_cast<std::ptrdiff_t>(count_);
  std::sort(values.begin(), end);
  return 0.5 * (values[count_ / 2] + values[(count_ - 1) / 2]);
}

double BreathCycles::seconds() const {
  return median(&Cycle::seconds);
}
double BreathCycles::depth() const {
  return median(&Cycle::depth);
}

double BreathCycles::scatter() const {
  const double usual = seconds();
  double square = kPriorWeight * kPriorScatter * kPriorScatter;
  for (std::size_t i = 0; i < count_; ++i) {
    const double off = std::min(std::abs(cycles_[i].seconds / usual - 1.0), kMostDeviation);
    square += off * off;
  }
  return std::sqrt(square / (kPriorWeight + static_cast<double>(count_)));
}

bool BreathCycles::known() const {
  if (count_ < kLeast) return false;
  const double usual = seconds();
  if (usual < kShortest_s || usual > kLongest_s) return false;
  double square = 0.0;
  for (std::size_t i = 0; i < count_; ++i) {
    const double off = cycles_[i].seconds / usual - 1.0;
    square += std::min(off * off, 1.0);
  }
  return std::sqrt(square / static_cast<double>(count_)) < kMostIrregular;
}

}  // namespace palpate
