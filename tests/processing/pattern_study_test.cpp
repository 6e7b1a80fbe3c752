// PatternStudy: a small share of the seeded bodies of `palpate bench patterns`, through the whole pipeline.
// Limits are what docs/findings.md measured, less the scatter of so few bodies.
#include "processing/pattern_study.h"

#include <gtest/gtest.h>

namespace palpate {
namespace {

TEST(PatternStudy, AFirstRecordingFindsWhatStandsOutFarAndClaimsLittle) {
  PatternStudyOptions options;
  options.bodies = 40;
  options.first_seed = 1;
  options.strengths = {0.4};
  options.seconds = 80.0;
  const auto study = run_pattern_study(options);
  ASSERT_TRUE(study);
  EXPECT_EQ(study->bodies, 40);
  EXPECT_EQ(study->without_body, 0);
  EXPECT_LE(study->false_alarms, 4);
  EXPECT_GE(study->all.at(0).found, 32);
}

TEST(PatternStudy, EarlierRecordingsFindLess) {
  PatternStudyOptions options;
  options.bodies = 20;
  options.first_seed = 1;
  options.strengths = {0.2};
  options.earlier = 2;
  options.seconds = 80.0;
  const auto study = run_pattern_study(options);
  ASSERT_TRUE(study);
  EXPECT_LE(study->false_alarms, 2);
  EXPECT_GE(study->all.at(0).found, 14);
}

TEST(PatternStudy, ALiftedLowBackIsFoundAndAnEvenOneIsNot) {
  PatternStudyOptions options;
  options.kind = FindingKind::lifted_area;
  options.bodies = 10;
  options.first_seed = 1;
  options.strengths = {0.2, 0.9};
  options.seconds = 40.0;
  const auto study = run_pattern_study(options);
  ASSERT_TRUE(study);
  EXPECT_EQ(study->false_alarms, 0);
  EXPECT_LE(study->all.at(0).found, 1) << "a fifth taken off is no lifted area";
  EXPECT_GE(study->all.at(1).found, 9);
}

TEST(PatternStudy, RestlessSittersAreFoundAndHealthyOnesAreNot) {
  PatternStudyOptions options;
  options.kind = FindingKind::restless;
  options.bodies = 4;
  options.first_seed = 1;
  options.strengths = {80.0};
  const auto study = run_pattern_study(options);
  ASSERT_TRUE(study);
  EXPECT_EQ(study->false_alarms, 0);
  EXPECT_GE(study->all.at(0).found, 3);
}

TEST(PatternStudy, StoppedEarlyItKeepsTheBodiesSoFar) {
  PatternStudyOptions options;
  options.bodies = 5;
  options.strengths = {0.4};
  options.seconds = 10.0;
  int asked = 0;
  options.stop = [&asked] { return ++asked > 2; };
  const auto study = run_pattern_study(options);
  ASSERT_TRUE(study);
  EXPECT_EQ(study->bodies, 2);
}

}  // namespace
}  // namespace palpate
