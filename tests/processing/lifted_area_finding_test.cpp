// Lifted area: the simulated low back off the mat, either side, and bodies that lie as usual.
#include "processing/lifted_area_finding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/detector_runs.h"

namespace palpate {
namespace {

using test::body_with;
using test::DetectorRun;

LiftedAreaDetector run(const DetectorRun& how) {
  LiftedAreaDetector detector(test::mat_of(how.body));
  test::run_detector(detector, how);
  return detector;
}

TEST(LiftedArea, FindsTheSideThatIsOffTheMat) {
  for (const bool left : {true, false}) {
    for (const std::uint64_t seed : {3U, 11U, 29U}) {
      DetectorRun how;
      how.body = body_with(left ? "supine-left-lumbar-lift" : "supine-right-lumbar-lift", seed);
      ASSERT_TRUE(how.params.set("lifted_max_pct", 25.0));
      const LiftedAreaDetector detector = run(how);
      ASSERT_EQ(test::open_of(detector, FindingKind::lifted_area), 1) << left << " " << seed;
      const Finding& f = detector.findings()[0];
      EXPECT_EQ(id_of(f.region), left ? "low_back_left" : "low_back_right");
      EXPECT_EQ(f.side, left ? "client's left" : "client's right");
      EXPECT_LT(f.value, f.threshold * kLiftedHysteresis);
      EXPECT_GT(f.area_cm2, 10.0);
    }
  }
}

TEST(LiftedArea, AnEvenBodyHasNone) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    DetectorRun how;
    how.body = body_with("supine-even", seed);
    EXPECT_TRUE(run(how).findings().empty()) << seed;
    how.body.scenario = "prone";
    EXPECT_TRUE(run(how).findings().empty()) << seed;
  }
}

TEST(LiftedArea, TakesItsTimeAndEndsWithThePosture) {
  DetectorRun how;
  how.body = body_with("supine-left-lumbar-lift", 3);
  how.body.motion = 0.0;
  LiftedAreaDetector detector(test::mat_of(how.body));
  double opened = -1.0;
  FindingInput last;
  BodyState sat;
  test::run_detector(detector, how, [&](const FindingInput& input, const GroundTruth&) {
    if (opened < 0.0 && !detector.findings().empty()) opened = input.t_s - how.from_s;
    last = input;
    sat = *input.body;
  });
  EXPECT_GE(opened, 20.0);
  EXPECT_LE(opened, 24.0);
  sat.seated = true;
  last.body = &sat;
  last.t_s += 0.5;
  FindingIds ids;
  detector.update(last, how.params, ids);
  ASSERT_EQ(detector.findings().size(), 1U);
  EXPECT_FALSE(detector.findings()[0].active);
}

}  // namespace
}  // namespace palpate
