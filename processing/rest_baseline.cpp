#include "processing/rest_baseline.h"

#include <algorithm>
#include <cmath>

namespace palpate {
namespace {

constexpr double kSteady_n = 3.0;       // means of quiet seconds stay this close together
constexpr double kSteadyShare = 0.002;  // and this share of the load
constexpr double kLeastDrift_n_per_s = 0.005;
constexpr double kMoved_n =
    2.0;  // cells are not equal: what a body that lies elsewhere may weigh more or less
constexpr double kZ95 = 1.96;
constexpr double kFewSeconds = 1.2;  // six seconds see less of the ripple than minutes do

}  // namespace

RestBaseline::RestBaseline(const MatGeometry& geometry) : geometry_(geometry) {
  for (Second& s : ring_) s.kpa.assign(geometry.cells(), 0.0F);
  now_.kpa.assign(geometry.cells(), 0.0F);
  kpa_.assign(geometry.cells(), 0.0F);
}

void RestBaseline::reset() {
  forget_quiet();
  learned_ = map_fresh_ = false;
  drift_n_per_s_ = 0.0;
}

void RestBaseline::forget_quiet() {
  count_ = 0;
  now_.steps = 0;
}

const RestBaseline::Second& RestBaseline::second(int ago) const {
  return ring_[(newest_ + ring_.size() - static_cast<std::size_t>(ago)) % ring_.size()];
}

void RestBaseline::add(const Step& step, const std::vector<float>& kpa) {
  if (!step.calm || step.event) return forget_quiet();
  if (now_.steps == 0) {
    std::fill(now_.kpa.begin(), now_.kpa.end(), 0.0F);
    now_.total = now_.smooth = now_.smooth2 = 0.0;
    second_start_s_ = step.t_s;
  }
  for (std::size_t i = 0; i < kpa.size(); ++i) now_.kpa[i] += kpa[i];
  now_.total += step.total_n;
  now_.smooth += step.smooth_n;
  now_.smooth2 += step.smooth_n * step.smooth_n;
  ++now_.steps;
  if (step.t_s - second_start_s_ > 0.85) close_second(step.t_s, step.event);
}

void RestBaseline::close_second(double t_s, bool event) {
  newest_ = (newest_ + 1) % ring_.size();
  std::swap(ring_[newest_], now_);
  now_.steps = 0;
  count_ = std::min(count_ + 1, static_cast<int>(ring_.size()));
  if (count_ < kLearnSeconds || event) return;
  if (!learned_) {
    if (steady(kLearnSeconds)) adopt(0, t_s);
    return;
  }
  double recent = 0.0;
  for (int k = 0; k < kLearnSeconds; ++k) recent += second(k).mean_n() / kLearnSeconds;
  if (recent < total_n_ - detectable_n()) {
    if (steady(kLearnSeconds)) adopt(0, t_s);
    return;
  }
  if (count_ == static_cast<int>(ring_.size()) && recent < total_n_ + detectable_n() && steady(count_))
    adopt(kWithheldSeconds, t_s);
}

bool RestBaseline::steady(int seconds) const {
  double low = second(0).mean_n(), high = low;
  for (int k = 1; k < seconds; ++k) {
    low = std::min(low, second(k).mean_n());
    high = std::max(high, second(k).mean_n());
  }
  return high - low <= kSteady_n + kSteadyShare * high;
}

// Takes kLearnSeconds from `newest_ago` back.
void RestBaseline::adopt(int newest_ago, double t_s) {
  double total = 0.0, smooth = 0.0, smooth2 = 0.0;
  int steps = 0;
  std::fill(kpa_.begin(), kpa_.end(), 0.0F);
  for (int k = newest_ago; k < newest_ago + kLearnSeconds; ++k) {
    const Second& s = second(k);
    const auto share = static_cast<float>(1.0 / (s.steps * kLearnSeconds));
    for (std::size_t i = 0; i < kpa_.size(); ++i) kpa_[i] += share * s.kpa[i];
    total += s.mean_n() / kLearnSeconds;
    smooth += s.smooth;
    smooth2 += s.smooth2;
    steps += s.steps;
  }
  const double mean = smooth / steps;
  sigma_n_ = std::sqrt(std::max(0.0, smooth2 / steps - mean * mean));
  note_drift(total, t_s);
  total_n_ = total;
  learned_ = map_fresh_ = true;
  learned_at_s_ = t_s;
  double load = 0.0, x = 0.0, y = 0.0;
  for (int r = 0; r < geometry_.rows; ++r) {
    for (int c = 0; c < geometry_.cols; ++c) {
      const auto p = static_cast<double>(kpa_[static_cast<std::size_t>(r * geometry_.cols + c)]);
      load += p;
      x += p * (c + 0.5);
      y += p * (r + 0.5);
    }
  }
  cop_x_mm_ = load > 0.0 ? geometry_.pitch_x_mm * x / load : 0.0;
  cop_y_mm_ = load > 0.0 ? geometry_.pitch_y_mm * y / load : 0.0;
}

// How fast the rest itself changes, from one learning to the next, at most from those a while apart.
void RestBaseline::note_drift(double total_n, double t_s) {
  const double dt_s = t_s - learned_at_s_;
  if (!learned_ || dt_s < 0.5 || std::abs(total_n - total_n_) > detectable_n()) return;
  const double now = std::abs(total_n - total_n_) / std::max(dt_s, 10.0);
  drift_n_per_s_ += (1.0 - std::exp(-dt_s / 30.0)) * (now - drift_n_per_s_);
}

double RestBaseline::detectable_n() const {
  return std::max(kLeastDetectable_n, 4.0 * sigma_n_);
}

double RestBaseline::uncertainty_n(double t_s) const {
  const double drift = std::max(kLeastDrift_n_per_s, drift_n_per_s_) * std::max(0.0, t_s - learned_at_s_);
  const double moved = map_fresh_ ? 0.0 : kMoved_n;
  return std::hypot(kFewSeconds * kZ95 * sigma_n_ * std::sqrt(1.0 + 1.0 / kLearnSeconds), drift, moved);
}

}  // namespace palpate
