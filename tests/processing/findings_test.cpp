// Load asymmetry and persistent hot spot, on maps made by hand and on the simulated body.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/support/pipeline_runs.h"

namespace palpate {
namespace {

using test::SimRun;
using ::testing::HasSubstr;

// Seconds at which the first finding opened and its value; negative if none did.
double opened_at(double rate_hz, double left, double right, std::string* side = nullptr) {
  const SourceInfo info = test::kpa_mat(32, 32);
  auto pipeline = Pipeline::create(info).value();
  for (int k = 0; k < static_cast<int>(30.0 * rate_hz); ++k) {
    const double t = k / rate_hz;
    const Snapshot& snapshot = pipeline.process(test::seat_frame(info.geometry, t, left, right));
    if (snapshot.findings.empty()) continue;
    if (side != nullptr) *side = snapshot.findings[0].side;
    return t;
  }
  return -1.0;
}

TEST(LoadAsymmetry, MirrorLaw) {
  std::string side, mirrored_side;
  EXPECT_NEAR(opened_at(10.0, 8.0, 5.0, &side), 10.0, 0.2);
  EXPECT_NEAR(opened_at(10.0, 5.0, 8.0, &mirrored_side), 10.0, 0.2);
  EXPECT_EQ(side, "client's right");  // map left on a seat with the back rest at the top
  EXPECT_EQ(mirrored_side, "client's left");
}

TEST(LoadAsymmetry, RateDoesNotMatter) {
  for (const double rate : {1.0, 10.0, 50.0})
    EXPECT_NEAR(opened_at(rate, 8.0, 5.0), 10.0, 1.01 / rate) << rate;
}

TEST(LoadAsymmetry, EvenAndShortOnesAreNoFinding) {
  EXPECT_LT(opened_at(10.0, 6.0, 6.0), 0.0);
  const SourceInfo info = test::kpa_mat(32, 32);
  auto pipeline = Pipeline::create(info).value();
  for (int k = 0; k < 600; ++k) {  // 8 s to one side, 8 s even, and so on
    const double right = (k / 80) % 2 == 0 ? 5.0 : 8.0;
    EXPECT_TRUE(pipeline.process(test::seat_frame(info.geometry, 0.1 * k, 8.0, right)).findings.empty()) << k;
  }
}

TEST(LoadAsymmetry, OneFindingWhileItLastsAndItEnds) {
  const SourceInfo info = test::kpa_mat(32, 32);
  auto pipeline = Pipeline::create(info).value();
  const Snapshot* s = nullptr;
  std::set<int> ids;
  for (int k = 0; k < 300; ++k) {
    s = &pipeline.process(
        test::seat_frame(info.geometry, 0.1 * k, 8.0, k % 50 < 10 ? 7.9 : 5.0));  // short dips
    for (const Finding& f : s->findings) ids.insert(f.id);
  }
  ASSERT_EQ(s->findings.size(), 1U);
  EXPECT_TRUE(s->findings[0].active);
  EXPECT_EQ(ids.size(), 1U);
  EXPECT_GT(s->findings[0].value, 55.0);
  EXPECT_THAT(s->findings[0].why, HasSubstr("asymmetry_threshold_pct"));
  for (int k = 300; k < 350; ++k) s = &pipeline.process(test::seat_frame(info.geometry, 0.1 * k, 6.0, 6.0));
  ASSERT_EQ(s->findings.size(), 1U);
  EXPECT_FALSE(s->findings[0].active);
}

// A share that lingers between threshold and hysteresis once made "53 % > 55 %".
TEST(LoadAsymmetry, NeverNamesAValueBelowItsThreshold) {
  const SourceInfo info = test::kpa_mat(32, 32);
  auto pipeline = Pipeline::create(info).value();
  bool opened = false;
  for (int k = 0; k < 900; ++k) {
    const double heavy = k < 150 ? 8.0 : 5.9;  // about 61 %, then about 54 %
    for (const Finding& f : pipeline.process(test::seat_frame(info.geometry, 0.1 * k, heavy, 5.0)).findings) {
      opened = true;
      EXPECT_GE(f.value, f.threshold) << "frame " << k;
    }
  }
  EXPECT_TRUE(opened);
  EXPECT_LT(opened_at(10.0, 5.9, 5.0), 0.0);
}

TEST(HotSpot, OpensAfterItsTimeKeepsItsIdAndEnds) {
  const SourceInfo info = test::kpa_mat(32, 32);
  PipelineOptions options;
  ASSERT_TRUE(options.params.set("hot_spot_min_duration_s", 5.0));
  auto pipeline = Pipeline::create(info, options).value();
  const Snapshot* s = nullptr;
  double opened = -1.0;
  for (int k = 0; k < 200; ++k) {
    s = &pipeline.process(test::seat_frame(info.geometry, 0.1 * k, 20.0, 20.0 + 0.5 * (k % 2)));
    if (opened < 0.0 && !s->findings.empty()) opened = s->t_s;
  }
  EXPECT_NEAR(opened, 5.0, 0.5);
  ASSERT_EQ(s->findings.size(), 2U);  // one under each side
  EXPECT_EQ(s->findings[0].kind, FindingKind::persistent_hot_spot);
  EXPECT_NEAR(s->findings[0].value, 20.0, 0.7);
  EXPECT_EQ(s->findings[0].threshold, 16.0);
  EXPECT_NE(s->findings[0].side, s->findings[1].side);
  EXPECT_THAT(s->findings[0].why, HasSubstr("not clinical limits"));
  for (int k = 200; k < 250; ++k) s = &pipeline.process(test::seat_frame(info.geometry, 0.1 * k, 20.0, 8.0));
  ASSERT_GE(s->findings.size(), 2U);
  int open_spots = 0;
  for (const Finding& f : s->findings) {
    open_spots += f.active && f.kind == FindingKind::persistent_hot_spot ? 1 : 0;
  }
  EXPECT_EQ(open_spots, 1);
}

TEST(SimulatedBody, LeftLeanIsFoundOnTheClientsLeft) {
  const Snapshot s =
      test::run_simulation(SimRun{.scenario = "seated-left-lean", .seconds = 30.0},
                           [](const Snapshot& snapshot, const GroundTruth& truth) {
                             ASSERT_NEAR(snapshot.features.client_left_share, truth.client_left_share, 0.03);
                           });
  ASSERT_EQ(s.findings.size(), 1U);
  EXPECT_EQ(s.findings[0].side, "client's left");
  EXPECT_EQ(s.findings[0].kind, FindingKind::load_asymmetry);
}

TEST(SimulatedBody, TenEvenMinutesFindNothing) {
  test::run_simulation(SimRun{.scenario = "seated-even", .seconds = 600.0, .rate_hz = 5.0},
                       [](const Snapshot& snapshot, const GroundTruth&) {
                         ASSERT_TRUE(snapshot.findings.empty()) << snapshot.t_s << snapshot.findings[0].title;
                       });
}

TEST(SimulatedBody, AnEmptyMatLearnsItsZeroAndFindsNothing) {
  const Snapshot s = test::run_simulation(SimRun{.scenario = "empty", .seconds = 20.0});
  EXPECT_TRUE(s.tared);
  EXPECT_FALSE(s.occupied);
  EXPECT_FALSE(s.features.valid);
  EXPECT_TRUE(s.findings.empty());
}

}  // namespace
}  // namespace palpate
