// Reading and checking the guidance rules: every mistake with its place and remedy.
#include "processing/guidance_rules.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "processing/rules_text.h"
#include "processing/screen.h"

namespace palpate {
namespace {

TEST(GuidanceRulesFile, TheProgramsOwnIsSound) {
  const RulesCheck check = check_guidance_rules(embedded_guidance_toml(), "guidance.toml");
  EXPECT_TRUE(check.problems.empty()) << check.problems.front();
  EXPECT_FALSE(rules_as_text(check.rules).empty());
}

// One broken line a row; each problem names its place and the remedy.
TEST(GuidanceRulesFile, MistakesAreToldWithPlaceAndRemedy) {
  const std::string good(embedded_guidance_toml());
  const auto broken = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    const auto problems = check_guidance_rules(text, "mine.toml").problems;
    return problems.empty() ? std::string() : problems.front();
  };
  const std::pair<std::pair<const char*, const char*>, const char*> cases[] = {
      {{"depth = \"light\"", "depht = \"light\""}, "unknown key"},
      {{"depth = \"light\"", "depth = \"soft\""}, "unknown depth"},
      {{"depth = \"light\"", "depth = 3"}, "wrong type"},
      {{"id = \"holistic\"", "id = \"swedish\""}, "duplicate id"},
      {{"muscles = [\"erector-spinae\", \"ql\"]", "muscles = [\"erektor\"]"}, "unknown muscle"},
      {{"techniques = [\"swedish\", \"heat\"", "techniques = [\"swedisch\", \"heat\""}, "unknown technique"},
      {{"region = [\"low_back\"]", "region = [\"lowback\"]"}, "unknown region"},
      {{"finding = [\"lifted_area\"]", "finding = [\"lifted\"]"}, "unknown finding"},
      {{"check_first = [\"glutes\", \"hip-flexors\", \"hamstrings\"]\n", ""}, "low back without neighbours"},
      {{"techniques = [\"swedish\", \"heat\", \"myofascial\"",
        "techniques = [\"heat\", \"swedish\", \"myofascial\""},
       "must begin with swedish"},
      {{"[\"swedish\", \"myofascial\", \"sports\", \"deep-tissue\"]",
        "[\"swedish\", \"deep-tissue\", \"myofascial\", \"sports\"]"},
       "out of order"},
      {{"say = \"presses heavily on the seat\"\n", ""}, "missing key"},
      {{"[[caution]]\nid = \"breath\"",
        "[[caution]]\nid = \"unused\"\ntext = \"x\"\n[[caution]]\nid = \"breath\""},
       "unreachable caution"},
      {{"[session]", "[session"}, "mine.toml:"},
      {{"say = \"presses", "say = \"is a tight muscle that presses"}, "claims what a mat cannot know: say"},
      {{"say = \"presses", "say = \"on the left side presses"}, "a side that is nobody's: say"},
      {{"note = \"", "note = \"A diagnosis: "}, "claims what a mat cannot know: note"},
      {{"text = \"", "text = \"Pelvic tilt of 8 degrees. "}, "claims what a mat cannot know: text"},
      {{"min_duration_s = 20.0", "min_duration_s = -20"}, "impossible number: min_duration_s = -20"},
      {{"min_duration_s = 20.0", "min_duration_s = nan"}, "impossible number: min_duration_s"},
      {{"min_duration_s = 20.0", "min_value = -inf"}, "impossible number: min_value"},
      {{"weight = 1.0", "weight = nan"}, "weight out of range"},
      {{"not_with = [\"fever\"", "not_with = [\"feverish\""}, "unknown question of the screen: feverish"},
      {{"not_with = [\"fever\"", "not_with = [\"fever\", \"fever\""}, "named twice: fever"},
      {{"beyond_light = true", "not_with = [\"fever\"]"}, "unknown key"},  // of a caution
  };
  for (const auto& [change, expected] : cases) {
    const std::string problem = broken(change.first, change.second);
    EXPECT_NE(problem.find(expected), std::string::npos) << change.second << " -> " << problem;
    int line = 0, column = 0;
    EXPECT_EQ(std::sscanf(problem.c_str(), "mine.toml:%d:%d:", &line, &column), 2) << problem;
    EXPECT_NE(problem.find('('), std::string::npos) << "no remedy: " << problem;
  }
  EXPECT_EQ(broken("weight = 1.0", "weight = 1.0"), "");
}

// The place is where to type: the key that is unknown, the technique that stands wrong.
TEST(GuidanceRulesFile, ThePlaceOfAMistakeIsWhereToCorrectIt) {
  const std::string good(embedded_guidance_toml());
  const auto place_of = [&](const std::string& from, const std::string& to, const std::string& wrong) {
    std::string text = good;
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    const auto where = at + to.find(wrong);
    const auto line_start = text.rfind('\n', where) + 1;
    const auto lines = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(where), '\n');
    const std::string expected =
        "mine.toml:" + std::to_string(lines + 1) + ":" + std::to_string(where - line_start + 1) + ": ";
    const auto problems = check_guidance_rules(text, "mine.toml").problems;
    ASSERT_FALSE(problems.empty()) << to;
    EXPECT_EQ(problems.front().rfind(expected, 0), 0U)
        << expected << " is not where it says " << problems.front();
  };
  place_of("depth = \"light\"", "depht = \"light\"", "depht");
  place_of("[\"swedish\", \"myofascial\", \"sports\", \"deep-tissue\"]",
           "[\"swedish\",\n  \"deep-tissue\", \"myofascial\", \"sports\"]", "\"myofascial\"");
  place_of("not_with = [\"fever\", \"cancer\"", "not_with = [\"fever\",\n \"cancers\"", "\"cancers\"");
  place_of("say = \"presses", "say = \"is a tight muscle that presses", "\"is a tight");
}

// What docs/guidance.md shows must be what the program takes.
TEST(GuidanceRulesFile, TheExampleOfTheDocsIsARule) {
  std::ifstream in(std::string(PALPATE_SOURCE_DIR) + "/docs/guidance.md");
  const std::string docs{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const auto begin = docs.find("```toml\n[[rule]]");
  ASSERT_NE(begin, std::string::npos);
  const std::string example = docs.substr(begin + 8, docs.find("```", begin + 8) - begin - 8);
  const auto check =
      check_guidance_rules(std::string(embedded_guidance_toml()) + "\n" + example, "docs.toml");
  EXPECT_TRUE(check.problems.empty()) << check.problems.front();
  EXPECT_EQ(check.rules.rules.back().id, "my-upper-back");
  const auto answers = docs.find("```toml\n[answers]");
  ASSERT_NE(answers, std::string::npos);
  ScreenAnswers screen;
  EXPECT_TRUE(
      screen.load_toml(docs.substr(answers + 8, docs.find("```", answers + 8) - answers - 8), "docs"));
}

}  // namespace
}  // namespace palpate
