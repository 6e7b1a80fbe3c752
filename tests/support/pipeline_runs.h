// Runs frames through a Pipeline: simulated bodies, and small maps made by hand.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "acquisition/simulated_source.h"
#include "processing/pipeline.h"

namespace palpate::test {

using OnSnapshot = std::function<void(const Snapshot&, const GroundTruth&)>;

struct SimRun {
  std::string scenario = "seated-even";
  double seconds = 60.0;
  double rate_hz = 10.0;
  std::uint64_t seed = 7;
  int dead_cells = 0;
  std::string presses{};      // in place of the scenario's own: simulated_press.h
  double press_breath = 0.0;  // by which they flatten the breath
  PipelineOptions options{};
};

// The last snapshot of a simulated sitting.
inline Snapshot run_simulation(const SimRun& run, const OnSnapshot& on_snapshot = nullptr) {
  SimulationOptions options;
  options.body.scenario = run.scenario;
  options.body.seed = run.seed;
  options.sensor.dead_cells = run.dead_cells;
  options.body.press_breath = run.press_breath;
  if (!run.presses.empty()) {
    const auto presses = parse_presses(run.presses);
    EXPECT_TRUE(presses) << (presses ? "" : presses.error().message);
    if (presses) options.body.presses = *presses;
  }
  options.rate_hz = run.rate_hz;
  options.seconds = run.seconds;
  options.live = false;
  auto source = SimulatedSource::create(options);
  EXPECT_TRUE(source) << (source ? "" : source.error().message);
  auto pipeline = Pipeline::create((*source)->info(), run.options);
  EXPECT_TRUE(pipeline) << (pipeline ? "" : pipeline.error().message);
  Snapshot last;
  RawFrame frame;
  const std::stop_source stop;
  while (true) {
    const auto status = (*source)->read(frame, stop.get_token());
    if (!status || *status != ReadStatus::frame) return last;
    last = pipeline->process(frame);
    if (on_snapshot) on_snapshot(last, (*source)->truth());
  }
}

inline SourceInfo kpa_mat(int rows, int cols, double pitch_mm = 14.0, Placement placement = Placement::seat) {
  SourceInfo info;
  info.geometry = make_geometry(rows, cols, pitch_mm, pitch_mm).value();
  info.geometry.placement = placement;
  info.unit = CellUnit::kpa;
  return info;
}

inline RawFrame empty_frame(const MatGeometry& geometry, double t_s) {
  RawFrame frame;
  frame.device_time_us = std::llround(t_s * 1e6);
  frame.host_time_us = frame.device_time_us;
  frame.cells.assign(geometry.cells(), 0.0F);
  return frame;
}

// Two buttocks: smooth hills at a third and two thirds of the width, `left` and `right` their heights.
inline RawFrame seat_frame(const MatGeometry& g, double t_s, double left, double right) {
  RawFrame frame = empty_frame(g, t_s);
  for (int r = 0; r < g.rows; ++r) {
    for (int c = 0; c < g.cols; ++c) {
      const double y = (r + 0.5) / g.rows - 0.5;
      const double xl = (c + 0.5) / g.cols - 0.33, xr = (c + 0.5) / g.cols - 0.67;
      const double p =
          left * std::exp(-(xl * xl + y * y) / 0.02) + right * std::exp(-(xr * xr + y * y) / 0.02);
      frame.cells[static_cast<std::size_t>(r * g.cols + c)] = static_cast<float>(p);
    }
  }
  return frame;
}

inline RawFrame mirrored(const RawFrame& frame, const MatGeometry& g) {
  RawFrame out = frame;
  for (int r = 0; r < g.rows; ++r) {
    for (int c = 0; c < g.cols; ++c) {
      out.cells[static_cast<std::size_t>(r * g.cols + c)] =
          frame.cells[static_cast<std::size_t>(r * g.cols + g.cols - 1 - c)];
    }
  }
  return out;
}

}  // namespace palpate::test
