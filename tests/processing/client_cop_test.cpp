#include "processing/client_cop.h"

#include <gtest/gtest.h>

namespace palpate {
namespace {

MatGeometry seat(HeadEdge head, bool mirrored) {
  MatGeometry geometry = *make_geometry(4, 4, 10, 10);
  geometry.placement = Placement::seat;
  geometry.head = head;
  geometry.mirrored = mirrored;
  return geometry;
}

TEST(ClientCop, FollowsTheMatsOrientation) {
  // Back rest at row 0, client faces down the map: the client's right is the map's left.
  const ClientCop top = client_cop(seat(HeadEdge::top, false), 12, 7);
  EXPECT_EQ(top.ml_mm, -12);
  EXPECT_EQ(top.ap_mm, 7);
  const ClientCop below = client_cop(seat(HeadEdge::top, true), 12, 7);
  EXPECT_EQ(below.ml_mm, 12);
  EXPECT_EQ(below.ap_mm, 7);
  const ClientCop bottom = client_cop(seat(HeadEdge::bottom, false), 12, 7);
  EXPECT_EQ(bottom.ml_mm, 12);
  EXPECT_EQ(bottom.ap_mm, -7);
  EXPECT_EQ(client_cop(seat(HeadEdge::left, false), 12, 7).ap_mm, 12);
  EXPECT_EQ(client_cop(seat(HeadEdge::right, false), 12, 7).ap_mm, -12);
}

TEST(LongestStay, TakesTheLongestRun) {
  LongestStay stay;
  for (int i = 0; i < 20; ++i) stay.add(i, {double(i), 0}, i != 5 && i != 16);
  const SwayInput run = stay.take();
  ASSERT_EQ(run.t_s.size(), 10U);
  EXPECT_EQ(run.t_s.front(), 6.0);
  EXPECT_EQ(run.ml_mm.back(), 15.0);
  EXPECT_TRUE(LongestStay().take().t_s.empty());
}

}  // namespace
}  // namespace palpate
