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
  EXPECT_EQ(sides.first.share, s.midline.low_share);
  EXPECT_EQ(sides.head.edge, MapSide::right);
  EXPECT_EQ(sides.head.share, s.features.right_share);
}

// A client who lies off the mat's middle is not called asymmetric for that, and the panel says what the
// finding says.
TEST(MapSides, SharesAreAboutTheBodysMidline) {
  Snapshot s = fixture::supine();
  s.features.left_share = 0.37;
  s.features.right_share = 0.63;
  s.midline = {true, {300.0, 0.0, 0.0}, 0.62, 0.38};
  EXPECT_EQ(map_sides_of(s).first.share, 0.62);
  EXPECT_EQ(map_sides_of(s).second.share, 0.38);
  EXPECT_EQ(midline_mm(s), 300.0);
  s.midline = {};
  EXPECT_EQ(map_sides_of(s).first.share, 0.37);
  EXPECT_NEAR(midline_mm(s), 0.5 * s.info->geometry.width_mm(), 1e-9) << "none known: the mat's middle";
}

}  // namespace
}  // namespace palpate
