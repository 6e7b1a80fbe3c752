// Shifts while they happen: known answers, and the law that they are those of the whole record.
#include "processing/shift_counter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "processing/movement.h"
#include "tests/support/reference_moves.h"

namespace palpate {
namespace {

struct Rest {
  double rate_hz = 10.0, noise_mm = 1.0, sway_mm = 0.0;
  unsigned seed = 1;
};

// A centre of pressure at rest: noise, and sway that wanders within seconds.
CopSeries resting(double seconds, const Rest& rest) {
  std::mt19937_64 random(rest.seed);
  std::normal_distribution<double> normal(0.0, 1.0);
  CopSeries cop;
  double sway_x = 0.0, sway_y = 0.0;
  const double keep = std::exp(-1.0 / (5.0 * rest.rate_hz)), fresh = std::sqrt(1.0 - keep * keep);
  for (int i = 0; i < static_cast<int>(rest.rate_hz * seconds); ++i) {
    sway_x = keep * sway_x + fresh * rest.sway_mm * normal(random);
    sway_y = keep * sway_y + fresh * rest.sway_mm * normal(random);
    cop.t_s.push_back(i / rest.rate_hz);
    cop.x_mm.push_back(100.0 + sway_x + rest.noise_mm * normal(random));
    cop.y_mm.push_back(200.0 + sway_y + rest.noise_mm * normal(random));
  }
  return cop;
}

void shift(CopSeries& cop, double at_s, double dx, double dy, double lasts_s = 1.5) {
  for (std::size_t i = 0; i < cop.t_s.size(); ++i) {
    const double share = std::clamp((cop.t_s[i] - at_s) / lasts_s, 0.0, 1.0);
    cop.x_mm[i] += share * dx, cop.y_mm[i] += share * dy;
  }
}

void fidget(CopSeries& cop, double at_s, double dx) {
  for (std::size_t i = 0; i < cop.t_s.size(); ++i)
    cop.x_mm[i] += dx * std::exp(-0.5 * std::pow((cop.t_s[i] - at_s) / 0.5, 2));
}

// Each shift as it becomes known.
std::vector<double> live_shifts(const CopSeries& cop) {
  ShiftCounter counter;
  std::vector<double> found;
  for (std::size_t i = 0; i < cop.t_s.size(); ++i) {
    counter.add(cop.t_s[i], cop.x_mm[i], cop.y_mm[i]);
    const double last = counter.last_shift_s();
    if (std::isfinite(last) && (found.empty() || last != found.back())) found.push_back(last);
    EXPECT_LE(found.empty() ? 0.0 : found.back(), counter.judged_until_s());
  }
  return found;
}

TEST(ShiftCounter, TwoShiftsSixSecondsApartBothCount) {
  for (const double rate : {4.0, 10.0, 30.0}) {
    CopSeries cop = resting(200, {rate});
    shift(cop, 100, 15, 0), shift(cop, 106, 0, -12);
    const std::vector<double> found = live_shifts(cop);
    ASSERT_EQ(found.size(), 2U) << rate;
    EXPECT_NEAR(found[0], 100.75, 1.0) << rate;
    EXPECT_NEAR(found[1], 106.75, 1.0) << rate;
  }
}

TEST(ShiftCounter, AShiftBesideFidgetsCounts) {
  CopSeries cop = resting(300, {});
  fidget(cop, 95, 25), shift(cop, 100, 15, 0), fidget(cop, 107, -25);
  fidget(cop, 200, 25), fidget(cop, 206, -25);
  const std::vector<double> found = live_shifts(cop);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found[0], 100.75, 1.0);
}

TEST(ShiftCounter, FidgetsNoiseAndDriftAreNone) {
  for (const double rate : {1.0, 5.0, 30.0}) {
    for (const double noise : {0.0, 0.3, 0.8, 3.0}) {
      for (unsigned seed = 1; seed <= 5; ++seed) {
        CopSeries cop = resting(900, {rate, noise, 0.0, seed});
        EXPECT_TRUE(live_shifts(cop).empty()) << "noise " << noise << " at " << rate;
        for (std::size_t i = 0; i < cop.t_s.size(); ++i) cop.y_mm[i] += 30.0 * cop.t_s[i] / 900.0;
        EXPECT_TRUE(live_shifts(cop).empty()) << "drift, noise " << noise << " at " << rate;
        for (int k = 1; k < 25; ++k) fidget(cop, 36.0 * k, k % 2 == 0 ? 25.0 : -25.0);
        EXPECT_TRUE(live_shifts(cop).empty()) << "fidgets, noise " << noise << " at " << rate;
      }
    }
  }
}

TEST(ShiftCounter, AShiftIsKnownWithinEighteenSecondsOfItsEnd) {
  CopSeries cop = resting(130, {});
  shift(cop, 100, 20, 0);
  ShiftCounter counter;
  double known_s = 0.0, waits_s = 0.0;
  for (std::size_t i = 0; i < cop.t_s.size(); ++i) {
    counter.add(cop.t_s[i], cop.x_mm[i], cop.y_mm[i]);
    if (cop.t_s[i] < 90.0) continue;
    if (known_s == 0.0 && counter.count_within(60.0) == 1) known_s = cop.t_s[i];
    if (cop.t_s[i] > 102.0 && cop.t_s[i] < 115.0) waits_s = std::max(waits_s, counter.judged_until_s());
    if (cop.t_s[i] >= 99.0) continue;
    EXPECT_GT(counter.judged_until_s(), cop.t_s[i] - 2.0) << "nothing to wait for";
  }
  EXPECT_GT(known_s, 114.0);
  EXPECT_LT(known_s, 119.5);
  EXPECT_LE(waits_s, 100.5) << "not yet judged";
}

// Half an hour: moves at random, shifts and fidgets alike.
CopSeries lively(unsigned seed, double rate_hz) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  CopSeries cop = resting(1800, {rate_hz, 1.2 * uniform(random), 1.5 * uniform(random), seed});
  const double moves_per_hour = 30.0 + 150.0 * uniform(random);
  for (double at = 5.0; at < 1790.0; at += 1.0 - 3600.0 / moves_per_hour * std::log(1.0 - uniform(random))) {
    const double size = 2.0 + 28.0 * uniform(random), turn = 6.28 * uniform(random);
    if (uniform(random) < 0.5)
      shift(cop, at, size * std::cos(turn), size * std::sin(turn), 0.5 + 6.0 * uniform(random));
    else
      fidget(cop, at, 2.0 * size * std::cos(turn));
  }
  return cop;
}

// Means of steps of 0.25 s.
std::vector<double> steps(const CopSeries& cop, const std::vector<double>& values) {
  std::vector<double> out;
  std::size_t i = 0;
  while (i < values.size()) {
    double sum = 0.0;
    int n = 0;
    for (; i < values.size() && cop.t_s[i] < 0.25 * static_cast<double>(out.size() + 1); ++i, ++n)
      sum += values[i];
    out.push_back(n > 0 ? sum / n : out.back());
  }
  return out;
}

TEST(ShiftCounter, LiveShiftsAreThoseOfTheWholeRecord) {
  std::size_t shifts = 0, fidgets = 0;
  for (unsigned seed = 1; seed <= 8; ++seed) {
    const CopSeries cop = lively(seed, seed % 4 == 0   ? 1.0
                                       : seed % 4 == 1 ? 4.0
                                       : seed % 4 == 2 ? 10.0
                                                       : 25.0);
    const std::vector<double> live = live_shifts(cop);
    const Movement whole = find_movement(cop);
    const test::ReferenceMoves plain = test::reference_moves(steps(cop, cop.x_mm), steps(cop, cop.y_mm));
    ASSERT_EQ(whole.shifts.size(), plain.shifts_s.size()) << seed;
    ASSERT_EQ(whole.fidgets.size(), plain.fidgets_s.size()) << seed;
    for (std::size_t k = 0; k < whole.shifts.size(); ++k)
      EXPECT_NEAR(whole.shifts[k].t_s, plain.shifts_s[k], 1e-9) << seed;
    for (std::size_t k = 0; k < whole.fidgets.size(); ++k)
      EXPECT_NEAR(whole.fidgets[k].t_s, plain.fidgets_s[k], 1e-9) << seed;
    ASSERT_LE(live.size(), whole.shifts.size()) << seed;
    for (std::size_t k = 0; k < live.size(); ++k) EXPECT_NEAR(live[k], whole.shifts[k].t_s, 1e-9) << seed;
    for (std::size_t k = live.size(); k < whole.shifts.size(); ++k)
      EXPECT_GT(whole.shifts[k].t_s, 1800.0 - 20.0) << "only the last may not be known yet, seed " << seed;
    shifts += whole.shifts.size(), fidgets += whole.fidgets.size();
  }
  EXPECT_GT(shifts, 100U);
  EXPECT_GT(fidgets, 50U);
}

}  // namespace
}  // namespace palpate
