// Legs, bodies on a side and bodies that roll: regions follow the contact, landmarks lie where they are
// drawn.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "processing/body_model.h"
#include "processing/body_simulated_bench.h"
#include "tests/support/body_shot.h"

namespace palpate {
namespace {

constexpr float kThreshold = 0.67F;
constexpr double kPitchMm = 25.0;

struct Point {
  double x, y;
};

// A body drawn of round-ended strips on a table of 80 x 48 cells, x from the midline, y from the crown; 1700
// mm.
class Drawing {
 public:
  Drawing() : mat_(make_geometry(80, 48, kPitchMm, kPitchMm).value()) {
    mat_.placement = Placement::table;
    map_.pressure = Grid::Zero(mat_.rows, mat_.cols);
  }
  void strip(Point a, Point b, double r, float kpa) {
    for (int row = 0; row < mat_.rows; ++row) {
      for (int col = 0; col < mat_.cols; ++col) {
        const Point p = body((col + 0.5) * kPitchMm, (row + 0.5) * kPitchMm);
        const double dx = b.x - a.x, dy = b.y - a.y, long2 = dx * dx + dy * dy;
        const double t =
            long2 > 0.0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / long2, 0.0, 1.0) : 0.0;
        const double away = std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
        if (away < r) map_.pressure(row, col) = std::max(map_.pressure(row, col), kpa);
      }
    }
  }
  void trunk() {
    strip({0, 60}, {0, 110}, 70, 4.0F);
    strip({-90, 270}, {90, 270}, 75, 3.0F);
    strip({-60, 330}, {-60, 640}, 95, 2.2F);
    strip({60, 330}, {60, 640}, 95, 2.2F);
    strip({-85, 800}, {85, 800}, 100, 4.5F);
  }
  void leg(Point hip, Point knee, Point ankle) {
    strip(hip, knee, 65, 2.0F);
    const Point below{knee.x + 0.1 * (ankle.x - knee.x), knee.y + 0.1 * (ankle.y - knee.y)};
    strip(below, ankle, 45, 2.4F);
    strip(ankle, ankle, 40, 6.0F);
  }
  const BodyState& fit(BodyModel& model, Posture posture, double t_s = 0.0) const {
    return model.update(map_, kThreshold, posture, t_s);
  }
  [[nodiscard]] Point body(double x_mm, double y_mm) const {
    return {x_mm - 0.5 * mat_.width_mm(), y_mm - 120.0};
  }
  [[nodiscard]] Region region_at_body(const BodyState& s, Point p) const {
    const auto row = static_cast<Eigen::Index>((p.y + 120.0) / kPitchMm);
    const auto col = static_cast<Eigen::Index>((p.x + 0.5 * mat_.width_mm()) / kPitchMm);
    const std::int8_t label = s.labels(row, col);
    EXPECT_NE(label, kNoRegion) << p.x << " " << p.y;
    return label == kNoRegion ? Region{RegionKind::head, BodySide::left}
                              : region_at(static_cast<std::size_t>(label));
  }
  [[nodiscard]] const MatGeometry& mat() const { return mat_; }
  PressureMap map_;

 private:
  MatGeometry mat_;
};

bool near_contact(const PressureMap& map, Eigen::Index row, Eigen::Index col) {
  for (Eigen::Index r = std::max<Eigen::Index>(0, row - 1); r <= std::min(map.pressure.rows() - 1, row + 1);
       ++r) {
    for (Eigen::Index c = std::max<Eigen::Index>(0, col - 1); c <= std::min(map.pressure.cols() - 1, col + 1);
         ++c) {
      if (map.pressure(r, c) >= kThreshold) return true;
    }
  }
  return false;
}

Point middle(Point a, Point b, double t = 0.5) {
  return {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
}

const Landmark* find_mark(const BodyState& s, LandmarkKind kind) {
  for (const Landmark& mark : s.landmarks) {
    if (mark.kind == kind) return &mark;
  }
  return nullptr;
}

// The client's left is at x > 0 (on the back, head up).
void expect_leg(const Drawing& drawing, const BodyState& s, BodySide side, Point hip, Point knee,
                Point ankle) {
  const bool left = side == BodySide::left;
  EXPECT_EQ(drawing.region_at_body(s, middle(hip, knee, 0.6)), (Region{RegionKind::thigh, side}));
  EXPECT_EQ(drawing.region_at_body(s, middle(knee, ankle, 0.4)), (Region{RegionKind::calf, side}));
  EXPECT_EQ(drawing.region_at_body(s, middle(knee, ankle, 0.9)), (Region{RegionKind::calf, side}));
  const Landmark* calf = find_mark(s, left ? LandmarkKind::left_calf : LandmarkKind::right_calf);
  const Landmark* heel = find_mark(s, left ? LandmarkKind::left_heel : LandmarkKind::right_heel);
  ASSERT_NE(calf, nullptr);
  ASSERT_NE(heel, nullptr);
  const Point at = drawing.body(calf->x_mm, calf->y_mm), end = drawing.body(heel->x_mm, heel->y_mm);
  const Point wanted = middle(knee, ankle, 0.38);
  EXPECT_LT(std::hypot(at.x - wanted.x, at.y - wanted.y), 65.0);
  EXPECT_LT(std::hypot(end.x - ankle.x, end.y - ankle.y), 50.0);
}

TEST(BodyLegs, EachFollowsItsOwnContact) {
  struct Pose {
    const char* name;
    Point left_knee, left_ankle, right_knee, right_ankle;
  };
  const Pose poses[] = {{"together", {70, 1215}, {60, 1630}, {-70, 1215}, {-60, 1630}},
                        {"apart", {190, 1190}, {320, 1580}, {-190, 1190}, {-320, 1580}},
                        {"both to one side", {190, 1190}, {260, 1590}, {40, 1215}, {110, 1620}},
                        {"left bent outward", {330, 1130}, {150, 1470}, {-80, 1215}, {-90, 1630}}};
  for (const Pose& pose : poses) {
    SCOPED_TRACE(pose.name);
    Drawing drawing;
    const Point left{85, 820}, right{-85, 820};
    drawing.trunk();
    drawing.leg(left, pose.left_knee, pose.left_ankle);
    drawing.leg(right, pose.right_knee, pose.right_ankle);
    BodyModel model(drawing.mat());
    const BodyState& s = drawing.fit(model, Posture::supine);
    ASSERT_TRUE(s.found) << s.why_not;
    expect_leg(drawing, s, BodySide::left, left, pose.left_knee, pose.left_ankle);
    expect_leg(drawing, s, BodySide::right, right, pose.right_knee, pose.right_ankle);
  }
}

TEST(BodyLegs, MasksAreNoWiderThanTheContactAndACell) {
  for (const std::string name : {"supine-even", "prone", "side-left"}) {
    for (const std::uint64_t seed : {3U, 4U}) {
      const test::Shot shot = test::shoot(test::of(name, seed), 20.0);
      PressureMap map;
      map.pressure = Eigen::Map<const Grid>(shot.kpa.data(), shot.mat.rows, shot.mat.cols);
      BodyModel model(shot.mat);
      const BodyState& s = model.update(map, kThreshold, *posture_from(shot.truth.posture), 0.0);
      int limbs = 0, bare = 0;
      for (Eigen::Index r = 0; r < s.parts.rows(); ++r) {
        for (Eigen::Index c = 0; c < s.parts.cols(); ++c) {
          const auto kind = static_cast<RegionKind>(s.parts(r, c));
          if (s.parts(r, c) == kNoRegion) continue;
          if (kind != RegionKind::head && kind != RegionKind::thigh && kind != RegionKind::calf) continue;
          ++limbs;
          bare += near_contact(map, r, c) ? 0 : 1;
        }
      }
      EXPECT_GT(limbs, 150) << name;
      EXPECT_LT(bare, 0.08 * limbs) << name;  // the way across a gap at knee or ankle
    }
  }
}

TEST(BodyOnASide, ShoulderAndHipLieWhereTheyPressWithoutASide) {
  for (const std::string name : {"side-left", "side-right"}) {
    for (const std::uint64_t seed : {5U, 6U, 7U}) {
      SimulatedBody body = test::make(test::of(name, seed));
      std::vector<float> kpa;
      const GroundTruth truth = body.pressure_at(20.0, kpa);
      PressureMap map;
      map.pressure = Eigen::Map<const Grid>(kpa.data(), body.geometry().rows, body.geometry().cols);
      BodyModel model(body.geometry());
      const BodyState& s = model.update(map, kThreshold, *posture_from(truth.posture), 0.0);
      ASSERT_TRUE(s.found) << s.why_not;
      int met = 0;
      for (const BodyLandmark& at : body.landmarks()) {
        for (const Landmark& mark : s.landmarks) {
          EXPECT_EQ(name_of(mark.kind).find("left"), std::string_view::npos);
          EXPECT_EQ(name_of(mark.kind).find("right"), std::string_view::npos);
          if (name_of(mark.kind) != at.name) continue;
          ++met;
          const double most = at.name == "knee" ? 90.0 : 45.0;
          EXPECT_LT(std::hypot(mark.x_mm - at.x_mm, mark.y_mm - at.y_mm), most) << name << seed << at.name;
        }
      }
      EXPECT_EQ(met, 4) << name;
      const RegionLoad& pelvis = s.part_loads[static_cast<std::size_t>(RegionKind::pelvis)];
      EXPECT_TRUE(pelvis.present);
      EXPECT_GT(pelvis.load_share, 0.15);
      EXPECT_FALSE(s.sides_known);
    }
  }
}

// Knees drawn up: thigh and lower leg are two pieces of one limb.
TEST(BodyOnASide, BentLegsAreMeasuredRoundTheKnee) {
  Drawing drawing;
  drawing.strip({60, 60}, {60, 100}, 65, 3.5F);
  drawing.strip({0, 290}, {-20, 700}, 110, 2.6F);
  drawing.strip({-20, 270}, {-20, 330}, 100, 4.0F);
  drawing.strip({-20, 770}, {-10, 860}, 115, 4.8F);
  drawing.strip({10, 840}, {340, 1000}, 70, 2.4F);
  drawing.strip({340, 1010}, {60, 1260}, 50, 2.4F);
  BodyModel model(drawing.mat());
  const BodyState& s = drawing.fit(model, Posture::side_left);
  ASSERT_TRUE(s.found) << s.why_not;
  const auto part = [&](Point p) {
    return static_cast<int>(s.parts(static_cast<Eigen::Index>((p.y + 120.0) / kPitchMm),
                                    static_cast<Eigen::Index>((p.x + 600.0) / kPitchMm)));
  };
  EXPECT_EQ(part({200, 930}), static_cast<int>(RegionKind::thigh));
  EXPECT_EQ(part({140, 1190}), static_cast<int>(RegionKind::calf));
  EXPECT_EQ(part({-20, 810}), static_cast<int>(RegionKind::pelvis));
  const Landmark* knee = find_mark(s, LandmarkKind::knee);
  ASSERT_NE(knee, nullptr);
  const Point at = drawing.body(knee->x_mm, knee->y_mm);
  EXPECT_LT(std::hypot(at.x - 340.0, at.y - 1005.0), 110.0);
  EXPECT_LE(knee->confidence, 0.5);
}

PressureMap noisy(const test::Shot& shot, std::mt19937& random) {
  PressureMap map;
  map.pressure = Eigen::Map<const Grid>(shot.kpa.data(), shot.mat.rows, shot.mat.cols);
  std::normal_distribution<float> noise(0.0F, 0.06F);
  for (float& p : map.pressure.reshaped()) p = std::max(0.0F, p + (p > 0.0F ? noise(random) : 0.0F));
  return map;
}

// On the back, on a side, on the back again, out, in again: never a flicker while the body rests, never a
// side that is not known.
TEST(BodyModelOverTime, RollsLeavesAndReturnsWithoutFlicker) {
  const test::Shot back = test::shoot(test::still("supine-even", 9), 20.0);
  const test::Shot side = test::shoot(test::still("side-left", 9), 20.0);
  ASSERT_EQ(back.mat.rows, side.mat.rows);
  BodyModel model(back.mat);
  std::mt19937 random(4);
  double t = 0.0;
  const auto rest = [&](const test::Shot& shot, Posture posture) {
    RegionLabels before;
    for (int k = 0; k < 40; ++k, t += 0.2) {
      const BodyState& s = model.update(noisy(shot, random), kThreshold, posture, t);
      ASSERT_TRUE(s.found) << s.why_not;
      ASSERT_EQ(s.sides_known, posture == Posture::supine);
      if (k > 20) {
        const auto changed = (s.parts != before).count();
        EXPECT_LT(static_cast<double>(changed), 0.02 * static_cast<double>((s.parts != kNoRegion).count()))
            << t;
      }
      before = s.parts;
    }
  };
  rest(back, Posture::supine);
  rest(side, Posture::side_left);
  rest(back, Posture::supine);
  PressureMap nobody;
  nobody.pressure = Grid::Zero(back.mat.rows, back.mat.cols);
  for (int k = 0; k < 10; ++k, t += 0.2) {
    const BodyState& s = model.update(nobody, kThreshold, Posture::empty, t);
    EXPECT_FALSE(s.found);
    EXPECT_EQ(s.why_not, "nobody there");
    EXPECT_TRUE((s.parts == kNoRegion).all());
  }
  rest(side, Posture::side_left);
}

// Following from frame to frame ends where looking anew does.
TEST(BodyModelOverTime, FollowingAgreesWithLookingAnew) {
  for (const std::string name : {"supine-even", "prone", "seated-even"}) {
    auto options = test::of(name, 12);
    SimulatedBody body = test::make(options);
    BodyModel following(body.geometry());
    std::vector<float> kpa;
    PressureMap map;
    Posture posture = Posture::unknown;
    for (int k = 0; k < 60; ++k) {
      posture = *posture_from(body.pressure_at(20.0 + 0.5 * k, kpa).posture);
      map.pressure = Eigen::Map<const Grid>(kpa.data(), body.geometry().rows, body.geometry().cols);
      following.update(map, kThreshold, posture, 0.5 * k);
    }
    BodyModel fresh(body.geometry());
    const BodyState &a = following.state(), &b = fresh.update(map, kThreshold, posture, 0.0);
    EXPECT_NEAR(a.pelvis_x_mm, b.pelvis_x_mm, 5.0) << name;
    EXPECT_NEAR(a.pelvis_y_mm, b.pelvis_y_mm, 12.0) << name;
    EXPECT_NEAR(a.rotation_deg, b.rotation_deg, 0.8) << name;
  }
}

TEST(BodySimulatedBench, PlacesEverySimulatedBody) {
  const auto scores = run_simulated_body_bench(3);
  ASSERT_TRUE(scores) << scores.error().message;
  EXPECT_GE(scores->size(), 14U);
  for (const SimulatedBodyScore& s : *scores) {
    EXPECT_EQ(s.not_found, 0) << s.scenario;
    EXPECT_LT(s.midline_mm.mean(), 15.0) << s.scenario;
    EXPECT_LT(s.midline_deg.mean(), 2.5) << s.scenario;
    for (const char* name : {"head", "heel", "calf", "hip", "shoulder", "ischial"}) {
      const auto found = s.landmarks_mm.find(name);
      if (found != s.landmarks_mm.end()) {
        EXPECT_LT(found->second.mean(), 30.0) << s.scenario << name;
      }
    }
  }
  EXPECT_THAT(simulated_body_json(*scores), ::testing::HasSubstr("palpate.bench-body-simulated/1"));
}

}  // namespace
}  // namespace palpate
