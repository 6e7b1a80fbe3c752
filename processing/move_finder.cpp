#include "processing/move_finder.h"

#include <algorithm>
#include <cmath>

#include "acquisition/result.h"

namespace palpate {
namespace {

constexpr std::size_t steps_of(double seconds) {
  return static_cast<std::size_t>(seconds / kMoveStepS + 0.5);
}

constexpr std::size_t kHalf = steps_of(0.5);    // of the second in which a way is measured
constexpr std::size_t kAhead = kHalf + 2;       // steps there must be for the way about one
constexpr std::size_t kStart = steps_of(30.0);  // before the usual way is known
constexpr std::size_t kRenew = steps_of(5.0);   // how often it is
constexpr std::size_t kTurn = steps_of(1.0);    // longest pause in one move
constexpr std::size_t kWiden = steps_of(0.5);   // about haste: the move's slow ends
constexpr std::size_t kLeastRest = steps_of(2.0);

}  // namespace

MoveFinder::MoveFinder(const MovementOptions& options) : options_(options) {
  const double longest_s = std::max(options.shift_width_s, options.fidget_width_s);
  PALPATE_EXPECTS(options.base_s >= 2.0 && kStart + steps_of(2.0 * options.base_s + longest_s + 5.0) < kKept);
}

void MoveFinder::reset() {
  steps_ = measured_ = looked_at_ = from_ = to_ = rest_from_ = told_count_ = 0;
  open_ = false;
}

std::span<const JudgedMove> MoveFinder::add(double x_mm, double y_mm) {
  told_count_ = 0;
  x_.value[steps_ % kKept] = x_mm;
  y_.value[steps_ % kKept] = y_mm;
  ++steps_;
  if (steps_ < kAhead + measured_) return {};
  measure(measured_);
  while (measured_ >= kStart && looked_at_ < measured_) look_at(looked_at_);
  return std::span(told_).first(told_count_);
}

std::span<const JudgedMove> MoveFinder::finish() {
  told_count_ = 0;
  while (measured_ < steps_) measure(measured_);
  while (looked_at_ < measured_) look_at(looked_at_);
  if (open_) judge(steps_);
  return std::span(told_).first(told_count_);
}

// Mean over 0.75 s: a single noisy step is no move.
double MoveFinder::calm(const Axis& axis, std::size_t i) const {
  const double at = axis.value[i % kKept];
  if (i == 0 || i + 1 >= steps_) return at;
  return (axis.value[(i - 1) % kKept] + at + axis.value[(i + 1) % kKept]) / 3.0;
}

void MoveFinder::measure(std::size_t i) {
  const std::size_t from = i > kHalf ? i - kHalf : 0, to = std::min(i + kHalf, steps_ - 1);
  for (Axis* axis : {&x_, &y_}) axis->way[i % kUsual] = std::abs(calm(*axis, to) - calm(*axis, from));
  ++measured_;
}

// Too much within 1 s: several times the usual and more than noise.
void MoveFinder::renew_usual() {
  const std::size_t count = std::min(measured_, kUsual);
  for (Axis* axis : {&x_, &y_}) {
    std::copy_n(axis->way.begin(), count, scratch_.begin());
    const auto quartile = scratch_.begin() + static_cast<std::ptrdiff_t>(3 * count / 4);
    std::nth_element(scratch_.begin(), quartile, scratch_.begin() + static_cast<std::ptrdiff_t>(count));
    axis->too_much = std::max(options_.hasty_noise * options_.noise_mm, options_.hasty_usual * *quartile);
  }
}

// Stretches of haste on either axis are moves; what is closer than the turning point of a fidget is one.
void MoveFinder::look_at(std::size_t i) {
  ++looked_at_;
  if (i % kRenew == 0) renew_usual();
  const bool hasty = x_.way[i % kUsual] >= x_.too_much || y_.way[i % kUsual] >= y_.too_much;
  if (!hasty) {
    // The next can begin kWiden before a later step.
    if (open_ && i + 1 >= to_ + steps_of(options_.base_s) + kWiden) judge(steps_);
    return;
  }
  const std::size_t from = i > kWiden ? i - kWiden : 0, to = std::min(steps_, i + kWiden + 1);
  if (to_ > 0 && from <= to_ + kTurn) {
    to_ = to;
    return;
  }
  if (open_) judge(from);
  rest_from_ = to_;
  from_ = from;
  to_ = to;
  open_ = true;
}

bool MoveFinder::lasts_too_long() const {
  const double lasts_s =
      static_cast<double>(to_ - from_) * kMoveStepS - 2.0 * static_cast<double>(kWiden) * kMoveStepS;
  return lasts_s > std::max(options_.shift_width_s, options_.fidget_width_s);
}

// Tells the latest move's kind from the rest before it, back to the move before, and after it, up to `next`.
void MoveFinder::judge(std::size_t next) {
  open_ = false;
  JudgedMove& told = told_[told_count_++];
  told = {MoveKind::none, static_cast<double>(from_) * kMoveStepS, static_cast<double>(to_) * kMoveStepS,
          0.0};
  const std::size_t base = steps_of(options_.base_s);
  const Rest before{std::max(rest_from_, from_ > base ? from_ - base : 0), from_};
  const Rest after{to_, std::min(next, to_ + base)};
  if (lasts_too_long() || before.to < before.from + kLeastRest || after.to < after.from + kLeastRest) return;
  const Verdict vx = judge_axis(x_, before, after), vy = judge_axis(y_, before, after);
  const double lasts_s = told.to_s - told.from_s - 2.0 * static_cast<double>(kWiden) * kMoveStepS;
  if (std::max(vx.step, vy.step) >= 1.0 && lasts_s <= options_.shift_width_s) {
    told.kind = MoveKind::shift;
    told.size_mm = std::hypot(vx.step_mm, vy.step_mm);
  } else if (std::max(vx.peak, vy.peak) >= 1.0 && lasts_s <= options_.fidget_width_s) {
    told.kind = MoveKind::fidget;
    told.size_mm = std::hypot(vx.peak_mm, vy.peak_mm);
  }
}

MoveFinder::Verdict MoveFinder::judge_axis(const Axis& axis, const Rest& before, const Rest& after) const {
  struct Stretch {
    double mean, sd;
  };
  const auto stretch = [&](const Rest& rest) {
    const auto n = static_cast<double>(rest.to - rest.from);
    double sum = 0.0, square = 0.0;
    for (std::size_t i = rest.from; i < rest.to; ++i) sum += axis.value[i % kKept];
    const double mean = sum / n;
    for (std::size_t i = rest.from; i < rest.to; ++i) {
      const double off = axis.value[i % kKept] - mean;
      square += off * off;
    }
    return Stretch{mean, std::max(options_.noise_mm, std::sqrt(square / n))};
  };
  const Stretch a = stretch(before), b = stretch(after);
  Verdict v;
  v.step_mm = std::abs(b.mean - a.mean);
  v.step = v.step_mm / (options_.shift_sd * std::hypot(a.sd, b.sd));
  const double level = 0.5 * (a.mean + b.mean);
  for (std::size_t i = from_; i < to_; ++i) v.peak_mm = std::max(v.peak_mm, std::abs(calm(axis, i) - level));
  v.peak = v.peak_mm / (options_.fidget_sd * std::max(a.sd, b.sd));
  return v;
}

double MoveFinder::judged_until_s() const {
  const std::size_t until = open_ && !lasts_too_long() ? from_
                            : looked_at_ > kWiden      ? looked_at_ - kWiden
                                                       : 0;
  return static_cast<double>(until) * kMoveStepS;
}

}  // namespace palpate
