#include "processing/sway.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "processing/filters.h"
#include "processing/plane_geometry.h"
#include "processing/welch.h"

namespace palpate {
namespace {

constexpr double kUniformTolerance = 0.01;  // of the mean step
constexpr double kBandLow_hz = 0.15, kBandHigh_hz = 5.0;
constexpr double kBandTolerance_hz = 1e-9;
constexpr double kSegment_s = 10.0;
constexpr double kOneSided95 = 1.645;

// Mean-removed series.
struct Centred {
  std::vector<double> x, y, r;
};

struct Covariance {
  double xx = 0.0, yy = 0.0, xy = 0.0;
  [[nodiscard]] double root_det() const { return std::sqrt(std::max(0.0, xx * yy - xy * xy)); }
};

double mean_of(std::span<const double> values) {
  double sum = 0.0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double mean_abs(std::span<const double> values) {
  double sum = 0.0;
  for (const double value : values) sum += std::abs(value);
  return sum / static_cast<double>(values.size());
}

double root_mean_square(std::span<const double> values) {
  double sum = 0.0;
  for (const double value : values) sum += value * value;
  return std::sqrt(sum / static_cast<double>(values.size()));
}

double ratio(double numerator, double denominator) {
  return denominator > 0.0 ? numerator / denominator : kNoSwayValue;
}

Result<void> check(const SwayInput& in) {
  if (in.t_s.size() < 2)
    return Error{ErrorCode::bad_argument,
                 fmt::format("sway needs at least 2 samples: {} given (record for longer)", in.t_s.size())};
  for (std::size_t i = 0; i < in.t_s.size(); ++i) {
    if (!std::isfinite(in.t_s[i]) || !std::isfinite(in.ml_mm[i]) || !std::isfinite(in.ap_mm[i]))
      return Error{ErrorCode::bad_format,
                   fmt::format("value is not a finite number: sample {} (remove the sample)", i)};
    if (i > 0 && in.t_s[i] <= in.t_s[i - 1])
      return Error{ErrorCode::bad_format,
                   fmt::format("time does not increase from {} s to {} s: sample {} (sort by time and "
                               "remove repeated samples)",
                               in.t_s[i - 1], in.t_s[i], i)};
  }
  return {};
}

bool is_uniform(std::span<const double> t, double rate_hz) {
  const double step = 1.0 / rate_hz;
  for (std::size_t i = 1; i < t.size(); ++i)
    if (std::abs(t[i] - t[i - 1] - step) > kUniformTolerance * step) return false;
  return true;
}

std::vector<double> resample(std::span<const double> t, std::span<const double> values, double rate_hz) {
  std::vector<double> out(values.size());
  std::size_t left = 0;
  for (std::size_t k = 0; k < out.size(); ++k) {
    const double at = t[0] + static_cast<double>(k) / rate_hz;
    while (left + 2 < t.size() && t[left + 1] <= at) ++left;
    const double share = std::clamp((at - t[left]) / (t[left + 1] - t[left]), 0.0, 1.0);
    out[k] = values[left] + share * (values[left + 1] - values[left]);
  }
  return out;
}

Centred centre(std::span<const double> ml, std::span<const double> ap) {
  Centred c{{ml.begin(), ml.end()}, {ap.begin(), ap.end()}, std::vector<double>(ml.size())};
  // From the first sample, so that a point at rest is at rest exactly, whatever its place.
  const double first_x = c.x.front(), first_y = c.y.front();
  for (double& x : c.x) x -= first_x;
  for (double& y : c.y) y -= first_y;
  const double mean_x = mean_of(c.x), mean_y = mean_of(c.y);
  for (std::size_t i = 0; i < ml.size(); ++i) {
    c.x[i] -= mean_x;
    c.y[i] -= mean_y;
    c.r[i] = std::sqrt(c.x[i] * c.x[i] + c.y[i] * c.y[i]);
  }
  return c;
}

void distances(const Centred& c, SwayDescriptors& d) {
  d.mdist_rd = mean_of(c.r);
  d.mdist_ml = mean_abs(c.x);
  d.mdist_ap = mean_abs(c.y);
  d.rdist_rd = root_mean_square(c.r);
  d.rdist_ml = root_mean_square(c.x);
  d.rdist_ap = root_mean_square(c.y);
  const auto [min_x, max_x] = std::minmax_element(c.x.begin(), c.x.end());
  const auto [min_y, max_y] = std::minmax_element(c.y.begin(), c.y.end());
  d.range_ml = *max_x - *min_x;
  d.range_ap = *max_y - *min_y;
  d.maxdist_rd = *std::max_element(c.r.begin(), c.r.end());
}

void paths(const Centred& c, double duration_s, SwayDescriptors& d) {
  d.path_rd = d.path_ml = d.path_ap = 0.0;
  double swept = 0.0;
  for (std::size_t k = 0; k + 1 < c.x.size(); ++k) {
    const double dx = c.x[k + 1] - c.x[k], dy = c.y[k + 1] - c.y[k];
    d.path_rd += std::sqrt(dx * dx + dy * dy);
    d.path_ml += std::abs(dx);
    d.path_ap += std::abs(dy);
    swept += std::abs(c.y[k + 1] * c.x[k] - c.x[k + 1] * c.y[k]);
  }
  d.mvelo_rd = d.path_rd / duration_s;
  d.mvelo_ml = d.path_ml / duration_s;
  d.mvelo_ap = d.path_ap / duration_s;
  d.area_sw = swept / (2.0 * duration_s);
  d.mfreq_rd = ratio(d.mvelo_rd, 2.0 * std::numbers::pi * d.mdist_rd);
  d.mfreq_ml = ratio(d.mvelo_ml, 4.0 * std::numbers::sqrt2 * d.mdist_ml);
  d.mfreq_ap = ratio(d.mvelo_ap, 4.0 * std::numbers::sqrt2 * d.mdist_ap);
}

Covariance covariance_sums(const Centred& c) {
  Covariance s;
  for (std::size_t i = 0; i < c.x.size(); ++i) {
    s.xx += c.x[i] * c.x[i];
    s.yy += c.y[i] * c.y[i];
    s.xy += c.x[i] * c.y[i];
  }
  return s;
}

// Semi-axes and direction of the prediction ellipse; `s` with divisor N - 1.
void ellipse(const Covariance& s, double scale, SwayDescriptors& d) {
  const double half_sum = 0.5 * (s.xx + s.yy), spread = std::hypot(0.5 * (s.xx - s.yy), s.xy);
  const double major = half_sum + spread;
  const double minor = major > 0.0 ? s.root_det() * s.root_det() / major : 0.0;
  d.area_pe = std::numbers::pi * s.root_det() * scale;
  d.ellipse_major_mm = std::sqrt(major * scale);
  d.ellipse_minor_mm = std::sqrt(minor * scale);
  if (spread <= 1e-12 * half_sum) return;  // a circle has no direction
  const double angle_deg = 0.5 * std::atan2(2.0 * s.xy, s.xx - s.yy) * 180.0 / std::numbers::pi;
  d.ellipse_angle_deg = angle_deg <= -90.0 ? 90.0 : angle_deg;
}

void areas(const Centred& c, SwayDescriptors& d) {
  const std::vector<PlanePoint> hull = convex_hull(c.x, c.y);
  d.area_hull = polygon_area(hull);
  d.range_rd = convex_diameter(hull);
  const double s_rd = std::sqrt(std::max(0.0, d.rdist_rd * d.rdist_rd - d.mdist_rd * d.mdist_rd));
  const double circle_radius = d.mdist_rd + kOneSided95 * s_rd;
  d.area_cc = std::numbers::pi * circle_radius * circle_radius;

  const auto n = static_cast<double>(c.x.size());
  const auto fractal = [&](double diameter) {
    const double denominator = std::log(n * diameter / d.path_rd);
    const double value = d.path_rd > 0.0 && diameter > 0.0 ? std::log(n) / denominator : kNoSwayValue;
    return std::isfinite(value) ? value : kNoSwayValue;
  };
  d.fd_cc = fractal(2.0 * circle_radius);
  if (c.x.size() < 3) return;  // F(0.95; 2, N - 2) does not exist
  const Covariance sums = covariance_sums(c);
  const double f = f95_quantile_2(n - 2.0);
  ellipse({sums.xx / (n - 1.0), sums.yy / (n - 1.0), sums.xy / (n - 1.0)},
          2.0 * (n - 1.0) * (n + 1.0) / (n * (n - 2.0)) * f, d);
  const double root_det = Covariance{sums.xx / n, sums.yy / n, sums.xy / n}.root_det();
  d.area_ce_prieto = 2.0 * std::numbers::pi * f * root_det;
  d.fd_ce = fractal(std::sqrt(8.0 * f * root_det));
}

struct Spectral {
  double total = kNoSwayValue, f50 = kNoSwayValue, f95 = kNoSwayValue, centroid = kNoSwayValue,
         dispersion = kNoSwayValue;
};

double first_bin_reaching(std::span<const double> density, double share, double sum, double first_hz,
                          double df) {
  double cumulated = 0.0;
  for (std::size_t m = 0; m < density.size(); ++m) {
    cumulated += density[m];
    if (cumulated >= share * sum) return first_hz + static_cast<double>(m) * df;
  }
  return first_hz + static_cast<double>(density.size() - 1) * df;  // rounding of the sum
}

Spectral spectrum(std::span<const double> series, double rate_hz) {
  const std::size_t n = series.size();
  const double df = rate_hz / static_cast<double>(n);
  const auto first = static_cast<std::size_t>(std::ceil((kBandLow_hz - kBandTolerance_hz) / df));
  const auto last =
      std::min(n / 2, static_cast<std::size_t>(std::floor((kBandHigh_hz + kBandTolerance_hz) / df)));
  if (last < first) return {};  // too short: no bin lies in the band
  WelchOptions options{rate_hz, 0, n, first, last - first + 1};
  options.segment =
      std::clamp<std::size_t>(static_cast<std::size_t>(std::llround(kSegment_s * rate_hz)), 1, n);
  const std::vector<double> density = welch_density(series, options);
  double mu0 = 0.0, mu1 = 0.0, mu2 = 0.0;
  for (std::size_t m = 0; m < density.size(); ++m) {
    const double f = static_cast<double>(first + m) * df;
    mu0 += density[m];
    mu1 += density[m] * f;
    mu2 += density[m] * f * f;
  }
  if (!(mu0 > 0.0)) return {mu0 * df};
  const double first_hz = static_cast<double>(first) * df;
  return {mu0 * df, first_bin_reaching(density, 0.5, mu0, first_hz, df),
          first_bin_reaching(density, 0.95, mu0, first_hz, df), std::sqrt(mu2 / mu0),
          std::sqrt(std::max(0.0, 1.0 - mu1 * mu1 / (mu0 * mu2)))};
}

void spectra(const Centred& c, double rate_hz, SwayDescriptors& d) {
  const Spectral rd = spectrum(c.r, rate_hz), ml = spectrum(c.x, rate_hz), ap = spectrum(c.y, rate_hz);
  d.total_power_rd = rd.total, d.total_power_ml = ml.total, d.total_power_ap = ap.total;
  d.f50_rd = rd.f50, d.f50_ml = ml.f50, d.f50_ap = ap.f50;
  d.f95_rd = rd.f95, d.f95_ml = ml.f95, d.f95_ap = ap.f95;
  d.cfreq_rd = rd.centroid, d.cfreq_ml = ml.centroid, d.cfreq_ap = ap.centroid;
  d.freqd_rd = rd.dispersion, d.freqd_ml = ml.dispersion, d.freqd_ap = ap.dispersion;
}

}  // namespace

double f95_quantile_2(double m) {
  if (!(m > 0.0)) return kNoSwayValue;
  return 0.5 * m * std::expm1(-2.0 / m * std::log(0.05));  // expm1: no cancellation for large m
}

Result<SwayResult> compute_sway(const SwayInput& input, const SwayFilter& filter) {
  PALPATE_EXPECTS(input.t_s.size() == input.ml_mm.size() && input.t_s.size() == input.ap_mm.size());
  if (Result<void> fine = check(input); !fine) return fine.error();
  SwayResult result;
  result.samples = input.t_s.size();
  const auto steps = static_cast<double>(result.samples - 1);
  result.rate_hz = steps / (input.t_s.back() - input.t_s.front());
  result.duration_s = steps / result.rate_hz;
  result.resampled = !is_uniform(input.t_s, result.rate_hz);
  std::vector<double> ml = input.ml_mm, ap = input.ap_mm;
  if (result.resampled) {
    ml = resample(input.t_s, ml, result.rate_hz);
    ap = resample(input.t_s, ap, result.rate_hz);
  }
  result.filter = filter;
  if (filter.lowpass_hz != 0.0) {
    const Result<std::vector<Biquad>> sections = butterworth_lowpass(4, filter.lowpass_hz, result.rate_hz);
    if (!sections) return sections.error();
    const auto run = filter.zero_phase ? filter_zero_phase : filter_causal;
    ml = run(*sections, ml);
    ap = run(*sections, ap);
  }
  const Centred centred = centre(ml, ap);
  distances(centred, result.descriptors);
  paths(centred, result.duration_s, result.descriptors);
  areas(centred, result.descriptors);
  spectra(centred, result.rate_hz, result.descriptors);
  return result;
}

}  // namespace palpate
