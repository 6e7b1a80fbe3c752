#include "processing/mirror_difference.h"

#include <gtest/gtest.h>

#include <numbers>

#include "tests/support/maps.h"

namespace palpate {
namespace {

using testing_maps::body;
using testing_maps::geometry;
using testing_maps::map_of;

TEST(MirrorDifference, SymmetricLoadIsZeroAboutItsOwnMidline) {
  const Grid half = body(10, 6);
  Grid grid(10, 12);
  grid.leftCols(6) = half;
  grid.rightCols(6) = half.rowwise().reverse();
  EXPECT_NEAR(mirror_difference(map_of(grid), geometry(10, 12), {60.0, 0.0, 0.0}), 0.0, 1e-6);
  Grid odd(10, 13);  // about a column of cells
  odd.leftCols(6) = half;
  odd.col(6).setConstant(3.0F);
  odd.rightCols(6) = half.rowwise().reverse();
  EXPECT_NEAR(mirror_difference(map_of(odd), geometry(10, 13), {65.0, 0.0, 0.0}), 0.0, 1e-6);
}

TEST(MirrorDifference, ByHand) {
  const MatGeometry g = geometry(1, 4);
  // about the middle: |1-4| + |2-3| twice, over 2 * 10
  EXPECT_NEAR(mirror_difference(map_of(1, 4, {1, 2, 3, 4}), g, {20.0, 0.0, 0.0}), 8.0 / 20.0, 1e-6);
  EXPECT_NEAR(mirror_difference(map_of(1, 4, {5, 0, 0, 0}), g, {20.0, 0.0, 0.0}), 1.0, 1e-6);
  // about the left edge everything lands outside the mat
  EXPECT_NEAR(mirror_difference(map_of(1, 4, {1, 2, 3, 4}), g, {0.0, 0.0, 0.0}), 1.0, 1e-6);
  EXPECT_TRUE(std::isnan(mirror_difference(map_of(1, 4, {0, 0, 0, 0}), g, {20.0, 0.0, 0.0})));
}

TEST(MirrorDifference, ASlantedMidlineFindsASlantedSymmetry) {
  // Two equal round loads, mirror images about a line turned by 30 degrees.
  const MatGeometry g = geometry(60, 60, 5.0, 5.0);
  const double angle = std::numbers::pi / 6.0;
  const double nx = std::cos(angle), ny = -std::sin(angle);
  Grid grid(60, 60);
  for (int r = 0; r < 60; ++r) {
    for (int c = 0; c < 60; ++c) {
      double p = 0.0;
      for (const double side : {-50.0, 50.0}) {
        const double dx = (c + 0.5) * 5.0 - (150.0 + side * nx), dy = (r + 0.5) * 5.0 - (150.0 + side * ny);
        p += std::exp(-(dx * dx + dy * dy) / (2 * 25.0 * 25.0));
      }
      grid(r, c) = static_cast<float>(p);
    }
  }
  EXPECT_LT(mirror_difference(map_of(grid), g, {150.0, 150.0, angle}), 0.01);
  EXPECT_GT(mirror_difference(map_of(grid), g, {150.0, 150.0, 0.0}), 0.2);
}

// The straight midlines have a fast path of their own; a line turned by next to nothing takes the general
// one.
TEST(MirrorDifference, StraightAndSlantedPathsAgree) {
  const MatGeometry g = geometry(18, 27, 7.0, 9.0);
  PressureMap map = map_of(body(18, 27, 4));
  map.dead(5, 6) = map.dead(9, 20) = map.repaired(9, 20) = true;
  map.pressure(3, 3) = -2.0F;
  map.pressure(4, 4) = std::numeric_limits<float>::quiet_NaN();
  for (const double at : {-500.0, -3.0, 0.0, 30.0, 31.5, 80.2, 94.5, 100.0, 150.0, 189.0, 200.0, 900.0}) {
    for (const double angle : {0.0, std::numbers::pi / 2.0, std::numbers::pi}) {
      const double straight = mirror_difference(map, g, {at, at, angle});
      const double slanted = mirror_difference(map, g, {at, at, angle + 1e-10});
      EXPECT_NEAR(straight, slanted, 2e-6) << at << " mm, " << angle;
    }
  }
}

TEST(MirrorDifference, LawsOfScaleAndMirror) {
  const MatGeometry g = geometry(20, 24);
  const Grid grid = body(20, 24, 2);
  const double a = mirror_difference(map_of(grid), g, {100.0, 0.0, 0.0});
  EXPECT_NEAR(mirror_difference(map_of(Grid(grid * 8.0F)), g, {100.0, 0.0, 0.0}), a, 1e-6);
  EXPECT_NEAR(mirror_difference(map_of(Grid(grid.rowwise().reverse())), g, {140.0, 0.0, 0.0}), a, 1e-6);
  EXPECT_GT(a, 0.0);
  EXPECT_LE(a, 1.0);
}

TEST(MirrorDifference, LeftOutCellsCarryNothing) {
  PressureMap map = map_of(1, 4, {1, 2, 2, 77});
  map.dead(0, 3) = true;
  EXPECT_NEAR(mirror_difference(map, geometry(1, 4), {20.0, 0.0, 0.0}), 2.0 / 10.0, 1e-6);
}

}  // namespace
}  // namespace palpate
