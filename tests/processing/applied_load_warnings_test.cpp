// Warnings in simulated sessions, through the whole Pipeline: deep first, steep ramp (a held breath:
// breath_watch_test.cpp).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>

#include "tests/support/press_runs.h"

namespace palpate {
namespace {

using namespace test;  // NOLINT: the words of these tests

struct Times {
  double began = kNone, warned = kNone;
  [[nodiscard]] double late() const { return warned - began; }
};

// When the simulated hand begins to do it, and when the warning stands.
Times deep_first(std::uint64_t seed) {
  PressRun run;
  run.options.body.seed = seed;
  run.options.seconds = 26.0;
  run.options.body.presses = {press_on("lumbar", seed % 2 == 0, 85.0, 15.0, 5.0, 3.0)};
  Times times;
  follow(run, [&](const Snapshot& s, const GroundTruth& truth) {
    if (std::isnan(times.began) && truth.hand_on_mat_n >= s.applied.bands.deep_n) times.began = s.t_s;
    if (std::isnan(times.warned) && s.applied.deep_first) times.warned = s.t_s;
  });
  return times;
}

Times steep(std::uint64_t seed) {
  PressRun run;
  run.options.body.seed = seed;
  run.options.seconds = 26.0;
  run.options.body.presses = {press_on("pelvis", seed % 2 == 0, 70.0, 15.0, 5.0, 0.7)};  // 100 N/s
  Times times;
  times.began = 15.0;
  follow(run, [&](const Snapshot& s, const GroundTruth&) {
    if (std::isnan(times.warned) && s.applied.steep_ramp) times.warned = s.t_s;
  });
  return times;
}

TEST(AppliedLoadWarnings, DeepFirstAndSteepRampStandWithinASecond) {
  for (std::uint64_t seed = 9601; seed <= 9603; ++seed) {
    const Times deep = deep_first(seed), fast = steep(seed);
    EXPECT_GE(deep.late(), -0.5) << seed;
    EXPECT_LE(deep.late(), 1.0) << seed;
    EXPECT_GE(fast.late(), 0.0) << seed;
    EXPECT_LE(fast.late(), 1.0) << seed;
  }
}

TEST(AppliedLoadWarnings, DISABLED_HowLateEachStands) {
  for (const auto& [name, measure] : {std::pair{"deep first", &deep_first}, {"steep ramp", &steep}}) {
    std::vector<double> late;
    int missed = 0;
    for (std::uint64_t seed = 9600; seed < 9620; ++seed) {
      const double s = measure(seed).late();
      if (std::isfinite(s)) {
        late.push_back(s);
      } else {
        ++missed;
      }
    }
    std::sort(late.begin(), late.end());
    std::cout << name << ": of 20, missed " << missed << ", earliest " << late.front() << " s, median "
              << late[late.size() / 2] << " s, latest " << late.back() << " s\n";
  }
}

}  // namespace
}  // namespace palpate
