// FindingsStage through the whole chain: what lasts over recordings is told once, as what it is.
#include "processing/findings_stage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stop_token>

#include "acquisition/simulated_source.h"
#include "processing/pipeline.h"

namespace palpate {
namespace {

using ::testing::HasSubstr;

struct Sitting {
  std::vector<Finding> patterns;  // open tension patterns
  UsualLevel level;
};

Sitting sit(std::uint64_t sitting, double change, std::shared_ptr<const UsualLevel> usual) {
  SimulationOptions simulation;
  simulation.body.scenario = "supine-even";
  simulation.body.seed = 7;
  simulation.body.sitting = sitting;
  simulation.body.roughness = 0.0;
  LoadSpot spot;
  EXPECT_TRUE(spot_from_region_id("low_back_right", spot));
  spot.change = change;
  spot.size_cm2 = 250.0;
  simulation.body.spot = spot;
  simulation.rate_hz = 2.0;
  simulation.seconds = 120.0;
  simulation.live = false;
  auto source = SimulatedSource::create(simulation, "sim:supine-even");
  PipelineOptions options;
  options.usual = std::move(usual);
  auto pipeline = Pipeline::create((*source)->info(), options);
  RawFrame frame;
  const std::stop_source never;
  Sitting result;
  while ((*source)->read(frame, never.get_token()).value() == ReadStatus::frame) {
    result.patterns.clear();
    for (const Finding& f : pipeline->process(frame).findings)
      if (f.active && f.kind == FindingKind::tension_pattern) result.patterns.push_back(f);
  }
  result.level = pipeline->usual_level();
  return result;
}

TEST(FindingsStage, WhatLastsIsToldAndWhatGrewIsToldOnceAsNews) {
  const auto usual = usual_of({sit(1, 0.4, nullptr).level, sit(2, 0.4, nullptr).level});
  const Sitting same = sit(3, 0.4, usual), grown = sit(3, 0.9, usual);
  ASSERT_EQ(same.patterns.size(), 1U);
  EXPECT_THAT(same.patterns[0].words, HasSubstr("as in earlier recordings"));
  ASSERT_EQ(grown.patterns.size(), 1U);
  EXPECT_THAT(grown.patterns[0].words, HasSubstr("more than is usual for this client"));
  EXPECT_EQ(id_of(grown.patterns[0].region), "low_back_right");
}

}  // namespace
}  // namespace palpate
