#include "processing/posture_disturbance.h"

#include <gtest/gtest.h>

namespace palpate {
namespace {

Grid some_map() {
  Grid map = Grid::Zero(20, 12);
  map.block(4, 3, 12, 6) = 2.0F;
  map(8, 5) = 30.0F;
  return map;
}

TEST(PostureDisturbance, IsAMapStillAndAnotherOneEachTime) {
  std::mt19937_64 random(1);
  const Grid map = some_map();
  Grid last = map;
  for (int i = 0; i < 200; ++i) {
    const Grid now = disturbed(map, random);
    ASSERT_EQ(now.rows(), map.rows());
    ASSERT_TRUE(now.isFinite().all());
    ASSERT_GE(now.minCoeff(), 0.0F);
    ASSERT_GT(now.sum(), 0.0F);
    EXPECT_GT((now - last).abs().maxCoeff(), 0.0F);
    last = now;
  }
  EXPECT_EQ(disturbed(Grid::Zero(5, 5), random).sum(), 0.0F);
}

TEST(PostureDisturbance, SameSeedSameMap) {
  std::mt19937_64 a(7), b(7);
  EXPECT_TRUE((disturbed(some_map(), a) == disturbed(some_map(), b)).all());
  EXPECT_EQ(random_warp(a, true).rotation_deg, random_warp(b, true).rotation_deg);
  EXPECT_TRUE(random_warp(a, true).mirror);
}

TEST(PostureDisturbance, GaussianHasMeanNoughtAndDeviationOne) {
  std::mt19937_64 random(3);
  double sum = 0.0, squares = 0.0;
  constexpr int kDraws = 20000;
  for (int i = 0; i < kDraws; ++i) {
    const double x = gaussian(random);
    sum += x;
    squares += x * x;
  }
  EXPECT_NEAR(sum / kDraws, 0.0, 0.03);
  EXPECT_NEAR(squares / kDraws, 1.0, 0.05);
}

}  // namespace
}  // namespace palpate
