// The words of the shipped program: what every command prints and what every --help says.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/run_command.h"
#include "tests/support/temp_dir.h"
#include "tests/support/words.h"

namespace palpate {
namespace {

using test::run_palpate;

void expect_fit(const std::string& words, const std::string& where) {
  EXPECT_FALSE(test::says_what_no_mat_knows(words)) << where << ": " << words;
  EXPECT_FALSE(test::says_a_bare_side(words)) << where << ": " << words;
}

void expect_lines_fit(const std::string& text, const std::string& where) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) expect_fit(line, where);
}

// Names and values without a blank are for programs.
void expect_json_fits(const nlohmann::json& json, const std::string& where) {
  if (json.is_string()) {
    const auto words = json.get<std::string>();
    if (words.find(' ') != words.npos) expect_lines_fit(words, where);
    EXPECT_FALSE(test::says_what_no_mat_knows(words)) << where << ": " << words;
  } else if (json.is_structured()) {
    for (const auto& [key, value] : json.items()) {
      EXPECT_FALSE(json.is_object() && test::says_what_no_mat_knows(key)) << where << ": " << key;
      expect_json_fits(value, where);
    }
  }
}

// The names under "Subcommands:".
std::vector<std::string> subcommands_of(const std::string& help) {
  std::vector<std::string> names;
  std::istringstream lines(help.substr(std::min(help.find("Subcommands:"), help.size())));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line) && line.rfind("  ", 0) == 0) {
    std::istringstream words(line);
    std::string name;
    words >> name;
    if (line[2] != ' ' && !name.empty()) names.push_back(name);
  }
  return names;
}

int read_help(const std::string& command) {
  const auto help = run_palpate(command + " --help");
  EXPECT_EQ(help.exit_code, 0) << command;
  expect_lines_fit(help.text, "palpate " + command + " --help");
  int read = 1;
  for (const std::string& name : subcommands_of(help.text)) read += read_help(command + " " + name);
  return read;
}

TEST(WordsCli, TheLookSeesWhatItMust) {
  EXPECT_TRUE(test::says_what_no_mat_knows("A tight muscle was found"));
  EXPECT_TRUE(test::says_a_bare_side("The left side carries more"));
  EXPECT_FALSE(test::says_a_bare_side("The client's left carries more, map left less; cells are left out"));
  EXPECT_EQ(subcommands_of("x\nSubcommands:\n  one   Does\n         more\n  two\n\nExamples:\n  no\n"),
            (std::vector<std::string>{"one", "two"}));
}

TEST(WordsCli, EveryHelp) {
  EXPECT_GT(read_help(""), 20);
}

class WordsOfAnalysis : public testing::TestWithParam<const char*> {};

TEST_P(WordsOfAnalysis, TextAndJson) {
  const test::TempDir dir;
  const std::string json = dir.file("a.json");
  const std::string run = "analyze 'sim:" + std::string(GetParam()) + "&seed=7&seconds=80' ";
  for (const char* screen : {"", "--answer numbness=yes --area-block low_back_left=bruise"}) {
    const auto said = run_palpate(run + screen + " --json " + json);
    ASSERT_EQ(said.exit_code, 0) << said.text;
    expect_lines_fit(said.text, run + screen);
    std::ifstream in(json);
    expect_json_fits(nlohmann::json::parse(in), run + screen + " --json");
  }
}

INSTANTIATE_TEST_SUITE_P(Bodies, WordsOfAnalysis,
                         testing::Values("seated-left-lean?rate=5", "supine-left-lumbar-lift?rate=4",
                                         "prone?rate=4", "side-left?rate=4"));

TEST(WordsCli, EveryOtherReport) {
  const test::TempDir dir;
  const std::string file = dir.file("a.palpate");
  ASSERT_EQ(run_palpate("simulate seated-right-lean --seconds 60 --rate 10 --out " + file).exit_code, 0);
  std::ofstream(dir.file("bad.toml")) << "[answers]\nfever = 3\n[[rule]]\nid = \"x\"\n";
  for (const std::string& command :
       {"sway " + file, "breathing " + file, "compare " + file + " " + file, "info " + file,
        std::string("screen"), "screen --answer numbness=yes --into " + file, "info " + file, "bands " + file,
        std::string("rules show"), std::string("rules print"), "rules check " + dir.file("bad.toml"),
        "render " + file + " --at 50 --out " + dir.file("a.png"), std::string("ports"),
        std::string("analyze --show-params"), std::string("analyze sim:no-such-body"),
        "screen --screen " + dir.file("bad.toml"), std::string("screen --answer x=y"),
        "record file:" + file + " --seconds 2 --out " + dir.file("b.palpate")}) {
    expect_lines_fit(run_palpate(command).text, "palpate " + command);
  }
  for (const std::string& command : {"sway " + file, "breathing " + file, "info " + file}) {
    expect_json_fits(nlohmann::json::parse(run_palpate(command + " --json 2>/dev/null").text), command);
  }
}

}  // namespace
}  // namespace palpate
