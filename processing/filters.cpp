#include "processing/filters.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace palpate {

Result<std::vector<Biquad>> butterworth_lowpass(int order, double cutoff_hz, double rate_hz) {
  if (order < 2 || order > 8 || order % 2 != 0) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("unknown filter order: {} (choose 2, 4, 6 or 8)", order)};
  }
  if (!std::isfinite(rate_hz) || !(rate_hz > 0.0)) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("impossible sample rate: {} Hz (give a rate above 0)", rate_hz)};
  }
  if (!(cutoff_hz > 0.0) || !(cutoff_hz < 0.5 * rate_hz)) {
    return Error{
        ErrorCode::bad_argument,
        fmt::format("impossible cutoff: {} Hz (choose above 0 and below half the sample rate, {} Hz)",
                    cutoff_hz, 0.5 * rate_hz)};
  }
  // Analog pole pair k: s^2 + 2 sin(theta_k) w s + w^2, w pre-warped; s = (1 - z^-1) / (1 + z^-1).
  const double w = std::tan(std::numbers::pi * cutoff_hz / rate_hz);
  std::vector<Biquad> sections;
  for (int k = 0; k < order / 2; ++k) {
    const double damping = 2.0 * std::sin(std::numbers::pi * (2 * k + 1) / (2.0 * order));
    const double a0 = 1.0 + damping * w + w * w;
    Biquad s;
    s.b0 = s.b2 = w * w / a0;
    s.b1 = 2.0 * s.b0;
    s.a1 = 2.0 * (w * w - 1.0) / a0;
    s.a2 = (1.0 - damping * w + w * w) / a0;
    sections.push_back(s);
  }
  // Most damped section first, as SciPy orders them.
  std::reverse(sections.begin(), sections.end());
  return sections;
}

SosFilter::SosFilter(std::vector<Biquad> sections)
    : sections_(std::move(sections)), state_(sections_.size()) {}

double SosFilter::step(double x) {
  if (!started_) {
    // The steady state of a constant input; what leaves a section is its gain at 0 Hz times what enters.
    double level = x;
    for (std::size_t i = 0; i < sections_.size(); ++i) {
      const Biquad& s = sections_[i];
      const double out = level * (s.b0 + s.b1 + s.b2) / (1.0 + s.a1 + s.a2);
      state_[i].z2 = s.b2 * level - s.a2 * out;
      state_[i].z1 = s.b1 * level - s.a1 * out + state_[i].z2;
      level = out;
    }
    started_ = true;
  }
  for (std::size_t i = 0; i < sections_.size(); ++i) {
    const Biquad& s = sections_[i];
    const double y = s.b0 * x + state_[i].z1;
    state_[i].z1 = s.b1 * x - s.a1 * y + state_[i].z2;
    state_[i].z2 = s.b2 * x - s.a2 * y;
    x = y;
  }
  return x;
}

std::vector<double> filter_causal(const std::vector<Biquad>& sections, std::span<const double> signal) {
  SosFilter filter(sections);
  std::vector<double> out;
  out.reserve(signal.size());
  for (const double x : signal) out.push_back(filter.step(x));
  return out;
}

std::vector<double> filter_zero_phase(const std::vector<Biquad>& sections, std::span<const double> signal) {
  const std::size_t n = signal.size();
  if (n == 0) return {};
  const std::size_t pad = std::min(n - 1, 3 * (2 * sections.size() + 1));
  std::vector<double> extended;
  extended.reserve(n + 2 * pad);
  for (std::size_t i = pad; i > 0; --i) extended.push_back(2.0 * signal[0] - signal[i]);
  extended.insert(extended.end(), signal.begin(), signal.end());
  for (std::size_t i = 1; i <= pad; ++i) extended.push_back(2.0 * signal[n - 1] - signal[n - 1 - i]);
  for (int direction = 0; direction < 2; ++direction) {
    extended = filter_causal(sections, extended);
    std::reverse(extended.begin(), extended.end());
  }
  const auto first = extended.begin() + static_cast<std::ptrdiff_t>(pad);
  return {first, first + static_cast<std::ptrdiff_t>(n)};
}

double OneEuroFilter::step(double x, double t_s) {
  if (!started_) {
    started_ = true;
    last_t_s_ = t_s;
    dx_ = 0.0;
    return x_ = x;
  }
  const double dt = t_s - last_t_s_;
  if (!(dt > 0.0)) return x_;
  last_t_s_ = t_s;
  const auto alpha = [dt](double cutoff_hz) {
    return 1.0 / (1.0 + 1.0 / (2.0 * std::numbers::pi * cutoff_hz * dt));
  };
  const double dx = (x - x_) / dt;
  dx_ += alpha(settings_.derivative_cutoff_hz) * (dx - dx_);
  const double cutoff_hz = settings_.min_cutoff_hz + settings_.beta * std::abs(dx_);
  x_ += alpha(cutoff_hz) * (x - x_);
  return x_;
}

}  // namespace palpate
