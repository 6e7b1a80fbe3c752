// Runs one detector over a simulated body whose place and posture are told by the simulator itself.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "acquisition/simulated_body.h"
#include "processing/finding_detector.h"
#include "processing/frame_metrics.h"
#include "tests/support/truth_body_state.h"

namespace palpate::test {

struct DetectorRun {
  SimulatedBodyOptions body;
  double from_s = 60.0, seconds = 120.0, rate_hz = 2.0;
  TruthErrors errors{};
  Params params{};
  PressureUnit unit = PressureUnit::kpa;  // that the map claims; the values stay kPa
};

using OnDetectorFrame = std::function<void(const FindingInput&, const GroundTruth&)>;

// Feeds the detector; the truth of the last frame comes back.
inline GroundTruth run_detector(FindingDetector& detector, const DetectorRun& run,
                                const OnDetectorFrame& on_frame = nullptr) {
  auto created = SimulatedBody::create(run.body);
  EXPECT_TRUE(created) << (created ? "" : created.error().message);
  SimulatedBody body = std::move(created).value();
  const MatGeometry g = body.geometry();
  TruthBodyModel model(g, run.errors);
  PressureMap map;
  map.pressure = Grid(g.rows, g.cols);
  map.dead = map.repaired = map.saturated = Mask::Constant(g.rows, g.cols, false);
  FrameMetricsWorkspace workspace;
  map.unit = run.unit;
  Features features;
  FindingIds ids;
  GroundTruth truth;
  std::vector<float> kpa;
  for (int k = 0; k < static_cast<int>(run.seconds * run.rate_hz); ++k) {
    truth = body.pressure_at(run.from_s + k / run.rate_hz, kpa);
    std::copy(kpa.begin(), kpa.end(), map.pressure.data());
    map.t_s = truth.t_s;
    compute_frame_metrics(map, g, {}, workspace, features);
    FindingInput input;
    input.t_s = truth.t_s;
    input.map = &map;
    input.features = &features;
    input.body = &model.update(truth, kpa);
    input.sides = client_sides(g, input.body->facing);
    detector.update(input, run.params, ids);
    if (on_frame) on_frame(input, truth);
  }
  return truth;
}

inline MatGeometry mat_of(const SimulatedBodyOptions& options) {
  return SimulatedBody::create(options).value().geometry();
}

inline SimulatedBodyOptions body_with(std::string scenario, std::uint64_t seed,
                                      std::string_view region_id = "", double excess = 0.0,
                                      double size_cm2 = kPatternSizeCm2) {
  SimulatedBodyOptions options;
  options.scenario = std::move(scenario);
  options.seed = seed;
  if (region_id.empty()) return options;
  LoadSpot spot;
  EXPECT_TRUE(spot_from_region_id(region_id, spot)) << region_id;
  spot.change = excess;
  spot.size_cm2 = size_cm2;
  options.spot = spot;
  return options;
}

inline int open_of(const FindingDetector& detector, FindingKind kind) {
  int count = 0;
  for (const Finding& f : detector.findings()) count += f.active && f.kind == kind ? 1 : 0;
  return count;
}

}  // namespace palpate::test
