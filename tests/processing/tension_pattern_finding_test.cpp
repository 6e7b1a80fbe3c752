// Tension pattern: known places on simulated bodies, the mirror law, and bodies that have none.
#include "processing/tension_pattern_finding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/detector_runs.h"

namespace palpate {
namespace {

using test::body_with;
using test::DetectorRun;
using ::testing::HasSubstr;

struct Outcome {
  std::vector<Finding> findings;
  GroundTruth truth;
};

Outcome outcome_of(const DetectorRun& run) {
  TensionPatternDetector detector(test::mat_of(run.body));
  Outcome outcome;
  outcome.truth = test::run_detector(detector, run);
  for (const Finding& f : detector.findings())
    if (f.active) outcome.findings.push_back(f);
  return outcome;
}

// Smooth bodies have no other difference between the sides than the one put there.
DetectorRun smooth(std::string scenario, std::string_view region, double excess, double size_cm2 = 250.0) {
  DetectorRun run;
  run.body = body_with(std::move(scenario), 7, region, excess, size_cm2);
  run.body.roughness = 0.0;
  return run;
}

TEST(TensionPattern, FindsAPlaceOfTheLowBackOnTheRightSideAndNowhereElse) {
  for (const std::string id : {"low_back_left", "low_back_right", "mid_back_left", "pelvis_right"}) {
    for (const std::string scenario : {"supine-even", "prone"}) {
      const Outcome o = outcome_of(smooth(scenario, id, 0.3));
      ASSERT_EQ(o.findings.size(), 1U) << id << " " << scenario;
      const Finding& f = o.findings[0];
      EXPECT_EQ(id_of(f.region), id) << scenario;
      EXPECT_EQ(f.side, o.truth.region_side);
      EXPECT_NEAR(f.x_mm, o.truth.region_x_mm, 35.0) << id << " " << scenario;
      EXPECT_NEAR(f.y_mm, o.truth.region_y_mm, 45.0) << id << " " << scenario;
      EXPECT_GT(f.value, f.threshold);
      EXPECT_NEAR(f.value, 24.0, 8.0) << id << " " << scenario;  // its rim carries less than its core
    }
  }
}
// The seat's patch needs its own regions.
TEST(TensionPattern, FindsAPlaceOnTheSeat) {
  const Outcome o = outcome_of(smooth("seated-even", "seat_thigh_left", 0.4));
  ASSERT_EQ(o.findings.size(), 1U);
  EXPECT_EQ(id_of(o.findings[0].region), "seat_thigh_left");
}

TEST(TensionPattern, SaysItInTheTherapistsWords) {
  const Outcome o = outcome_of(smooth("supine-even", "low_back_left", 0.3));
  ASSERT_EQ(o.findings.size(), 1U);
  EXPECT_EQ(o.findings[0].title, "Place to palpate: client's left low back");
  EXPECT_THAT(o.findings[0].words, HasSubstr("client's left low back carries"));
  EXPECT_THAT(o.findings[0].words, HasSubstr("threshold 16 %"));
  EXPECT_THAT(o.findings[0].why, HasSubstr("not muscle tone"));
  EXPECT_THAT(o.findings[0].why, HasSubstr("measurable change"));
}

TEST(TensionPattern, OfAnUncalibratedMatItSaysThatItComparesCounts) {
  DetectorRun run = smooth("supine-even", "low_back_left", 0.3);
  run.unit = PressureUnit::counts;
  ASSERT_TRUE(run.params.set("contact_threshold_counts", 1.0));
  const Outcome o = outcome_of(run);
  ASSERT_EQ(o.findings.size(), 1U);
  EXPECT_THAT(o.findings[0].words, HasSubstr("% more counts (mat not calibrated) than its mirror region"));
}

TEST(TensionPattern, MirroredBodyGivesTheMirroredFinding) {
  std::size_t found = 0;
  for (const std::uint64_t seed : {2U, 5U, 9U}) {
    DetectorRun left, right;
    left.body = body_with("supine-left-low-back-load", seed);
    right.body = body_with("supine-right-low-back-load", seed);
    const Outcome l = outcome_of(left), r = outcome_of(right);
    ASSERT_EQ(l.findings.size(), r.findings.size()) << seed;
    found += l.findings.size();
    for (std::size_t k = 0; k < l.findings.size(); ++k) {
      EXPECT_EQ(l.findings[k].region, mirror(r.findings[k].region));
      EXPECT_NEAR(l.findings[k].value, r.findings[k].value, 0.5);
    }
  }
  EXPECT_GT(found, 0U);
}

TEST(TensionPattern, ASmoothBodyHasNoneAndALeaningOneNeither) {
  EXPECT_TRUE(outcome_of(smooth("supine-even", "", 0.0)).findings.empty());
  EXPECT_TRUE(outcome_of(smooth("prone", "", 0.0)).findings.empty());
  DetectorRun leaning = smooth("supine-even", "", 0.0);
  leaning.body.left_share = 0.58;  // that is a load asymmetry
  EXPECT_TRUE(outcome_of(leaning).findings.empty());
}

// Breathing, creep, shifts and fidgets of an hour; three frames a window are enough to be judged.
TEST(TensionPattern, AnHourOfASymmetricBodyHasNone) {
  for (const auto& [scenario, pose] :
       {std::pair("supine-even", LevelPose::back), std::pair("prone", LevelPose::front),
        std::pair("seated-even", LevelPose::seat)}) {
    DetectorRun run = smooth(scenario, "", 0.0);
    run.from_s = 0.0;
    run.seconds = 3600.0;
    run.rate_hz = 0.25;
    TensionPatternDetector detector(test::mat_of(run.body));
    test::run_detector(detector, run);
    EXPECT_TRUE(detector.findings().empty()) << scenario;
    EXPECT_GT(detector.level().of(pose).windows, 60) << scenario;
  }
}

TEST(TensionPattern, AMidlineThatIsOffByACentimetreMakesNone) {
  DetectorRun run = smooth("supine-even", "", 0.0);
  run.errors = {12.0, 1.5};
  EXPECT_TRUE(outcome_of(run).findings.empty());
  run = smooth("supine-even", "low_back_left", 0.3);
  run.errors = {-12.0, -1.5};
  const Outcome o = outcome_of(run);
  ASSERT_EQ(o.findings.size(), 1U);
  EXPECT_EQ(id_of(o.findings[0].region), "low_back_left");
}

TEST(TensionPattern, NeedsAStablePostureForItsTimeAndThenKeepsItsId) {
  DetectorRun run = smooth("supine-even", "low_back_left", 0.3);
  run.body.motion = 0.0;
  TensionPatternDetector detector(test::mat_of(run.body));
  double opened = -1.0;
  int id = 0;
  test::run_detector(detector, run, [&](const FindingInput& input, const GroundTruth&) {
    if (detector.findings().empty()) return;
    if (opened < 0.0) opened = input.t_s - run.from_s, id = detector.findings()[0].id;
    EXPECT_EQ(detector.findings().size(), 1U);
    EXPECT_EQ(detector.findings()[0].id, id);
  });
  EXPECT_GE(opened, 60.0);
  EXPECT_LE(opened, 75.0);
  detector.end_all();
  ASSERT_EQ(detector.findings().size(), 1U);
  EXPECT_FALSE(detector.findings()[0].active);
}

// A client whose usual level is uneven has no pattern for lying as always; one beyond it is found all the
// same.
TEST(TensionPattern, TheClientsOwnUsualLevelCounts) {
  const DetectorRun usual = smooth("supine-even", "mid_back_left", 0.25);
  TensionPatternDetector first(test::mat_of(usual.body));
  test::run_detector(first, usual);
  EXPECT_EQ(test::open_of(first, FindingKind::tension_pattern), 1);
  TensionPatternDetector again(test::mat_of(usual.body));
  again.set_usual(usual_of({first.level()}));
  test::run_detector(again, usual);
  EXPECT_EQ(test::open_of(again, FindingKind::tension_pattern), 0);
  const DetectorRun other = smooth("supine-even", "low_back_left", 0.3);
  TensionPatternDetector now(test::mat_of(other.body));
  now.set_usual(usual_of({first.level()}));
  test::run_detector(now, other);
  ASSERT_EQ(test::open_of(now, FindingKind::tension_pattern), 1);
  EXPECT_EQ(id_of(now.findings()[0].region), "low_back_left");
  EXPECT_THAT(now.findings()[0].why, HasSubstr("1 earlier recording (needs"));
}

// A lasting one is told too, as what it is; a new place is no lasting one.
TEST(TensionPattern, WhatLastsIsStillTold) {
  const DetectorRun usual = smooth("supine-even", "mid_back_left", 0.25);
  TensionPatternDetector first(test::mat_of(usual.body));
  test::run_detector(first, usual);
  TensionPatternDetector again(test::mat_of(usual.body), TensionRule::lasting);
  again.set_usual(usual_of({first.level()}));
  test::run_detector(again, usual);
  ASSERT_EQ(test::open_of(again, FindingKind::tension_pattern), 1);
  EXPECT_EQ(id_of(again.findings()[0].region), "mid_back_left");
  EXPECT_THAT(again.findings()[0].words, HasSubstr("as in earlier recordings"));
  const DetectorRun other = smooth("supine-even", "low_back_left", 0.3);
  TensionPatternDetector news(test::mat_of(other.body), TensionRule::lasting);
  news.set_usual(usual_of({first.level()}));
  test::run_detector(news, other);
  EXPECT_EQ(test::open_of(news, FindingKind::tension_pattern), 0);
  TensionPatternDetector without(test::mat_of(usual.body), TensionRule::lasting);
  test::run_detector(without, usual);
  EXPECT_TRUE(without.findings().empty());
}

TEST(TensionPattern, NoThresholdIsBelowTheMeasurableChange) {
  const DetectorRun even = smooth("supine-even", "", 0.0);
  DetectorRun run = smooth("supine-even", "low_back_left", 0.3);
  ASSERT_TRUE(run.params.set("tension_over_usual_pct", 3.0));
  TensionPatternDetector first(test::mat_of(even.body));
  test::run_detector(first, even);
  double before = 100.0;
  for (const std::size_t recordings : {0U, 1U, 2U, 4U}) {
    TensionPatternDetector detector(test::mat_of(run.body));
    detector.set_usual(usual_of(std::vector<UsualLevel>(recordings, first.level())));
    test::run_detector(detector, run);
    ASSERT_EQ(test::open_of(detector, FindingKind::tension_pattern), 1) << recordings;
    const Finding& f = detector.findings()[0];
    EXPECT_GE(f.threshold, f.measurable_change) << recordings;
    EXPECT_GT(f.value, f.threshold) << recordings;
    EXPECT_LT(f.measurable_change, before) << recordings;  // more recordings, a better mean
    before = f.measurable_change;
  }
}

TEST(TensionPattern, ALumbarLiftIsNoPatternBesideIt) {
  for (const std::uint64_t seed : {2U, 5U, 9U}) {
    DetectorRun run;
    run.body = body_with("supine-right-lumbar-lift", seed);
    EXPECT_TRUE(outcome_of(run).findings.empty()) << seed;
  }
}

TEST(TensionPattern, WithoutABodyNothingIsClaimed) {
  TensionPatternDetector detector(make_geometry(8, 8, 20.0, 20.0).value());
  PressureMap map;
  map.pressure = Grid::Constant(8, 8, 5.0F);
  map.dead = map.repaired = map.saturated = Mask::Constant(8, 8, false);
  FindingInput input;
  input.map = &map;
  FindingIds ids;
  BodyState lost;
  for (int k = 0; k < 300; ++k) {
    input.t_s = k;
    input.body = k % 2 == 0 ? nullptr : &lost;
    detector.update(input, Params{}, ids);
  }
  EXPECT_TRUE(detector.findings().empty());
}

}  // namespace
}  // namespace palpate
