// BodyGrid: lies along the body, and a cell that is stuck does not look like a place.
#include "processing/body_grid.h"

#include <gtest/gtest.h>

#include <cmath>

namespace palpate {
namespace {

struct Lying {
  MatGeometry mat = make_geometry(64, 32, 25.0, 29.0).value();
  PressureMap map;
  BodyState body;
  BodyFrame frame;
  Lying() {
    map.pressure = Grid::Zero(64, 32);
    for (int r = 0; r < 64; ++r)
      for (int c = 0; c < 32; ++c) map.pressure(r, c) = 4.0F + 0.05F * static_cast<float>(c);
    map.dead = map.repaired = map.saturated = Mask::Constant(64, 32, false);
    body.labels = RegionLabels::Constant(64, 32, kNoRegion);
    frame.x_mm = 400.0;
    frame.y_mm = 900.0;
  }
};

TEST(BodyGrid, ReadsTheMapAlongTheBody) {
  Lying lying;
  lying.frame.left_x = -1.0;  // the client's left at the map's left
  BodyGrid grid;
  grid.add(lying.map, lying.mat, lying.body, lying.frame);
  const BodyArray mean = grid.mean();
  for (const int j : {3, 12, 22}) {
    const double x = lying.frame.x_mm - body_u_mm(j);
    EXPECT_NEAR(mean(20, j), 4.0 + 0.05 * (x / 25.0 - 0.5), 1e-3) << j;
  }
}

TEST(BodyGrid, AStuckCellStaysInTheRangeOfItsNeighbours) {
  const Lying sound;
  Lying stuck;
  stuck.map.pressure(30, 14) = 60.0F;
  stuck.map.pressure(26, 18) = 0.0F;
  BodyGrid expected, grid;
  expected.add(sound.map, sound.mat, sound.body, sound.frame);
  grid.add(stuck.map, stuck.mat, stuck.body, stuck.frame);
  EXPECT_LT((grid.mean() - expected.mean())
                .isFinite()
                .select((grid.mean() - expected.mean()).abs(), 0.0F)
                .maxCoeff(),
            0.06F);
}

TEST(BodyGrid, OffTheMatThereIsNothing) {
  Lying lying;
  lying.frame.y_mm = 100.0;
  BodyGrid grid;
  grid.add(lying.map, lying.mat, lying.body, lying.frame);
  EXPECT_TRUE(std::isnan(grid.mean()(kBodyRows - 1, 13)));
}

}  // namespace
}  // namespace palpate
