#include "processing/over_time.h"

#include <gtest/gtest.h>

#include "tests/support/maps.h"

namespace palpate {
namespace {

using testing_maps::map_of;

PressureMap at(double t_s, float a, float b = 0.0F) {
  PressureMap map = map_of(1, 2, {a, b});
  map.t_s = t_s;
  return map;
}

TEST(PressureTimeIntegral, SteadyRateIsSumOverRate) {
  PressureTimeIntegral over;
  for (int k = 0; k < 10; ++k) over.add(at(0.1 * k, static_cast<float>(k), 2.0F));
  EXPECT_NEAR(over.integral()(0, 0), 45.0 / 10.0, 1e-12);
  EXPECT_NEAR(over.integral()(0, 1), 2.0 * over.duration_s(), 1e-12);
  EXPECT_NEAR(over.duration_s(), 1.0, 1e-12);
  EXPECT_NEAR(over.mean()(0, 0), 4.5, 1e-12);
  EXPECT_EQ(over.maximum()(0, 0), 9.0);
  EXPECT_EQ(over.frames(), 10);
}

TEST(PressureTimeIntegral, AFrameHoldsUntilTheNext) {
  PressureTimeIntegral over;
  over.add(at(0.0, 5.0F));
  over.add(at(2.0, 1.0F));
  over.add(at(3.0, 4.0F));
  EXPECT_DOUBLE_EQ(over.integral()(0, 0), 5.0 * 2.0 + 1.0 * 1.0 + 4.0 * 1.5);  // the last for the mean period
}

TEST(PressureTimeIntegral, AGapCountsAtMostTheHoldTime) {
  PressureTimeIntegral over(1.0);
  over.add(at(0.0, 5.0F));
  over.add(at(100.0, 1.0F));
  EXPECT_DOUBLE_EQ(over.integral()(0, 0), 5.0 * 1.0 + 1.0 * 1.0);
}

TEST(PressureTimeIntegral, LeftOutCellsAddNothing) {
  PressureTimeIntegral over;
  over.add(at(0.0, 5.0F, std::numeric_limits<float>::quiet_NaN()));
  PressureMap dead = at(1.0, 7.0F, 1.0F);
  dead.dead(0, 0) = true;
  over.add(dead);
  EXPECT_DOUBLE_EQ(over.integral()(0, 0), 5.0);
  EXPECT_EQ(over.maximum()(0, 0), 5.0);
  EXPECT_EQ(over.mean()(0, 0), 5.0);
  EXPECT_DOUBLE_EQ(over.integral()(0, 1), 1.0);
  PressureTimeIntegral never;
  never.add(at(0.0, 5.0F, std::numeric_limits<float>::quiet_NaN()));
  EXPECT_TRUE(std::isnan(never.maximum()(0, 1)));
  EXPECT_TRUE(std::isnan(never.mean()(0, 1)));
}

TEST(PressureTimeIntegral, OneFrameHasNoDuration) {
  PressureTimeIntegral over;
  over.add(at(0.0, 5.0F));
  EXPECT_EQ(over.integral()(0, 0), 0.0);
  EXPECT_EQ(over.duration_s(), 0.0);
}

// Law: what follows one another adds up, and the rate of a constant load does not matter.
TEST(PressureTimeIntegral, RateInvariantForAConstantLoad) {
  for (const int rate : {1, 7, 100}) {
    PressureTimeIntegral over;
    for (int k = 0; k < 10 * rate; ++k) over.add(at(static_cast<double>(k) / rate, 3.0F));
    EXPECT_NEAR(over.integral()(0, 0), 30.0, 1e-9) << rate;
  }
}

TEST(SustainedPressure, NeedsUnbrokenTimeAboveTheLimit) {
  SustainedPressure hot(4.0, 2.0);
  const auto now_at = [&](double t_s, float p) {
    hot.add(at(t_s, p));
    return hot.now()(0, 0);
  };
  EXPECT_FALSE(now_at(0.0, 5.0F));
  EXPECT_FALSE(now_at(1.9, 5.0F));
  EXPECT_FALSE(now_at(1.95, 4.0F)) << "the limit itself is not above it";
  EXPECT_FALSE(now_at(2.0, 5.0F)) << "starts anew";
  EXPECT_FALSE(now_at(3.9, 5.0F));
  EXPECT_TRUE(now_at(4.0, 5.0F));
  EXPECT_DOUBLE_EQ(hot.spell_s()(0, 0), 2.0);
  EXPECT_FALSE(now_at(4.1, 0.0F));
  EXPECT_TRUE(hot.ever()(0, 0));
  EXPECT_FALSE(hot.ever()(0, 1));
  EXPECT_DOUBLE_EQ(hot.longest_s()(0, 0), 2.0);
  EXPECT_EQ(hot.spell_s()(0, 0), 0.0);
  hot.reset();
  EXPECT_FALSE(now_at(9.0, 5.0F));
  EXPECT_FALSE(hot.ever()(0, 0));
}

TEST(SustainedPressure, ADeadCellIsNotHot) {
  SustainedPressure hot(4.0, 0.0);
  PressureMap map = at(0.0, 9.0F, 9.0F);
  map.dead(0, 1) = true;
  hot.add(map);
  EXPECT_TRUE(hot.now()(0, 0));
  EXPECT_FALSE(hot.now()(0, 1));
}

}  // namespace
}  // namespace palpate
