#include "processing/seated_posture.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "processing/posture_estimator.h"
#include "tests/support/body_shot.h"

namespace palpate {
namespace {

PostureEstimate judged(const Grid& pressure, const MatGeometry& mat) {
  SeatedPosture seat(mat);
  return SeatedPosture::judge(seat.measure(pressure));
}

Grid grid_of(const test::Shot& shot) {
  return Eigen::Map<const Grid>(shot.kpa.data(), shot.mat.rows, shot.mat.cols);
}

// Other seeds than the limits were set on (1..150).
TEST(SeatedPosture, TellsSimulatedSittersApart) {
  int right = 0, all = 0;
  for (const char* scenario :
       {"seated-even", "seated-left-lean", "seated-right-lean", "seated-slouch", "seated-forward",
        "seated-back", "seated-crossed-left", "seated-crossed-right"}) {
    for (std::uint64_t seed = 1001; seed <= 1012; ++seed) {
      const test::Shot shot = test::shoot(test::of(scenario, seed));
      ++all;
      if (name_of(judged(grid_of(shot), shot.mat).posture) == shot.truth.posture) ++right;
    }
  }
  EXPECT_GE(right, all * 95 / 100) << right << " of " << all;
}

TEST(SeatedPosture, MirroringTheMapSwapsTheSides) {
  for (const char* scenario : {"seated-left-lean", "seated-crossed-right", "seated-even"}) {
    const test::Shot shot = test::shoot(test::of(scenario, 1005));
    const Grid map = grid_of(shot), flipped = map.rowwise().reverse();
    const PostureEstimate a = judged(map, shot.mat), b = judged(flipped, shot.mat);
    EXPECT_EQ(b.posture, mirrored(a.posture)) << scenario;
    EXPECT_NEAR(a.confidence, b.confidence, 1e-6);
    MatGeometry below = shot.mat;
    below.mirrored = true;
    EXPECT_EQ(judged(flipped, below).posture, a.posture) << "a mat seen from below";
  }
}

TEST(SeatedPosture, AnyBackRestEdgeGivesTheSame) {
  const test::Shot shot = test::shoot(test::of("seated-crossed-left", 1003));
  const Grid map = grid_of(shot);
  const SeatShares shares = SeatedPosture(shot.mat).measure(map);
  MatGeometry turned = shot.mat;
  turned.head = HeadEdge::bottom;
  const Grid half_turn = map.reverse();
  EXPECT_NEAR(SeatedPosture(turned).measure(half_turn).thigh_left_share, shares.thigh_left_share, 1e-6);
  std::swap(turned.rows, turned.cols);
  std::swap(turned.pitch_x_mm, turned.pitch_y_mm);
  turned.head = HeadEdge::left;  // a quarter turn against the clock
  const Grid quarter = map.transpose().colwise().reverse();
  EXPECT_NEAR(SeatedPosture(turned).measure(quarter).thigh_left_share, shares.thigh_left_share, 1e-6);
  EXPECT_NEAR(SeatedPosture(turned).measure(quarter).sacral_ratio, shares.sacral_ratio, 1e-6);
}

TEST(SeatedPosture, ABodyTwiceAsHeavyIsJudgedTheSame) {
  const test::Shot shot = test::shoot(test::of("seated-slouch", 1002));
  const Grid map = grid_of(shot), heavy = 2.0F * map;
  EXPECT_EQ(judged(map, shot.mat).posture, Posture::seated_slouch);
  EXPECT_NEAR(judged(map, shot.mat).confidence, judged(heavy, shot.mat).confidence, 1e-6);
}

TEST(SeatedPosture, WhomOneSideEdgeCutsIsUnknown) {
  for (std::uint64_t seed = 1001; seed <= 1010; ++seed) {
    for (const double offset_mm : {110.0, -110.0, 150.0, -190.0}) {
      SimulatedBodyOptions options = test::of("seated-even", seed);
      options.offset_x_mm = offset_mm;
      const test::Shot shot = test::shoot(options);
      SeatedPosture seat(shot.mat);
      const SeatShares& shares = seat.measure(grid_of(shot));
      EXPECT_GT(shares.cut, kMostCut) << seed << " at " << offset_mm;
      EXPECT_LT(SeatedPosture::judge(shares).confidence, 0.5) << seed << " at " << offset_mm;
    }
    const test::Shot middle = test::shoot(test::of("seated-even", seed));
    EXPECT_LT(SeatedPosture(middle.mat).measure(grid_of(middle)).cut, 0.3) << seed;
  }
}

TEST(SeatedPosture, NobodyIsUnknown) {
  const MatGeometry mat = make_geometry(12, 10, 40.0, 40.0).value();
  EXPECT_EQ(judged(Grid::Zero(12, 10), mat).posture, Posture::unknown);
}

}  // namespace
}  // namespace palpate
