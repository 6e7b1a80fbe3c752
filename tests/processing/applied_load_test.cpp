#include "processing/applied_load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/pipeline_runs.h"
#include "tests/support/press_runs.h"

namespace palpate {
namespace {

using namespace test;  // NOLINT: the words of these tests
using testing::HasSubstr;

TEST(AppliedLoad, ASlowPressGivesItsNewtonsAboveRest) {
  PressRun run;
  run.options.body.presses = {press_on("lumbar", true, 60.0, 15.0)};
  bool pressed = false;
  follow(run, [&](const Snapshot& s, const GroundTruth& truth) {
    const AppliedLoadState& a = s.applied;
    if (s.t_s < 15.0) {
      EXPECT_FALSE(a.pressing) << s.t_s;
    }
    if (s.t_s < 19.0 || s.t_s > 27.0) return;  // while it holds
    pressed = true;
    EXPECT_TRUE(a.available && a.pressing && a.trusted) << s.t_s << ' ' << a.why_not;
    EXPECT_NEAR(a.load_n, truth.hand_n, 5.0) << s.t_s;
    EXPECT_GT(a.uncertainty_n, 0.0);
    EXPECT_LT(a.uncertainty_n, 8.0);
  });
  EXPECT_TRUE(pressed);
}

}  // namespace
}  // namespace palpate
