#include "processing/live_breathing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "acquisition/simulated_source.h"
#include "processing/pipeline.h"

namespace palpate {
namespace {

constexpr double kTau = 2.0 * std::numbers::pi;

// A small mat that breathes 15 times a minute; the breath is held from `held_from_s` on.
std::vector<float> cells_at(double t_s, double held_from_s = 1e9) {
  std::vector<float> cells(16);
  const double wave = std::sin(kTau * 0.25 * std::min(t_s, held_from_s));
  for (std::size_t c = 0; c < cells.size(); ++c) {
    const double wobble = 0.002 * std::sin(129.9 * t_s + 78.2 * static_cast<double>(c));
    cells[c] = static_cast<float>(5.0 * (1.0 + (c % 3 == 0 ? 0.05 : -0.02) * wave + wobble));
  }
  return cells;
}

TEST(LiveBreathing, SaysTheRateOrWhyThereIsNone) {
  LiveBreathing live(4, 4, 20.0);
  BreathingNow now;
  for (int i = 0; i < 20 * 19; ++i) now = live.add(100 + i * 0.05, cells_at(i * 0.05), true);
  EXPECT_TRUE(now.available);
  EXPECT_TRUE(std::isnan(now.rate_per_min));
  EXPECT_NE(now.why.find("20 s"), std::string_view::npos);
  for (int i = 20 * 19; i < 20 * 32; ++i) now = live.add(100 + i * 0.05, cells_at(i * 0.05), true);
  EXPECT_NEAR(now.rate_per_min, 15.0, 0.1);
  EXPECT_GT(now.confidence, 0.8);
  EXPECT_TRUE(now.why.empty());
  EXPECT_FALSE(now.holding);
  now = live.add(132.0, cells_at(32.0), false);
  EXPECT_TRUE(std::isnan(now.rate_per_min));
  EXPECT_EQ(now.why, "nobody is on the mat");
}

TEST(LiveBreathing, HeldBreathIsSaidWhileItLastsAndCounted) {
  LiveBreathing live(4, 4, 20.0);
  double first_s = -1.0;
  BreathingNow now;
  for (int i = 0; i < 20 * 75; ++i) {
    now = live.add(i * 0.05, cells_at(i * 0.05, 60.0), true);
    if (first_s < 0.0 && now.holding) first_s = i * 0.05;
  }
  EXPECT_NEAR(first_s, 68.0, 2.0);
  EXPECT_TRUE(now.holding);
  EXPECT_NEAR(now.hold_seconds, 15.0, 2.0);
}

TEST(LiveBreathing, AGapOrABackwardSeekStartsAnew) {
  LiveBreathing live(4, 4, 0.0);  // rate measured
  for (int i = 0; i < 20 * 40; ++i) (void)live.add(i * 0.05, cells_at(i * 0.05), true);
  EXPECT_TRUE(std::isnan(live.add(5000.0, cells_at(0.0), true).rate_per_min));
  for (int i = 1; i < 20 * 40; ++i) (void)live.add(5000 + i * 0.05, cells_at(i * 0.05), true);
  EXPECT_NEAR(live.add(5040.0, cells_at(40.0), true).rate_per_min, 15.0, 0.1);
  EXPECT_TRUE(std::isnan(live.add(3.0, cells_at(0.0), true).rate_per_min));
}

TEST(LiveBreathing, ThePipelineFillsItOnlyWhereAsked) {
  for (const bool wanted : {false, true}) {
    SimulationOptions simulation;
    simulation.body.scenario = "supine-even";
    simulation.body.seed = 5401;
    simulation.body.breaths_per_min = 12.0;
    simulation.rate_hz = 10.0, simulation.seconds = 45.0, simulation.live = false;
    auto source = SimulatedSource::create(simulation);
    PipelineOptions options;
    options.breathing = wanted;
    auto pipeline = Pipeline::create((*source)->info(), options);
    RawFrame frame;
    BreathingNow now;
    while (*(*source)->read(frame, {}) == ReadStatus::frame) now = pipeline->process(frame).breathing;
    EXPECT_EQ(now.available, wanted);
    EXPECT_NEAR(wanted ? now.rate_per_min : 12.0, 12.0, 1.0);
    EXPECT_EQ(std::isnan(now.rate_per_min), !wanted);
  }
}

}  // namespace
}  // namespace palpate
