#include "processing/map_change.h"

#include <gtest/gtest.h>

namespace palpate {
namespace {

Grid body(int rows, int cols) {
  Grid map = Grid::Zero(rows, cols);
  map.block(rows / 4, cols / 4, rows / 2, cols / 2) = 3.0F;
  return map;
}

TEST(MapChange, StillnessIsLookedAtOnceInTwoSeconds) {
  MapChange change;
  const Grid map = body(64, 32);
  int looks = 0;
  for (int i = 0; i < 100; ++i) looks += change.look_again(map, 0.2 * i) ? 1 : 0;
  EXPECT_EQ(looks, 10);
}

TEST(MapChange, ABreathIsNoChangeAndAShiftIs) {
  MapChange change;
  Grid map = body(64, 32);
  EXPECT_TRUE(change.look_again(map, 0.0));
  map *= 1.02F;
  EXPECT_FALSE(change.look_again(map, 0.2));
  map.block(16, 8, 8, 16) = 0.0F;  // a quarter of it lifted
  EXPECT_TRUE(change.look_again(map, 0.4));
  EXPECT_FALSE(change.look_again(map, 0.6));
}

TEST(MapChange, SlowDriftsAddUpUntilTheyCount) {
  MapChange change;
  Grid map = body(32, 32);
  EXPECT_TRUE(change.look_again(map, 0.0));
  int looks = 0;
  for (int i = 1; i < 9; ++i) {
    map *= 1.01F;
    looks += change.look_again(map, 0.2 * i) ? 1 : 0;
  }
  EXPECT_EQ(looks, 2);  // after 1.01^4, and after four more
}

TEST(MapChange, ARestartAndTimeThatRunsBackwardsLookAgain) {
  MapChange change;
  const Grid map = body(5, 3);  // fewer cells than blocks
  EXPECT_TRUE(change.look_again(map, 1.0));
  EXPECT_FALSE(change.look_again(map, 1.1));
  change.restart();
  EXPECT_TRUE(change.look_again(map, 1.2));
  EXPECT_TRUE(change.look_again(map, 0.5));
  EXPECT_FALSE(change.look_again(map, 0.6));
}

}  // namespace
}  // namespace palpate
