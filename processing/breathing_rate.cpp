#include "processing/breathing_rate.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace palpate {
namespace {

using Eigen::Index;
constexpr double kTau = 2.0 * std::numbers::pi;
constexpr double kGrid_hz = 0.005;
constexpr double kAgree_per_min = 1.2;

// Energy that a sine at f and its overtones explain beyond the basis.
double explained_energy(std::span<const double> signal, std::span<const std::uint8_t> valid,
                        const Eigen::MatrixXd& basis, double step_s, double f, int harmonics) {
  const auto n = static_cast<Index>(signal.size());
  Eigen::MatrixXd waves(n, 2 * harmonics);
  for (Index i = 0; i < n; ++i)
    for (int h = 0; h < harmonics; ++h) {
      const double angle = kTau * f * (h + 1) * static_cast<double>(i) * step_s;
      const bool used = valid[static_cast<std::size_t>(i)] != 0;
      waves(i, 2 * h) = used ? std::cos(angle) : 0.0;
      waves(i, 2 * h + 1) = used ? std::sin(angle) : 0.0;
    }
  waves -= basis * (basis.transpose() * waves).eval();
  const Eigen::Map<const Eigen::VectorXd> s(signal.data(), n);
  const Eigen::VectorXd projection = waves.transpose() * s;
  Eigen::MatrixXd gram = waves.transpose() * waves;
  gram.diagonal().array() += 1e-9 * static_cast<double>(n);
  return projection.dot(gram.ldlt().solve(projection));
}

double top_of_parabola(double left, double middle, double right) {
  const double bend = left - 2.0 * middle + right;
  return bend < 0.0 ? std::clamp(0.5 * (left - right) / bend, -0.5, 0.5) : 0.0;
}

struct Peak {
  double f = 0.0, energy = 0.0;
  bool at_edge = false;
};

Peak spectral_peak(std::span<const double> signal, std::span<const std::uint8_t> valid,
                   const Eigen::MatrixXd& basis, double step_s, double high_hz) {
  const auto count = static_cast<std::size_t>((high_hz - kBreathLow_hz) / kGrid_hz) + 1;
  std::vector<double> energy(count);
  for (std::size_t k = 0; k < count; ++k)
    energy[k] =
        explained_energy(signal, valid, basis, step_s, kBreathLow_hz + static_cast<double>(k) * kGrid_hz, 1);
  const auto top = static_cast<std::size_t>(std::max_element(energy.begin(), energy.end()) - energy.begin());
  Peak peak{kBreathLow_hz + static_cast<double>(top) * kGrid_hz, energy[top], top == 0 || top + 1 == count};
  // With the overtone, near the peak only: far from it the octave below would explain the same wave.
  double best_f = peak.f;
  const int harmonics = 2.0 * peak.f * 1.05 < 0.5 / step_s ? 2 : 1;
  for (double fine = kGrid_hz; fine > 2e-4; fine *= 0.5) {
    const double f = best_f;
    const double left = explained_energy(signal, valid, basis, step_s, f - fine, harmonics);
    const double middle = explained_energy(signal, valid, basis, step_s, f, harmonics);
    const double right = explained_energy(signal, valid, basis, step_s, f + fine, harmonics);
    best_f = left > middle && left > right ? f - fine
             : right > middle              ? f + fine
                                           : f + fine * top_of_parabola(left, middle, right);
    peak.energy = std::max({left, middle, right});
  }
  peak.f = best_f;
  return peak;
}

// r(lag), each lag normalised by the energy of the pairs that it has; 0 with less than a third of them.
std::vector<double> autocorrelation(std::span<const double> signal, std::span<const std::uint8_t> valid,
                                    std::size_t lags) {
  std::vector<double> r(lags, 0.0);
  for (std::size_t lag = 0; lag < lags; ++lag) {
    double product = 0.0, early = 0.0, late = 0.0;
    std::size_t pairs = 0;
    for (std::size_t i = 0; i + lag < signal.size(); ++i) {
      if (!valid[i] || !valid[i + lag]) continue;
      product += signal[i] * signal[i + lag];
      early += signal[i] * signal[i];
      late += signal[i + lag] * signal[i + lag];
      ++pairs;
    }
    if (3 * pairs >= signal.size() && early * late > 0.0) r[lag] = product / std::sqrt(early * late);
  }
  return r;
}

struct Repeat {
  double lag = 0.0, height = 0.0;
};

// The first peak that is nearly as high as the highest: one breath and not two.
Repeat first_repeat(const std::vector<double>& r, double step_s, double high_hz) {
  const auto first = std::max<std::size_t>(1, static_cast<std::size_t>(0.9 / (high_hz * step_s)));
  std::vector<Repeat> peaks;
  double highest = 0.0;
  for (std::size_t lag = first; lag + 1 < r.size(); ++lag) {
    if (r[lag] <= 0.0 || r[lag] < r[lag - 1] || r[lag] < r[lag + 1]) continue;
    peaks.push_back({static_cast<double>(lag) + top_of_parabola(r[lag - 1], r[lag], r[lag + 1]), r[lag]});
    highest = std::max(highest, r[lag]);
  }
  for (const Repeat& peak : peaks)
    if (peak.height >= 0.75 * highest) return peak;
  return {};
}

}  // namespace

Eigen::MatrixXd trend_basis(std::span<const std::uint8_t> valid) {
  const auto n = static_cast<Index>(valid.size());
  std::vector<Eigen::VectorXd> columns;
  for (Index i = 0; i < n; ++i) {
    if (!valid[static_cast<std::size_t>(i)]) continue;
    Eigen::VectorXd run = Eigen::VectorXd::Zero(n);
    for (; i < n && valid[static_cast<std::size_t>(i)]; ++i) run[i] = 1.0;
    columns.push_back(run);
  }
  for (int power = 1; power <= 3; ++power) {
    Eigen::VectorXd trend = Eigen::VectorXd::Zero(n);
    for (Index i = 0; i < n; ++i)
      if (valid[static_cast<std::size_t>(i)])
        trend[i] = std::pow(2.0 * static_cast<double>(i) / static_cast<double>(n) - 1.0, power);
    columns.push_back(trend);
  }
  std::vector<Eigen::VectorXd> kept;
  for (Eigen::VectorXd& column : columns) {
    const double before = column.norm();
    for (int twice = 0; twice < 2; ++twice)
      for (const Eigen::VectorXd& other : kept) column -= other.dot(column) * other;
    if (column.norm() > 1e-6 * before && before > 0.0) kept.push_back(column.normalized());
  }
  Eigen::MatrixXd basis(n, static_cast<Index>(kept.size()));
  for (std::size_t k = 0; k < kept.size(); ++k) basis.col(static_cast<Index>(k)) = kept[k];
  return basis;
}

void remove_trend(const Eigen::MatrixXd& basis, std::span<const std::uint8_t> valid,
                  Eigen::Ref<Eigen::VectorXd> x) {
  for (Index i = 0; i < x.size(); ++i)
    if (!valid[static_cast<std::size_t>(i)]) x[i] = 0.0;
  x -= basis * (basis.transpose() * x).eval();
}

BreathingRate breathing_rate(std::span<const double> signal, std::span<const std::uint8_t> valid,
                             const Eigen::MatrixXd& basis, double step_s) {
  BreathingRate result;
  const double high_hz = std::min(kBreathHigh_hz, 0.45 / step_s);
  double energy = 0.0;
  for (const double s : signal) energy += s * s;
  if (!(energy > 0.0) || high_hz < 2.0 * kBreathLow_hz || basis.cols() >= basis.rows() / 4) return result;
  const Peak peak = spectral_peak(signal, valid, basis, step_s, high_hz);
  const auto lags = static_cast<std::size_t>(1.1 / (kBreathLow_hz * step_s));
  const std::vector<double> r = autocorrelation(signal, valid, std::min(lags, signal.size()));
  const Repeat repeat = first_repeat(r, step_s, high_hz);
  result.explained = std::clamp(peak.energy / energy, 0.0, 1.0);
  result.repeat = repeat.height;
  result.rate_per_min = result.spectrum_per_min = 60.0 * peak.f;
  if (repeat.lag <= 0.0) return result;
  result.autocorrelation_per_min = 60.0 / (repeat.lag * step_s);
  const double apart = (result.autocorrelation_per_min - result.spectrum_per_min) / kAgree_per_min;
  const double slack = std::max(1.0, 0.06 * result.spectrum_per_min / kAgree_per_min);
  const double agreement = std::exp(-apart * apart / (slack * slack));
  result.confidence = std::sqrt(result.explained * result.repeat) * agreement * (peak.at_edge ? 0.3 : 1.0);
  return result;
}

double breathing_coherence(std::span<const double> signal, double step_s, double peak_hz) {
  constexpr double kBin_hz = 1e-3, kHalfWidth_hz = 0.015;
  double around = 0.0, all = 0.0;
  for (int k = 40; k <= 400; ++k) {
    const double f = k * kBin_hz;
    double re = 0.0, im = 0.0;
    for (std::size_t i = 0; i < signal.size(); ++i) {
      const double angle = kTau * f * static_cast<double>(i) * step_s;
      re += signal[i] * std::cos(angle);
      im += signal[i] * std::sin(angle);
    }
    const double power = re * re + im * im;
    all += power;
    if (std::abs(f - peak_hz) <= kHalfWidth_hz + 1e-9) around += power;
  }
  const bool in_band = peak_hz >= 0.04 && peak_hz <= 0.4;
  return all > 0.0 && in_band ? around / all : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace palpate
