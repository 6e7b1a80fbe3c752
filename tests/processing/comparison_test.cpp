#include "processing/comparison.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "acquisition/simulated_source.h"
#include "processing/pipeline.h"
#include "tests/support/json_schema.h"

namespace palpate {
namespace {

AnalysisReport sitting(double left_share, std::uint64_t seed, const char* scenario = "seated-even") {
  SimulationOptions options;
  options.body.scenario = scenario;
  options.body.seed = seed;
  options.body.left_share = left_share;
  options.rate_hz = 5.0, options.seconds = 20.0, options.live = false;
  auto source = SimulatedSource::create(options);
  auto pipeline = Pipeline::create((*source)->info());
  AnalysisReport report((*source)->info(), Params{});
  RawFrame frame;
  while (*(*source)->read(frame, {}) == ReadStatus::frame) report.add(pipeline->process(frame));
  return report;
}

const ComparedNumber& number(const std::vector<ComparedNumber>& all, std::string_view name) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& n) { return n.name == name; });
  EXPECT_NE(found, all.end()) << name;
  return *found;
}

TEST(Comparison, ARecordingAgainstItselfHasNoChangeYouCanMeasure) {
  const AnalysisReport report = sitting(0.5, 11);
  const auto numbers = *compare_reports(report, report);
  for (const ComparedNumber& n : numbers) {
    EXPECT_EQ(n.difference(), 0.0) << n.name;
    EXPECT_FALSE(n.measurable()) << n.name;
  }
}

TEST(Comparison, AShiftOfLoadIsMeasuredAndItsOriginNamed) {
  const AnalysisReport before = sitting(0.5, 11), after = sitting(0.6, 11);
  const auto numbers = *compare_reports(before, after);
  const ComparedNumber& left = number(numbers, "client_left_share");
  EXPECT_NEAR(left.difference(), 0.1, 0.04);
  EXPECT_TRUE(left.measurable());
  EXPECT_NE(left.words().find("pooled default"), std::string::npos);
  EXPECT_NE(number(numbers, "total_load_n").words().find("not known"), std::string::npos);
  const auto back = *compare_reports(after, before);
  EXPECT_EQ(number(back, "client_left_share").difference(), -left.difference());
}

TEST(Comparison, OwnRepeatsTakeThePlaceOfThePooledDefault) {
  const AnalysisReport before = sitting(0.5, 11), after = sitting(0.52, 11), far = sitting(0.7, 12);
  const auto numbers = *compare_reports(before, after, {&before, &far});
  const ComparedNumber& left = number(numbers, "client_left_share");
  EXPECT_EQ(left.change->origin, MdcOrigin::own_repeats);
  EXPECT_EQ(left.words(), "no change you can measure");  // the repeats differ by much more
  EXPECT_TRUE(number(numbers, "total_load_n").change);
}

TEST(Comparison, WhatCannotBeComparedIsAnError) {
  const AnalysisReport sits = sitting(0.5, 11), lies = sitting(0.5, 11, "supine-even");
  EXPECT_FALSE(compare_reports(sits, lies));
  EXPECT_FALSE(compare_reports(sits, sits, {&sits}));
}

TEST(Comparison, JsonFitsItsSchema) {
  const AnalysisReport report = sitting(0.5, 11);
  const auto json = nlohmann::json::parse(comparison_json(*compare_reports(report, report), "a", "b", 0));
  const auto problems = test::schema_problems(json, PALPATE_SOURCE_DIR "/docs/schemas/compare.schema.json");
  EXPECT_TRUE(problems.empty()) << problems.front();
  EXPECT_GE(json["numbers"].size(), 10U);
}

}  // namespace
}  // namespace palpate
