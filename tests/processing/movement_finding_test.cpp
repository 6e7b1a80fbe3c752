// Restless and frozen spells, on walks of the centre of pressure made by hand and on simulated sitters.
#include "processing/movement_finding.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "tests/support/detector_runs.h"

namespace palpate {
namespace {

MatGeometry mat(Placement placement = Placement::seat) {
  MatGeometry g = make_geometry(16, 16, 20.0, 20.0).value();
  g.placement = placement;
  return g;
}

// A centre of pressure that jumps by 20 mm every `every_s` (0: never), with noise.
void walk(FindingDetector& detector, double seconds, double every_s, double rate_hz = 5.0,
          double from_s = 0.0) {
  Features features;
  features.valid = true;
  std::mt19937 random(5);
  std::normal_distribution<double> noise(0.0, 0.8);
  FindingIds ids;
  for (int k = 0; k < static_cast<int>(seconds * rate_hz); ++k) {
    FindingInput input;
    input.t_s = from_s + k / rate_hz;
    const int jumps = every_s > 0.0 ? static_cast<int>(input.t_s / every_s) : 0;
    features.cop_x_mm = 150.0 + (jumps % 2 == 0 ? 0.0 : 20.0) + noise(random);
    features.cop_y_mm = 160.0 + noise(random);
    input.features = &features;
    detector.update(input, Params{}, ids);
  }
}

TEST(ShiftCounter, CountsJumpsAndNothingElse) {
  for (const double rate : {1.0, 5.0, 30.0}) {
    ShiftCounter counter;
    std::mt19937 random(5);
    std::normal_distribution<double> noise(0.0, 0.8);
    for (int k = 0; k < static_cast<int>(600 * rate); ++k) {
      const double t = k / rate, x = t < 120 ? 0.0 : t < 300 ? 15.0 : t < 302 ? 40.0 : 15.0;
      counter.add(t, x + noise(random), noise(random) + (t < 450 ? 0.0 : 12.0));
    }
    EXPECT_EQ(counter.count_within(600.0), 2) << rate;  // at 120 and 450 s; the visit at 300 s came back
    EXPECT_NEAR(counter.last_shift_s(), 450.0, 4.0) << rate;
    EXPECT_EQ(counter.count_within(100.0), 0) << rate;
  }
}

TEST(Restless, OneWhoShiftsEveryMinuteOpensItOneWhoShiftsAsUsualDoesNot) {
  RestlessDetector often(mat()), usual(mat()), table(mat(Placement::table));
  walk(often, 1500.0, 45.0);  // 80 an hour
  ASSERT_EQ(test::open_of(often, FindingKind::restless), 1);
  EXPECT_NEAR(often.findings()[0].value, 80.0, 8.0);
  EXPECT_EQ(often.findings()[0].unit, "shifts/h");
  walk(usual, 3600.0, 180.0);  // 20 an hour
  EXPECT_TRUE(usual.findings().empty());
  walk(table, 1500.0, 45.0);
  EXPECT_TRUE(table.findings().empty());
}

TEST(Restless, EndsWhenTheClientSettles) {
  RestlessDetector detector(mat());
  walk(detector, 1200.0, 45.0);
  ASSERT_EQ(test::open_of(detector, FindingKind::restless), 1);
  walk(detector, 900.0, 0.0, 5.0, 1200.2);
  EXPECT_EQ(test::open_of(detector, FindingKind::restless), 0);
  ASSERT_EQ(detector.findings().size(), 1U);
}

TEST(Frozen, OpensAfterTwentyMinutesAndEndsWithAShift) {
  FrozenDetector detector(mat()), usual(mat());
  walk(detector, 1190.0, 0.0);
  EXPECT_TRUE(detector.findings().empty());
  walk(detector, 20.0, 0.0, 5.0, 1190.0);
  ASSERT_EQ(test::open_of(detector, FindingKind::frozen), 1);
  EXPECT_NEAR(detector.findings()[0].value, 20.0, 0.3);
  walk(detector, 120.0, 60.0, 5.0, 1210.0);
  EXPECT_EQ(test::open_of(detector, FindingKind::frozen), 0);
  walk(usual, 3600.0, 180.0);
  EXPECT_TRUE(usual.findings().empty());
}

TEST(Frozen, ABreakInTheStreamStartsAnew) {
  FrozenDetector detector(mat());
  walk(detector, 900.0, 0.0);
  walk(detector, 900.0, 0.0, 5.0, 1000.0);
  EXPECT_TRUE(detector.findings().empty());
}

// Ten simulated hours of sitters who shift as healthy ones do, and ten of restless ones.
TEST(Restless, SimulatedSitters) {
  int wrong = 0, found = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    test::DetectorRun run;
    run.body = test::body_with("seated-even", seed);
    run.seconds = 1800.0;
    run.rate_hz = 1.0;
    RestlessDetector even(test::mat_of(run.body));
    test::run_detector(even, run);
    wrong += even.findings().empty() ? 0 : 1;
    run.body.scenario = "seated-restless";
    RestlessDetector restless(test::mat_of(run.body));
    test::run_detector(restless, run);
    found += restless.findings().empty() ? 0 : 1;
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_GE(found, 9);
}

}  // namespace
}  // namespace palpate
