#include "acquisition/body_motion.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "acquisition/result.h"
#include "acquisition/sim_random.h"

namespace palpate::sim {
namespace {

constexpr double kTau = 2.0 * std::numbers::pi;
constexpr double kLeastPause = 0.06;    // of a cycle
constexpr double kSighEvery_s = 300.0;  // on average, where breath scatters

double smooth_step(double t) {
  t = std::clamp(t, 0.0, 1.0);
  return t * t * (3.0 - 2.0 * t);
}

}  // namespace

BodyMotion::BodyMotion(const MotionOptions& options) : options_(options) {
  coming_ = next_after(event_);
}

BodyMotion::Event BodyMotion::next_after(const Event& event) const {
  const double per_hour = (options_.shifts_per_hour + options_.fidgets_per_hour) * options_.level;
  Event next;
  next.number = event.number + 1;
  next.shifts_before = event.shifts_before + (event.shift ? 1 : 0);
  if (per_hour <= 0.0) {
    next.start_s = 1e300;
    return next;
  }
  const double pause = 3600.0 / per_hour;
  const double least = std::min(6.0, 0.3 * pause);
  const double draw = unit(hash(options_.seed, kEvent, 4 * next.number));
  next.start_s = event.start_s + event.seconds + least - (pause - least) * std::log(1.0 - draw);
  next.shift = uniform(options_.seed, kEvent, 4 * next.number + 1, 0.0, 1.0) <
               options_.shifts_per_hour / (options_.shifts_per_hour + options_.fidgets_per_hour);
  next.seconds = uniform(options_.seed, kEvent, 4 * next.number + 2, 1.0, 2.4);
  return next;
}

MotionState BodyMotion::at(double t_s) {
  PALPATE_EXPECTS(t_s >= 0.0 && t_s <= 1e6);
  MotionState state;
  breathe(t_s, state);
  beat(t_s, state);
  sway(t_s, state);
  move(t_s, state);
  if (options_.visits) visit(t_s, state);
  if (options_.creep) state.settle = 1.0 - 0.55 * std::exp(-t_s / 40.0) - 0.45 * std::exp(-t_s / 400.0);
  return state;
}

void BodyMotion::breathe(double t_s, MotionState& state) {
  if (options_.breaths_per_min <= 0.0) return;
  double held = 0.0;
  if (options_.hold_start_s >= 0.0)
    held = std::clamp(t_s - options_.hold_start_s, 0.0, options_.hold_seconds);
  if (options_.breath_scatter > 0.0) {
    breathe_with_scatter(t_s - held, state);
  } else {
    breathe_steadily(t_s - held, state);
  }
  state.chest *= options_.breath_depth, state.abdomen *= options_.breath_depth;
  state.holding_breath = options_.hold_start_s >= 0.0 && t_s >= options_.hold_start_s &&
                         t_s < options_.hold_start_s + options_.hold_seconds;
  if (state.holding_breath) state.breathing_rate_per_min = 0.0;
}

void BodyMotion::breathe_steadily(double t_s, MotionState& state) const {
  const double f = options_.breaths_per_min / 60.0;
  const double wander = 0.025 * std::min(1.0, options_.level);  // the rate wanders by this share
  const double w1 = kTau / 47.0, w2 = kTau / 19.0;
  const double p1 = uniform(options_.seed, kRhythm, 1, 0.0, kTau),
               p2 = uniform(options_.seed, kRhythm, 2, 0.0, kTau);
  const double phase =
      kTau * f * (t_s + wander * (std::sin(w1 * t_s + p1) / w1 + 0.5 * std::sin(w2 * t_s + p2) / w2)) +
      uniform(options_.seed, kRhythm, 3, 0.0, kTau);
  const double depth = 1.0 + 0.12 * std::sin(kTau * t_s / 31.0 + p2);
  // In faster than out: the rising flank is steeper.
  state.chest = depth * std::sin(phase + 0.35 * std::sin(phase));
  state.abdomen = depth * std::sin(phase - 0.35 + 0.35 * std::sin(phase - 0.35));
  const double rate = f * (1.0 + wander * (std::cos(w1 * t_s + p1) + 0.5 * std::cos(w2 * t_s + p2)));
  state.breathing_rate_per_min = 60.0 * rate;
}

double BodyMotion::Cycle::wave(double t_s) const {
  const double u = std::clamp((t_s - start_s) / (seconds * (1.0 - pause)), 0.0, 1.0);
  const double phase = kTau * u;
  return -1.0 + depth * (1.0 - std::cos(phase + 0.35 * std::sin(phase)));
}

BodyMotion::Cycle BodyMotion::cycle_after(const Cycle& cycle) const {
  const std::uint64_t number = cycle.number + 1;
  const double usual_s = 60.0 / options_.breaths_per_min, scatter = options_.breath_scatter;
  const auto drawn = [&](std::uint64_t index) { return normal(options_.seed, kBreath, 4 * number + index); };
  Cycle next;
  next.number = number;
  next.start_s = cycle.start_s + cycle.seconds;
  next.seconds = usual_s * std::exp(scatter * drawn(0) - 0.5 * scatter * scatter);
  next.depth = std::exp(scatter * drawn(1));
  next.pause = uniform(options_.seed, kBreath, 4 * number + 2, kLeastPause, 0.3);
  if (uniform(options_.seed, kBreath, 4 * number + 3, 0.0, 1.0) < usual_s / kSighEvery_s)
    next.seconds *= 1.5, next.depth = 2.2, next.pause = 0.35;
  return next;
}

void BodyMotion::breathe_with_scatter(double t_s, MotionState& state) {
  if (cycle_.number == 0 || t_s < cycle_.start_s) {  // also when asked for the past: start over
    cycle_ = Cycle{};
    cycle_.start_s = -uniform(options_.seed, kRhythm, 3, 0.0, 1.0) * 60.0 / options_.breaths_per_min;
    cycle_ = cycle_after(cycle_);
  }
  while (cycle_.start_s + cycle_.seconds <= t_s) cycle_ = cycle_after(cycle_);
  state.chest = cycle_.wave(t_s);
  // The belly follows the chest; the pause is long enough for it to end in the same cycle.
  state.abdomen = cycle_.wave(t_s - kLeastPause * cycle_.seconds);
  state.breathing_rate_per_min = 60.0 / cycle_.seconds;
}

void BodyMotion::beat(double t_s, MotionState& state) const {
  if (options_.beats_per_min <= 0.0) return;
  const double f = options_.beats_per_min / 60.0;
  const double w = kTau * 0.1;  // slow wave of the heart rate
  const double cycles = f * (t_s + 0.02 * std::sin(w * t_s) / w) + unit(hash(options_.seed, kRhythm, 4));
  const double u = cycles - std::floor(cycles);
  const double a = (u - 0.15) / 0.05, b = (u - 0.32) / 0.07;
  state.heart = std::exp(-0.5 * a * a) - 0.5 * std::exp(-0.5 * b * b);
  state.heart_rate_per_min = 60.0 * f * (1.0 + 0.02 * std::cos(w * t_s));
}

void BodyMotion::sway(double t_s, MotionState& state) const {
  static constexpr double kPeriods[] = {4.3, 11.0, 37.0, 173.0};
  static constexpr double kSizes[] = {0.0015, 0.003, 0.005, 0.006};
  for (std::uint64_t k = 0; k < 4; ++k) {
    const double period = kPeriods[k] * uniform(options_.seed, kSway, 3 * k, 0.85, 1.15);
    const double size = kSizes[k] * options_.level;
    state.lean_x +=
        size * std::sin(kTau * t_s / period + uniform(options_.seed, kSway, 3 * k + 1, 0.0, kTau));
    state.lean_y +=
        size * std::sin(kTau * t_s / (period * 1.21) + uniform(options_.seed, kSway, 3 * k + 2, 0.0, kTau));
  }
}

void BodyMotion::move(double t_s, MotionState& state) {
  if (t_s < event_.start_s) {  // asked for the past: start over
    event_ = Event{};
    coming_ = next_after(event_);
  }
  while (coming_.start_s <= t_s) {
    event_ = coming_;
    coming_ = next_after(event_);
  }
  if (event_.number == 0) return;
  const std::uint64_t shifts = event_.shifts_before + (event_.shift ? 1 : 0);
  state.shifts = shifts;
  state.fidgets = event_.number - shifts;
  state.key_from = state.key_to = shifts;
  const double u = (t_s - event_.start_s) / event_.seconds;
  if (u >= 1.0) return;
  state.moving = true;
  const double swing = std::sin(std::numbers::pi * u);
  const double wave = swing * swing;
  const double size = std::min(1.5, std::sqrt(options_.level));
  state.lean_x += size * wave * 0.16 * normal(options_.seed, kEvent + 64, 4 * event_.number);
  state.lean_y += size * wave * 0.16 * normal(options_.seed, kEvent + 64, 4 * event_.number + 1);
  state.limb += size * wave * uniform(options_.seed, kEvent + 64, 4 * event_.number + 2, 0.0, 0.7);
  state.load_factor *= 1.0 + size * 0.05 * std::sin(kTau * 2.0 * u) * swing;
  if (event_.shift) {
    state.key_from = shifts - 1;
    state.key_blend = smooth_step(u);
  }
}

// Empty, sits down, leaves, and so on: 8..12 s empty, 35..50 s seated, again.
void BodyMotion::visit(double t_s, MotionState& state) const {
  constexpr double kCycle = 62.0, kSitDown = 1.6, kStandUp = 1.2;
  const double n = std::floor(t_s / kCycle);
  const auto number = static_cast<std::uint64_t>(n);
  const double t = t_s - n * kCycle;
  const double arrives = uniform(options_.seed, kVisit, 2 * number, 8.0, 12.0);
  const double leaves = arrives + uniform(options_.seed, kVisit, 2 * number + 1, 35.0, 45.0);
  const double down = (t - arrives) / kSitDown, up = (t - leaves) / kStandUp;
  state.presence = smooth_step(down) * (1.0 - smooth_step(up));
  const bool sitting_down = down > 0.0 && down<1.0, standing_up = up> 0.0 && up < 1.0;
  if (sitting_down) state.load_factor *= 1.0 + 0.18 * std::sin(std::numbers::pi * down) * down;
  state.moving = sitting_down || standing_up || (state.moving && state.presence > 0.0);
}

}  // namespace palpate::sim
