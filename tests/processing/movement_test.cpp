#include "processing/movement.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

namespace palpate {
namespace {

// A centre of pressure with 1 mm of noise, 20 a second.
CopSeries resting(double seconds, unsigned seed = 1) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> noise(0.0, 1.0);
  CopSeries cop;
  for (int i = 0; i < static_cast<int>(20 * seconds); ++i) {
    cop.t_s.push_back(i / 20.0);
    cop.x_mm.push_back(100 + noise(random));
    cop.y_mm.push_back(200 + noise(random));
  }
  return cop;
}

void shift(CopSeries& cop, double at_s, double dx, double dy) {
  for (std::size_t i = 0; i < cop.t_s.size(); ++i) {
    const double share = std::clamp((cop.t_s[i] - at_s) / 2.0, 0.0, 1.0);
    cop.x_mm[i] += share * dx, cop.y_mm[i] += share * dy;
  }
}

void fidget(CopSeries& cop, double at_s, double dx) {
  for (std::size_t i = 0; i < cop.t_s.size(); ++i)
    cop.x_mm[i] += dx * std::exp(-0.5 * std::pow((cop.t_s[i] - at_s) / 0.6, 2));
}

TEST(Movement, RestHasNoEvents) {
  const Movement movement = find_movement(resting(600));
  EXPECT_TRUE(movement.shifts.empty());
  EXPECT_TRUE(movement.fidgets.empty());
  EXPECT_TRUE(movement.drifts.empty());
  EXPECT_EQ(movement.shifts_per_hour, 0.0);
  EXPECT_NEAR(movement.longest_still_s, 600.0, 0.1);
}

TEST(Movement, ShiftsAndFidgetsAreCountedOnceAndToldApart) {
  CopSeries cop = resting(900);
  shift(cop, 200, 20, 15);  // both axes: one event
  shift(cop, 500, -12, 0);
  fidget(cop, 100, 15), fidget(cop, 350, -20), fidget(cop, 700, 15);
  const Movement movement = find_movement(cop);
  ASSERT_EQ(movement.shifts.size(), 2U);
  EXPECT_NEAR(movement.shifts[0].t_s, 201, 3);
  EXPECT_NEAR(movement.shifts[0].size_mm, 25, 2);
  EXPECT_NEAR(movement.shifts[1].t_s, 501, 3);
  ASSERT_EQ(movement.fidgets.size(), 3U);
  EXPECT_NEAR(movement.fidgets[1].t_s, 350, 1);
  EXPECT_NEAR(movement.shifts_per_hour, 8.0, 0.1);
  EXPECT_NEAR(movement.longest_still_s, 200.0, 4);  // 500 to 700, or 700 to the end
}

TEST(Movement, SlowMoveIsADriftAndNoShift) {
  CopSeries cop = resting(900);
  for (std::size_t i = 0; i < cop.t_s.size(); ++i)
    cop.y_mm[i] += 12 * std::clamp((cop.t_s[i] - 300) / 300, 0.0, 1.0);
  const Movement movement = find_movement(cop);
  EXPECT_TRUE(movement.shifts.empty());
  EXPECT_GE(movement.drifts.size(), 1U);
}

TEST(Movement, MirrorAndShiftOfTheMapChangeNothing) {
  CopSeries cop = resting(600);
  shift(cop, 200, 20, 0), fidget(cop, 400, 15);
  const Movement a = find_movement(cop);
  for (double& x : cop.x_mm) x = 500 - x;
  for (double& t : cop.t_s) t += 50;
  const Movement b = find_movement(cop);
  ASSERT_EQ(a.shifts.size(), b.shifts.size());
  ASSERT_EQ(a.fidgets.size(), b.fidgets.size());
  EXPECT_NEAR(a.shifts[0].t_s + 50, b.shifts[0].t_s, 0.3);
}

TEST(Movement, InChairMovementIsThePathOfFiveMinutes) {
  CopSeries cop;
  for (int i = 0; i < 650 * 10; ++i) {  // a circle of 10 mm radius, one turn in 100 s
    const double t = i / 10.0, angle = 2 * std::numbers::pi * t / 100.0;
    cop.t_s.push_back(t), cop.x_mm.push_back(10 * std::cos(angle)), cop.y_mm.push_back(10 * std::sin(angle));
  }
  const std::vector<double> paths = in_chair_movement_mm(cop);
  ASSERT_EQ(paths.size(), 2U);
  for (const double path : paths) EXPECT_NEAR(path, 2 * std::numbers::pi * 10 * 2.99, 0.5);
}

TEST(Settling, SaysSettledSettlingOrUnknown) {
  std::vector<double> t, flat, rising;
  for (int i = 0; i <= 300; ++i)
    t.push_back(i), flat.push_back(8.0), rising.push_back(8.0 * (1 - 0.5 * std::exp(-i / 200.0)));
  EXPECT_EQ(settling_of(t, flat), Settling::settled);
  EXPECT_EQ(settling_of(t, rising), Settling::settling);
  EXPECT_EQ(settling_of(std::span(t).first(60), std::span(flat).first(60)), Settling::unknown);
}

TEST(Slump, OnsetIsTheFirstMinuteOutsideTheUprightBand) {
  std::mt19937_64 random(3);
  std::normal_distribution<double> noise(0.0, 0.01);
  std::vector<double> t, ratio;
  for (int i = 0; i < 1800; ++i) t.push_back(i), ratio.push_back((i < 1200 ? 1.0 : 1.4) + noise(random));
  EXPECT_EQ(slump_onset_s(t, ratio), 1200.0);
  EXPECT_TRUE(std::isnan(slump_onset_s(std::span(t).first(1200), std::span(ratio).first(1200))));
  EXPECT_TRUE(std::isnan(slump_onset_s(std::span(t).first(100), std::span(ratio).first(100))));
}

}  // namespace
}  // namespace palpate
