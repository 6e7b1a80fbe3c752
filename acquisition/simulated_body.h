// SimulatedBody: a seeded body on a mat, with its ground truth. A product feature: demo, tests and training
// use it.
//
// Pure: no clock, no thread. The same scenario, seed, geometry and time give the same pressures on every
// machine.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "acquisition/mat_geometry.h"
#include "acquisition/result.h"

namespace palpate {

struct ScenarioInfo {
  std::string_view name;         // "seated-left-lean"
  std::string_view description;  // one line
  Placement placement;
};
const std::vector<ScenarioInfo>& scenarios();

// What is true at one instant; the yardstick of tests, never read by processing.
struct GroundTruth {
  double t_s = 0.0;
  bool occupied = false;
  std::string posture;       // names of docs/metrics.md: "supine", "seated-left", "empty"
  std::string heavier_side;  // "client's left", "client's right", "" when even
  std::string region;        // the region the scenario is about ("lumbar"), or ""
  double load_n = 0.0;       // normal load on the mat
  double client_left_share = 0.5;
  double breathing_rate_per_min = 0.0;
  double heart_rate_per_min = 0.0;
  bool moving = false;
};

struct SimulatedBodyOptions {
  std::string scenario = "seated-even";
  std::uint64_t seed = 1;
  MatGeometry geometry;  // rows = 0: the scenario's own mat
};

class SimulatedBody {
 public:
  static Result<SimulatedBody> create(const SimulatedBodyOptions& options);
  SimulatedBody(SimulatedBody&&) noexcept;
  SimulatedBody& operator=(SimulatedBody&&) noexcept;
  ~SimulatedBody();

  [[nodiscard]] const MatGeometry& geometry() const;
  // Time must not go back. Fills `kpa` (rows*cols, row-major) with the true pressure before any sensor.
  GroundTruth pressure_at(double t_s, std::vector<float>& kpa);

 private:
  struct Impl;
  explicit SimulatedBody(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace palpate
