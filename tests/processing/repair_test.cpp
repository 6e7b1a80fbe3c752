#include "processing/repair.h"

#include <gtest/gtest.h>

#include "tests/support/maps.h"

namespace palpate {
namespace {

Mask none(const Grid& grid) {
  return Mask::Constant(grid.rows(), grid.cols(), false);
}

TEST(DeadCellRepair, OneCellTakesTheMeanOfItsEightNeighbours) {
  Grid grid(3, 3);
  grid << 1, 2, 3, 4, 999, 6, 7, 8, 9;
  Mask dead = none(grid), repaired = none(grid);
  dead(1, 1) = true;
  const DeadCellRepair repair(dead);
  repair.apply(grid, repaired);
  EXPECT_EQ(grid(1, 1), 5.0F);
  EXPECT_EQ(repaired.count(), 1);
  EXPECT_TRUE(repaired(1, 1));
  EXPECT_EQ(repair.repairable(), 1);
}

TEST(DeadCellRepair, AtACornerOnlyNeighboursInsideCount) {
  Grid grid(2, 2);
  grid << -5, 1, 2, 6;
  Mask dead = none(grid), repaired = none(grid);
  dead(0, 0) = true;
  DeadCellRepair(dead).apply(grid, repaired);
  EXPECT_EQ(grid(0, 0), 3.0F);
}

TEST(DeadCellRepair, DeadLinesAreClosedFromBothSides) {
  Grid grid = Grid::Constant(8, 5, 2.0F);
  Mask dead = none(grid), repaired = none(grid);
  dead.middleRows(2, 4).setConstant(true);  // four broken lines
  grid.middleRows(2, 4).setConstant(-1.0F);
  const DeadCellRepair repair(dead);
  repair.apply(grid, repaired);
  EXPECT_TRUE((grid == 2.0F).all());
  EXPECT_EQ(repaired.count(), 20);
  EXPECT_EQ(repair.hopeless(), 0);
}

TEST(DeadCellRepair, DeepHolesStayDeadAndCarryNothing) {
  Grid grid = Grid::Constant(9, 9, 3.0F);
  Mask dead = none(grid), repaired = none(grid);
  dead.block(2, 2, 5, 5).setConstant(true);
  const DeadCellRepair repair(dead);
  repair.apply(grid, repaired);
  EXPECT_EQ(repair.hopeless(), 1);
  EXPECT_EQ(repair.repairable(), 24);
  EXPECT_FALSE(repaired(4, 4));
  EXPECT_EQ(grid(4, 4), 0.0F);
}

TEST(DeadCellRepair, SecondPassUsesTheFirst) {
  Grid grid(1, 5);
  grid << 6, 0, 0, 0, 2;
  Mask dead = none(grid), repaired = none(grid);
  dead.block(0, 1, 1, 3).setConstant(true);
  DeadCellRepair(dead, 1).apply(grid, repaired);
  EXPECT_EQ(grid(0, 2), 0.0F);
  EXPECT_FALSE(repaired(0, 2));
  DeadCellRepair(dead, 2).apply(grid, repaired);
  EXPECT_EQ(grid(0, 1), 6.0F);
  EXPECT_EQ(grid(0, 3), 2.0F);
  EXPECT_EQ(grid(0, 2), 4.0F);
}

TEST(DeadCellRepair, AllDeadIsLeftAlone) {
  Grid grid = Grid::Constant(4, 4, 9.0F);
  Mask repaired = none(grid);
  const DeadCellRepair repair(Mask::Constant(4, 4, true));
  repair.apply(grid, repaired);
  EXPECT_EQ(repair.hopeless(), 16);
  EXPECT_EQ(repaired.count(), 0);
}

TEST(DeadCellRepair, ANeighbourThatIsNoNumberIsPassedOver) {
  Grid grid = Grid::Constant(3, 3, 4.0F);
  grid(0, 0) = std::numeric_limits<float>::quiet_NaN();
  Mask dead = none(grid), repaired = none(grid);
  dead(1, 1) = true;
  DeadCellRepair(dead).apply(grid, repaired);
  EXPECT_EQ(grid(1, 1), 4.0F);
}

// Law: the order of rows and columns does not matter.
TEST(DeadCellRepair, MirrorsWithTheMap) {
  std::mt19937 random(3);
  Grid grid = (testing_maps::body(12, 17) * 16.0F).round();  // sums of such values are exact in any order
  Mask dead = none(grid);
  for (Eigen::Index i = 0; i < dead.size(); ++i) dead.data()[i] = random() % 3 == 0;
  Grid mirrored = grid.rowwise().reverse();
  const Mask mirrored_dead = dead.rowwise().reverse();
  Mask a = none(grid), b = none(grid);
  DeadCellRepair(dead, 1).apply(grid, a);
  DeadCellRepair(mirrored_dead, 1).apply(mirrored, b);
  EXPECT_TRUE((grid == mirrored.rowwise().reverse()).all());
  EXPECT_TRUE((a == b.rowwise().reverse()).all());
}

}  // namespace
}  // namespace palpate
