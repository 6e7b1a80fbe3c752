// palpate teach and analyze --taught, from a client's ten seconds to the report.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/support/json_schema.h"
#include "tests/support/run_command.h"
#include "tests/support/temp_dir.h"

namespace palpate {
namespace {

using test::run_palpate;
using test::TempDir;
using testing::HasSubstr;
using testing::IsEmpty;

std::string sim(const std::string& scenario, int sitting = 0, int seconds = 16) {
  return "\"sim:" + scenario + "?seed=3001&rate=4&live=0&seconds=" + std::to_string(seconds) +
         "&sitting=" + std::to_string(sitting) + "\"";
}

TEST(TeachCli, APostureTaughtIsToldInAnAnalysisUnderTheClientsName) {
  const TempDir folder;
  const std::string file = folder.file("anna.toml"), json = folder.file("a.json");
  const auto first =
      run_palpate("teach " + file + " --client anna --name \"usual slump\" " + sim("seated-slouch"));
  ASSERT_EQ(first.exit_code, 0) << first.text;
  EXPECT_THAT(first.text, HasSubstr("\"usual slump\" learned"));
  const auto second =
      run_palpate("teach " + file + " --name upright --from 4 --seconds 10 " + sim("seated-even"));
  ASSERT_EQ(second.exit_code, 0) << second.text;
  const auto listed = run_palpate("teach " + file);
  EXPECT_THAT(listed.text, HasSubstr("most like \"upright\""));

  const auto told =
      run_palpate("analyze " + sim("seated-slouch", 1, 20) + " --taught " + file + " --json " + json);
  ASSERT_EQ(told.exit_code, 0) << told.text;
  EXPECT_THAT(told.text, HasSubstr("Postures that the client taught (anna)"));
  const auto report = nlohmann::json::parse(std::ifstream(json));
  EXPECT_THAT(test::schema_problems(report, PALPATE_SOURCE_DIR "/docs/schemas/analyze.schema.json"),
              IsEmpty());
  EXPECT_EQ(report["taught"]["postures"][0]["name"], "usual slump");
  EXPECT_GT(report["taught"]["postures"][0]["share"].get<double>(), 0.9);
  EXPECT_GT(report["taught"]["postures"][0]["mean_confidence"].get<double>(), 0.6);

  const auto strange =
      run_palpate("analyze " + sim("seated-crossed-left", 1, 20) + " --taught " + file + " --json " + json);
  ASSERT_EQ(strange.exit_code, 0) << strange.text;
  EXPECT_GT(nlohmann::json::parse(std::ifstream(json))["taught"]["unknown_share"].get<double>(), 0.9);
}

TEST(TeachCli, EveryFrameNamesThePostureTaught) {
  const TempDir folder;
  const std::string file = folder.file("anna.toml"), json = folder.file("a.json"), csv = folder.file("a.csv");
  ASSERT_EQ(run_palpate("teach " + file + " --name 'slump, usual' " + sim("seated-slouch")).exit_code, 0);
  const auto analyse = [&](const std::string& source, const std::string& flags) {
    const auto done =
        run_palpate("analyze " + source + flags + " --all-frames --json " + json + " --frames " + csv);
    EXPECT_EQ(done.exit_code, 0) << done.text;
    std::ifstream in(csv);
    std::string header, last;
    std::getline(in, header);
    for (std::string line; std::getline(in, line);) last = line;
    return std::pair(header, last);
  };
  const auto [header, last] = analyse(sim("seated-slouch", 1, 20), " --taught " + file);
  EXPECT_THAT(header, testing::EndsWith(",taught_posture,taught_confidence"));
  EXPECT_THAT(last, HasSubstr(",\"slump, usual\",0."));
  const auto report = nlohmann::json::parse(std::ifstream(json));
  EXPECT_THAT(test::schema_problems(report, PALPATE_SOURCE_DIR "/docs/schemas/analyze.schema.json"),
              IsEmpty());
  EXPECT_EQ(report["frames"].back()["taught_posture"], "slump, usual");
  EXPECT_GT(report["frames"].back()["taught_confidence"].get<double>(), 0.6);
  const auto strange = analyse(sim("seated-crossed-left", 1, 20), " --taught " + file);
  EXPECT_THAT(strange.second, HasSubstr(",unknown,"));
  EXPECT_THAT(analyse(sim("empty", 0, 4), " --taught " + file).second, testing::EndsWith(",,"));
  EXPECT_THAT(analyse(sim("seated-slouch", 1, 4), "").first, Not(HasSubstr("taught")));
}

TEST(TeachCli, AppendReplaceAndRemove) {
  const TempDir folder;
  const std::string file = folder.file("anna.toml"), teach = "teach " + file + " ";
  ASSERT_EQ(run_palpate(teach + "--name upright " + sim("seated-even")).exit_code, 0);
  const auto again = run_palpate(teach + "--name upright " + sim("seated-even", 1));
  EXPECT_NE(again.exit_code, 0);
  EXPECT_THAT(again.text, HasSubstr("--append"));
  EXPECT_THAT(run_palpate(teach + "--append --name upright " + sim("seated-even", 1)).text,
              HasSubstr("2 takes"));
  EXPECT_THAT(run_palpate(teach + "--replace --name upright " + sim("seated-even", 1)).text,
              HasSubstr("1 take,"));
  EXPECT_THAT(run_palpate(teach + "--name tall " + sim("seated-even", 1, 30) + " --from 15").text,
              HasSubstr("too alike"));
  EXPECT_NE(run_palpate(teach + "--remove nobody").exit_code, 0);
  EXPECT_THAT(run_palpate(teach + "--remove upright").text, HasSubstr("forgotten"));
  EXPECT_THAT(run_palpate(teach).text, HasSubstr("no posture is taught"));
}

TEST(TeachCli, RefusalsAreOneClearLine) {
  const TempDir folder;
  const std::string file = folder.file("anna.toml"), teach = "teach " + file + " ";
  EXPECT_THAT(run_palpate(teach).text, HasSubstr("no such file"));
  EXPECT_THAT(run_palpate(teach + sim("seated-even")).text, HasSubstr("--name"));
  EXPECT_THAT(run_palpate(teach + "--name upright " + sim("empty")).text, HasSubstr("nobody was on the mat"));
  EXPECT_THAT(run_palpate(teach + "--name upright " + sim("seated-even", 0, 7)).text, HasSubstr("too short"));
  ASSERT_EQ(run_palpate(teach + "--name upright " + sim("seated-even")).exit_code, 0);
  EXPECT_THAT(run_palpate(teach + "--name back " + sim("supine-even")).text,
              HasSubstr("taught on 32 x 32 cells"));
  EXPECT_THAT(run_palpate("analyze " + sim("supine-even") + " --taught " + file).text,
              HasSubstr("teach them on this mat"));
  std::ofstream(file) << "schema = 1\n";
  EXPECT_THAT(run_palpate("analyze " + sim("seated-even") + " --taught " + file).text,
              HasSubstr(file + ":1"));
}

}  // namespace
}  // namespace palpate
