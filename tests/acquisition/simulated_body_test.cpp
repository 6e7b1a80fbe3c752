#include "acquisition/simulated_body.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "tests/support/body_shot.h"

namespace palpate {
namespace {

using namespace test;  // NOLINT: the words of these tests

bool somebody(const ScenarioInfo& s) {
  return s.name != "empty" && s.name != "arrive-and-leave";
}

TEST(Scenarios, TheTableHoldsEveryPromisedName) {
  std::set<std::string_view> names;
  for (const ScenarioInfo& s : scenarios()) {
    EXPECT_TRUE(names.insert(s.name).second) << "twice: " << s.name;
    EXPECT_FALSE(s.description.empty()) << s.name;
  }
  for (const std::string_view wanted :
       {"seated-even", "seated-left-lean", "seated-right-lean", "seated-slouch", "seated-forward",
        "seated-back", "seated-crossed-left", "seated-crossed-right", "seated-restless", "supine-even",
        "supine-right-lumbar-lift", "supine-left-lumbar-lift", "prone", "side-left", "side-right", "empty",
        "arrive-and-leave", "supine-with-hands", "prone-with-hands"}) {
    EXPECT_TRUE(names.contains(wanted)) << wanted;
  }
}

TEST(Scenarios, EachBringsItsOwnMatAndPosture) {
  static const std::set<std::string> kPostures{"empty",
                                               "supine",
                                               "prone",
                                               "side-left",
                                               "side-right",
                                               "seated-upright",
                                               "seated-slouch",
                                               "seated-forward",
                                               "seated-back",
                                               "seated-left",
                                               "seated-right",
                                               "seated-crossed-left",
                                               "seated-crossed-right"};
  for (const ScenarioInfo& s : scenarios()) {
    const Shot shot = shoot(of(std::string(s.name)));
    EXPECT_EQ(shot.mat.placement, s.placement) << s.name;
    EXPECT_EQ(shot.mat.rows, s.placement == Placement::seat ? 32 : 64) << s.name;
    EXPECT_TRUE(kPostures.contains(shot.truth.posture)) << shot.truth.posture;
    EXPECT_EQ(shot.truth.occupied, s.name != "empty") << s.name;
  }
}

TEST(SimulatedBody, SameSeedSamePressuresAnotherSeedAnotherBody) {
  for (const ScenarioInfo& s : scenarios()) {
    const Map a = shoot(of(std::string(s.name), 3)).kpa;
    EXPECT_EQ(a, shoot(of(std::string(s.name), 3)).kpa) << s.name;
    EXPECT_EQ(a == shoot(of(std::string(s.name), 4)).kpa, s.name == "empty") << s.name;
  }
}

TEST(SimulatedBody, LoadIsTheIntegralOfThePressure) {
  for (const ScenarioInfo& s : scenarios()) {
    for (const double t : {0.0, 33.3, 250.0}) {
      const Shot shot = shoot(of(std::string(s.name)), t);
      EXPECT_NEAR(shot.truth.load_n, shot.load_n(), 1e-6 * (1.0 + shot.load_n())) << s.name;
      EXPECT_GE(*std::min_element(shot.kpa.begin(), shot.kpa.end()), 0.0F) << s.name;
    }
  }
}

TEST(SimulatedBody, ALyingBodyLoadsTheMatWithItsWeightASittingOneWithAbout60To70Percent) {
  for (const ScenarioInfo& s : scenarios()) {
    if (!somebody(s)) continue;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
      SimulatedBodyOptions options = still(std::string(s.name), seed);
      const GroundTruth truth = shoot(options).truth;
      const double share = (truth.load_n - truth.hand_on_mat_n) / make(options).weight_n();
      const bool table = s.placement == Placement::table;
      EXPECT_GE(share, table ? 0.985 : 0.57) << s.name << " seed " << seed;
      EXPECT_LE(share, table ? 1.002 : 0.70) << s.name << " seed " << seed;
    }
  }
}

TEST(SimulatedBody, PeaksAreThoseOfRealMats) {
  for (const ScenarioInfo& s : scenarios()) {
    if (!somebody(s)) continue;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
      const float peak = shoot(still(std::string(s.name), seed)).peak();
      const bool table = s.placement == Placement::table;
      EXPECT_GE(peak, table ? 2.5F : 4.5F) << s.name << " seed " << seed;
      EXPECT_LE(peak, table ? 12.0F : 20.0F) << s.name << " seed " << seed;
    }
  }
}

TEST(SimulatedBody, EvenIsEvenAndLeansAreAbout62To38) {
  const struct {
    const char* name;
    double share;
    const char* heavier;
  } rows[] = {{"seated-even", 0.5, ""},
              {"supine-even", 0.5, ""},
              {"prone", 0.5, ""},
              {"seated-left-lean", 0.62, "client's left"},
              {"seated-right-lean", 0.38, "client's right"}};
  for (const auto& row : rows) {
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
      const Shot shot = shoot(still(row.name, seed));
      EXPECT_NEAR(shot.truth.client_left_share, row.share, 0.012) << row.name << " seed " << seed;
      EXPECT_EQ(shot.truth.heavier_side, row.heavier) << row.name << " seed " << seed;
    }
  }
}

TEST(SimulatedBody, TheWantedLeftShareIsKept) {
  for (const char* name :
       {"seated-even", "seated-right-lean", "supine-even", "supine-left-lumbar-lift", "prone"}) {
    for (const double share : {0.30, 0.45, 0.55, 0.70}) {
      SimulatedBodyOptions options = still(name);
      options.left_share = share;
      EXPECT_NEAR(shoot(options).truth.client_left_share, share, 0.03) << name;
    }
  }
}

// Head (back rest) at the map's top: sitting and supine the client's left is on the map's right, prone on its
// left.
TEST(SimulatedBody, TheHeavierSideLiesOnTheProperSideOfTheMap) {
  const auto map_left_share = [](const char* name, HeadEdge head, bool mirrored) {
    SimulatedBodyOptions options = still(name);
    options.offset_x_mm = options.offset_y_mm = options.rotation_deg = 0.0;
    options.left_share = 0.65;
    options.geometry = make(options).geometry();
    options.geometry.head = head;
    options.geometry.mirrored = mirrored;
    return shoot(options).map_left_share();
  };
  for (const char* name : {"seated-even", "supine-even"}) {
    EXPECT_NEAR(map_left_share(name, HeadEdge::top, false), 0.35, 0.01) << name;
    EXPECT_NEAR(map_left_share(name, HeadEdge::top, true), 0.65, 0.01) << name;
    EXPECT_NEAR(map_left_share(name, HeadEdge::bottom, false), 0.65, 0.01) << name;
    EXPECT_NEAR(map_left_share(name, HeadEdge::bottom, true), 0.35, 0.01) << name;
  }
  EXPECT_NEAR(map_left_share("prone", HeadEdge::top, false), 0.65, 0.01);
  EXPECT_NEAR(map_left_share("prone", HeadEdge::bottom, false), 0.35, 0.01);
}

TEST(SimulatedBody, TheHeadEdgeTurnsTheMap) {
  const auto with_head = [](HeadEdge head) {
    SimulatedBodyOptions options = of("seated-left-lean");
    options.geometry = make_geometry(32, 32, 14.7, 14.7).value();
    options.geometry.placement = Placement::seat;
    options.geometry.head = head;
    return shoot(options);
  };
  const Shot top = with_head(HeadEdge::top), bottom = with_head(HeadEdge::bottom);
  const Shot left = with_head(HeadEdge::left), right = with_head(HeadEdge::right);
  for (int r = 0; r < 32; ++r) {
    for (int c = 0; c < 32; ++c) {
      EXPECT_NEAR(bottom.at(31 - r, 31 - c), top.at(r, c), 1e-4);
      EXPECT_NEAR(left.at(31 - c, r), top.at(r, c), 1e-4);
      EXPECT_NEAR(right.at(c, 31 - r), top.at(r, c), 1e-4);
    }
  }
  EXPECT_NEAR(top.truth.client_left_share, left.truth.client_left_share, 1e-4);
}

TEST(SimulatedBody, MirrorLaw) {
  const char* pairs[][2] = {{"seated-left-lean", "seated-right-lean"},
                            {"seated-crossed-left", "seated-crossed-right"},
                            {"supine-left-lumbar-lift", "supine-right-lumbar-lift"},
                            {"side-left", "side-right"}};
  for (const auto& pair : pairs) {
    for (const double t : {2.0, 61.7, 333.0}) {
      const Shot a = shoot(of(pair[0]), t), b = shoot(of(pair[1]), t);
      for (int r = 0; r < a.mat.rows; ++r) {
        for (int c = 0; c < a.mat.cols; ++c)
          ASSERT_NEAR(a.at(r, c), b.at(r, a.mat.cols - 1 - c), 1e-3) << pair[0];
      }
      EXPECT_NEAR(a.truth.client_left_share, 1.0 - b.truth.client_left_share, 1e-6) << pair[0];
    }
  }
}

TEST(SimulatedBody, OffsetsPointTheSameWayForMirroredScenarios) {
  for (const char* name : {"seated-left-lean", "seated-right-lean"}) {
    SimulatedBodyOptions options = still(name);
    options.rotation_deg = 0.0;
    options.offset_x_mm = 0.0;
    const double centred = shoot(options).truth.midline_head_x_mm;
    options.offset_x_mm = 30.0;
    EXPECT_NEAR(shoot(options).truth.midline_head_x_mm - centred, 30.0, 1e-9) << name;
  }
}

// Where the mat ends does not matter, nor how fine it is.
TEST(SimulatedBody, TheMatsResolutionDoesNotChangeTheBody) {
  for (const char* name : {"seated-left-lean", "supine-even", "side-right"}) {
    const Shot own = shoot(of(name));
    for (const int factor : {2, 3}) {
      SimulatedBodyOptions options = of(name);
      options.geometry = own.mat;
      options.geometry.rows = own.mat.rows * factor / (factor == 3 ? 2 : 1);
      options.geometry.cols = own.mat.cols * factor / (factor == 3 ? 2 : 1);
      options.geometry.pitch_x_mm = own.mat.width_mm() / options.geometry.cols;
      options.geometry.pitch_y_mm = own.mat.height_mm() / options.geometry.rows;
      const Shot fine = shoot(options);
      EXPECT_NEAR(fine.truth.load_n, own.truth.load_n, 3e-3 * own.truth.load_n) << name;
      EXPECT_NEAR(fine.truth.client_left_share, own.truth.client_left_share, 4e-3) << name;
      EXPECT_NEAR(fine.truth.midline_head_x_mm, own.truth.midline_head_x_mm, 1e-9) << name;
    }
  }
}

TEST(SimulatedBody, ASmallMatCarriesOnlyWhatLiesOnIt) {
  SimulatedBodyOptions options = still("seated-even");
  options.geometry = make_geometry(8, 8, 14.7, 14.7).value();
  options.geometry.placement = Placement::seat;
  const Shot small = shoot(options), whole = shoot(still("seated-even"));
  EXPECT_LT(small.truth.load_n, 0.5 * whole.truth.load_n);
  EXPECT_GT(small.truth.load_n, 0.0);
}

TEST(SimulatedBody, NobodyPressesNothing) {
  const Shot shot = shoot(of("empty"));
  EXPECT_EQ(shot.kpa, Map(32 * 32, 0.0F));
  EXPECT_EQ(shot.truth.posture, "empty");
  EXPECT_EQ(shot.truth.load_n, 0.0);
  EXPECT_EQ(shot.truth.breathing_rate_per_min, 0.0);
  EXPECT_TRUE(make(of("empty")).landmarks().empty());
}

TEST(SimulatedBody, TheLiftedLowBackIsOnTheRightAndNothingElseIs) {
  SimulatedBody body = make(still("supine-right-lumbar-lift"));
  Map kpa;
  const GroundTruth truth = body.pressure_at(100.0, kpa);
  EXPECT_EQ(truth.region, "lumbar");
  const MatGeometry& g = body.geometry();
  double left = 0.0, right = 0.0, chest_left = 0.0, chest_right = 0.0;
  for (int r = 0; r < g.rows; ++r) {
    const double along = ((r + 0.5) * g.pitch_y_mm - truth.midline_head_y_mm) /
                         (truth.midline_foot_y_mm - truth.midline_head_y_mm);
    const double middle =
        truth.midline_head_x_mm + along * (truth.midline_foot_x_mm - truth.midline_head_x_mm);
    for (int c = 0; c < g.cols; ++c) {
      const double x = (c + 0.5) * g.pitch_x_mm - middle, p = kpa[static_cast<std::size_t>(r * g.cols + c)];
      if (std::abs(x) > 130.0) continue;
      if (along > 0.36 && along < 0.41) (x > 0 ? left : right) += p;
      if (along > 0.19 && along < 0.27) (x > 0 ? chest_left : chest_right) += p;
    }
  }
  EXPECT_LT(right, 0.35 * left);
  EXPECT_NEAR(chest_right / chest_left, 1.0, 0.2);
}

TEST(SimulatedBody, ASpotChangesItsRegionOnItsSideAndIsTold) {
  const struct {
    const char *scenario, *region;
    bool left;
    double change;
  } rows[] = {{"supine-even", "mid-back", true, 0.6},  {"supine-even", "lumbar", false, -0.9},
              {"prone", "pelvis", true, 0.6},          {"seated-even", "ischial", false, 0.5},
              {"seated-right-lean", "thigh", true, 1}, {"supine-left-lumbar-lift", "calf", false, 1}};
  for (const auto& row : rows) {
    SimulatedBodyOptions options = still(row.scenario);
    options.roughness = 0.0;
    options.spot = LoadSpot{row.region, row.left, 0.0};
    const Shot plain = shoot(options);
    options.spot->change = row.change;
    const Shot with = shoot(options);
    EXPECT_EQ(with.truth.region, row.region);
    EXPECT_EQ(with.truth.region_side, row.left ? "client's left" : "client's right");
    EXPECT_EQ(plain.truth.region, "");
    EXPECT_NEAR(with.truth.load_n, plain.truth.load_n, 2e-3 * plain.truth.load_n);
    EXPECT_EQ(with.truth.client_left_share > plain.truth.client_left_share, row.left == (row.change > 0.0))
        << row.scenario << " " << row.region;
  }
}

TEST(SimulatedBody, WithoutRoughnessAnEvenBodyIsMirrorSymmetric) {
  for (const char* name : {"seated-even", "supine-even"}) {
    SimulatedBodyOptions options = still(name);
    options.roughness = 0.0;
    options.breaths_per_min = options.beats_per_min = options.offset_x_mm = options.rotation_deg = 0.0;
    const Shot shot = shoot(options);
    for (int r = 0; r < shot.mat.rows; ++r) {
      for (int c = 0; c < 16; ++c) ASSERT_NEAR(shot.at(r, c), shot.at(r, 31 - c), 1e-4) << name;
    }
  }
}

TEST(SimulatedBody, LandmarksLieOnTheImprint) {
  SimulatedBody seated = make(still("seated-even"));
  Map kpa;
  const GroundTruth truth = seated.pressure_at(10.0, kpa);
  const MatGeometry& g = seated.geometry();
  int found = 0;
  for (const BodyLandmark& mark : seated.landmarks()) {
    if (mark.name != "ischial tuberosity") continue;
    ++found;
    const auto r = static_cast<std::size_t>(mark.y_mm / g.pitch_y_mm),
               c = static_cast<std::size_t>(mark.x_mm / g.pitch_x_mm);
    EXPECT_GT(kpa[r * 32 + c], 6.0F);
    EXPECT_EQ(mark.side, mark.x_mm > truth.midline_head_x_mm ? "client's left" : "client's right");
  }
  EXPECT_EQ(found, 2);
  EXPECT_EQ(make(of("prone")).landmarks().front().name, "head");
}

// Golden on purpose coarse enough for another libm, fine enough to notice any change of shape or motion.
TEST(SimulatedBody, Golden) {
  const Shot shot = shoot(of("seated-left-lean", 7), 12.5);
  EXPECT_NEAR(shot.truth.load_n, 454.070, 0.01);
  EXPECT_NEAR(shot.at(8, 11), 6.9953, 1e-3);
  EXPECT_NEAR(shot.at(8, 20), 10.1592, 1e-3);
  EXPECT_NEAR(shot.at(22, 22), 5.0459, 1e-3);
}

TEST(SimulatedBody, ImpossibleWishesAreRefusedWithTheRemedy) {
  const auto message = [](const auto& change) {
    SimulatedBodyOptions options;
    change(options);
    const auto body = SimulatedBody::create(options);
    return body ? std::string("accepted") : body.error().message;
  };
  using testing::HasSubstr;
  using O = SimulatedBodyOptions;
  EXPECT_THAT(
      message([](O& o) { o.scenario = "seated-sideways"; }),
      testing::AllOf(HasSubstr("seated-sideways"), HasSubstr("seated-left-lean"), HasSubstr("prone")));
  EXPECT_THAT(message([](O& o) { o.weight_kg = 5.0; }), HasSubstr("weight"));
  EXPECT_THAT(message([](O& o) { o.height_mm = 1e9; }), HasSubstr("height"));
  EXPECT_THAT(message([](O& o) { o.breaths_per_min = 1.0; }), HasSubstr("or 0 for none"));
  EXPECT_THAT(message([](O& o) { o.beats_per_min = std::nan(""); }), HasSubstr("heart"));
  EXPECT_THAT(message([](O& o) { o.left_share = 1.2; }), HasSubstr("left share"));
  EXPECT_THAT(message([](O& o) { o.motion = -1.0; }), HasSubstr("motion"));
  EXPECT_THAT(message([](O& o) { o.rotation_deg = 999.0; }), HasSubstr("rotation"));
  EXPECT_THAT(message([](O& o) {
                o.spot = LoadSpot{"lumbar", true, 0.5};
              }),
              HasSubstr("choose ischial, thigh"));
  EXPECT_THAT(message([](O& o) { o.spot = LoadSpot{"thigh", true, 9.0}; }), HasSubstr("-1 to 2"));
  EXPECT_THAT(message([](O& o) {
                o.scenario = "side-left", o.spot = LoadSpot{"thigh", true, 1.0};
              }),
              HasSubstr("supine or prone"));
  EXPECT_THAT(message([](O& o) { o.geometry.rows = -3; }), HasSubstr("mat size"));
  EXPECT_THAT(message([](O& o) { o.geometry = {4, 4, 0.0, 10.0}; }), HasSubstr("pitch"));
}

TEST(SimulatedBody, OddMatsAreServed) {
  for (const auto& [rows, cols] : {std::pair{1, 1}, {1, 256}, {256, 1}, {64, 128}, {3, 7}}) {
    for (const ScenarioInfo& s : scenarios()) {
      SimulatedBodyOptions options = of(std::string(s.name));
      options.geometry = make_geometry(rows, cols, 20.0, 7.0).value();
      const Shot shot = shoot(options, 20.0);
      ASSERT_EQ(shot.kpa.size(), static_cast<std::size_t>(rows * cols));
      for (const float p : shot.kpa) ASSERT_TRUE(std::isfinite(p));
      EXPECT_TRUE(shot.truth.client_left_share >= 0.0 && shot.truth.client_left_share <= 1.0);
    }
  }
}

}  // namespace
}  // namespace palpate
