// A hit stored with a recording stands over everything that the shipped program says of it, whatever screen
// the command line passes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "tests/support/run_command.h"
#include "tests/support/screen_laws.h"
#include "tests/support/temp_dir.h"

namespace palpate {
namespace {

using test::run_palpate;
using testing::HasSubstr;
using testing::Not;

// A simulated sitting whose screen has these answers, and a file of clean answers.
struct Session {
  explicit Session(const std::string& answers) {
    const auto made = run_palpate("simulate seated-left-lean --seconds 60 --rate 5 --seed 7 --out " + file);
    EXPECT_EQ(made.exit_code, 0) << made.text;
    const auto stored = run_palpate("screen " + answers + " --into " + file);
    EXPECT_EQ(stored.exit_code, 0) << stored.text;
    std::ofstream clean_file(clean);
    clean_file << "[answers]\n";
    for (const ScreenQuestion& q : screen_questions()) clean_file << q.id << " = \"no\"\n";
  }
  test::TempDir dir;
  std::string file = dir.file("sitting.palpate"), clean = dir.file("clean.toml");
};

std::string without_stderr(const std::string& arguments) {
  return run_palpate(arguments + " 2>/dev/null").text;
}

// The text of every command that reports on a recording, and what its JSON is asked with.
const std::pair<const char*, const char*> kReports[] = {
    {"analyze FILE", "analyze FILE --json -"},
    {"analyze FILE --screen CLEAN", "analyze FILE --screen CLEAN --json"},
    {"sway FILE", "sway FILE --json"},
    {"breathing FILE", "breathing FILE --json"},
    {"compare FILE FILE", "compare FILE FILE --json -"},
    {"info FILE", "info FILE --json"},
};

std::string filled(std::string text, const Session& session) {
  for (const auto& [name, value] : {std::pair{"FILE", &session.file}, {"CLEAN", &session.clean}}) {
    for (auto at = text.find(name); at != text.npos; at = text.find(name))
      text.replace(at, 5 - (*name == 'F'), *value);
  }
  return text;
}

TEST(ScreenCli, AStoredHitStandsOverEveryReport) {
  const Session session("--answer fever=yes --answer numbness=yes");
  for (const auto& [text, json] : kReports) {
    const std::string said = without_stderr(filled(text, session));
    EXPECT_THAT(said, HasSubstr("! REFER FIRST, no guidance is given: fever, chills")) << text;
    EXPECT_THAT(said, HasSubstr("! NERVE SIGNS")) << text;
    const auto parsed = nlohmann::json::parse(without_stderr(filled(json, session)), nullptr, false);
    ASSERT_TRUE(parsed.is_object()) << json;
    EXPECT_EQ(parsed.at("screen").at("blocked"), true) << json;
    EXPECT_THAT(parsed.at("screen").at("banner").get<std::string>(), HasSubstr("fever, chills")) << json;
  }
  EXPECT_THAT(run_palpate("analyze " + session.file + " --frames - > /dev/null").text,
              HasSubstr("REFER FIRST"))
      << "a table on standard output leaves the banner to standard error";
}

TEST(ScreenCli, ACleanScreenOnTheCommandLineTakesNothingBack) {
  for (const char* answers : {"--answer fever=yes", "--area-block ischial_left=bruise",
                              "--answer pregnancy=yes --area-block low_back_right=burn",
                              "--area-block thigh_left=open-wound --area-block low_back_left=bruise"}) {
    const Session session(answers);
    const std::string arguments = "analyze " + session.file + " --screen " + session.clean;
    const auto json = nlohmann::json::parse(without_stderr(arguments + " --json"));
    ScreenAnswers known = test::all_clear();
    std::istringstream words(answers);
    for (std::string option, value; words >> option >> value;)
      ASSERT_TRUE(option == "--answer" ? known.set_text(value) : known.block_text(value));
    const ScreenEffect effect = effect_of(known);
    for (const auto& breaches :
         {test::breaches_of_text(without_stderr(arguments), effect), test::breaches_of_json(json, effect)})
      EXPECT_TRUE(breaches.empty()) << answers << ": " << breaches.front();
    EXPECT_EQ(effect.blocked, json.at("guidance").at("places").empty());
  }
}

// Findings of a client on a table: their reasons lead no hands to what the screen forbids.
TEST(ScreenCli, FindingsAdviseNothingThatTheScreenForbids) {
  const std::pair<const char*, const char*> bodies[] = {
      {"sim:supine-right-lumbar-lift?live=0&seconds=60&rate=5", "lifted_area"},
      {"sim:supine-even?live=0&seconds=110&rate=5&press=lumbar,left,80,40,60&press_breath=0.9",
       "shallow_breath"}};
  for (const auto& [uri, kind] : bodies) {
    for (const char* answers : {"--answer fever=yes", "--area-block low_back_right=bruise"}) {
      const std::string arguments = "analyze '" + std::string(uri) + "' " + answers;
      const auto json = nlohmann::json::parse(without_stderr(arguments + " --json"));
      EXPECT_THAT(json.at("findings").dump(), HasSubstr(kind));
      ScreenAnswers known;
      std::istringstream words(answers);
      for (std::string option, value; words >> option >> value;)
        ASSERT_TRUE(option == "--answer" ? known.set_text(value) : known.block_text(value));
      for (const auto& breaches : {test::breaches_of_text(without_stderr(arguments), effect_of(known)),
                                   test::breaches_of_json(json, effect_of(known))})
        EXPECT_TRUE(breaches.empty()) << arguments << ": " << breaches.front();
    }
  }
}

// What the client says of a place is stored, moves it, and is told.
TEST(ScreenCli, StoredAnswersOfTheClientMoveThePlaces) {
  const Session session("--confirm low_back_right");
  const auto places = [&] {
    return nlohmann::json::parse(without_stderr("analyze " + session.file + " --json")).at("guidance");
  };
  ASSERT_EQ(places().at("places").size(), 2U);
  EXPECT_EQ(places().at("places")[0].at("place"), "low_back_right") << "without the answer it is the second";
  EXPECT_EQ(places().at("places")[0].at("answer"), "confirmed");
  EXPECT_THAT(without_stderr("analyze " + session.file), HasSubstr("(the client confirmed it)"));
  ASSERT_EQ(run_palpate("screen --dismiss low_back_right --into " + session.file).exit_code, 0);
  EXPECT_EQ(places().at("places")[0].at("place"), "ischial_left");
  EXPECT_EQ(places().at("set_aside")[0].at("place"), "low_back_right");
  EXPECT_THAT(without_stderr("analyze " + session.file), HasSubstr("Set aside by the client"));
}

TEST(ScreenCli, WithoutASessionThereIsNoBanner) {
  const test::TempDir dir;
  std::ofstream(dir.file("cop.csv")) << "t,ml,ap\n0,0,0\n0.1,1,1\n0.2,2,1\n0.3,1,0\n";
  EXPECT_THAT(run_palpate("sway " + dir.file("cop.csv")).text, Not(HasSubstr("!")));
}

}  // namespace
}  // namespace palpate
