// Filters of one signal: Butterworth low-pass (causal and zero-phase) and One-Euro. Double throughout.
// Filters of maps are in grid_filters.h.
#pragma once

#include <span>
#include <vector>

#include "acquisition/result.h"

namespace palpate {

// Second-order section, a0 = 1: y[n] = b0 x[n] + b1 x[n-1] + b2 x[n-2] - a1 y[n-1] - a2 y[n-2].
struct Biquad {
  double b0 = 1.0, b1 = 0.0, b2 = 0.0, a1 = 0.0, a2 = 0.0;
};

// Butterworth low-pass of even order (2, 4, 6 or 8): analog prototype, bilinear transform with the cutoff
// pre-warped; equals scipy.signal.butter(order, cutoff_hz, fs=rate_hz, output="sos") up to the order of the
// sections and the place of the gain. Each section has gain 1 at 0 Hz. Error: order not offered, cutoff not
// in (0, rate/2).
Result<std::vector<Biquad>> butterworth_lowpass(int order, double cutoff_hz, double rate_hz);

// Runs sections one sample at a time (transposed direct form II). The state starts at the step of the first
// sample: a constant input comes out unchanged from the first sample on (scipy.signal.sosfilt with zi =
// sosfilt_zi(sos) * x[0]).
class SosFilter {
 public:
  explicit SosFilter(std::vector<Biquad> sections);
  double step(double x);
  void reset() { started_ = false; }

 private:
  struct State {
    double z1 = 0.0, z2 = 0.0;
  };
  std::vector<Biquad> sections_;
  std::vector<State> state_;
  bool started_ = false;
};

// The causal filter over a whole signal.
std::vector<double> filter_causal(const std::vector<Biquad>& sections, std::span<const double> signal);

// Forwards, then backwards: no phase shift, the order doubles, and the gain at the cutoff is 1/2 instead of
// 1/sqrt(2). Equals scipy.signal.sosfiltfilt with its default odd padding of 3 (2 sections + 1) samples; a
// shorter signal is padded by all it has (length - 1), where SciPy refuses.
std::vector<double> filter_zero_phase(const std::vector<Biquad>& sections, std::span<const double> signal);

// One-Euro filter, Casiez, Roussel and Vogel, CHI 2012: a one-pole low-pass whose cutoff grows with speed,
//   cutoff = min_cutoff_hz + beta * abs(dx_filtered), alpha(fc) = 1 / (1 + 1 / (2 pi fc dt)),
// with dx = (x - previous filtered x) / dt as in the paper (0 at the first sample), itself low-passed at
// derivative_cutoff_hz. The first sample passes. A time step <= 0 returns the last output unchanged.
class OneEuroFilter {
 public:
  struct Settings {
    double min_cutoff_hz = 1.0, beta = 0.0, derivative_cutoff_hz = 1.0;
  };
  explicit OneEuroFilter(Settings settings) : settings_(settings) {}
  double step(double x, double t_s);
  void reset() { started_ = false; }

 private:
  Settings settings_;
  bool started_ = false;
  double last_t_s_ = 0.0, x_ = 0.0, dx_ = 0.0;
};

}  // namespace palpate
