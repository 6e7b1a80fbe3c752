// What goes ill with an answer of the screen is never offered: not_with of techniques and aftercare.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "processing/guidance_engine.h"
#include "tests/support/screen_laws.h"

namespace palpate {
namespace {

// One finding in each region lying, so that every rule of the back and the legs fires.
std::vector<Finding> findings_everywhere() {
  std::vector<Finding> findings;
  for (const RegionKind kind : {RegionKind::low_back, RegionKind::mid_back, RegionKind::upper_back,
                                RegionKind::pelvis, RegionKind::thigh}) {
    Finding f;
    f.kind = FindingKind::tension_pattern;
    f.id = 1 + static_cast<int>(findings.size());
    f.active = f.has_region = true;
    f.end_s = 120.0;
    f.value = 70.0;
    f.threshold = 55.0;
    f.unit = "%";
    f.region = {kind, BodySide::left};
    findings.push_back(f);
  }
  findings[4].kind = FindingKind::shallow_breath;
  return findings;
}

// Techniques of all places and aftercare, a line each.
std::string offered(const ScreenAnswers& answers) {
  GuidanceEngine engine(default_guidance_rules());
  engine.set_screen(effect_of(answers));
  const auto findings = findings_everywhere();
  engine.update({120.0, findings, Posture::supine, false, nullptr});
  std::string text;
  for (const auto* places : {&engine.guidance()->places, &engine.guidance()->set_aside}) {
    for (const PlaceToPalpate& place : *places)
      for (const std::string& line : place.techniques) text += line + "\n";
  }
  for (const std::string& line : engine.guidance()->aftercare) text += line + "\n";
  return text;
}

void say_yes(ScreenAnswers& answers, const ScreenQuestion& question) {
  const Region calf{RegionKind::calf, BodySide::right};  // a place where nothing was found
  const auto said = question.group == ScreenGroup::area ? answers.block(calf, question.id)
                                                        : answers.set(question.id, ScreenAnswer::yes);
  ASSERT_TRUE(said);
}

void expect_none_of_it(const ScreenAnswers& answers, const std::string& why) {
  const std::string text = offered(answers);
  const auto expect_out = [&](const QuestionSet& not_with, const std::string& words) {
    for (std::size_t i = 0; i < screen_questions().size(); ++i) {
      const std::string& id = screen_questions()[i].id;
      if (not_with.test(i) && answers.get(id) != ScreenAnswer::no) {
        EXPECT_EQ(text.find(words), std::string::npos) << words << " with " << id << " (" << why << ")";
      }
    }
  };
  const auto rules = default_guidance_rules();
  for (const Technique& t : rules->techniques) expect_out(t.not_with, t.name);
  for (const AdviceLine& line : rules->aftercare_lines) expect_out(line.not_with, line.text);
}

TEST(GuidanceNotWith, NoOneOrTwoHitsLeaveAnItemThatGoesIllWithThem) {
  const auto& questions = screen_questions();
  for (std::size_t a = 0; a < questions.size(); ++a) {
    for (std::size_t b = a; b < questions.size(); ++b) {
      ScreenAnswers answers = test::all_clear();
      say_yes(answers, questions[a]);
      say_yes(answers, questions[b]);
      expect_none_of_it(answers, questions[a].id + " and " + questions[b].id);
    }
  }
}

// Only a question that was asked rules something out.
TEST(GuidanceNotWith, AQuestionNotAskedCountsAsAHit) {
  for (const ScreenQuestion& open : screen_questions()) {
    ScreenAnswers answers;
    for (const ScreenQuestion& q : screen_questions()) {
      if (q.id == open.id) continue;
      ASSERT_TRUE(answers.set(q.id, ScreenAnswer::no));
    }
    expect_none_of_it(answers, open.id + " not asked");
  }
  EXPECT_EQ(offered({}).find("heat"), std::string::npos);
}

// The rules of the trade, whatever the file says.
TEST(GuidanceNotWith, HeatAndRollersAndStretchesKnowWhomTheyHarm) {
  struct Row {
    const char* item;
    std::vector<const char*> harmed;
  };
  const Row rows[] = {
      {"hot stone or heat",
       {"numbness", "tingling", "electrical-pain", "radiating-pain", "arthritis", "pregnancy", "bleeding",
        "hypertension", "burn", "skin-infection", "open-wound", "bruise", "varicose-vein", "recent-scar"}},
      {"Heat before stretching", {"numbness", "tingling", "electrical-pain", "bleeding", "burn"}},
      {"foam roller", {"osteoporosis", "bleeding", "numbness", "pregnancy", "hypertension", "bruise"}},
      {"A ball under", {"osteoporosis", "bleeding", "numbness", "pregnancy", "varicose-vein"}},
      {"Swimming", {"open-wound", "burn", "skin-infection", "recent-scar", "osteoporosis"}},
      {"Stretch the hips", {"radiating-pain", "electrical-pain", "osteoporosis", "pregnancy"}},
      {"Strengthen the core", {"pregnancy", "hypertension", "osteoporosis", "recent-scar"}},
      {"holistic", {"burn", "varicose-vein"}},
      {"acupressure", {"varicose-vein", "bleeding"}},
  };
  const std::string clear = offered(test::all_clear());
  for (const Row& row : rows) {
    EXPECT_NE(clear.find(row.item), std::string::npos) << row.item << " is never offered";
    for (const char* id : row.harmed) {
      ScreenAnswers answers = test::all_clear();
      const auto& all = screen_questions();
      say_yes(answers, *std::find_if(all.begin(), all.end(), [&](const auto& q) { return q.id == id; }));
      EXPECT_EQ(offered(answers).find(row.item), std::string::npos) << row.item << " with " << id;
    }
  }
}

// A hit that comes in while places are shown acts at once.
TEST(GuidanceNotWith, ALateHitTakesHeatOut) {
  GuidanceEngine engine(default_guidance_rules());
  engine.set_screen(effect_of(test::all_clear()));
  const auto findings = findings_everywhere();
  engine.update({120.0, findings, Posture::supine, false, nullptr});
  ASSERT_NE(guidance_text(*engine.guidance()).find("hot stone"), std::string::npos);
  ScreenAnswers late = test::all_clear();
  ASSERT_TRUE(late.set("numbness", ScreenAnswer::yes));
  engine.set_screen(effect_of(late));
  EXPECT_EQ(guidance_text(*engine.guidance()).find("hot stone"), std::string::npos);
  ASSERT_FALSE(engine.guidance()->places.empty());
  EXPECT_EQ(test::breaches_of(*engine.guidance(), effect_of(late)), test::Breaches{});
}

}  // namespace
}  // namespace palpate
