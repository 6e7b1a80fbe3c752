// Sway of the centre of pressure: every descriptor of docs/metrics.md, "Sway of the centre of pressure".
//
// Sources: Prieto et al. 1996 (IEEE TBME 43:956), Schubert and Kirchner 2014 (Gait Posture 39:518), Quijoux
// et al. 2021 (Physiol Rep 9:e15067). Pure functions over plain data, double; any thread; nothing is kept.
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "acquisition/result.h"
#include "processing/screen.h"

namespace palpate {

// Three series of the same length. ml: client's right positive; ap: forward positive.
struct SwayInput {
  std::vector<double> t_s;    // strictly increasing
  std::vector<double> ml_mm;  // x
  std::vector<double> ap_mm;  // y
};

inline constexpr double kNoSwayValue = std::numeric_limits<double>::quiet_NaN();

// NaN where a value does not exist (an ellipse of two samples, the frequency of a point at rest). x, y: mean
// removed; r = sqrt(x^2 + y^2); N samples; T = (N - 1) / fs. Members bear the names of the JSON.
struct SwayDescriptors {
  double mdist_rd = kNoSwayValue, mdist_ml = kNoSwayValue, mdist_ap = kNoSwayValue;  // mean |.| [mm]
  double rdist_rd = kNoSwayValue, rdist_ml = kNoSwayValue, rdist_ap = kNoSwayValue;  // root mean square [mm]
  double path_rd = kNoSwayValue, path_ml = kNoSwayValue, path_ap = kNoSwayValue;     // sum |step| [mm]
  double mvelo_rd = kNoSwayValue, mvelo_ml = kNoSwayValue, mvelo_ap = kNoSwayValue;  // path / T [mm/s]
  double range_rd = kNoSwayValue, range_ml = kNoSwayValue,
         range_ap = kNoSwayValue;                                           // [mm]; rd: any two points
  double maxdist_rd = kNoSwayValue;                                         // max r [mm]
  double area_pe = kNoSwayValue;                                            // 95 % prediction ellipse [mm2]
  double ellipse_major_mm = kNoSwayValue, ellipse_minor_mm = kNoSwayValue;  // its semi-axes
  double ellipse_angle_deg = kNoSwayValue;  // of the major axis, +x to +y, (-90, 90]; NaN for a circle
  double area_ce_prieto = kNoSwayValue;     // 2 pi F sqrt(det S), S with divisor N [mm2]
  double area_cc = kNoSwayValue;            // 95 % confidence circle [mm2]
  double area_hull = kNoSwayValue;          // convex hull [mm2]
  double area_sw = kNoSwayValue;            // sway area a second [mm2/s]
  double mfreq_rd = kNoSwayValue, mfreq_ml = kNoSwayValue, mfreq_ap = kNoSwayValue;  // [Hz]
  double total_power_rd = kNoSwayValue, total_power_ml = kNoSwayValue,
         total_power_ap = kNoSwayValue;                                              // [mm2]
  double f50_rd = kNoSwayValue, f50_ml = kNoSwayValue, f50_ap = kNoSwayValue;        // [Hz]
  double f95_rd = kNoSwayValue, f95_ml = kNoSwayValue, f95_ap = kNoSwayValue;        // [Hz]
  double cfreq_rd = kNoSwayValue, cfreq_ml = kNoSwayValue, cfreq_ap = kNoSwayValue;  // [Hz]
  double freqd_rd = kNoSwayValue, freqd_ml = kNoSwayValue, freqd_ap = kNoSwayValue;  // 0..1
  double fd_cc = kNoSwayValue, fd_ce = kNoSwayValue;                                 // fractal dimensions
};

// Low-pass asked for by the user; cutoff 0 = none (the default: only the mean is removed).
struct SwayFilter {
  double lowpass_hz = 0.0;  // 4th-order Butterworth (filters.h), after resampling
  bool zero_phase = false;  // forward and backward: the order doubles, no delay
};

struct SwayResult {
  std::size_t samples = 0;
  double rate_hz = 0.0;     // (N - 1) / (t[N-1] - t[0])
  double duration_s = 0.0;  // (N - 1) / rate
  bool resampled = false;   // the steps were not uniform to 1 %: linear, at the mean rate
  SwayFilter filter;
  SwayDescriptors descriptors;
};

// Fails on fewer than 2 samples, times that do not increase, values that are not finite, a cutoff not below
// half the rate; each error says which sample. Lengths that differ are the caller's mistake.
Result<SwayResult> compute_sway(const SwayInput& input, const SwayFilter& filter = {});

// One row a descriptor, in the order of docs/metrics.md, for JSON, CSV and text.
struct SwayDescriptorSpec {
  std::string_view name, unit, words;
  double SwayDescriptors::*member;
};
std::span<const SwayDescriptorSpec> sway_descriptor_specs();

// JSON text of docs/schemas/sway.schema.json; `source` names the file.
std::string sway_json(const SwayResult& result, std::string_view source, const ScreenAnswers& screen = {});

// F(0.95; 2, m) in closed form: (m / 2) (0.05^(-2 / m) - 1); NaN for m <= 0.
double f95_quantile_2(double m);

}  // namespace palpate
