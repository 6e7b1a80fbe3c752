// Rate of one respiration signal: least-squares spectrum and autocorrelation, and whether they agree.
//
// Pure over plain data, double; any thread. Time is in steps of `step_s`; samples with valid[i] == 0
// (movement, gaps) take no part, so nothing has to be invented for them.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <span>
#include <vector>

namespace palpate {

inline constexpr double kBreathLow_hz = 0.08, kBreathHigh_hz = 0.7;

// What is not breathing, as orthonormal columns over the valid samples: an offset for each run of valid
// samples (a body that moved lies anew) and a cubic trend over the whole window (creep). Rows of invalid
// samples are 0.
Eigen::MatrixXd trend_basis(std::span<const std::uint8_t> valid);

// Takes the basis out of x in place and sets invalid samples to 0.
void remove_trend(const Eigen::MatrixXd& basis, std::span<const std::uint8_t> valid,
                  Eigen::Ref<Eigen::VectorXd> x);

struct BreathingRate {
  double rate_per_min = 0.0;
  double confidence = 0.0;  // 0..1; > 0.5 only where spectrum and autocorrelation agree on a clear rhythm
  double explained = 0.0;   // share of the signal's power that a sine of this rate (and its octave) explains
  double repeat = 0.0;      // autocorrelation at one breath
  double spectrum_per_min = 0.0, autocorrelation_per_min = 0.0;
};

// `signal` is free of trend (remove_trend with the same basis). Frequencies: band of 0.08 to 0.7 Hz, cut at
// 0.45 / step_s. A sine (with its first overtone) is fitted together with the basis on a grid of frequencies
// (Lomb 1976, generalised), so that few breaths a window give no bias; the autocorrelation is normalised by
// the valid pairs.
BreathingRate breathing_rate(std::span<const double> signal, std::span<const std::uint8_t> valid,
                             const Eigen::MatrixXd& basis, double step_s);

// Coherence: power within +-0.015 Hz of `peak_hz` over the power in 0.04 to 0.4 Hz, periodogram without
// window of the signal as it is (zero-padded to 1 mHz). NaN without power or with the peak outside the band.
double breathing_coherence(std::span<const double> signal, double step_s, double peak_hz);

}  // namespace palpate
