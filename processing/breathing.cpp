#include "processing/breathing.h"

#include <algorithm>
#include <cmath>

#include "acquisition/result.h"
#include "processing/breath_hold.h"
#include "processing/breath_watch.h"
#include "processing/breathing_combine.h"
#include "processing/breathing_steps.h"

namespace palpate {
namespace {

constexpr double kLeastLive_s = 20.0;
constexpr double kLeastConfidence = 0.46;  // below: null
constexpr double kLearnConfidence = 0.6;   // weights of the running signal
constexpr double kDoubtfulConfidence = 0.45;
constexpr double kSameRhythm = 0.25;
constexpr int kTakesOver_s = 12;
constexpr double kLeastPresent = 0.9, kMostMovement = 0.5;
constexpr double kFullNyquist_per_min = 60.0 * kBreathHigh_hz;
constexpr double kCappedConfidence = 0.5;
constexpr double kLevelFollows = 0.01;                   // a step: creep leaves the shown signal
constexpr double kPeakToPeakOfRms = 2.8284271247461903;  // of a sine

std::int64_t steps_a_window(double rate_hz) {
  return std::max<std::int64_t>(
      1, static_cast<std::int64_t>(
             std::floor(kBreathingWindow_s * std::min(1.0 / kShortestStep_s, rate_hz) + 1e-6)));
}

double share_of(const std::vector<std::uint8_t>& flags) {
  return static_cast<double>(std::count(flags.begin(), flags.end(), std::uint8_t{1})) /
         static_cast<double>(flags.size());
}

}  // namespace

struct BreathingEstimator::State {
  explicit State(const BreathingOptions& options)
      : window_steps(steps_a_window(options.rate_hz)),
        steps(options.rows, options.cols, kBreathingWindow_s / static_cast<double>(window_steps),
              2 * window_steps),
        second_steps(std::max<std::int64_t>(1, std::llround(1.0 / steps.step_s()))),
        hold(steps.step_s()),
        watch(steps.channel_count(), steps.step_s(), 2 * window_steps),
        limit_per_min(std::min(kFullNyquist_per_min, 60.0 * 0.45 * options.rate_hz)) {}

  struct Stretch {
    std::vector<std::uint8_t> present, moving, valid;
    bool still = false;  // at the end: the body does not move, whatever a hand presses
  };

  // Movement is judged against all that is remembered; the last n steps are given.
  [[nodiscard]] Stretch stretch(std::int64_t n) const {
    const std::int64_t known = std::min(steps.count(), 2 * window_steps);
    std::vector<std::uint8_t> moving = movement_mask(steps.change(known), steps.step_s());
    const bool still = moving.back() == 0;
    mark_load_ramps(steps.load(known), steps.step_s(), moving);
    moving.erase(moving.begin(), moving.end() - static_cast<std::ptrdiff_t>(n));
    Stretch s{steps.present(n), std::move(moving), {}, still};
    for (std::size_t i = 0; i < s.present.size(); ++i)
      s.valid.push_back(s.present[i] != 0 && s.moving[i] == 0 ? 1 : 0);
    return s;
  }

  // A held breath has no rate: its steps take no part.
  void leave_out_holds(Stretch& s) const {
    const auto n = static_cast<std::int64_t>(s.valid.size());
    const std::int64_t first = steps.count() - n;
    for (const BreathHold& held : hold.holds()) {
      const auto step_of = [&](double t_s) { return std::llround(t_s / steps.step_s()) - first; };
      const std::int64_t from = std::max<std::int64_t>(0, step_of(held.start_s));
      const std::int64_t to = std::min<std::int64_t>(n, step_of(held.start_s + held.length_s));
      for (std::int64_t i = from; i < to; ++i) s.valid[static_cast<std::size_t>(i)] = 0;
    }
  }

  [[nodiscard]] BreathingWindow judge(const Combined& combined, const Stretch& s) const {
    BreathingWindow window;
    window.t1_s = static_cast<double>(steps.count()) * steps.step_s();
    window.t0_s = window.t1_s - static_cast<double>(s.valid.size()) * steps.step_s();
    window.movement_share = share_of(s.moving);
    window.present_share = share_of(s.present);
    if (!combined.found || window.present_share < kLeastPresent || window.movement_share > kMostMovement)
      return window;
    window.confidence = combined.rate.confidence * std::min(1.0, share_of(s.valid) / 0.8);
    if (hold.holding() || (hold.quiet() && !agrees(combined.rate.rate_per_min)))  // what is left is no breath
      window.confidence = std::min(window.confidence, kDoubtfulConfidence);
    if (limit_per_min < kFullNyquist_per_min)
      window.confidence = std::min(window.confidence, kCappedConfidence);
    if (window.confidence >= kLeastConfidence) window.rate_per_min = combined.rate.rate_per_min;
    return window;
  }

  // With the rhythm that the running signal stands for.
  [[nodiscard]] bool agrees(double rate_per_min) const {
    return !(std::abs(rate_per_min / learned_per_min - 1.0) > kSameRhythm);
  }

  // Another rhythm must last before it is taken for the breath: while the breath is held, sway is all there
  // is.
  [[nodiscard]] bool may_learn(const Combined& combined) {
    if (live.confidence <= kLearnConfidence || hold.quiet() || hold.holding()) return false;
    if (agrees(combined.rate.rate_per_min))
      seconds_of_another = 0;
    else if (++seconds_of_another < kTakesOver_s)
      return false;
    return true;
  }

  void learn(const Combined& combined, const Stretch& s) {
    learned_per_min = combined.rate.rate_per_min;
    seconds_of_another = 0;
    const auto valid = static_cast<double>(std::count(s.valid.begin(), s.valid.end(), std::uint8_t{1}));
    const double rms = std::sqrt(combined.signal.squaredNorm() / std::max(1.0, valid));
    if (!(rms > 0.0)) return;
    Eigen::VectorXd next = combined.weights / (kPeakToPeakOfRms * rms);
    if (weights.size() == next.size() && weights.dot(next) < 0.0) next = -next;
    weights = next;
    const std::int64_t known = std::min(steps.count(), 2 * window_steps);
    const Eigen::VectorXd history = steps.channels(known).cast<double>() * weights;
    level = history.tail(std::min(known, window_steps)).mean();
    hold.rewrite({history.data(), history.data() + history.size()});
  }

  void every_step() {
    const bool known = weights.size() > 0;
    const double value = known ? steps.project_last(weights) : std::numeric_limits<double>::quiet_NaN();
    const std::int64_t seen = std::min(steps.count(), 2 * window_steps);
    const Stretch s = stretch(std::min<std::int64_t>(seen, second_steps));
    if (known) level += kLevelFollows * (value - level);
    newest = value - level;
    hold.add(static_cast<double>(steps.count()) * steps.step_s(), value, s.valid.back() != 0,
             60.0 / learned_per_min);
    watch.add(steps, s.present.back() != 0, s.still, hand);
    if (steps.count() % second_steps == 0 || steps.count() % window_steps == 0) every_second();
    if (steps.count() % (2 * window_steps) == 0) every_minute();
  }

  void every_second() {
    const std::int64_t n = std::min(steps.count(), window_steps);
    if (static_cast<double>(n) * steps.step_s() < kLeastLive_s) return;
    Stretch s = stretch(n);
    leave_out_holds(s);
    const Combined combined = combine_channels(steps.channels(n), s.valid, steps.step_s());
    live = judge(combined, s);
    if (may_learn(combined)) learn(combined, s);
    if (steps.count() % window_steps != 0) return;
    windows.push_back(live);
    windows.back().t0_s = kBreathingWindow_s * static_cast<double>(windows.size() - 1);
    windows.back().t1_s = windows.back().t0_s + kBreathingWindow_s;
  }

  void every_minute() {
    CoherenceWindow result;
    result.t0_s = kCoherenceWindow_s * static_cast<double>(coherence.size());
    result.t1_s = result.t0_s + kCoherenceWindow_s;
    const Stretch s = stretch(2 * window_steps);
    if (weights.size() > 0 && share_of(s.valid) >= 0.8) {
      const Eigen::MatrixXd basis = trend_basis(s.valid);
      Eigen::VectorXd signal = steps.channels(2 * window_steps).cast<double>() * weights;
      remove_trend(basis, s.valid, signal);
      const std::span<const double> view(signal.data(), static_cast<std::size_t>(signal.size()));
      const BreathingRate rate = breathing_rate(view, s.valid, basis, steps.step_s());
      if (rate.confidence >= kLeastConfidence)
        result.coherence = breathing_coherence(view, steps.step_s(), rate.rate_per_min / 60.0);
    }
    coherence.push_back(result);
  }

  std::int64_t window_steps;
  BreathingSteps steps;
  std::int64_t second_steps;
  BreathHoldDetector hold;
  BreathWatch watch;
  bool hand = false;
  double limit_per_min;
  Eigen::VectorXd weights;
  double learned_per_min = std::numeric_limits<double>::quiet_NaN();
  int seconds_of_another = 0;
  double newest = std::numeric_limits<double>::quiet_NaN(), level = newest;
  BreathingWindow live;
  std::vector<BreathingWindow> windows;
  std::vector<CoherenceWindow> coherence;
};

BreathingEstimator::BreathingEstimator(const BreathingOptions& options) {
  PALPATE_EXPECTS(options.rows > 0 && options.cols > 0 && options.rate_hz > 0.0);
  state_ = std::make_unique<State>(options);
}
BreathingEstimator::BreathingEstimator(BreathingEstimator&&) noexcept = default;
BreathingEstimator& BreathingEstimator::operator=(BreathingEstimator&&) noexcept = default;
BreathingEstimator::~BreathingEstimator() = default;

void BreathingEstimator::push(double t_s, std::span<const float> cells, bool occupied) {
  State& s = *state_;
  s.steps.add(t_s, cells, occupied, [&s] { s.every_step(); });
}

void BreathingEstimator::finish() {
  State& s = *state_;
  s.steps.finish([&s] { s.every_step(); });
}

const BreathingWindow& BreathingEstimator::live() const {
  return state_->live;
}
double BreathingEstimator::signal() const {
  return state_->newest;
}
bool BreathingEstimator::holding_breath() const {
  return state_->hold.holding();
}
void BreathingEstimator::set_hand(bool presses) {
  state_->hand = presses;
}
const BreathWatchNow& BreathingEstimator::watch() const {
  return state_->watch.now();
}
const std::vector<BreathingWindow>& BreathingEstimator::windows() const {
  return state_->windows;
}
const std::vector<BreathHold>& BreathingEstimator::holds() const {
  return state_->hold.holds();
}
const std::vector<CoherenceWindow>& BreathingEstimator::coherence() const {
  return state_->coherence;
}
double BreathingEstimator::rate_limit_per_min() const {
  return state_->limit_per_min;
}

}  // namespace palpate
