// The words of guidance beside those of its findings: the same numbers, the same body, each muscle once.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "processing/guidance_engine.h"
#include "processing/guidance_measured.h"
#include "processing/shown_numbers.h"
#include "tests/support/pipeline_runs.h"
#include "tests/support/screen_laws.h"

namespace palpate {
namespace {

Finding finding_in(FindingKind kind, Region region, int id = 1) {
  Finding f;
  f.kind = kind;
  f.id = id;
  f.active = f.has_region = true;
  f.end_s = 120.0;
  f.value = 70.0;
  f.threshold = 55.0;
  f.unit = "%";
  f.region = region;
  f.side = region.side == BodySide::left ? "client's left" : "client's right";
  return f;
}

GuidanceEngine engine_with(const std::vector<Finding>& findings, Posture posture) {
  GuidanceEngine engine(default_guidance_rules());
  engine.set_screen(effect_of(test::all_clear()));
  engine.update({120.0, findings, posture, is_seated(posture), nullptr});
  return engine;
}

// "client's left ribs carries" is no sentence: whatever lies on the mat, its name is one thing.
TEST(RegionWords, EveryRegionIsOneThing) {
  for (std::size_t i = 0; i < kRegionCount; ++i) {
    for (const Facing facing : {Facing::unknown, Facing::up, Facing::down}) {
      const std::string words = words_of(region_at(i), facing);
      const std::string thing = words.substr(0, std::min(words.find(" of "), words.find(" on ")));
      const bool plural = thing.back() == 's' && !thing.ends_with("pelvis");
      EXPECT_FALSE(plural) << words << " carries";
    }
  }
}

TEST(ShownNumbers, AThresholdHasItsDigitsAndAValueIsToldFromIt) {
  EXPECT_EQ(threshold_words(6.5, "%"), "6.5 %");
  EXPECT_EQ(threshold_words(60.0, "%"), "60 %");
  EXPECT_EQ(threshold_words(8.0, "kPa"), "8 kPa");
  EXPECT_EQ(threshold_words(0.1, "kPa/mm"), "0.10 kPa/mm");
  EXPECT_EQ(threshold_words(kNone, "%"), "not known");
  EXPECT_EQ(value_words(63.4, 60.0, "%"), "63 %");
  EXPECT_EQ(value_words(60.4, 60.0, "%"), "60.4 %");
  EXPECT_EQ(value_words(59.6, 60.0, "%"), "59.6 %");
  EXPECT_EQ(value_words(12.2, 6.5, "%"), "12.2 %");
  EXPECT_EQ(value_words(3.42, 2.0, "kPa"), "3.4 kPa");
  EXPECT_EQ(value_words(0.142, 0.1, "kPa/mm"), "0.14 kPa/mm");
  EXPECT_EQ(value_words(kNone, 60.0, "%"), "not known");
  EXPECT_EQ(change_words(0.635, "%"), "0.6 %");
  EXPECT_EQ(change_words(11.6, "%"), "11.6 %");
  EXPECT_EQ(lasted_words(42.4), "42 s");
  EXPECT_EQ(lasted_words(119.7), "2 min");
  EXPECT_EQ(lasted_words(200.0), "3 min 20 s");
}

// Everything that stands after `marker` in `text`, up to one of `ends`.
std::string after(const std::string& text, const std::string& marker, const char* ends) {
  const auto at = text.find(marker);
  if (at == std::string::npos) return "";
  const auto begin = at + marker.size();
  return text.substr(begin, text.find_first_of(ends, begin) - begin);
}

// The place's reason and its inputs have the threshold and the duration of the finding's own words.
void expect_same_numbers(const Snapshot& s, std::set<FindingKind>& seen, std::set<FindingKind>& ended) {
  const Guidance g = as_measured(*s.guidance, s.findings, s.t_s);
  for (const PlaceToPalpate& place : g.places) {
    for (const PlaceReason& why : place.why) {
      const auto f = std::find_if(s.findings.begin(), s.findings.end(),
                                  [&](const Finding& x) { return x.id == why.finding_id; });
      if (f == s.findings.end()) continue;
      (f->active ? seen : ended).insert(f->kind);
      const std::string threshold = threshold_words(f->threshold, f->unit);
      const std::string number = threshold.substr(0, threshold.find(' '));
      EXPECT_EQ(after(why.inputs, "against a threshold of ", ","), threshold) << why.inputs;
      EXPECT_NE((f->words + "\n" + f->why).find(number), std::string::npos) << threshold << "\n" << f->words;
      const std::string lasted = after(why.inputs, ", for ", ",;");
      const bool tells = f->kind != FindingKind::restless && f->kind != FindingKind::shallow_breath;
      EXPECT_TRUE(!tells || f->words.find(lasted) != std::string::npos) << why.inputs << "\n" << f->words;
    }
  }
}

TEST(GuidanceWording, AReasonHasTheNumbersOfItsFinding) {
  std::set<FindingKind> seen, ended;
  for (const char* scenario : {"supine-left-lumbar-lift", "seated-left-lean", "seated-restless"}) {
    test::SimRun run{scenario, 1000.0, 1.0, 21};
    run.options.screen = test::all_clear();
    test::run_simulation(run, [&](const Snapshot& s, const GroundTruth&) {
      if (!testing::Test::HasFailure()) expect_same_numbers(s, seen, ended);
    });
  }
  EXPECT_GE(seen.size(), 3U);
}

// A client who leans, sits straight and leaves: what has ended does not go on growing in one place only.
TEST(GuidanceWording, AnEndedFindingAndItsReasonLastedEquallyLong) {
  const SourceInfo info = test::kpa_mat(24, 32);
  PipelineOptions options;
  options.screen = test::all_clear();
  auto pipeline = Pipeline::create(info, options).value();
  std::set<FindingKind> seen, ended;
  for (int k = 0; k < 480; ++k) {
    const double t_s = 0.25 * k, left = t_s < 60.0 ? 8.0 : t_s < 100.0 ? 5.0 : 0.0;
    const RawFrame frame = test::seat_frame(info.geometry, t_s, left, std::min(left, 5.0));
    expect_same_numbers(pipeline.process(frame), seen, ended);
  }
  EXPECT_TRUE(seen.contains(FindingKind::load_asymmetry));
  EXPECT_TRUE(ended.contains(FindingKind::load_asymmetry));
}

// Face down the finding's region is told as what lies on the mat, as in the finding's own title.
TEST(GuidanceWording, FaceDownTheInputsNameTheFrontOfTheBody) {
  for (const RegionKind kind : {RegionKind::pelvis, RegionKind::thigh}) {
    const Region region{kind, BodySide::left};
    Finding found = finding_in(FindingKind::tension_pattern, region);
    found.face_down = true;
    const GuidanceEngine engine = engine_with({found}, Posture::prone);
    ASSERT_EQ(engine.guidance()->places.size(), 1U);
    const std::string inputs = engine.guidance()->places[0].why.at(0).inputs;
    EXPECT_NE(inputs.find(", " + words_of(region, Facing::down) + ":"), std::string::npos) << inputs;
  }
  const Region back{RegionKind::thigh, BodySide::left};
  const GuidanceEngine engine =
      engine_with({finding_in(FindingKind::tension_pattern, back)}, Posture::supine);
  const std::string inputs = engine.guidance()->places.at(0).why.at(0).inputs;
  EXPECT_NE(inputs.find(", client's left thigh:"), std::string::npos) << inputs;
  // What was measured on the back is of the back, however the client lies now.
  GuidanceEngine turned = engine_with({finding_in(FindingKind::tension_pattern, back)}, Posture::supine);
  const std::vector<Finding> same = {finding_in(FindingKind::tension_pattern, back)};
  for (double t_s = 121.0; t_s < 150.0; t_s += 1.0)
    turned.update({t_s, same, Posture::prone, false, nullptr});
  EXPECT_NE(turned.guidance()->places.at(0).why.at(0).inputs.find(", client's left thigh:"),
            std::string::npos);
}

// What is worked is not checked before it, and no muscle has two lines.
TEST(GuidanceWording, AMuscleStandsOnceInOnePlace) {
  const auto rules = default_guidance_rules();
  int places = 0;
  for (const Posture posture : {Posture::supine, Posture::prone, Posture::seated_upright}) {
    for (std::size_t a = 0; a < kRegionCount; ++a) {
      for (std::size_t k = 0; k < kFindingKinds; ++k) {
        const Region mine = region_at(a);
        Finding whole = finding_in(FindingKind::load_asymmetry, mine, 3);
        whole.has_region = false;
        const GuidanceEngine engine =
            engine_with({finding_in(FindingKind::tension_pattern, mine, 1),
                         finding_in(static_cast<FindingKind>(k), mirror(mine), 2), whole},
                        posture);
        for (const PlaceToPalpate& place : engine.guidance()->places) {
          ++places;
          for (const Muscle& muscle : rules->muscles) {
            int lines = 0;
            for (const auto* list : {&place.muscles, &place.check_first}) {
              for (const std::string& line : *list)
                lines += line.starts_with(muscle.name + ", client's ") ? 1 : 0;
            }
            EXPECT_LE(lines, 1) << muscle.name << " in " << place.title;
          }
        }
      }
    }
  }
  EXPECT_GT(places, 200);
}

// The hint stands where this region's own other side lies off the mat, and nowhere else.
TEST(GuidanceWording, OnlyTheRegionWhoseMirrorIsLiftedSaysSo) {
  Finding lifted = finding_in(FindingKind::lifted_area, {RegionKind::low_back, BodySide::left}, 1);
  lifted.value = 9.0;
  lifted.threshold = 20.0;
  for (const RegionKind kind : {RegionKind::low_back, RegionKind::pelvis, RegionKind::mid_back}) {
    const GuidanceEngine engine = engine_with(
        {lifted, finding_in(FindingKind::load_asymmetry, {kind, BodySide::right}, 2)}, Posture::supine);
    bool said = false, there = false;
    for (const PlaceToPalpate& place : engine.guidance()->places) {
      for (const PlaceReason& why : place.why) {
        if (why.finding_id != 2) continue;
        there = true;
        said = said || why.inputs.find("its other side lies partly off the mat") != std::string::npos;
      }
    }
    EXPECT_TRUE(there);
    EXPECT_EQ(said, kind == RegionKind::low_back) << name_of(kind);
  }
}

}  // namespace
}  // namespace palpate
