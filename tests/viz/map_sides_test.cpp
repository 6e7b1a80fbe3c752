#include "viz/map_sides.h"

#include <gtest/gtest.h>

#include "tests/support/snapshot_fixture.h"

namespace palpate {
namespace {

Snapshot with_head(Snapshot s, HeadEdge head, bool mirrored) {
  auto info = std::make_shared<SourceInfo>(*s.info);
  info->geometry.head = head;
  info->geometry.mirrored = mirrored;
  s.info = info;
  return s;
}

TEST(MapSides, ASeatNamesTheClientsSides) {
  const Snapshot s = fixture::seated();
  const MapSides sides = map_sides_of(s);
  EXPECT_TRUE(sides.client_known);
  EXPECT_EQ(sides.first.label, "Client's right");
  EXPECT_EQ(sides.second.label, "Client's left");
  EXPECT_EQ(sides.second.share, s.features.client_left_share);
  EXPECT_EQ(sides.head_label, "Back rest");
  EXPECT_EQ(sides.head.edge, MapSide::top);
  EXPECT_EQ(sides.head.share, s.features.front_share);
}

TEST(MapSides, SeenFromBelowTheSidesSwap) {
  const MapSides sides = map_sides_of(with_head(fixture::seated(), HeadEdge::top, true));
  EXPECT_EQ(sides.first.label, "Client's left");
  EXPECT_EQ(sides.second.label, "Client's right");
}

TEST(MapSides, ATableClaimsNothingAboutTheClient) {
  const MapSides sides = map_sides_of(fixture::supine());
  EXPECT_FALSE(sides.client_known);
  EXPECT_EQ(sides.first.label, "Map left");
  EXPECT_EQ(sides.foot_label, "Feet");
}

TEST(MapSides, AHeadAtTheSideTurnsTheMidline) {
  const Snapshot s = with_head(fixture::supine(), HeadEdge::right, false);
  const MapSides sides = map_sides_of(s);
  EXPECT_FALSE(sides.midline_vertical);
  EXPECT_EQ(sides.first.label, "Map top");
  EXPECT_EQ(sides.first.share, s.features.front_share);
  EXPECT_EQ(sides.head.edge, MapSide::right);
  EXPECT_EQ(sides.head.share, s.features.right_share);
}

TEST(MapSides, TheMidlineParsTheLoadAsTheSharesSay) {
  Snapshot s = fixture::seated();
  const double width = s.info->geometry.width_mm();
  EXPECT_NEAR(midline_mm(s, map_sides_of(s), 0.67), 0.5 * width, 1e-6);
  // The body sits further right: the client's shares are about its own midline.
  Grid moved = Grid::Zero(32, 32);
  moved.rightCols(28) = s.map.pressure.leftCols(28);
  s.map.pressure = moved;
  EXPECT_NEAR(midline_mm(s, map_sides_of(s), 0.67), 0.5 * width + 4 * 15.0, 4.0);
  s.features = Features{};
  EXPECT_NEAR(midline_mm(s, map_sides_of(s), 0.67), 0.5 * width, 1e-9) << "no share known: the mat's middle";
}

}  // namespace
}  // namespace palpate
