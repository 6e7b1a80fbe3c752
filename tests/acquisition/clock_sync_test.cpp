#include "acquisition/clock_sync.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <random>

namespace palpate {
namespace {

constexpr std::int64_t kHostEpoch = 9'000'000'000;

TEST(ClockSync, FirstFrameIsZeroAndArrival) {
  ClockSync sync;
  const auto stamp = sync.add(123456, kHostEpoch);
  EXPECT_EQ(stamp.device_us, 0);
  EXPECT_EQ(stamp.host_us, kHostEpoch);
  EXPECT_FALSE(stamp.restarted);
}

TEST(ClockSync, UnwrapsAcrossThe32BitEdge) {
  ClockSync sync;
  std::uint32_t device = 0xFFFFFFFFU - 50'000U;
  for (int i = 0; i < 10; ++i) {
    const auto stamp = sync.add(device, kHostEpoch + i * 20'000);
    EXPECT_EQ(stamp.device_us, i * 20'000);
    EXPECT_FALSE(stamp.restarted);
    device += 20'000U;
  }
}

TEST(ClockSync, CountsWrapsThatNobodySaw) {
  ClockSync sync;
  sync.add(1000, kHostEpoch);
  const std::int64_t three_hours = 10'800'000'000;
  const auto stamp = sync.add(static_cast<std::uint32_t>(1000 + three_hours), kHostEpoch + three_hours + 900);
  EXPECT_EQ(stamp.device_us, three_hours);
  EXPECT_FALSE(stamp.restarted);
}

TEST(ClockSync, FindsSkewUnderOneSidedDelay) {
  for (const double ppm : {-5000.0, -100.0, 0.0, 40.0, 5000.0}) {
    ClockSync sync;
    std::mt19937_64 random(7);
    std::exponential_distribution<double> delay(1.0 / 8000.0);  // mean 8 ms, never negative
    const double rate = 1.0 + ppm * 1e-6;
    double worst_us = 0.0;
    for (int i = 0; i < 3000; ++i) {
      const std::int64_t device = i * 20'000;
      const double truth = static_cast<double>(kHostEpoch) + rate * static_cast<double>(device);
      const auto stamp = sync.add(static_cast<std::uint32_t>(device),
                                  static_cast<std::int64_t>(std::llround(truth + 500.0 + delay(random))));
      if (i > 1000) worst_us = std::max(worst_us, std::abs(static_cast<double>(stamp.host_us) - truth));
    }
    EXPECT_NEAR(sync.rate(), rate, 20e-6) << ppm;
    EXPECT_LT(worst_us, 2000.0) << ppm << ": a quarter of the mean delay";
  }
}

TEST(ClockSync, LawsOfEveryStamp) {
  ClockSync sync;
  std::mt19937_64 random(11);
  std::uniform_int_distribution<std::int64_t> delay(0, 60'000);
  std::int64_t last_arrival = 0;
  ClockSync::Stamp last{-1, 0, false};
  for (int i = 0; i < 5000; ++i) {
    const std::int64_t arrival = std::max(last_arrival, kHostEpoch + i * 20'000 + delay(random));
    const auto stamp = sync.add(static_cast<std::uint32_t>(i * 20'000), arrival);
    ASSERT_LE(stamp.host_us, arrival) << "a frame is never known before it was scanned";
    ASSERT_GE(stamp.host_us, last.host_us);
    ASSERT_GT(stamp.device_us, last.device_us);
    last = stamp;
    last_arrival = arrival;
  }
}

TEST(ClockSync, FollowsASimulatorThatRunsTenTimesAsFast) {
  ClockSync sync;
  ClockSync::Stamp stamp;
  for (int i = 0; i < 1000; ++i) {
    stamp = sync.add(static_cast<std::uint32_t>(i * 20'000), kHostEpoch + i * 2'000);
    ASSERT_FALSE(stamp.restarted);
  }
  EXPECT_NEAR(sync.rate(), 0.1, 1e-6);
  EXPECT_NEAR(static_cast<double>(stamp.host_us - kHostEpoch), 999.0 * 2000.0, 10.0);
}

TEST(ClockSync, AnnouncedRestartGoesOnByTheHostsClock) {
  ClockSync sync;
  for (int i = 0; i < 500; ++i) sync.add(static_cast<std::uint32_t>(i * 20'000), kHostEpoch + i * 20'000);
  sync.restart();
  const std::int64_t back = kHostEpoch + 499 * 20'000 + 3'000'000;
  auto stamp = sync.add(40'000, back);
  EXPECT_TRUE(stamp.restarted);
  EXPECT_EQ(stamp.device_us, 499 * 20'000 + 3'000'000);
  EXPECT_EQ(stamp.host_us, back);
  stamp = sync.add(60'000, back + 20'000);
  EXPECT_FALSE(stamp.restarted);
  EXPECT_EQ(stamp.device_us, 499 * 20'000 + 3'020'000);
}

TEST(ClockSync, UnannouncedResetIsNotAnHourOfSilence) {
  ClockSync sync;
  sync.add(900'000'000, kHostEpoch);
  const auto stamp = sync.add(5'000, kHostEpoch + 30'000);
  EXPECT_TRUE(stamp.restarted);
  EXPECT_EQ(stamp.device_us, 30'000);
}

TEST(ClockSync, RestartBeforeTheFirstFrameMeansNothing) {
  ClockSync sync;
  sync.restart();
  EXPECT_FALSE(sync.add(77, kHostEpoch).restarted);
}

}  // namespace
}  // namespace palpate
