// A mat without a calibration knows no newtons and no kPa: nothing that it writes may carry counts under
// their names.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "processing/report.h"
#include "tests/support/json_schema.h"
#include "tests/support/pipeline_runs.h"

namespace palpate {
namespace {

using nlohmann::json;

bool ends_in(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

bool names_a_unit(const std::string& key) {
  return ends_in(key, "_kpa") || ends_in(key, "_n") || key.find("_kpa_") != key.npos ||
         key.find("_n_") != key.npos;
}

// Members that are named after kPa or N, or lie beside such a unit, and hold a number. Settings are not
// measured: they stand in the units of a mat that would be calibrated.
void find_numbers(const json& value, const std::string& path, std::vector<std::string>& out) {
  if (value.is_array()) {
    for (const json& one : value) find_numbers(one, path, out);
  }
  if (!value.is_object()) return;
  for (const auto& [key, member] : value.items()) {
    const std::string here = path + "." + key;
    if (here == ".parameters" || here == ".applied_load.bands" || here == ".geometry") continue;
    if (names_a_unit(key) && member.is_number()) out.push_back(here + " = " + member.dump());
    if (key == "unit" && (member == "kPa" || member == "N" || member == "kPa/mm")) out.push_back(here);
    find_numbers(member, here, out);
  }
}

std::string report_of(const char* scenario, bool calibrated) {
  SimulationOptions options;
  options.body.scenario = scenario;
  options.body.seed = 7;
  options.rate_hz = 4.0;
  options.seconds = 40.0;
  options.live = false;
  auto source = SimulatedSource::create(options).value();
  SourceInfo info = source->info();
  if (!calibrated) info.calibration_json.clear();
  auto pipeline = Pipeline::create(info).value();
  AnalysisReport report(info, pipeline.params(), {false, true});
  RawFrame frame;
  while (true) {
    const auto status = source->read(frame, {});
    if (!status || *status != ReadStatus::frame) break;
    report.add(pipeline.process(frame));
  }
  return report.json();
}

TEST(UncalibratedReport, NoFieldNamedAfterAUnitHoldsANumber) {
  for (const char* scenario : {"supine-with-hands", "seated-left-lean"}) {
    const json counts = json::parse(report_of(scenario, false));
    ASSERT_EQ(counts.at("unit"), "counts");
    ASSERT_TRUE(counts.at("body").at("found").get<bool>());
    std::vector<std::string> found;
    find_numbers(counts, "", found);
    EXPECT_THAT(found, testing::IsEmpty()) << scenario;
    EXPECT_THAT(test::schema_problems(counts, PALPATE_SOURCE_DIR "/docs/schemas/analyze.schema.json"),
                testing::IsEmpty());
    EXPECT_GT(counts.at("body").at("regions").at(0).at("mean_counts").get<double>(), 10.0);
  }
  std::vector<std::string> found;
  find_numbers(json::parse(report_of("seated-left-lean", true)), "", found);
  EXPECT_GT(found.size(), 100U) << "a calibrated mat has numbers there: the walk sees them";
}

}  // namespace
}  // namespace palpate
