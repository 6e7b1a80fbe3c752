#include "processing/occupancy.h"

#include <gtest/gtest.h>

#include <cmath>

#include "processing/zero_baseline.h"
#include "tests/support/pipeline_runs.h"

namespace palpate {
namespace {

TEST(Occupancy, ComesAndGoesWithHysteresis) {
  Occupancy occupancy(2000.0);
  EXPECT_EQ(occupancy.update(0.0, 50.0, 0.0), OccupancyState::empty);
  EXPECT_EQ(occupancy.update(60.0, 50.0, 1.0), OccupancyState::arriving);
  EXPECT_EQ(occupancy.update(40.0, 50.0, 1.2), OccupancyState::arriving);  // between half and whole: stays
  EXPECT_EQ(occupancy.update(60.0, 50.0, 1.5), OccupancyState::occupied);
  EXPECT_EQ(occupancy.update(30.0, 50.0, 2.0), OccupancyState::occupied);
  EXPECT_EQ(occupancy.update(10.0, 50.0, 3.0), OccupancyState::leaving);
  EXPECT_EQ(occupancy.update(60.0, 50.0, 3.5), OccupancyState::occupied);  // only lifted for a moment
  EXPECT_EQ(occupancy.update(10.0, 50.0, 4.0), OccupancyState::leaving);
  EXPECT_EQ(occupancy.update(10.0, 50.0, 5.0), OccupancyState::empty);
  occupancy.update(10.0, 50.0, 7.9);
  EXPECT_FALSE(occupancy.proven_empty());
  occupancy.update(10.0, 50.0, 8.0);
  EXPECT_TRUE(occupancy.proven_empty());
  occupancy.update(26.0, 50.0, 8.1);
  EXPECT_FALSE(occupancy.proven_empty());
}

TEST(Occupancy, AWholeBodyNeedsNoWaiting) {
  Occupancy occupancy(2000.0);
  EXPECT_EQ(occupancy.update(400.0, 50.0, 0.0), OccupancyState::occupied);
}

TEST(ZeroBaseline, TheFirstTouchIsNeverLearned) {
  const auto g = make_geometry(1, 2, 10.0, 10.0).value();
  ZeroBaseline zero(g);
  Grid reading = Grid::Constant(1, 2, 0.3F);
  for (double t = 0.0; t < 3.9; t += 0.1) zero.learn(reading, t, 0.67F);
  EXPECT_FALSE(zero.in_force());
  reading.setConstant(0.6F);  // somebody leans on it softly, then is seen
  for (double t = 4.0; t < 5.0; t += 0.1) zero.learn(reading, t, 0.67F);
  zero.interrupt();
  EXPECT_NEAR(zero.zero()(0, 0), 0.3F, 0.01F);
  reading(0, 0) = 5.0F;
  zero.subtract(reading, reading);
  EXPECT_NEAR(reading(0, 0), 4.7F, 0.01F);
}

TEST(ZeroBaseline, AThingOnTheMatIsNotLearned) {
  const auto g = make_geometry(1, 2, 10.0, 10.0).value();
  ZeroBaseline zero(g);
  Grid reading(1, 2);
  reading << 0.2F, 3.0F;
  for (double t = 0.0; t < 10.0; t += 0.5) zero.learn(reading, t, 0.67F);
  EXPECT_FLOAT_EQ(zero.zero()(0, 0), 0.2F);
  EXPECT_FLOAT_EQ(zero.zero()(0, 1), 0.0F);
  zero.clear();
  for (double t = 10.0; t < 20.0; t += 0.5) zero.learn(reading, t, 0.67F);
  EXPECT_FALSE(zero.in_force());  // cleared by hand stays cleared
}

// A client who lies still for an hour, on a mat that creeps by 8 %, after an empty mat whose zero was
// learned: nothing is taken away from them.
TEST(Occupancy, AnHourOfMotionlessLyingIsNeverZeroed) {
  SourceInfo info = test::kpa_mat(32, 32);
  auto pipeline = Pipeline::create(info).value();
  RawFrame frame = test::empty_frame(info.geometry, 0.0);
  for (double t = 0.0; t < 10.0; t += 0.5) {
    frame = test::empty_frame(info.geometry, t);
    for (float& cell : frame.cells) cell = 0.3F;  // an offset to be learned
    pipeline.process(frame);
  }
  Features first;
  const Snapshot* snapshot = nullptr;
  for (double t = 10.0; t < 3610.0; t += 0.5) {
    frame = test::seat_frame(info.geometry, t, 6.0, 4.0);
    const double creep = 1.0 + 0.08 * std::log1p((t - 10.0) / 30.0) / std::log1p(120.0);
    for (float& cell : frame.cells) cell = static_cast<float>(creep) * cell + 0.3F;
    snapshot = &pipeline.process(frame);
    ASSERT_TRUE(snapshot->occupied) << t;
    if (t == 11.0) first = snapshot->features;
  }
  ASSERT_TRUE(snapshot->tared);
  EXPECT_NEAR(snapshot->features.total_load_n / first.total_load_n, 1.08, 0.02);
  EXPECT_NEAR(snapshot->features.client_left_share, first.client_left_share, 0.005);
  EXPECT_NEAR(snapshot->features.left_share, first.left_share, 0.005);
  ASSERT_EQ(snapshot->findings.size(), 2U);  // the asymmetry all the time, and that nothing moves
  for (const Finding& finding : snapshot->findings) {
    if (finding.kind == FindingKind::load_asymmetry) {
      EXPECT_NEAR(finding.end_s - finding.start_s, 3600.0, 2.0);
    } else {
      EXPECT_EQ(finding.kind, FindingKind::frozen);
    }
  }
}

}  // namespace
}  // namespace palpate
