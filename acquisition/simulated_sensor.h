// SimulatedSensor: from true kPa to the counts of a resistive mat: gain spread, zero offsets that drift,
// noise, dead cells, saturation.
//
// Every value is a hash of (seed, frame, cell): seeking or another start gives the same frame. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "acquisition/mat_geometry.h"

namespace palpate {

struct SimulatedSensorOptions {
  double noise_counts = 2.0;  // standard deviation, 0..200
  int dead_cells = 0;         // at seeded places; about a third reads full scale, the others 0
  int dead_row = -1;          // reads 0; -1: none
  int dead_col = -1;
  bool ideal = false;  // no gain spread, no offset, no drift
};

class SimulatedSensor {
 public:
  static constexpr float kFullScale = 4095.0F;
  static constexpr double kFullScaleKpa = 60.0;

  SimulatedSensor(const MatGeometry& geometry, std::uint64_t seed, const SimulatedSensorOptions& options);

  // True when a living cell is at full scale. `counts` is resized once; whole numbers 0..4095.
  bool read(const std::vector<float>& kpa, std::uint64_t frame, double t_s, std::vector<float>& counts) const;
  // A calibration as processing/calibration.h parses it: the nominal curve and each cell's offset on the day
  // of calibration. Gain spread, drift and noise stay in.
  [[nodiscard]] std::string calibration_json() const;
  [[nodiscard]] const std::vector<int>& dead() const { return dead_; }

 private:
  std::uint64_t seed_;
  double noise_counts_;
  bool ideal_;
  std::vector<float> gain_, zero_, drift_a_, drift_b_;
  std::vector<int> dead_;            // cell numbers, ascending
  std::vector<float> dead_reading_;  // of each of them
};

}  // namespace palpate
