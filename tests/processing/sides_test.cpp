#include "processing/sides.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "processing/body_midline.h"
#include "tests/support/pipeline_runs.h"

namespace palpate {
namespace {

MatGeometry mat(HeadEdge head, bool is_mirrored, Placement placement) {
  MatGeometry g = make_geometry(4, 4, 10.0, 10.0).value();
  g.head = head;
  g.mirrored = is_mirrored;
  g.placement = placement;
  return g;
}

TEST(Sides, SeatSeenFromAbove) {
  const auto left = [](HeadEdge head, bool is_mirrored) {
    return client_sides(mat(head, is_mirrored, Placement::seat)).left;
  };
  EXPECT_EQ(left(HeadEdge::top, false), MapSide::right);
  EXPECT_EQ(left(HeadEdge::bottom, false), MapSide::left);
  EXPECT_EQ(left(HeadEdge::left, false), MapSide::top);
  EXPECT_EQ(left(HeadEdge::right, false), MapSide::bottom);
  EXPECT_EQ(left(HeadEdge::top, true), MapSide::left);
  EXPECT_EQ(left(HeadEdge::left, true), MapSide::bottom);
}

TEST(Sides, TableClaimsNothingWhileThePostureIsUnknown) {
  const auto unknown = client_sides(mat(HeadEdge::top, false, Placement::table));
  EXPECT_FALSE(unknown.known);
  EXPECT_EQ(side_name(unknown, MapSide::right), "map right");
  EXPECT_EQ(side_words(unknown, MapSide::right), "map right (client's left if lying on the back)");
  EXPECT_EQ(side_words(unknown, MapSide::left), "map left (client's right if lying on the back)");
  const auto up = client_sides(mat(HeadEdge::top, false, Placement::table), Facing::up);
  const auto down = client_sides(mat(HeadEdge::top, false, Placement::table), Facing::down);
  EXPECT_EQ(side_words(up, MapSide::right), "client's left");
  EXPECT_EQ(side_words(down, MapSide::right), "client's right");
}

ContactWorkspace contact_of(const PressureMap& map) {
  ContactWorkspace contact;
  find_contact(map, 0.5F, contact);
  sum_contact(contact);
  return contact;
}

TEST(BodyMidline, FollowsTheBodyNotTheMat) {
  const SourceInfo info = test::kpa_mat(8, 20, 10.0);
  PressureMap map;
  map.pressure = Grid::Zero(8, 20);
  map.dead = map.repaired = map.saturated = Mask::Constant(8, 20, false);
  map.pressure.block(0, 3, 8, 4) = 4.0F;  // 4 columns of 4 and 4 columns of 2, well left of the mat's middle
  map.pressure.block(0, 7, 8, 4) = 2.0F;
  BodyMidline midline(info.geometry, true);
  const double at = midline.find(contact_of(map), 0.5F);
  // edges: 3 + 0.5 - (4 - 0.5) / 4 and 10 + 0.5 + (2 - 0.5) / 2, in cells
  EXPECT_NEAR(at, 10.0 * 0.5 * ((3.5 - 0.875) + (10.5 + 0.75)), 1e-9);
  const auto split = midline.split(contact_of(map), midline.straight_at(70.0));
  EXPECT_NEAR(split.low_share, 2.0 / 3.0, 1e-12);
  EXPECT_NEAR(midline.split(contact_of(map), midline.straight_at(75.0)).low_share, 17.0 / 24.0,
              1e-12);  // half a cell in proportion
  map.pressure.setZero();
  EXPECT_TRUE(std::isnan(midline.find(contact_of(map), 0.5F)));
}

TEST(BodyMidline, ATurnedMapGivesTheSame) {
  const MatGeometry wide = make_geometry(6, 9, 10.0, 10.0).value();
  const MatGeometry tall = make_geometry(9, 6, 10.0, 10.0).value();
  PressureMap map, turned;
  map.pressure = Grid::Zero(6, 9);
  for (int r = 0; r < 6; ++r) {
    for (int c = 0; c < 9; ++c) map.pressure(r, c) = static_cast<float>((7 * r + 5 * c * c) % 11) / 4.0F;
  }
  turned.pressure = map.pressure.transpose();
  BodyMidline across(wide, true), down(tall, false);
  const ContactWorkspace a = contact_of(map), b = contact_of(turned);
  const double at_mm = across.find(a, 0.5F);
  EXPECT_DOUBLE_EQ(at_mm, down.find(b, 0.5F));
  const double low_share = across.split(a, across.straight_at(at_mm)).low_share;
  EXPECT_NEAR(low_share, down.split(b, down.straight_at(at_mm)).low_share, 1e-12);
  // The mirror image of turning a map is turning a slanted line: x and y change places.
  const double angle = 0.3;
  const double slanted = across.split(a, {at_mm, 25.0, angle}).low_share;
  EXPECT_NEAR(slanted, down.split(b, {25.0, at_mm, 0.5 * std::numbers::pi - angle}).low_share, 0.02);
  EXPECT_GT(std::abs(slanted - low_share), 1e-4);
  EXPECT_EQ(beyond({at_mm, 25.0, angle}, true, 40.0, 50.0),
            beyond({25.0, at_mm, 0.5 * std::numbers::pi - angle}, false, 50.0, 40.0));
}

TEST(BodyMidline, ASlantedLinePartsATurnedBodyEvenly) {
  // A bar of 80 mm turned by 20 degrees: its own axis halves it, a straight line through its middle as well,
  // and a straight line through its head end does not.
  const MatGeometry g = make_geometry(40, 40, 10.0, 10.0).value();
  const double angle = std::numbers::pi / 9.0;
  PressureMap map;
  map.pressure = Grid::Zero(40, 40);
  for (int r = 4; r < 36; ++r) {
    for (int c = 0; c < 40; ++c) {
      const double dx = (c + 0.5) * 10.0 - 200.0, dy = (r + 0.5) * 10.0 - 200.0;
      const double away = std::abs(dx * std::cos(angle) - dy * std::sin(angle));
      map.pressure(r, c) = static_cast<float>(std::clamp(5.0 - 0.1 * away, 0.0, 1.0));
    }
  }
  const BodyMidline midline(g, true);
  const ContactWorkspace contact = contact_of(map);
  const double head_x_mm = 200.0 - 150.0 * std::tan(angle);
  EXPECT_NEAR(midline.split(contact, {head_x_mm, 50.0, angle}).low_share, 0.5, 0.01);
  EXPECT_LT(midline.split(contact, midline.straight_at(head_x_mm)).low_share, 0.4);
  EXPECT_FALSE(midline.split(contact, {kNone, 50.0, angle}).found);
}

TEST(BodyMidline, AnArmInAFewLinesDoesNotMoveIt) {
  const SourceInfo info = test::kpa_mat(20, 20, 10.0);
  PressureMap map;
  map.pressure = Grid::Zero(20, 20);
  map.dead = map.repaired = map.saturated = Mask::Constant(20, 20, false);
  map.pressure.block(0, 6, 20, 8) = 3.0F;
  BodyMidline midline(info.geometry, true);
  const double without = midline.find(contact_of(map), 0.5F);
  map.pressure.block(4, 14, 4, 6) = 3.0F;
  EXPECT_NEAR(midline.find(contact_of(map), 0.5F), without, 1e-9);
}

}  // namespace
}  // namespace palpate
