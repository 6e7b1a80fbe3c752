#include "acquisition/simulated_sensor.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <numbers>

#include "acquisition/sim_random.h"

namespace palpate {
namespace {

constexpr double kTau = 2.0 * std::numbers::pi;
constexpr float kCountsPerKpa =
    static_cast<float>(SimulatedSensor::kFullScale / SimulatedSensor::kFullScaleKpa);

constexpr double kZeroCounts = 5.0;  // of an unloaded cell, on average

}  // namespace

SimulatedSensor::SimulatedSensor(const MatGeometry& geometry, std::uint64_t seed,
                                 const SimulatedSensorOptions& options)
    : seed_(seed), noise_counts_(options.noise_counts), ideal_(options.ideal) {
  const std::size_t n = geometry.cells();
  gain_.assign(n, kCountsPerKpa);
  zero_.assign(n, 0.0F);
  drift_a_.assign(n, 0.0F);
  drift_b_.assign(n, 0.0F);
  for (std::size_t i = 0; i < n && !ideal_; ++i) {
    gain_[i] *= 1.0F + 0.015F * sim::bell(sim::hash(seed, sim::kCellGain, i));
    zero_[i] = std::max(
        0.0F, static_cast<float>(kZeroCounts) + 1.5F * sim::bell(sim::hash(seed, sim::kCellZero, i)));
    drift_a_[i] = 0.8F * sim::bell(sim::hash(seed, sim::kCellDrift, 2 * i));
    drift_b_[i] = 0.8F * sim::bell(sim::hash(seed, sim::kCellDrift, 2 * i + 1));
  }
  std::map<int, float> dead;
  const int wanted = std::min(options.dead_cells, static_cast<int>(n));
  for (std::uint64_t k = 0; static_cast<int>(dead.size()) < wanted; ++k) {
    const std::uint64_t bits = sim::hash(seed, sim::kDeadCell, k);
    dead.emplace(static_cast<int>(bits % n), (bits >> 40) % 3 == 0 ? kFullScale : 0.0F);
  }
  for (int c = 0; options.dead_row >= 0 && options.dead_row < geometry.rows && c < geometry.cols; ++c) {
    dead[options.dead_row * geometry.cols + c] = 0.0F;
  }
  for (int r = 0; options.dead_col >= 0 && options.dead_col < geometry.cols && r < geometry.rows; ++r) {
    dead[r * geometry.cols + options.dead_col] = 0.0F;
  }
  for (const auto& [cell, reading] : dead) {
    dead_.push_back(cell);
    dead_reading_.push_back(reading);
  }
}

bool SimulatedSensor::read(const std::vector<float>& kpa, std::uint64_t frame, double t_s,
                           std::vector<float>& counts) const {
  counts.resize(kpa.size());
  const auto a = static_cast<float>(std::sin(kTau * t_s / 900.0));
  const auto b = static_cast<float>(1.0 - std::cos(kTau * t_s / 2700.0));
  const auto noise = static_cast<float>(noise_counts_);
  const std::uint64_t frame_seed = sim::hash(seed_, sim::kNoise, frame);
  float highest = 0.0F;
  for (std::size_t i = 0; i < kpa.size(); ++i) {
    float value = kpa[i] * gain_[i] + zero_[i] + a * drift_a_[i] + b * drift_b_[i];
    if (noise > 0.0F) value += noise * sim::bell(sim::mix64(frame_seed + i));
    // + 0.5 and cut instead of std::round: the same everywhere and vectorised.
    value = std::min(std::max(value, 0.0F), kFullScale);
    counts[i] = static_cast<float>(static_cast<std::int32_t>(value + 0.5F));
  }
  for (std::size_t d = 0; d < dead_.size(); ++d) counts[static_cast<std::size_t>(dead_[d])] = 0.0F;
  for (const float value : counts) highest = std::max(highest, value);
  for (std::size_t d = 0; d < dead_.size(); ++d)
    counts[static_cast<std::size_t>(dead_[d])] = dead_reading_[d];
  return highest >= kFullScale;
}

std::string SimulatedSensor::calibration_json() const {
  std::vector<double> zero;  // as a technician would note it: to a tenth of a count
  for (const float counts : zero_) zero.push_back(std::round(10.0 * static_cast<double>(counts)) / 10.0);
  const nlohmann::json json{
      {"id", "simulated-mat"},
      {"date", "2024-01-01"},
      {"circuit", "none"},
      {"curve",
       {{"kind", "polynomial"}, {"coefficients", {0.0, kFullScaleKpa / static_cast<double>(kFullScale)}}}},
      {"zero", zero},
      {"valid_max_kpa", kFullScaleKpa}};
  return json.dump();
}

}  // namespace palpate
