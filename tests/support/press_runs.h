// Runs a simulated client with presses through a Pipeline.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "acquisition/simulated_source.h"
#include "processing/pipeline.h"

namespace palpate::test {

inline SimulatedPress press_on(const std::string& region, bool client_left, double force_n, double start_s,
                               double hold_s = 10.0, double ramp_s = 3.0) {
  SimulatedPress press;
  press.region = region;
  press.client_left = client_left;
  press.force_n = force_n;
  press.start_s = start_s;
  press.hold_s = hold_s;
  press.ramp_s = press.release_s = ramp_s;
  return press;
}

struct PressRun {
  PressRun() {
    options.body.scenario = "supine-even";
    options.body.seed = 7;
    options.rate_hz = 20.0;
    options.seconds = 35.0;
    options.live = false;
  }
  SimulationOptions options;
  PipelineOptions pipeline;
};

using OnPress = std::function<void(const Snapshot&, const GroundTruth&)>;

// The last snapshot.
inline Snapshot follow(const PressRun& run, const OnPress& on_frame = nullptr) {
  auto source = SimulatedSource::create(run.options);
  EXPECT_TRUE(source) << (source ? "" : source.error().message);
  auto pipeline = Pipeline::create((*source)->info(), run.pipeline);
  EXPECT_TRUE(pipeline) << (pipeline ? "" : pipeline.error().message);
  RawFrame frame;
  const Snapshot* last = nullptr;
  while ((*source)->read(frame, {}).value() == ReadStatus::frame) {
    last = &pipeline->process(frame);
    if (on_frame) on_frame(*last, (*source)->truth());
  }
  return last == nullptr ? Snapshot{} : *last;
}

}  // namespace palpate::test
