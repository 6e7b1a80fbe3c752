// The command line as its user meets it: the shipped program, run as a process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "tests/support/files.h"
#include "tests/support/run_command.h"
#include "tests/support/temp_dir.h"

namespace palpate {
namespace {

using test::program;
using test::read_file;
using test::run_command;
using test::run_palpate;
using test::TempDir;
using test::write_file;
using testing::HasSubstr;
using testing::Not;

long lines_in(const std::string& text) {
  return std::count(text.begin(), text.end(), '\n');
}

// One clear line, no stack of them, and the exit code that scripts can trust.
void expect_one_line(const test::CommandOutput& output, int exit_code, const std::string& part) {
  EXPECT_EQ(output.exit_code, exit_code) << output.text;
  EXPECT_EQ(lines_in(output.text), 1) << output.text;
  EXPECT_THAT(output.text, HasSubstr("palpate: "));
  EXPECT_THAT(output.text, HasSubstr(part));
}

class EveryCommand : public testing::TestWithParam<const char*> {};

TEST_P(EveryCommand, HelpShowsExamples) {
  const auto output = run_palpate(std::string(GetParam()) + " --help");
  EXPECT_EQ(output.exit_code, 0);
  EXPECT_THAT(output.text, HasSubstr("Examples:"));
  EXPECT_THAT(output.text, HasSubstr(std::string("palpate ") + GetParam()));
}

TEST_P(EveryCommand, UnknownOptionIsOneLineWithTheRemedy) {
  expect_one_line(run_palpate(std::string(GetParam()) + " --no-such-option"), 2,
                  std::string("palpate ") + GetParam() + " --help");
}

INSTANTIATE_TEST_SUITE_P(Cli, EveryCommand,
                         testing::Values("live", "replay", "record", "import", "analyze", "info", "render",
                                         "simulate", "ports", "sway", "breathing", "crosstalk", "filter",
                                         "compare"),
                         [](const auto& name) { return std::string(name.param); });

TEST(Cli, VersionAndHelpSucceed) {
  EXPECT_THAT(run_palpate("--version").text, HasSubstr("palpate 0."));
  EXPECT_THAT(run_palpate("--help").text, HasSubstr("sim:seated-left-lean"));
}

TEST(Cli, UnknownCommandIsRefused) {
  expect_one_line(run_palpate("frobnicate"), 2, "palpate --help");
}

TEST(Cli, WindowWithoutDisplaySaysWhatToDo) {
  expect_one_line(run_command("env -u DISPLAY -u WAYLAND_DISPLAY " + program() + " live sim:seated-even"), 1,
                  "no display");
}

TEST(Cli, UnreadableFilesNameThemselves) {
  TempDir dir;
  for (const char* command : {"info ", "analyze ", "replay "}) {
    expect_one_line(run_palpate(command + dir.file("missing.palpate")), 1, "missing.palpate");
  }
  write_file(dir.file("junk.palpate"), "this is no recording\n");
  expect_one_line(run_palpate("info " + dir.file("junk.palpate")), 1, "junk.palpate");
}

TEST(Cli, ImpossibleValuesAreRefused) {
  TempDir dir;
  const std::string out = dir.file("x.palpate");
  expect_one_line(run_palpate("record sim:no-such-body --out " + out), 1, "no-such-body");
  expect_one_line(run_palpate("record 'sim:seated-even?sped=7' --out " + out), 2, "sped");
  expect_one_line(run_palpate("record sim:seated-even --seconds -3 --out " + out), 2, "--seconds");
  expect_one_line(run_palpate("render sim:seated-even --size 1x1 --out " + dir.file("x.png")), 2, "--size");
  expect_one_line(run_palpate("analyze sim:seated-even --set contact_threshold_kpa=-5"), 2,
                  "contact_threshold_kpa");
  expect_one_line(run_palpate("analyze sim:seated-even --set no_such_key=5"), 2, "no_such_key");
  EXPECT_FALSE(std::filesystem::exists(out));
}

TEST(Cli, RecordedSimulationIsDescribedByInfo) {
  TempDir dir;
  const std::string file = dir.file("lean.palpate");
  const auto made = run_palpate("simulate seated-left-lean --seconds 20 --rate 20 --seed 7 --out " + file);
  ASSERT_EQ(made.exit_code, 0) << made.text;
  const auto info = nlohmann::json::parse(run_palpate("info --json " + file).text);
  EXPECT_EQ(info.at("frames"), 400);
  EXPECT_NEAR(info.at("seconds").get<double>(), 19.95, 1e-6);
  EXPECT_NEAR(info.at("rate_hz").get<double>(), 20.0, 1e-6);
  EXPECT_EQ(info.at("complete"), true);
  EXPECT_EQ(info.at("lost_frames"), 0);
  EXPECT_EQ(info.at("rows"), 32);
  EXPECT_EQ(info.at("cols"), 32);
}

TEST(Cli, EarlierRecordingsOfTheClientAreReadFirst) {
  TempDir dir;
  const std::string file = dir.file("client.palpate"), missing = dir.file("missing.palpate");
  const auto made =
      run_palpate("simulate supine-right-low-back-load --seconds 120 --rate 2 --seed 3 --out " + file);
  ASSERT_EQ(made.exit_code, 0) << made.text;
  EXPECT_THAT(run_palpate("analyze " + file).text, Not(HasSubstr("earlier recording")));
  const std::string earlier = dir.file("earlier.palpate");
  std::filesystem::copy_file(file, earlier);
  EXPECT_THAT(
      run_palpate("analyze " + file + " --earlier " + earlier + " --earlier " + earlier).text,
      testing::AllOf(HasSubstr("as in earlier recordings"), HasSubstr("found in 2 of 2 earlier recordings")));
  const std::string render = "render " + file + " --out " + dir.file("a.png") + " --earlier ";
  EXPECT_EQ(run_palpate(render + earlier).exit_code, 0);
  for (const std::string& command : {"analyze " + file + " --earlier ", render}) {
    expect_one_line(run_palpate(command + file), 2, "--earlier is the recording itself: ");
    expect_one_line(run_palpate(command + dir.file("./client.palpate")), 2, "the recording itself");
  }
  expect_one_line(run_palpate(render + missing), 1, "missing.palpate");
  expect_one_line(run_palpate("analyze " + file + " --earlier " + missing), 1, "missing.palpate");
}

TEST(Cli, AnEarlierRecordingThatCannotBeComparedIsTold) {
  TempDir dir;
  const std::string now = dir.file("now.palpate"), brief = dir.file("brief.palpate"),
                    seat = dir.file("seat.palpate");
  const std::string lying = "simulate supine-right-low-back-load --rate 2 --seed 3 --seconds ";
  ASSERT_EQ(run_palpate(lying + "120 --out " + now).exit_code, 0);
  ASSERT_EQ(run_palpate(lying + "7 --out " + brief).exit_code, 0);
  ASSERT_EQ(run_palpate("simulate seated-even --rate 2 --seconds 20 --out " + seat).exit_code, 0);
  const std::string text = run_palpate("analyze " + now + " --earlier " + brief).text;
  EXPECT_THAT(text, HasSubstr("not compared, too short or another pose: brief.palpate"));
  EXPECT_THAT(text, Not(HasSubstr("found in")));
  for (const std::string& command : {std::string("analyze "), "render --out " + dir.file("a.png") + " "})
    expect_one_line(run_palpate(command + now + " --earlier " + seat), 2, "seat against table: ");
}

TEST(Cli, AClosedTerminalEndsARecordingWhole) {
  TempDir dir;
  const std::string file = dir.file("hup.palpate");
  const std::string record = program() + " record sim:seated-even --seconds 20 --out " + file + " & pid=$!; ";
  const auto output = run_command(record + "while ! test -s " + file +
                                  "; do sleep 0.1; done; sleep 0.5; kill -HUP $pid; wait $pid");
  EXPECT_EQ(output.exit_code, 0) << output.text;
  EXPECT_EQ(nlohmann::json::parse(run_palpate("info --json " + file).text).at("complete"), true);
}

TEST(Cli, ALoadThatNoClientWeighsIsTold) {
  TempDir dir;
  std::string line = "9.5";
  for (int cell = 1; cell < 64 * 32; ++cell) line += ",9.5";
  write_file(dir.file("m.csv"), line + "\n" + line + "\n" + line + "\n");
  const std::string how =
      "analyze " + dir.file("m.csv") + " --rows 64 --cols 32 --fps 1 --raw --unit kPa --pitch-mm ";
  EXPECT_THAT(run_palpate(how + "25.4").text, HasSubstr("Impossible load: "));
  EXPECT_THAT(run_palpate(how + "5").text, Not(HasSubstr("Impossible load")));
}

TEST(Cli, WhatCannotBeMeantIsRefused) {
  TempDir dir;
  const std::string picture = "render sim:seated-even --out " + dir.file("x.png");
  expect_one_line(run_palpate(picture + " --at nan"), 2, "not a number: nan");
  expect_one_line(run_palpate(picture + " --at inf"), 2, "not a number: inf");
  expect_one_line(run_palpate("analyze sim:seated-even --seconds 0"), 2, "must be above 0: 0");
  expect_one_line(run_palpate("analyze sim:seated-even --confirm low_back_left --dismiss low_back_left"), 2,
                  "name the same place: low_back_left");
  write_file(dir.file("empty.palpate"), "");
  write_file(dir.file("junk.palpate"), "this is no recording\n");
  expect_one_line(run_palpate("analyze " + dir.file("empty.palpate")), 1, "the file is empty: ");
  expect_one_line(run_palpate("analyze " + dir.file("junk.palpate")), 1, "the file is damaged");
}

TEST(Cli, AnUnknownFindingInARuleIsOneProblem) {
  TempDir dir;
  std::string rules = run_palpate("rules print").text;
  const std::string known = "finding = [\"lifted_area\"]";
  const auto at = rules.find(known);
  ASSERT_NE(at, std::string::npos);
  write_file(dir.file("mine.toml"), rules.replace(at, known.size(), "finding = [\"tight\"]"));
  const auto checked = run_palpate("rules check " + dir.file("mine.toml"));
  EXPECT_EQ(lines_in(checked.text), 1) << checked.text;
  EXPECT_THAT(checked.text, HasSubstr("unknown finding: tight"));
}

TEST(Cli, AFolderInPlaceOfATextFileIsOneClearLine) {
  TempDir dir;
  const std::string folder = dir.path().string();
  for (const char* option : {"--screen", "--rules", "--params", "--bands"}) {
    expect_one_line(run_palpate(std::string("analyze sim:seated-even?seconds=1 ") + option + " " + folder), 2,
                    "is a folder: " + folder + " (give a file)");
  }
  expect_one_line(run_palpate("rules check " + folder), 2, "is a folder: ");
}

TEST(Cli, AnswersOfPlacesNeedARecording) {
  expect_one_line(run_palpate("screen --confirm low_back_right"), 2, "--into FILE");
}

TEST(Cli, ACutRecordingIsTold) {
  TempDir dir;
  const std::string file = dir.file("cut.palpate");
  ASSERT_EQ(run_palpate("simulate seated-even --seconds 20 --rate 20 --out " + file).exit_code, 0);
  EXPECT_THAT(run_palpate("analyze " + file).text, Not(HasSubstr("NOT COMPLETE")));
  std::filesystem::resize_file(file, std::filesystem::file_size(file) * 2 / 3);
  EXPECT_THAT(run_palpate("analyze " + file).text, HasSubstr("NOT COMPLETE: the file was cut short"));
  EXPECT_THAT(run_palpate("info " + file).text, Not(HasSubstr("damaged")));
}

TEST(Cli, ExistingRecordingIsNeverOverwritten) {
  TempDir dir;
  const std::string file = dir.file("kept.palpate");
  write_file(file, "precious");
  EXPECT_NE(run_palpate("simulate seated-even --seconds 1 --out " + file).exit_code, 0);
  EXPECT_EQ(read_file(file), "precious");
}

TEST(Cli, CtrlCEndsARecordingCleanly) {
  TempDir dir;
  const std::string file = dir.file("live.palpate");
  const auto output = run_command("timeout -s INT 2 " + program() + " record sim:seated-even --out " + file);
  EXPECT_THAT(output.text, HasSubstr("frames in")) << output.text;
  const auto info = nlohmann::json::parse(run_palpate("info --json " + file).text);
  EXPECT_EQ(info.at("complete"), true);
  EXPECT_GT(info.at("frames").get<int>(), 10);
  EXPECT_EQ(info.at("lost_frames"), 0);
}

TEST(Cli, LeaningBodyIsFoundAndExplained) {
  TempDir dir;
  const std::string json_path = dir.file("lean.json");
  const auto output =
      run_palpate("analyze 'sim:seated-left-lean?seed=7&seconds=40' --json " + json_path + " --frames -");
  ASSERT_EQ(output.exit_code, 0) << output.text.substr(0, 2000);
  EXPECT_THAT(output.text, HasSubstr("t_s,frame,occupied,flags"));
  const auto json = nlohmann::json::parse(read_file(json_path));
  bool found = false;
  for (const auto& finding : json.at("findings")) {
    if (finding.at("kind") != "load_asymmetry") continue;
    found = true;
    EXPECT_EQ(finding.at("side"), "client's left");
    EXPECT_GT(finding.at("value").get<double>(), finding.at("threshold").get<double>());
    EXPECT_FALSE(finding.at("why").get<std::string>().empty());
  }
  EXPECT_TRUE(found) << json.at("findings").dump(2);
}

// Hand-made: 2 x 2 cells of 10 mm, 1 kPa each is 0.1 N a cell.
TEST(Cli, MatrixFileGivesHandComputedNumbers) {
  TempDir dir;
  write_file(dir.file("m.csv"), "1,1,1,1\n0,2,0,2\n");
  const auto output =
      run_palpate("analyze " + dir.file("m.csv") +
                  " --rows 2 --cols 2 --pitch-mm 10 --fps 10 --unit kPa --raw --frames " + dir.file("f.csv"));
  ASSERT_EQ(output.exit_code, 0) << output.text;
  std::istringstream rows(read_file(dir.file("f.csv")));
  std::string header, first, second;
  std::getline(rows, header);
  std::getline(rows, first);
  std::getline(rows, second);
  const auto cell = [&](const std::string& row, const std::string& name) {
    std::istringstream names(header), values(row);
    std::string n, v;
    while (std::getline(names, n, ',') && std::getline(values, v, ',')) {
      if (n == name) return v;
    }
    return std::string("no such column");
  };
  EXPECT_EQ(std::stod(cell(first, "total_load_n")), 0.4);
  EXPECT_EQ(std::stod(cell(first, "left_share")), 0.5);
  EXPECT_EQ(std::stod(cell(second, "right_share")), 1.0);
  EXPECT_EQ(std::stod(cell(second, "cop_x_mm")), 15.0);
  EXPECT_NEAR(std::stod(cell(second, "t_s")), 0.1, 1e-9);
}

TEST(Cli, SwayReadsATableFromStandardInput) {
  const std::string table = "printf 't,ml,ap\\n0,0,0\\n0.1,1,1\\n0.2,2,1\\n0.3,1,0\\n' | ";
  EXPECT_THAT(run_command(table + program() + " sway - --json").text, HasSubstr("\"samples\": 4"));
  expect_one_line(run_command("printf 't,ml,ap\\n0,0,0\\n0.1,nan,1\\n' | " + program() + " sway -"), 1,
                  "standard input:3:2");
}

TEST(Cli, RenderMakesAPicture) {
  TempDir dir;
  const std::string png = dir.file("w.png");
  const auto output = run_palpate("render sim:seated-left-lean --at 3 --size 800x600 --out " + png);
  if (output.exit_code != 0 && output.text.find("without its window") != std::string::npos) {
    GTEST_SKIP() << "built with PALPATE_BUILD_VIZ=OFF";
  }
  ASSERT_EQ(output.exit_code, 0) << output.text;
  const std::string bytes = read_file(png);
  EXPECT_EQ(bytes.substr(1, 3), "PNG");
  EXPECT_GT(bytes.size(), 10000U);
}

// Of a client who left before the end: the last moment with somebody on the mat, not an empty mat.
TEST(Cli, RenderWithoutATimeShowsSomebody) {
  TempDir dir;
  std::string table;
  for (int frame = 0; frame < 100; ++frame) {
    for (int cell = 0; cell < 64; ++cell)
      table += (cell == 0 ? "" : ",") + std::string(frame < 80 ? "900" : "0");
    table += "\n";
  }
  write_file(dir.file("left.csv"), table);
  const auto output = run_palpate("render " + dir.file("left.csv") +
                                  " --rows 8 --cols 8 --pitch-mm 40 --fps 10 --out " + dir.file("left.png"));
  if (output.exit_code != 0 && output.text.find("without its window") != std::string::npos) {
    GTEST_SKIP() << "built with PALPATE_BUILD_VIZ=OFF";
  }
  ASSERT_EQ(output.exit_code, 0) << output.text;
  const auto at = output.text.find("at ");
  ASSERT_NE(at, std::string::npos) << output.text;
  const double shown_s = std::stod(output.text.substr(at + 3));
  EXPECT_GT(shown_s, 5.0);
  EXPECT_LT(shown_s, 9.0);
}

}  // namespace
}  // namespace palpate
