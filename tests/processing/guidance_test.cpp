// Laws of the guidance engine: what may be shown, in which order, and that it rests.
#include "processing/guidance_engine.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "processing/guidance_place.h"
#include "tests/support/guidance_runs.h"
#include "tests/support/pipeline_runs.h"
#include "tests/support/screen_laws.h"

namespace palpate {
namespace {

using test::clear_screen;
using test::engine_with;
using test::finding_in;
using test::show;

TEST(Guidance, ALumbarSignSendsToItsNeighboursFirst) {
  GuidanceEngine engine = engine_with(clear_screen());
  show(engine, {finding_in(FindingKind::tension_pattern, {RegionKind::low_back, BodySide::right})});
  ASSERT_FALSE(engine.guidance()->places.empty());
  const PlaceToPalpate& place = engine.guidance()->places.front();
  EXPECT_EQ(place.title, "client's right low back");
  ASSERT_FALSE(place.check_first.empty());
  EXPECT_NE(place.check_first.front().find("gluteus"), std::string::npos);
  ASSERT_FALSE(place.why.empty());
  EXPECT_EQ(place.why.front().rule, "low-back-load");
  EXPECT_EQ(place.why.front().rule_place.rfind("guidance.toml:", 0), 0U);
  EXPECT_FALSE(place.why.front().source.empty());
  EXPECT_DOUBLE_EQ(place.why.front().value, 70.0);
  EXPECT_DOUBLE_EQ(place.why.front().threshold, 55.0);
}

TEST(Guidance, TechniquesGoFromLightToDeepAndTriggerPointsWaitForTheClient) {
  GuidanceEngine engine = engine_with(clear_screen());
  show(engine, {finding_in(FindingKind::tension_pattern, {RegionKind::low_back, BodySide::left})});
  const auto depths = [&] {
    std::vector<int> out;
    for (const std::string& t : engine.guidance()->places.front().techniques) {
      out.push_back(t.rfind("light", 0) == 0 ? 0 : t.rfind("moderate", 0) == 0 ? 1 : 2);
    }
    return out;
  };
  const auto trigger = [&] {
    const auto& list = engine.guidance()->places.front().techniques;
    return std::any_of(list.begin(), list.end(),
                       [](const std::string& t) { return t.find("trigger point") != std::string::npos; });
  };
  EXPECT_EQ(engine.guidance()->places.front().techniques.front().rfind("light: Swedish", 0), 0U);
  const auto order = depths();
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
  EXPECT_EQ(order.back(), 2);
  EXPECT_FALSE(trigger());
  ASSERT_TRUE(engine.answer(engine.guidance()->places.front().id, ClientAnswer::confirmed));
  EXPECT_TRUE(trigger());
}

TEST(Guidance, AnswersOfTheClientMoveAPlaceAndMayBeTakenBack) {
  GuidanceEngine engine = engine_with(clear_screen());
  const std::vector<Finding> findings{
      finding_in(FindingKind::tension_pattern, {RegionKind::low_back, BodySide::left}, 1),
      finding_in(FindingKind::tension_pattern, {RegionKind::calf, BodySide::left}, 2)};
  show(engine, findings);
  ASSERT_EQ(engine.guidance()->places.size(), 2U);
  const int first = engine.guidance()->places[0].id, second = engine.guidance()->places[1].id;
  ASSERT_TRUE(engine.answer(second, ClientAnswer::confirmed));
  EXPECT_EQ(engine.guidance()->places[0].id, second);
  ASSERT_TRUE(engine.answer(first, ClientAnswer::dismissed));
  EXPECT_EQ(engine.guidance()->places.size(), 1U);
  ASSERT_EQ(engine.guidance()->set_aside.size(), 1U);
  EXPECT_EQ(engine.guidance()->set_aside[0].id, first);
  ASSERT_TRUE(engine.answer(first, ClientAnswer::none));
  ASSERT_TRUE(engine.answer(second, ClientAnswer::none));
  show(engine, findings, 140.0);
  EXPECT_EQ(engine.guidance()->places[0].id, first);
  EXPECT_TRUE(engine.guidance()->set_aside.empty());
  EXPECT_FALSE(engine.answer(0, ClientAnswer::confirmed));
  EXPECT_FALSE(engine.answer(kPlaces + 1, ClientAnswer::confirmed));
}

// Findings that flip in every frame: the order changes at most once a dwell, and never holds more than five.
TEST(Guidance, NoiseDoesNotMakeItFlicker) {
  GuidanceEngine engine = engine_with(clear_screen());
  std::mt19937 random(5);
  std::vector<int> order;
  double last_change = -1e9;
  int changes = 0;
  for (int frame = 0; frame < 2400; ++frame) {
    const double t_s = 0.25 * frame;
    std::vector<Finding> findings;
    for (std::size_t i = 4; i < 16; ++i) {
      Finding f = finding_in(FindingKind::tension_pattern, region_at(i), static_cast<int>(i));
      f.active = random() % 2 == 0;
      f.value = 55.0 + static_cast<double>(random() % 50);
      f.end_s = t_s;
      findings.push_back(f);
    }
    show(engine, findings, t_s);
    std::vector<int> now;
    for (const auto& place : engine.guidance()->places) now.push_back(place.id);
    ASSERT_LE(now.size(), kMostPlaces);
    if (now != order) {
      EXPECT_GE(t_s - last_change, kGuidanceDwellS - 1e-9) << "at " << t_s;
      last_change = t_s;
      order = now;
      ++changes;
    }
  }
  EXPECT_EQ(order.size(), kMostPlaces);
  EXPECT_LT(changes, 30);
}

// Half an hour of a simulated client through the whole chain: the list of places changes a handful of times,
// never within the dwell, and is empty for a body on which nothing stands out.
TEST(Guidance, TheListRestsOverHalfAnHour) {
  struct Row {
    const char* scenario;
    int most_changes;
    bool any_place;
  };
  for (const Row& row : {Row{"seated-left-lean", 4, true}, Row{"supine-left-lumbar-lift", 20, true},
                         Row{"seated-even", 0, false}}) {
    test::SimRun run{row.scenario, 1800.0, 1.0, 21};
    run.options.screen = test::all_clear();
    std::vector<int> shown;
    double last_change_s = -kGuidanceDwellS;
    int changes = 0;
    bool any = false;
    std::string history;
    test::run_simulation(run, [&](const Snapshot& s, const GroundTruth&) {
      std::vector<int> now;
      for (const PlaceToPalpate& place : s.guidance->places) now.push_back(place.id);
      if (now == shown) return;
      EXPECT_GE(s.t_s - last_change_s, kGuidanceDwellS - 1e-9) << row.scenario << " at " << s.t_s;
      last_change_s = s.t_s;
      shown = now;
      any = true;
      ++changes;
      history += fmt::format("{:.0f}:", s.t_s);
      for (const int id : now) history += " " + place_name(id);
      history += "; ";
    });
    EXPECT_LE(changes, row.most_changes) << row.scenario << ": " << history;
    EXPECT_EQ(any, row.any_place) << row.scenario;
    RecordProperty(row.scenario, changes);
  }
}

// A side that carries more because the other one lies off the mat comes after it, and says why.
TEST(Guidance, WhatALiftedSideExplainsComesAfterIt) {
  GuidanceEngine engine = engine_with(clear_screen());
  Finding lifted = finding_in(FindingKind::lifted_area, {RegionKind::low_back, BodySide::left}, 1);
  lifted.value = 9.0;
  lifted.threshold = 20.0;
  Finding more = finding_in(FindingKind::tension_pattern, {RegionKind::low_back, BodySide::right}, 2);
  more.value = 96.0;
  more.threshold = 15.0;
  show(engine, {more});
  EXPECT_EQ(engine.guidance()->places.at(0).why.at(0).inputs.find("off the mat"), std::string::npos);
  GuidanceEngine both = engine_with(clear_screen());
  show(both, {more, lifted});
  const auto& places = both.guidance()->places;
  ASSERT_EQ(places.size(), 3U);
  EXPECT_EQ(places[0].title, "client's left front of the hip");
  EXPECT_EQ(places[1].title, "client's left low back");
  EXPECT_EQ(places[2].title, "client's right low back");
  EXPECT_NE(places[2].why.at(0).inputs.find("its other side lies partly off the mat"), std::string::npos);
}

TEST(Guidance, CrossedLegsAreUncrossedBeforeAnythingElse) {
  GuidanceEngine engine = engine_with(clear_screen());
  Finding more = finding_in(FindingKind::load_asymmetry, {}, 1);
  more.has_region = false;
  show(engine, {more, finding_in(FindingKind::tension_pattern, {RegionKind::seat_thigh, BodySide::left}, 2)},
       120.0, Posture::seated_crossed_left);
  ASSERT_EQ(engine.guidance()->places.size(), 1U);
  EXPECT_NE(engine.guidance()->places[0].reason.find("uncross"), std::string::npos);
  show(engine, {more}, 140.0, Posture::seated_upright);
  EXPECT_NE(engine.guidance()->places.front().reason.find("uncross"), std::string::npos)
      << "a posture must last";
  show(engine, {more}, 151.0, Posture::seated_upright);
  EXPECT_EQ(engine.guidance()->places.front().reason.find("uncross"), std::string::npos);
}

TEST(Guidance, TheTextTellsTheMeasurableChangeOrThatItIsNotKnown) {
  GuidanceEngine engine = engine_with(clear_screen());
  Finding f = finding_in(FindingKind::tension_pattern, {RegionKind::pelvis, BodySide::left});
  show(engine, {f});
  EXPECT_NE(guidance_text(*engine.guidance()).find("measurable change of this client not known yet"),
            std::string::npos);
  f.measurable_change = 10.7;
  show(engine, {f}, 121.0);
  f.active = false;  // whatever changes the words
  show(engine, {f}, 140.0);
  EXPECT_NE(guidance_text(*engine.guidance()).find("measurable change 10.7 %"), std::string::npos);
}

TEST(Guidance, TheSamePointerWhileNothingChanges) {
  GuidanceEngine engine = engine_with(clear_screen());
  const std::vector<Finding> findings{
      finding_in(FindingKind::tension_pattern, {RegionKind::pelvis, BodySide::left})};
  show(engine, findings, 100.0);
  const auto before = engine.guidance();
  for (int i = 1; i < 40; ++i) show(engine, findings, 100.0 + 0.25 * i);
  EXPECT_EQ(engine.guidance(), before);
}

TEST(Guidance, FaceDownTheBackIsNotSuggested) {
  GuidanceEngine engine = engine_with(clear_screen());
  show(engine, {finding_in(FindingKind::tension_pattern, {RegionKind::low_back, BodySide::left})}, 120.0,
       Posture::prone);
  EXPECT_TRUE(engine.guidance()->places.empty());
  show(engine, {finding_in(FindingKind::tension_pattern, {RegionKind::pelvis, BodySide::left}, 2)}, 121.0,
       Posture::prone);
  ASSERT_EQ(engine.guidance()->places.size(), 1U);
  EXPECT_EQ(engine.guidance()->places[0].title, "client's left front of the hip");
  EXPECT_TRUE(engine.guidance()->places[0].front);
}

TEST(Guidance, ScreenNotAskedLeavesLightTechniquesAndSaysSo) {
  GuidanceEngine engine(default_guidance_rules());
  show(engine, {finding_in(FindingKind::tension_pattern, {RegionKind::low_back, BodySide::left})});
  EXPECT_TRUE(engine.guidance()->softened);
  EXPECT_FALSE(engine.guidance()->screen_answered);
  EXPECT_NE(engine.guidance()->banner.find("SCREEN NOT ANSWERED"), std::string::npos);
  for (const std::string& t : engine.guidance()->places.front().techniques)
    EXPECT_EQ(t.rfind("light", 0), 0U) << t;
}

// Every muscle and technique of the trade is reached by driving the engine with findings.
TEST(Guidance, EveryMuscleAndTechniqueIsReachable) {
  std::set<std::string> said;
  for (const Posture posture : {Posture::supine, Posture::prone, Posture::seated_upright}) {
    for (std::size_t kind = 0; kind < kFindingKinds; ++kind) {
      for (std::size_t region = 0; region < kRegionCount; ++region) {
        GuidanceEngine engine = engine_with(clear_screen());
        const std::vector<Finding> findings{finding_in(static_cast<FindingKind>(kind), region_at(region))};
        show(engine, findings, 120.0, posture);
        for (int id = 1; id <= kPlaces; ++id) ASSERT_TRUE(engine.answer(id, ClientAnswer::confirmed));
        for (const auto& place : engine.guidance()->places) {
          said.insert(place.muscles.begin(), place.muscles.end());
          said.insert(place.techniques.begin(), place.techniques.end());
        }
      }
    }
  }
  for (const char* name :
       {"erector spinae, client's left", "quadratus lumborum (QL), client's right", "latissimus dorsi",
        "gluteus maximus, medius and minimus", "trapezius and rhomboids", "hip flexors (iliopsoas)",
        "hamstrings", "Swedish", "deep tissue", "myofascial release", "trigger point",
        "lumbar and hip focused", "acupressure", "sports", "hot stone or heat", "holistic or relaxation"}) {
    EXPECT_TRUE(std::any_of(said.begin(), said.end(), [&](const std::string& s) {
      return s.find(name) != s.npos;
    })) << name;
  }
}

std::vector<Finding> random_findings(std::mt19937& random) {
  std::vector<Finding> findings;
  for (int i = 1 + static_cast<int>(random() % 8); i > 0; --i) {
    Finding f =
        finding_in(static_cast<FindingKind>(random() % kFindingKinds), region_at(random() % kRegionCount), i);
    f.has_region = random() % 5 != 0;
    f.active = random() % 4 != 0;
    f.value = 40.0 + static_cast<double>(random() % 60);
    findings.push_back(f);
  }
  return findings;
}

// Whatever is answered and found: no word about a blocked region or a muscle that lies only there, and
// nothing at all where the screen refers first (tests/support/screen_laws.h).
TEST(Guidance, NoPathLeadsToABlockedRegion) {
  int blocked = 0, places = 0, areas = 0;
  for (unsigned seed = 0; seed < 3000; ++seed) {
    std::mt19937 random(seed);
    const ScreenEffect effect = effect_of(test::random_answers(random));
    GuidanceEngine engine(default_guidance_rules());
    constexpr Posture kPosture[] = {Posture::supine, Posture::prone, Posture::seated_upright,
                                    Posture::unknown};
    const Posture posture = kPosture[random() % 4];
    const bool late = random() % 2 == 0;  // the screen may be answered after places were shown
    if (!late) engine.set_screen(effect);
    show(engine, random_findings(random), 120.0, posture);
    for (int i = 0; i < 3; ++i) {
      const auto answer = static_cast<ClientAnswer>(random() % 3);
      ASSERT_TRUE(engine.answer(1 + static_cast<int>(random() % kPlaces), answer));
    }
    if (late) engine.set_screen(effect);
    show(engine, random_findings(random), 130.0, posture);
    const auto breaches = test::breaches_of(*engine.guidance(), effect);
    ASSERT_TRUE(breaches.empty()) << "seed " << seed << ": " << breaches.front();
    if (effect.blocked) {
      EXPECT_EQ(guidance_text(*engine.guidance()).find("check first"), std::string::npos);
    }
    blocked += effect.blocked ? 1 : 0;
    areas += effect.regions.any() ? 1 : 0;
    places += static_cast<int>(engine.guidance()->places.size());
  }
  EXPECT_GT(blocked, 200);
  EXPECT_GT(areas, 1000);
  EXPECT_GT(places, 1000);
}

TEST(Guidance, PlacesHaveNamesThatReadBack) {
  std::set<std::string> names;
  for (int id = 1; id <= kPlaces; ++id) {
    EXPECT_EQ(place_from(place_name(id)), id);
    names.insert(place_name(id));
  }
  EXPECT_EQ(names.size(), static_cast<std::size_t>(kPlaces));
  EXPECT_EQ(place_from("low_back_left"), 1 + index_of(Place{RegionKind::low_back, Sides::left, false}));
  EXPECT_EQ(place_from("nowhere"), 0);
}

}  // namespace
}  // namespace palpate
