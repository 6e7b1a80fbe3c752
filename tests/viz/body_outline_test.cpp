// The figure drawn by the project: symmetric, whole, and every region in its place.
#include "viz/body_outline.h"

#include <gtest/gtest.h>

#include <cmath>

namespace palpate {
namespace {

const BodyView kViews[] = {BodyView::back, BodyView::front};

TEST(BodyOutline, EveryPartHasItsMirrorImage) {
  const auto parts = body_silhouette();
  for (const BodyStrip& part : parts) {
    ASSERT_EQ(part.low.size(), part.high.size());
    bool found = false;
    for (const BodyStrip& other : parts) {
      if (other.low.size() != part.low.size()) continue;
      bool same = true;
      for (std::size_t i = 0; same && i < part.low.size(); ++i) {
        same = other.low[i] == BodyPoint{-part.high[i].x, part.high[i].y} &&
               other.high[i] == BodyPoint{-part.low[i].x, part.low[i].y};
      }
      found = found || same;
    }
    EXPECT_TRUE(found);
  }
}

TEST(BodyOutline, StaysInItsBox) {
  float lowest = 0.0F, widest = 0.0F;
  for (const BodyStrip& part : body_silhouette()) {
    for (const auto* chain : {&part.low, &part.high}) {
      for (const BodyPoint& p : *chain) {
        EXPECT_GE(p.y, 0.0F);
        lowest = std::max(lowest, p.y);
        widest = std::max(widest, std::abs(p.x));
      }
    }
  }
  EXPECT_FLOAT_EQ(lowest, 1.0F);
  EXPECT_LE(widest, kOutlineHalfWidth);
}

// The law that keeps left and right straight: the back view shows the client's left on the left, the front
// view on the right, and the two are mirror images.
TEST(BodyOutline, SidesSwapBetweenBackAndFront) {
  for (std::size_t i = 0; i < kRegionCount; ++i) {
    const Region region = region_at(i);
    const float back = region_center(region, BodyView::back).x;
    EXPECT_EQ(back < 0.0F, region.side == BodySide::left) << id_of(region);
    EXPECT_FLOAT_EQ(region_center(region, BodyView::front).x, -back);
    EXPECT_FLOAT_EQ(region_center(mirror(region), BodyView::back).x, -back);
  }
}

TEST(BodyOutline, ARegionIsFoundAtItsOwnMiddle) {
  for (const BodyView view : kViews) {
    for (std::size_t i = 0; i < kRegionCount; ++i) {
      const Region region = region_at(i);
      const auto found = region_at(region_center(region, view), view, is_seated(region.kind));
      ASSERT_TRUE(found.has_value()) << id_of(region);
      EXPECT_EQ(*found, region) << id_of(region) << " is covered by " << id_of(*found);
    }
    EXPECT_FALSE(region_at(BodyPoint{0.2F, 0.1F}, view, false).has_value());
  }
}

TEST(BodyOutline, RegionsRunDownwardsInTheirOrder) {
  float before = -1.0F;
  for (int kind = 0; kind <= static_cast<int>(RegionKind::calf); ++kind) {
    const BodyStrip& strip = region_strip({static_cast<RegionKind>(kind), BodySide::left}, BodyView::back);
    EXPECT_GT(strip.low.front().y, before);
    before = strip.low.back().y;
    for (std::size_t i = 0; i < strip.low.size(); ++i) EXPECT_LT(strip.low[i].x, strip.high[i].x);
  }
}

}  // namespace
}  // namespace palpate
