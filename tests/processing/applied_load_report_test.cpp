#include "processing/applied_load_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "processing/frame_table.h"
#include "processing/report_json.h"

namespace palpate {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr Region kPelvis{RegionKind::pelvis, BodySide::left};

// A press of `seconds` from start_s on, ten frames a second.
void press(AppliedLoadReport& report, double start_s, double seconds, bool trusted, bool moving, bool steep) {
  Snapshot s;
  for (double t = start_s; t < start_s + seconds; t += 0.1) {
    s.t_s = t;
    AppliedLoadState& a = s.applied;
    a.available = a.pressing = true;
    a.trusted = trusted;
    a.moving = moving;
    a.steep_ramp = steep;
    a.load_n = 40.0;
    a.baseline_n = 600.0;
    a.uncertainty_n = 3.0;
    a.press.start_s = start_s;
    a.press.seconds = t - start_s + 0.1;
    a.press.mean_n = a.press.peak_n = 40.0;
    a.press.has_region = true;
    a.press.region = kPelvis;
    a.dose[index_of(kPelvis)] = {900.0, 0.0, 22.0, 0.0};
    report.add(s);
  }
  s.t_s += 0.1;
  s.applied.pressing = false;
  report.add(s);
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t n = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
  return n;
}

TEST(AppliedLoadReport, ListsTrustedPressesAndCountsTheOthersWithWhy) {
  AppliedLoadReport report;
  press(report, 10.0, 5.0, true, false, false);
  press(report, 20.0, 1.0, false, true, false);
  press(report, 25.0, 1.0, false, true, false);
  press(report, 30.0, 1.0, false, false, true);
  press(report, 40.0, 1.0, false, false, false);
  const std::string text = report.text({});
  EXPECT_EQ(count(text, " s  mean "), 1U) << text;
  EXPECT_THAT(text, HasSubstr("0:10  for"));
  EXPECT_THAT(text,
              HasSubstr("4 not listed, not to be trusted: 2 (the client moved), 1 (too fast), 1 (too light"));
  const auto presses = applied_load_json(report)["presses"];
  ASSERT_EQ(presses.size(), 5U);
  EXPECT_EQ(presses[0]["trusted"], true);
  EXPECT_EQ(presses[0]["why_not_trusted"], "");
  EXPECT_EQ(presses[1]["trusted"], false);
  EXPECT_EQ(presses[3]["why_not_trusted"], "too fast");
}

// The three numbers stand side by side, so that anyone can reckon one from the others.
TEST(AppliedLoadReport, LoadAboveRestIsAllCellsLessBaselineInEveryOutput) {
  AppliedLoadReport report;
  press(report, 10.0, 5.0, true, false, false);
  const auto series = applied_load_json(report)["series"];
  ASSERT_FALSE(series.empty());
  Snapshot there;
  there.applied = report.last();
  const auto frame = frame_json(there);
  for (const auto& row : {series[0], frame}) {
    EXPECT_EQ(row.at("applied_load_n"), 40.0);
    EXPECT_EQ(row.at("baseline_n"), 600.0);
    EXPECT_EQ(row.at("all_cells_load_n"), 640.0);
  }
  const std::string names = ",all_cells_load_n,baseline_n,applied_load_n";
  const std::string header = frame_table_header(PressureUnit::kpa);
  EXPECT_EQ(header.substr(header.size() - names.size()), names);
  EXPECT_EQ(frame_table_header(PressureUnit::counts).find("applied_load_n"), std::string::npos);
  std::string csv;
  append_frame_row(csv, there);
  EXPECT_THAT(csv, testing::EndsWith(",640,600,40\n"));
  there.applied.available = false;
  EXPECT_TRUE(frame_json(there).at("applied_load_n").is_null());
  append_frame_row(csv, there);
  EXPECT_THAT(csv, testing::EndsWith(",,,\n"));
}

TEST(AppliedLoadReport, OnlyTrustedPressesNeedNoExtraLine) {
  AppliedLoadReport report;
  press(report, 10.0, 5.0, true, false, false);
  EXPECT_THAT(report.text({}), Not(HasSubstr("not listed")));
  EXPECT_EQ(AppliedLoadReport{}.text({}), "");
}

TEST(AppliedLoadReport, TellsWhatOfThePlanWasWorked) {
  AppliedLoadReport report;
  press(report, 10.0, 5.0, true, false, false);
  Guidance plan;
  for (const Region region : {mirror(kPelvis), kPelvis}) {
    plan.places.emplace_back();
    plan.places.back().region = region;
    plan.places.back().title = "a place";
  }
  const auto json = dose_json(report, plan)["plan"];
  ASSERT_EQ(json.size(), 2U);
  EXPECT_EQ(json[0]["answer"], "not reached yet");
  EXPECT_EQ(json[1]["answer"], "worked");
  EXPECT_EQ(json[1]["region"], id_of(kPelvis));
  EXPECT_EQ(json[1]["seconds"], 22.0);
  const std::string text = report.text(plan);
  EXPECT_THAT(text, HasSubstr("not reached yet"));
  EXPECT_THAT(text, HasSubstr("worked, 22 s"));
  EXPECT_TRUE(dose_json(report, {})["plan"].empty());
}

// Hands work the side that is not on the mat; of a plan for the front they worked the front.
TEST(AppliedLoadReport, NamesTheSideThatHandsReach) {
  for (const Facing facing : {Facing::down, Facing::up}) {
    AppliedLoadReport report;
    Snapshot lying;
    lying.body.facing = facing;
    report.add(lying);
    press(report, 10.0, 5.0, true, false, false);
    const std::string text = report.text({});
    EXPECT_EQ(count(text, "client's left pelvis"), 2U) << text;  // the press and its dose
    EXPECT_THAT(text, Not(HasSubstr("front of the hip")));
    Guidance plan;
    plan.places.resize(1);
    plan.places[0].region = mirror(kPelvis);
    plan.places[0].front = plan.places[0].both_sides = true;
    const std::string planned = report.text(plan);
    EXPECT_EQ(count(planned, "client's left front of the hip"), 3U) << planned;
    EXPECT_THAT(planned, HasSubstr("client's right front of the hip   not reached yet"));
    EXPECT_THAT(planned, Not(HasSubstr("pelvis")));
    const auto json = dose_json(report, plan)["plan"];
    ASSERT_EQ(json.size(), 2U);
    EXPECT_EQ(json[0]["title"], "client's right front of the hip");
    EXPECT_EQ(json[1]["title"], "client's left front of the hip");
    EXPECT_EQ(json[1]["answer"], "worked");
  }
}

}  // namespace
}  // namespace palpate
