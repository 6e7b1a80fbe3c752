// Shallow breath: the depth of known swings, and presses on a simulated client whose breath flattens or does
// not.
#include "processing/shallow_breath_finding.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace palpate {
namespace {

TEST(BreathDepth, IsTheSwingsDeviationWhateverTheTrend) {
  for (const double slope : {0.0, 30.0}) {
    BreathDepth depth;
    for (int k = 0; k < 1000; ++k) {
      const double t = 0.05 * k;
      depth.add(t, 5000.0 + slope * t + 400.0 * std::sin(2.0 * std::numbers::pi * 0.3 * t));
    }
    ASSERT_TRUE(depth.full());
    EXPECT_NEAR(depth.depth(), 400.0 / std::numbers::sqrt2, 15.0) << slope;
  }
  BreathDepth none;
  none.add(0.0, 1.0);
  EXPECT_TRUE(std::isnan(none.depth()));
}

// A client at rest for a minute, then a press of 40 s on the left mid back during which the breath is `share`
// as deep.
struct Session {
  BodyState body;
  AppliedLoadState applied;
  Features features;
  ShallowBreathDetector detector{make_geometry(64, 32, 25.0, 29.0).value()};
  FindingIds ids;
  double t_s = 0.0;

  Session() {
    body.found = true;
    body.pelvis_x_mm = 400.0, body.pelvis_y_mm = 900.0;
    applied.available = true;
    applied.region = {RegionKind::mid_back, BodySide::left};
  }
  void run(double seconds, double share, double newton) {
    applied.pressing = applied.has_region = newton > 0.0;
    applied.load_n = newton;
    for (const double until = t_s + seconds; t_s < until; t_s += 0.1) {
      const double swing = 3.0 * share * std::sin(2.0 * std::numbers::pi * 0.25 * t_s);
      applied.ramp_n_per_s = 0.0;
      features.total_load_n = 700.0 + newton;
      features.cop_x_mm = 400.0;  // 700 N at 700 mm and the hand at 500 mm
      features.cop_y_mm = (700.0 * (700.0 + swing) + newton * 500.0) / features.total_load_n;
      FindingInput input;
      input.t_s = t_s;
      input.features = &features;
      input.body = &body;
      input.applied = &applied;
      detector.update(input, Params{}, ids);
    }
  }
};

TEST(ShallowBreath, OpensWhileTheRegionIsLoadedAndEndsWithThePress) {
  Session s;
  s.run(60.0, 1.0, 0.0);
  EXPECT_TRUE(s.detector.findings().empty());
  s.run(8.0, 0.3, 40.0);
  EXPECT_TRUE(s.detector.findings().empty());  // not a whole window yet
  s.run(8.0, 0.3, 40.0);
  ASSERT_EQ(s.detector.findings().size(), 1U);
  const Finding& f = s.detector.findings()[0];
  EXPECT_TRUE(f.active);
  EXPECT_EQ(id_of(f.region), "mid_back_left");
  EXPECT_EQ(f.side, "client's left");
  EXPECT_NEAR(f.value, 30.0, 6.0);
  s.run(5.0, 1.0, 0.0);
  EXPECT_FALSE(s.detector.findings()[0].active);
}

TEST(ShallowBreath, APressThatLeavesTheBreathAloneIsNone) {
  Session s;
  s.run(60.0, 1.0, 0.0);
  s.run(40.0, 0.9, 60.0);
  EXPECT_TRUE(s.detector.findings().empty());
  Session unknown_rest;
  unknown_rest.run(40.0, 0.2, 60.0);
  EXPECT_TRUE(unknown_rest.detector.findings().empty());
}

// It is held a little beyond its threshold, but never told beyond it.
TEST(ShallowBreath, WhatItTellsIsBelowItsThreshold) {
  Session s;
  s.run(60.0, 1.0, 0.0);
  s.run(20.0, 0.5, 40.0);
  ASSERT_TRUE(s.detector.findings().at(0).active);
  s.run(20.0, 0.64, 40.0);
  ASSERT_TRUE(s.detector.findings().at(0).active) << "held";
  EXPECT_LE(s.detector.findings()[0].value, s.detector.findings()[0].threshold);
  EXPECT_NEAR(s.detector.findings()[0].end_s, s.t_s, 0.2);
}

TEST(ShallowBreath, ComesBackWithTheBreath) {
  Session s;
  s.run(60.0, 1.0, 0.0);
  s.run(20.0, 0.3, 40.0);
  ASSERT_TRUE(s.detector.findings().at(0).active);
  s.run(20.0, 1.0, 40.0);
  EXPECT_FALSE(s.detector.findings()[0].active);
  EXPECT_EQ(s.detector.findings().size(), 1U);
}

}  // namespace
}  // namespace palpate
