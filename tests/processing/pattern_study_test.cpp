// PatternStudy: a small share of the seeded bodies of `palpate bench patterns`, through the whole pipeline.
// Limits are what docs/findings.md measured, less the scatter of so few bodies.
#include "processing/pattern_study.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

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
  options.bodies = 3;
  options.first_seed = 1;
  options.strengths = {45.0, 80.0};
  const auto study = run_pattern_study(options);
  ASSERT_TRUE(study);
  EXPECT_EQ(study->false_alarms, 0);
  EXPECT_EQ(study->without.at(0).happened, 0);
  const PatternStudyRow &some = study->all.at(0), &often = study->all.at(1);
  EXPECT_EQ(some.found, some.happened_found) << "found only where, by chance, as many truly happened";
  EXPECT_EQ(some.happened, 2);        // of 3 sitters asked for the limit itself
  EXPECT_GE(some.happened_found, 1);  // one of 12 shifts moved the centre by less than the rule asks
  EXPECT_EQ(often.happened, 3);
  EXPECT_EQ(often.happened_found, 3);
  const auto json = nlohmann::json::parse(pattern_study_json(*study, options));
  EXPECT_EQ(json["all"][1]["happened_found"], 3);
  EXPECT_NE(pattern_study_text(*study, options).find("truly happened in"), std::string::npos);
}

TEST(PatternStudy, ManyShiftsOverAnHourAreNoneWithinTheWindow) {
  PatternStudyOptions options;
  options.kind = FindingKind::restless;
  options.bodies = 1;
  options.first_seed = 2;
  options.seconds = 3600.0;
  options.strengths = {25.0};
  const auto study = run_pattern_study(options);
  ASSERT_TRUE(study);
  EXPECT_EQ(study->all.at(0).happened, 0);
  EXPECT_EQ(study->all.at(0).found, 0);
}

TEST(PatternStudy, FrozenSittersAreFoundAndHealthyOnesAreNot) {
  PatternStudyOptions options;
  options.kind = FindingKind::frozen;
  options.bodies = 2;
  options.first_seed = 1;
  options.strengths = {18.0, 22.0};
  options.seconds = 1500.0;  // without one
  const auto study = run_pattern_study(options);
  ASSERT_TRUE(study);
  EXPECT_EQ(study->false_alarms, 0);
  EXPECT_EQ(study->all.at(0).found, 0) << "18 min are no frozen spell";
  EXPECT_EQ(study->all.at(1).found, 2);
}

TEST(PatternStudy, SteepEdgesAreFoundOnSeatsAndTables) {
  PatternStudyOptions options;
  options.kind = FindingKind::steep_edge;
  options.bodies = 6;
  options.first_seed = 1;
  options.strengths = {4.0, 15.0};
  const auto study = run_pattern_study(options);
  ASSERT_TRUE(study);
  EXPECT_EQ(study->false_alarms, 0);
  EXPECT_LE(study->all.at(0).found, 2) << "4 kPa are no steep edge";
  EXPECT_GE(study->all.at(1).found, 5);
}

TEST(PatternStudy, ABreathThatTurnsShallowUnderAHandIsFoundAndAFullOneIsNot) {
  PatternStudyOptions options;
  options.kind = FindingKind::shallow_breath;
  options.bodies = 10;
  options.first_seed = 1;
  options.strengths = {0.3};
  const auto study = run_pattern_study(options);
  ASSERT_TRUE(study);
  EXPECT_LE(study->false_alarms, 1);
  EXPECT_GE(study->all.at(0).found, 9);
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
  EXPECT_EQ(pattern_study_text(*study, options).rfind("interrupted after 2 of 5 bodies\n", 0), 0U);
  auto json = nlohmann::json::parse(pattern_study_json(*study, options));
  EXPECT_EQ(json["bodies"], 2);
  EXPECT_EQ(json["bodies_asked"], 5);
  EXPECT_EQ(json["complete"], false);
  // Before the first body there is nothing to tell, and no number that looks like data.
  EXPECT_EQ(pattern_study_text({}, options), "interrupted after 0 of 5 bodies\n");
  EXPECT_TRUE(nlohmann::json::parse(pattern_study_json({}, options))["specificity_pct"].is_null());
  options.bodies = 2;
  EXPECT_EQ(pattern_study_text(*study, options).find("interrupted"), std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(pattern_study_json(*study, options))["complete"], true);
}

}  // namespace
}  // namespace palpate
