// From labels to smooth closed lines.
#include "viz/region_outlines.h"

#include <gtest/gtest.h>

#include <cmath>

namespace palpate {
namespace {

const Region kThigh{RegionKind::thigh, BodySide::left};
const Region kCalf{RegionKind::calf, BodySide::right};

RegionLabels blank(int rows, int cols) {
  return RegionLabels::Constant(rows, cols, kNoRegion);
}

double area(const std::vector<OutlinePoint>& loop) {
  double twice = 0.0;
  for (std::size_t i = 0; i < loop.size(); ++i) {
    const OutlinePoint &a = loop[i], &b = loop[(i + 1) % loop.size()];
    twice += a.x * b.y - b.x * a.y;
  }
  return 0.5 * std::abs(twice);
}

TEST(RegionOutlines, NothingWithoutLabels) {
  EXPECT_TRUE(region_outlines(RegionLabels()).empty());
  EXPECT_TRUE(region_outlines(blank(6, 4)).empty());
}

TEST(RegionOutlines, ARectangleKeepsItsPlaceAndNearlyItsArea) {
  RegionLabels labels = blank(20, 16);
  labels.block(4, 3, 10, 8).setConstant(static_cast<std::int8_t>(index_of(kThigh)));
  const auto outlines = region_outlines(labels);
  ASSERT_EQ(outlines.size(), 1U);
  EXPECT_EQ(outlines[0].region, kThigh);
  EXPECT_EQ(outlines[0].loop.size(), 36U);
  EXPECT_NEAR(area(outlines[0].loop), 80.0, 4.0) << "smoothing may round corners, no more";
  for (const OutlinePoint& p : outlines[0].loop) {
    EXPECT_GE(p.x, 3.0F);
    EXPECT_LE(p.x, 11.0F);
    EXPECT_GE(p.y, 4.0F);
    EXPECT_LE(p.y, 14.0F);
  }
}

TEST(RegionOutlines, ALShapeAtTheMatsBorderIsOneLoop) {
  RegionLabels labels = blank(10, 10);
  const auto mark = static_cast<std::int8_t>(index_of(kCalf));
  labels.block(0, 0, 10, 4).setConstant(mark);
  labels.block(6, 0, 4, 10).setConstant(mark);
  const auto outlines = region_outlines(labels);
  ASSERT_EQ(outlines.size(), 1U);
  EXPECT_EQ(outlines[0].loop.size(), 40U) << "the border of an L is that of its box";
}

// Cells that touch only at a corner are two loops or one, but the walk must end.
TEST(RegionOutlines, CornersDoNotTrapTheWalk) {
  RegionLabels labels = blank(8, 8);
  for (int r = 0; r < 8; ++r) {
    for (int c = 0; c < 8; ++c) {
      if ((r + c) % 2 == 0) labels(r, c) = static_cast<std::int8_t>(index_of(kCalf));
    }
  }
  std::size_t edges = 0;
  for (const RegionOutline& outline : region_outlines(labels, 1)) edges += outline.loop.size();
  EXPECT_EQ(edges, 32U * 4U) << "each border edge once";
}

TEST(RegionOutlines, SpecksAreLeftOut) {
  RegionLabels labels = blank(8, 8);
  labels(3, 3) = static_cast<std::int8_t>(index_of(kCalf));
  EXPECT_TRUE(region_outlines(labels).empty());
  EXPECT_EQ(region_outlines(labels, 4).size(), 1U);
}

}  // namespace
}  // namespace palpate
