#include "processing/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "processing/frame_table.h"
#include "tests/support/json_schema.h"
#include "tests/support/pipeline_runs.h"
#include "tests/support/temp_dir.h"

namespace palpate {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kSchema = PALPATE_SOURCE_DIR "/docs/schemas/analyze.schema.json";

AnalysisReport report_of(const SourceInfo& info, bool all_frames, int frames, FrameTable* table = nullptr) {
  auto pipeline = Pipeline::create(info).value();
  AnalysisReport report(info, pipeline.params(), {false, all_frames});
  for (int k = 0; k < frames; ++k) {
    const Snapshot& snapshot = pipeline.process(k == 1 ? test::empty_frame(info.geometry, 0.5 * k)
                                                       : test::seat_frame(info.geometry, 0.5 * k, 8.0, 5.0));
    report.add(snapshot);
    if (table != nullptr) {
      EXPECT_TRUE(table->add(snapshot));
    }
  }
  return report;
}

TEST(Report, JsonFollowsItsSchema) {
  SourceInfo info = test::kpa_mat(16, 16, 25.0);
  for (const bool all : {false, true}) {
    const json parsed = json::parse(report_of(info, all, 60).json());
    EXPECT_THAT(test::schema_problems(parsed, kSchema), IsEmpty());
    EXPECT_EQ(parsed["frames"].is_array(), all);
    EXPECT_EQ(parsed["findings"].size(), 1U);
    EXPECT_EQ(parsed["summary"]["frames"], 60);
    EXPECT_DOUBLE_EQ(parsed["summary"]["rate_hz"].get<double>(), 2.0);
  }
  info.unit = CellUnit::counts;
  const json counts = json::parse(report_of(info, true, 5).json());
  EXPECT_TRUE(counts["frames"][4]["total_load_n"].is_null());
  EXPECT_EQ(counts["unit"], "counts");
}

TEST(Report, TheSchemaNamesEveryFieldOfAFrame) {
  std::ifstream in(kSchema);
  const json known = json::parse(in)["properties"]["frames"]["items"]["properties"];
  SourceInfo info = test::kpa_mat(16, 16, 25.0);
  for (const CellUnit unit : {CellUnit::kpa, CellUnit::counts}) {
    info.unit = unit;
    const json frames = json::parse(report_of(info, true, 5).json())["frames"];
    for (const auto& [name, value] : frames[4].items())
      EXPECT_TRUE(known.contains(name)) << name << " is not in " << kSchema;
  }
}

TEST(Report, TheTextTellsPostureAndNoRateOfAShortStay) {
  const SourceInfo info = test::kpa_mat(16, 16, 25.0);
  const std::string shorter = report_of(info, false, 60).text();
  EXPECT_THAT(shorter, HasSubstr("Posture, of the time that somebody was there"));
  EXPECT_THAT(shorter, HasSubstr("too short for rates an hour"));
  EXPECT_THAT(shorter, Not(HasSubstr("an hour)")));
  const std::string longer = report_of(info, false, 1500).text();
  EXPECT_THAT(longer, HasSubstr("an hour)"));
  EXPECT_THAT(longer, Not(HasSubstr("too short")));
  EXPECT_THAT(longer, Not(HasSubstr("from only")));
  // Text and JSON say the same: a rate from one minute on, told as rough below ten.
  const AnalysisReport between = report_of(info, false, 240);
  EXPECT_THAT(between.text(), AllOf(HasSubstr("an hour)"), HasSubstr("rates an hour from only")));
  EXPECT_TRUE(json::parse(between.json())["movement"]["shifts_per_hour"].is_number());
  EXPECT_TRUE(json::parse(report_of(info, false, 60).json())["movement"]["shifts_per_hour"].is_null());
}

TEST(Report, TheSchemaCheckSeesWhatIsWrong) {
  json parsed = json::parse(report_of(test::kpa_mat(16, 16, 25.0), true, 30).json());
  parsed["geometry"].erase("rows");
  parsed["unit"] = "furlong";
  parsed["frames"][3]["t_s"] = "soon";
  parsed["findings"][0]["value"] = nullptr;
  EXPECT_EQ(test::schema_problems(parsed, kSchema).size(), 4U);
}

TEST(Report, NobodyThereHasNoNumbers) {
  const SourceInfo info = test::kpa_mat(8, 8);
  auto pipeline = Pipeline::create(info).value();
  AnalysisReport report(info, pipeline.params());
  for (int k = 0; k < 3; ++k) report.add(pipeline.process(test::empty_frame(info.geometry, k)));
  const json parsed = json::parse(report.json());
  EXPECT_THAT(test::schema_problems(parsed, kSchema), IsEmpty());
  EXPECT_TRUE(parsed["summary"]["mean"]["total_load_n"].is_null());
  EXPECT_EQ(parsed["summary"]["analysed_frames"], 0);
  EXPECT_THAT(report.text(), HasSubstr("Nobody was on the mat"));
}

TEST(Report, AMatWithoutNumbersIsNotAnEmptyMat) {
  const SourceInfo info = test::kpa_mat(8, 8);
  auto pipeline = Pipeline::create(info).value();
  AnalysisReport report(info, pipeline.params());
  for (int k = 0; k < 100; ++k) {
    RawFrame frame = test::empty_frame(info.geometry, 0.1 * k);
    frame.cells.assign(frame.cells.size(), std::numeric_limits<float>::quiet_NaN());
    report.add(pipeline.process(frame));
  }
  EXPECT_THAT(report.text(), HasSubstr("No frame could be measured"));
  EXPECT_THAT(report.text(), HasSubstr("no zero taken"));
}

TEST(FrameTable, HeaderAndRowsHaveTheSameFieldsAndReadBack) {
  const test::TempDir folder;
  auto table = FrameTable::create(folder.file("f.csv"));
  ASSERT_TRUE(table);
  report_of(test::kpa_mat(16, 16, 25.0), false, 4, &*table);
  ASSERT_TRUE(table->close());
  std::ifstream in(folder.file("f.csv"));
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(in, line);) {
    rows.emplace_back();
    std::istringstream fields(line + ',');
    for (std::string field; std::getline(fields, field, ',');) rows.back().push_back(field);
  }
  ASSERT_EQ(rows.size(), 5U);
  for (const auto& row : rows) EXPECT_EQ(row.size(), rows[0].size());
  EXPECT_EQ(rows[0][0], "t_s");
  EXPECT_EQ(rows[0][6], "total_load_n");
  EXPECT_EQ(rows[1][2], "true");
  EXPECT_FALSE(rows[1][6].empty());
  EXPECT_EQ(rows[2][0], "0.5");
}

TEST(FrameTable, NobodyThereIsEmptyFields) {
  const SourceInfo info = test::kpa_mat(4, 4);
  auto pipeline = Pipeline::create(info).value();
  std::string text;
  append_frame_row(text, pipeline.process(test::empty_frame(info.geometry, 0.0)));
  EXPECT_EQ(text.substr(0, 20), "0,0,false,,empty,,,,");
  EXPECT_FALSE(FrameTable::create("/no/such/folder/f.csv"));
}

}  // namespace
}  // namespace palpate
