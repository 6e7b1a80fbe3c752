#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <numbers>
#include <numeric>

#include "acquisition/simulated_body.h"
#include "tests/support/body_shot.h"

namespace palpate {
namespace {

using namespace test;  // NOLINT: the words of these tests

TEST(SimulatedMotion, SomebodyArrivesAndLeaves) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    SimulatedBody body = make(of("arrive-and-leave", seed));
    Map kpa;
    EXPECT_FALSE(body.pressure_at(5.0, kpa).occupied);
    int changes = 0;
    bool there = false;
    double highest = 0.0;
    for (double t = 0.0; t < 124.0; t += 0.1) {
      const GroundTruth truth = body.pressure_at(t, kpa);
      changes += truth.occupied != there ? 1 : 0;
      there = truth.occupied;
      EXPECT_TRUE(there || truth.load_n < 0.15 * body.weight_n()) << t;
      highest = std::max(highest, truth.load_n);
    }
    EXPECT_EQ(changes, 4) << "two visits";
    EXPECT_GT(highest, 0.55 * body.weight_n());
  }
}

// Power of the chest's signal at every candidate rate: the true rate must win.
TEST(SimulatedMotion, BreathingStandsInTheTorsoCellsAtItsTrueRate) {
  const std::pair<const char*, double> cases[] = {
      {"supine-even", 6.0}, {"supine-even", 14.0}, {"prone", 22.0},       {"side-left", 11.0},
      {"side-right", 30.0}, {"seated-even", 13.0}, {"seated-slouch", 9.0}};
  for (const auto& [name, rate] : cases) {
    SimulatedBodyOptions options = still(name);
    options.breaths_per_min = rate;
    options.beats_per_min = 0.0;
    options.creep = false;
    SimulatedBody body = make(options);
    Map kpa;
    std::vector<double> signal;
    for (int k = 0; k < 600; ++k) {  // 60 s at 10 Hz: front quarter against the next one
      const GroundTruth truth = body.pressure_at(0.1 * k, kpa);
      EXPECT_NEAR(truth.breathing_rate_per_min, rate, 1e-9);
      const std::size_t n = kpa.size() / 4;
      signal.push_back(std::accumulate(kpa.begin() + static_cast<std::ptrdiff_t>(n),
                                       kpa.begin() + static_cast<std::ptrdiff_t>(2 * n), 0.0));
    }
    const double mean = std::accumulate(signal.begin(), signal.end(), 0.0) / 600.0;
    double best = 0.0, best_rate = 0.0;
    for (double candidate = 4.0; candidate <= 40.0; candidate += 0.25) {
      std::complex<double> sum = 0.0;
      for (int k = 0; k < 600; ++k) {
        sum += (signal[static_cast<std::size_t>(k)] - mean) *
               std::polar(1.0, -2.0 * std::numbers::pi * candidate / 60.0 * 0.1 * k);
      }
      if (std::abs(sum) > best) best = std::abs(sum), best_rate = candidate;
    }
    EXPECT_NEAR(best_rate, rate, 0.26) << name;
    EXPECT_GT(2.0 * best / 600.0, 1e-3 * mean) << name << ": visible at all";
  }
}

TEST(SimulatedMotion, ABreathHoldFreezesTheChest) {
  SimulatedBodyOptions options = of("supine-even");
  options.hold_start_s = 20.0;
  options.hold_seconds = 10.0;
  SimulatedBody body = make(options);
  Map kpa;
  const double before = body.pressure_at(20.0, kpa).breath;
  for (double t = 20.0; t < 30.0; t += 0.5) {
    const GroundTruth truth = body.pressure_at(t, kpa);
    EXPECT_TRUE(truth.holding_breath);
    EXPECT_EQ(truth.breathing_rate_per_min, 0.0);
    EXPECT_NEAR(truth.breath, before, 1e-9);
  }
  EXPECT_FALSE(body.pressure_at(19.9, kpa).holding_breath);
  EXPECT_FALSE(body.pressure_at(30.1, kpa).holding_breath);
  EXPECT_NE(body.pressure_at(32.0, kpa).breath, before);
}

TEST(SimulatedMotion, MotionZeroWithoutBreathHeartAndCreepIsAStatue) {
  SimulatedBodyOptions options = still("supine-even");
  options.breaths_per_min = options.beats_per_min = 0.0;
  options.creep = false;
  EXPECT_EQ(shoot(options, 0.0).kpa, shoot(options, 3000.0).kpa);
}

TEST(SimulatedMotion, CreepLowersThePeakOverMinutes) {
  SimulatedBodyOptions options = still("seated-even");
  options.breaths_per_min = options.beats_per_min = 0.0;
  const Shot fresh = shoot(options, 0.0), settled = shoot(options, 1200.0);
  EXPECT_LT(settled.peak(), 0.98F * fresh.peak());
  EXPECT_GT(settled.peak(), 0.80F * fresh.peak());
}

TEST(SimulatedMotion, RestlessSittersShiftMoreAndTruthCountsIt) {
  const auto hour = [](const char* name) { return shoot(of(name), 3600.0).truth; };
  EXPECT_NEAR(static_cast<double>(hour("seated-even").shifts), 20.0, 14.0);
  EXPECT_GT(hour("seated-restless").shifts, 60U);
  EXPECT_NE(hour("seated-even").shifts, shoot(of("seated-even", 8), 3600.0).truth.shifts) << "seeds differ";
  EXPECT_GT(hour("seated-restless").fidgets, 100U);
  EXPECT_EQ(shoot(still("seated-restless"), 3600.0).truth.shifts, 0U);
}

// A shift moves the body for good, a fidget comes back.
TEST(SimulatedMotion, EveryMoveIsMarkedWhileItLasts) {
  SimulatedBody body = make(of("seated-restless"));
  Map now, before;
  body.pressure_at(0.0, before);
  double quiet = 0.0, moving = 0.0;
  for (double t = 0.1; t < 600.0; t += 0.1) {
    const bool marked = body.pressure_at(t, now).moving;
    double change = 0.0;
    for (std::size_t i = 0; i < now.size(); ++i) change += std::abs(static_cast<double>(now[i] - before[i]));
    (marked ? moving : quiet) = std::max(marked ? moving : quiet, change);
    std::swap(now, before);
  }
  EXPECT_GT(moving, 2.0 * quiet);
}

// The frame rate, a seek and a step back must not change what is there.
TEST(SimulatedMotion, PressureIsAPureFunctionOfTime) {
  for (const char* name : {"seated-restless", "arrive-and-leave", "supine-even"}) {
    SimulatedBody walked = make(of(name));
    Map kpa;
    for (int k = 0; k <= 1500; ++k) walked.pressure_at(0.2 * k, kpa);
    EXPECT_EQ(kpa, shoot(of(name), 300.0).kpa) << name;
    walked.pressure_at(40.0, kpa);
    EXPECT_EQ(kpa, shoot(of(name), 40.0).kpa) << name;
  }
}

TEST(SimulatedMotion, BreathingHeartAndCreepMoveLoadButAddNone) {
  for (const char* name : {"seated-even", "supine-even", "prone", "side-left"}) {
    SimulatedBody body = make(still(name));
    Map kpa;
    const double first = body.pressure_at(0.0, kpa).load_n;
    for (double t = 0.1; t < 400.0; t += 3.1) {
      EXPECT_NEAR(body.pressure_at(t, kpa).load_n, first, 2e-3 * first) << name << " at " << t;
    }
  }
}

}  // namespace
}  // namespace palpate
