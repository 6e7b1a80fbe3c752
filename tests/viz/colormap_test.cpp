#include "viz/colormap.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace palpate {
namespace {

// CIE L* of an sRGB colour.
double lightness(Rgba c) {
  const auto linear = [](std::uint8_t v) {
    const double s = v / 255.0;
    return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
  };
  const double y = 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
  return y > 0.008856 ? 116.0 * std::cbrt(y) - 16.0 : 903.3 * y;
}

class EveryColormap : public testing::TestWithParam<ColormapKind> {};

TEST_P(EveryColormap, GetsLighterAllTheWayUp) {
  double before = -1.0;
  for (int i = 0; i <= 64; ++i) {
    const double now = lightness(color_of(GetParam(), i / 64.0));
    EXPECT_GT(now, before) << name_of(GetParam()) << " at " << i / 64.0;
    before = now;
  }
  EXPECT_GT(before - lightness(color_of(GetParam(), 0.0)), 70.0);
}

TEST_P(EveryColormap, ClampsOutsideAndEndsAtItsTable) {
  const ColorTable& table = table_of(GetParam());
  EXPECT_EQ(color_of(GetParam(), 0.0), table.front());
  EXPECT_EQ(color_of(GetParam(), 1.0), table.back());
  EXPECT_EQ(color_of(GetParam(), -3.0), table.front());
  EXPECT_EQ(color_of(GetParam(), 7.0), table.back());
  EXPECT_EQ(color_of(GetParam(), std::numeric_limits<double>::quiet_NaN()), table.front());
}

INSTANTIATE_TEST_SUITE_P(All, EveryColormap,
                         testing::Values(ColormapKind::inferno, ColormapKind::viridis, ColormapKind::cividis),
                         [](const auto& param) { return std::string(name_of(param.param)); });

// Published end points of matplotlib's tables: the channels are not swapped.
TEST(Colormap, KnownEnds) {
  EXPECT_EQ(color_of(ColormapKind::viridis, 0.0), (Rgba{68, 1, 84, 255}));
  EXPECT_EQ(color_of(ColormapKind::viridis, 1.0), (Rgba{253, 231, 37, 255}));
  EXPECT_EQ(color_of(ColormapKind::inferno, 0.0), (Rgba{0, 0, 4, 255}));
  EXPECT_EQ(color_of(ColormapKind::inferno, 1.0), (Rgba{252, 255, 164, 255}));
}

}  // namespace
}  // namespace palpate
