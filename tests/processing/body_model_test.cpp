// The body model on simulated bodies with known truth, and its laws.
#include "processing/body_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numbers>
#include <random>

#include "tests/support/body_shot.h"
#include "tests/support/pipeline_runs.h"

namespace palpate {
namespace {

using ::testing::HasSubstr;

constexpr float kThreshold = 0.67F;

PressureMap map_of(const test::Shot& shot) {
  PressureMap map;
  map.pressure = Eigen::Map<const Grid>(shot.kpa.data(), shot.mat.rows, shot.mat.cols);
  return map;
}

BodyState fit(const test::Shot& shot, float scale = 1.0F) {
  BodyModel model(shot.mat);
  PressureMap map = map_of(shot);
  map.pressure *= scale;
  if (scale != 1.0F) map.unit = PressureUnit::counts;
  return model.update(map, kThreshold * scale, *posture_from(shot.truth.posture), 0.0);
}

struct MidlineError {
  double mm, degrees;
};

MidlineError midline_error(const BodyState& s, const GroundTruth& t) {
  const double dx = t.midline_head_x_mm - t.midline_foot_x_mm, dy = t.midline_head_y_mm - t.midline_foot_y_mm;
  const double length = std::hypot(dx, dy), ax = dx / length, ay = dy / length;
  const double off = (s.pelvis_x_mm - t.midline_foot_x_mm) * ay - (s.pelvis_y_mm - t.midline_foot_y_mm) * ax;
  const double turn = std::asin(std::clamp(s.axis_x * ay - s.axis_y * ax, -1.0, 1.0));
  const bool same_way = s.axis_x * ax + s.axis_y * ay > 0.0;
  return {std::abs(off), same_way ? std::abs(turn) * 180.0 / std::numbers::pi : 180.0};
}

// With a left and a right that can be told.
const std::vector<std::string>& sided_scenarios() {
  static const std::vector<std::string> names = {"supine-even",
                                                 "supine-right-lumbar-lift",
                                                 "supine-left-lumbar-lift",
                                                 "prone",
                                                 "seated-even",
                                                 "seated-left-lean",
                                                 "seated-right-lean",
                                                 "seated-slouch",
                                                 "seated-forward",
                                                 "seated-back",
                                                 "seated-crossed-left",
                                                 "seated-crossed-right"};
  return names;
}

TEST(BodyModel, MidlineOfEverySimulatedBody) {
  for (const std::string& name : sided_scenarios()) {
    for (const std::uint64_t seed : {11U, 12U, 13U}) {
      const test::Shot shot = test::shoot(test::of(name, seed), 20.0);
      const BodyState s = fit(shot);
      ASSERT_TRUE(s.found) << name << s.why_not;
      const MidlineError error = midline_error(s, shot.truth);
      EXPECT_LT(error.mm, 10.0) << name << seed;
      EXPECT_LT(error.degrees, 2.0) << name << seed;
      EXPECT_TRUE(s.sides_known) << name;
    }
  }
}

TEST(BodyModel, TurnedAndShiftedBodiesAtAnyEdgeAndFromBelow) {
  for (const std::string name : {"supine-even", "prone", "seated-even"}) {
    for (const HeadEdge head : {HeadEdge::top, HeadEdge::bottom, HeadEdge::left, HeadEdge::right}) {
      for (const double degrees : {-24.0, -9.0, 15.0, 25.0}) {
        auto options = test::still(name, 21);
        const bool seat = name == "seated-even";
        options.geometry =
            seat ? make_geometry(36, 36, 16.0, 16.0).value() : make_geometry(80, 80, 25.0, 25.0).value();
        options.geometry.placement = seat ? Placement::seat : Placement::table;
        options.geometry.head = head;
        options.geometry.mirrored = degrees > 0.0;
        options.rotation_deg = degrees;
        options.offset_x_mm = seat ? 25.0 : 90.0;
        options.offset_y_mm = seat ? -10.0 : 40.0;
        const test::Shot shot = test::shoot(options, 20.0);
        const BodyState s = fit(shot);
        ASSERT_TRUE(s.found) << name << s.why_not;
        const MidlineError error = midline_error(s, shot.truth);
        EXPECT_LT(error.mm, 15.0) << name << degrees << name_of(head);
        EXPECT_LT(error.degrees, 3.0) << name << degrees << name_of(head);
        EXPECT_NEAR(std::abs(s.rotation_deg), std::abs(degrees), 3.0) << name << name_of(head);
      }
    }
  }
}

TEST(BodyModel, LandmarksLieWhereTheSimulatedBonesPress) {
  const std::map<std::string, double> most_mm = {{"head", 25.0}, {"heel", 30.0}, {"sacrum", 45.0}};
  for (const std::uint64_t seed : {31U, 32U}) {
    const auto options = test::of("supine-even", seed);
    SimulatedBody body = test::make(options);
    test::Shot shot;
    shot.mat = body.geometry();
    shot.truth = body.pressure_at(20.0, shot.kpa);
    const BodyState s = fit(shot);
    int met = 0;
    for (const BodyLandmark& truth : body.landmarks()) {
      const auto limit = most_mm.find(std::string(truth.name));
      if (limit == most_mm.end()) continue;
      const std::string side = truth.side == "client's left" ? "left_" : truth.side.empty() ? "" : "right_";
      for (const Landmark& mark : s.landmarks) {
        if (name_of(mark.kind) != side + std::string(truth.name)) continue;
        ++met;
        EXPECT_LT(std::hypot(mark.x_mm - truth.x_mm, mark.y_mm - truth.y_mm), limit->second)
            << name_of(mark.kind) << seed;
        EXPECT_GT(mark.confidence, 0.2);
      }
    }
    EXPECT_EQ(met, 4);
  }
}

// The same load pattern seen the other way round: every region has swapped sides.
TEST(BodyModel, MirroredMapSwapsSides) {
  for (const std::string name : {"supine-right-lumbar-lift", "prone", "seated-left-lean"}) {
    test::Shot shot = test::shoot(test::still(name, 41), 20.0);
    const BodyState before = fit(shot);
    test::Shot other = shot;
    for (int r = 0; r < shot.mat.rows; ++r) {
      for (int c = 0; c < shot.mat.cols; ++c) {
        other.kpa[static_cast<std::size_t>(r * shot.mat.cols + c)] =
            shot.kpa[static_cast<std::size_t>(r * shot.mat.cols + shot.mat.cols - 1 - c)];
      }
    }
    const BodyState after = fit(other);
    ASSERT_TRUE(before.found && after.found);
    EXPECT_NEAR(after.rotation_deg, -before.rotation_deg, 0.2);
    for (std::size_t i = 0; i < kRegionCount; ++i) {
      const RegionLoad& a = before.regions[i];
      const RegionLoad& b = after.regions[index_of(mirror(region_at(i)))];
      ASSERT_EQ(a.present, b.present);
      if (a.present) {
        EXPECT_NEAR(a.load_share, b.load_share, 0.012) << id_of(region_at(i)) << name;
      }
    }
  }
}

TEST(BodyModel, TheUnitDoesNotMatter) {
  const test::Shot shot = test::shoot(test::still("supine-even", 51), 20.0);
  const BodyState kpa = fit(shot), counts = fit(shot, 64.0F);
  EXPECT_NEAR(kpa.pelvis_x_mm, counts.pelvis_x_mm, 1e-3);
  EXPECT_TRUE((kpa.labels == counts.labels).all());
  const RegionLoad& a = kpa.regions[index_of({RegionKind::pelvis, BodySide::left})];
  const RegionLoad& b = counts.regions[index_of({RegionKind::pelvis, BodySide::left})];
  EXPECT_NEAR(a.load_share, b.load_share, 1e-6);
  EXPECT_TRUE(std::isfinite(a.load_n));
  EXPECT_TRUE(std::isnan(b.load_n));
  EXPECT_NEAR(64.0 * a.ppi, b.ppi, 1e-3 * b.ppi);
}

// A client moved by four cells: everything moves with it.
TEST(BodyModel, FollowsAShiftOfTheWholeImprint) {
  auto options = test::still("seated-even", 61);
  options.geometry = make_geometry(40, 40, 14.0, 14.0).value();
  options.geometry.placement = Placement::seat;
  options.offset_x_mm = options.offset_y_mm = 0.0;
  const BodyState at = fit(test::shoot(options, 20.0));
  options.offset_x_mm = 28.0;
  options.offset_y_mm = -42.0;
  const BodyState moved = fit(test::shoot(options, 20.0));
  EXPECT_NEAR(moved.pelvis_x_mm - at.pelvis_x_mm, 28.0, 2.0);
  EXPECT_NEAR(moved.pelvis_y_mm - at.pelvis_y_mm, -42.0, 2.0);
  for (std::size_t i = 0; i < kRegionCount; ++i) {
    if (!at.regions[i].present) continue;
    EXPECT_NEAR(at.regions[i].load_share, moved.regions[i].load_share, 0.01) << id_of(region_at(i));
  }
}

TEST(BodyModel, OnASideNoSideIsClaimed) {
  for (const std::string name : {"side-left", "side-right"}) {
    const BodyState s = fit(test::shoot(test::of(name, 71), 20.0));
    ASSERT_TRUE(s.found) << s.why_not;
    EXPECT_FALSE(s.sides_known);
    EXPECT_TRUE((s.labels == kNoRegion).all());
    EXPECT_TRUE((s.parts == static_cast<std::int8_t>(RegionKind::pelvis)).any());
    for (const RegionLoad& region : s.regions) EXPECT_FALSE(region.present);
  }
}

TEST(BodyModel, GlidesToANewPlaceWithoutAJump) {
  auto options = test::still("supine-even", 81);
  options.offset_x_mm = -30.0;
  const test::Shot here = test::shoot(options, 20.0);
  options.offset_x_mm = 30.0;
  const test::Shot there = test::shoot(options, 20.0);
  BodyModel model(here.mat);
  double last = model.update(map_of(here), kThreshold, Posture::supine, 0.0).pelvis_x_mm;
  const double first = last;
  for (int k = 1; k <= 50; ++k) {
    const BodyState& s = model.update(map_of(there), kThreshold, Posture::supine, 0.2 * k);
    EXPECT_LT(std::abs(s.pelvis_x_mm - last), 30.0) << k;
    last = s.pelvis_x_mm;
  }
  EXPECT_NEAR(last - first, 60.0, 4.0);
}

TEST(BodyModel, TheRateDoesNotMatter) {
  auto options = test::still("seated-even", 91);
  options.offset_x_mm = -15.0;
  const test::Shot here = test::shoot(options, 20.0);
  options.offset_x_mm = 15.0;
  const test::Shot there = test::shoot(options, 20.0);
  std::vector<double> at_two_s;
  for (const double rate : {1.0, 2.0, 5.0}) {
    BodyModel model(here.mat);
    model.update(map_of(here), kThreshold, Posture::seated_upright, 0.0);
    for (int k = 1; k <= static_cast<int>(2.0 * rate); ++k)
      model.update(map_of(there), kThreshold, Posture::seated_upright, k / rate);
    at_two_s.push_back(model.state().pelvis_x_mm);
  }
  EXPECT_NEAR(at_two_s[0], at_two_s[2], 1.0);
  EXPECT_NEAR(at_two_s[1], at_two_s[2], 1.0);
}

TEST(BodyModel, StableOnlyWhileThePostureHolds) {
  const test::Shot even = test::shoot(test::still("seated-even", 95), 20.0);
  const test::Shot lean = test::shoot(test::still("seated-crossed-left", 95), 20.0);
  BodyModel model(even.mat);
  for (int k = 0; k < 50; ++k) model.update(map_of(even), kThreshold, Posture::seated_upright, 0.2 * k);
  EXPECT_EQ(model.state().stable_since_s, 0.0);
  for (int k = 50; k < 56; ++k) model.update(map_of(lean), kThreshold, Posture::seated_crossed_left, 0.2 * k);
  EXPECT_TRUE(std::isnan(model.state().stable_since_s));
  for (int k = 56; k < 200; ++k)
    model.update(map_of(lean), kThreshold, Posture::seated_crossed_left, 0.2 * k);
  EXPECT_GT(model.state().stable_since_s, 11.0);
  EXPECT_LT(model.state().stable_since_s, 30.0);
}

TEST(BodyModel, SaysWhyItCannotTell) {
  const auto why = [](int rows, int cols, double pitch, Placement placement, float value) {
    MatGeometry g = make_geometry(rows, cols, pitch, pitch).value();
    g.placement = placement;
    BodyModel model(g);
    PressureMap map;
    map.pressure = Grid::Constant(rows, cols, value);
    const BodyState& s = model.update(map, kThreshold, Posture::unknown, 0.0);
    EXPECT_FALSE(s.found);
    EXPECT_TRUE((s.labels == kNoRegion).all());
    return s.why_not;
  };
  EXPECT_EQ(why(64, 32, 25.0, Placement::table, 0.0F), "nobody there");
  EXPECT_THAT(why(1, 40, 25.0, Placement::table, 3.0F), HasSubstr("too few cells"));
  EXPECT_THAT(why(5, 5, 25.0, Placement::seat, 3.0F), HasSubstr("too few cells"));
  EXPECT_THAT(why(20, 20, 5.0, Placement::seat, 3.0F), HasSubstr("too small"));
  EXPECT_THAT(why(32, 32, 14.0, Placement::back_rest, 3.0F), HasSubstr("back rest"));
  EXPECT_THAT(why(64, 64, 900.0, Placement::table, 3.0F), HasSubstr("check the pitch"));
}

// Random mats, maps, dead cells and values that are no numbers: an answer or a reason, never a crash.
TEST(BodyModel, AnyMapGivesAnAnswerOrAReason) {
  std::mt19937 random(5);
  const auto pick = [&random](int low, int high) {
    return low + static_cast<int>(random() % static_cast<unsigned>(high - low + 1));
  };
  for (int round = 0; round < 150; ++round) {
    MatGeometry g = make_geometry(pick(1, 40), pick(1, 40), pick(1, 60), pick(1, 60)).value();
    g.placement = static_cast<Placement>(pick(0, 2));
    g.head = static_cast<HeadEdge>(pick(0, 3));
    g.mirrored = pick(0, 1) == 1;
    BodyModel model(g);
    PressureMap map;
    for (int frame = 0; frame < 2; ++frame) {
      map.pressure = Grid::Zero(g.rows, g.cols);
      map.dead = Mask::Constant(g.rows, g.cols, false);
      for (int n = pick(0, g.rows * g.cols); n > 0; --n) {
        const int r = pick(0, g.rows - 1), c = pick(0, g.cols - 1), kind = pick(0, 60);
        map.pressure(r, c) = kind == 0   ? NAN
                             : kind == 1 ? INFINITY
                             : kind == 2 ? -5.0F
                                         : 0.2F * static_cast<float>(kind);
        map.dead(r, c) = pick(0, 30) == 0;
      }
      const auto posture = static_cast<Posture>(pick(0, kPostures - 1));
      const BodyState& s = model.update(map, kThreshold, posture, frame);
      ASSERT_EQ(s.found, s.why_not.empty());
      ASSERT_EQ(s.labels.rows(), g.rows);
      ASSERT_EQ(s.parts.cols(), g.cols);
      if (!s.found) continue;
      ASSERT_TRUE(std::isfinite(s.pelvis_x_mm) && std::isfinite(s.rotation_deg) &&
                  std::isfinite(s.length_mm));
      ASSERT_NEAR(std::hypot(s.axis_x, s.axis_y), 1.0, 1e-9);
      for (const Landmark& mark : s.landmarks) ASSERT_TRUE(std::isfinite(mark.x_mm + mark.y_mm));
    }
  }
}

TEST(BodyModel, LivesInThePipeline) {
  double first = -1.0;
  const Snapshot s = test::run_simulation(test::SimRun{.scenario = "seated-even", .seconds = 12.0},
                                          [&](const Snapshot& snapshot, const GroundTruth&) {
                                            if (snapshot.body.found && first < 0.0) first = snapshot.t_s;
                                          });
  EXPECT_GE(first, 0.0);
  EXPECT_LT(first, 3.0);
  EXPECT_TRUE(s.body.found) << s.body.why_not;
  EXPECT_TRUE(s.asymmetry.valid);
  // One midline for both; the asymmetry is as of the last fit.
  EXPECT_NEAR(s.asymmetry.left_share, s.features.client_left_share, 0.005);
  EXPECT_EQ(s.midline.line.x_mm, s.body.pelvis_x_mm);
}

}  // namespace
}  // namespace palpate
