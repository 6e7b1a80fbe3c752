// Frames to measure with: a seated load of two round blobs and thighs that sways and breathes, 12-bit counts
// with noise, spread of gain and dead cells. Deterministic.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "acquisition/raw_frame.h"
#include "acquisition/source_info.h"

namespace palpate::bench {

inline constexpr double kFullScale = 4095.0;
inline constexpr double kRateHz = 100.0;

inline SourceInfo source(int side) {
  SourceInfo info;
  info.geometry = make_geometry(side, side, 10.0, 10.0).value();
  info.unit = CellUnit::counts;
  info.adc_full_scale = kFullScale;
  info.nominal_rate_hz = kRateHz;
  info.calibration_json = R"({"id": "bench", "date": "2024-01-01",
    "curve": {"kind": "polynomial", "coefficients": [-1.0, 0.02, 1e-6, 1e-10]}})";
  return info;
}

inline std::vector<RawFrame> frames(int side, int count = 256) {
  std::mt19937 random(1);
  std::normal_distribution<double> normal(0.0, 1.0);
  const auto n = static_cast<std::size_t>(side * side);
  std::vector<double> gain(n), base(n);
  for (std::size_t i = 0; i < n; ++i)
    gain[i] = 1.0 + 0.08 * normal(random), base[i] = 35.0 + 6.0 * normal(random);
  std::vector<RawFrame> result(static_cast<std::size_t>(count));
  const double w = side;
  double sway = 0.0;
  for (int k = 0; k < count; ++k) {
    RawFrame& frame = result[static_cast<std::size_t>(k)];
    frame.sequence = static_cast<std::uint64_t>(k);
    frame.device_time_us = frame.host_time_us = static_cast<std::int64_t>(k * 1e6 / kRateHz);
    frame.cells.resize(n);
    sway = 0.98 * sway + 0.004 * w * normal(random) * 0.2;
    const double breath = 1.0 + 0.01 * std::sin(2 * 3.14159 * 0.25 * k / kRateHz);
    for (std::size_t i = 0; i < n; ++i) {
      const double x = static_cast<double>(i % static_cast<std::size_t>(side));
      const double y = static_cast<double>(i / static_cast<std::size_t>(side));
      const auto blob = [&](double cx, double cy, double s, double a) {
        const double dx = (x - cx * w - sway) / (s * w), dy = (y - cy * w) / (1.1 * s * w);
        return a * std::exp(-0.5 * (dx * dx + dy * dy));
      };
      const double p = blob(0.33, 0.62, 0.075, 1500) + blob(0.67, 0.62, 0.075, 1600) +
                       blob(0.33, 0.40, 0.09, 550) + blob(0.67, 0.40, 0.09, 550);
      const double reading = p * breath * gain[i] + base[i] + 3.0 * normal(random);
      frame.cells[i] = static_cast<float>(std::clamp(std::round(reading), 0.0, kFullScale));
    }
  }
  return result;
}

}  // namespace palpate::bench
