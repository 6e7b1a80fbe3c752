#include "viz/heatmap_image.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace palpate {
namespace {

Grid noise(int rows, int cols, unsigned seed) {
  std::mt19937 random(seed);
  Grid grid(rows, cols);
  for (int i = 0; i < rows * cols; ++i) grid.data()[i] = static_cast<float>(random() % 1000U) / 50.0F;
  return grid;
}

HeatmapStyle style() {
  return {ColormapKind::viridis, Rgba{14, 18, 23, 255}, 20.0, 0.67};
}

TEST(HeatmapImage, NeverShowsMoreOrLessThanTheCellsAround) {
  HeatmapPainter painter;
  for (const int scale : {2, 6, 12}) {
    const Grid grid = noise(9, 13, 7U + static_cast<unsigned>(scale));
    const Grid& up = painter.upscale(grid, scale);
    ASSERT_EQ(up.rows(), 9 * scale);
    ASSERT_EQ(up.cols(), 13 * scale);
    EXPECT_LE(up.maxCoeff(), grid.maxCoeff());
    EXPECT_GE(up.minCoeff(), grid.minCoeff());
    // Around one spike nothing beyond the next cell centres may light up, where a plain cubic rings.
    Grid spike = Grid::Zero(9, 9);
    spike(4, 4) = 10.0F;
    const Grid& ring = painter.upscale(spike, scale);
    EXPECT_GE(ring.minCoeff(), 0.0F);
    EXPECT_LE(ring.maxCoeff(), 10.0F);
    // The finest scale has no pixel nearer than a quarter of a cell to the centre.
    EXPECT_GT(ring.maxCoeff(), scale == 2 ? 7.0F : 9.0F) << "the peak must not be smoothed away";
    for (int y = 0; y < 9 * scale; ++y) {
      for (int x = 0; x < 9 * scale; ++x) {
        const double dy = std::abs((y + 0.5) / scale - 4.5), dx = std::abs((x + 0.5) / scale - 4.5);
        if (dx > 1.0 || dy > 1.0) {
          EXPECT_EQ(ring(y, x), 0.0F) << y << ' ' << x;
        }
      }
    }
  }
}

TEST(HeatmapImage, AFlatGridStaysFlatAndARampStaysARamp) {
  HeatmapPainter painter;
  EXPECT_NEAR(painter.upscale(Grid::Constant(5, 5, 3.0F), 8).minCoeff(), 3.0F, 1e-5F);
  Grid ramp(4, 12);
  for (int r = 0; r < 4; ++r) {
    for (int c = 0; c < 12; ++c) ramp(r, c) = static_cast<float>(c);
  }
  const Grid& up = painter.upscale(ramp, 4);
  for (int x = 8; x < 40; ++x) EXPECT_NEAR(up(8, x), (static_cast<float>(x) + 0.5F) / 4.0F - 0.5F, 1e-4F);
}

TEST(HeatmapImage, MirroringTheGridMirrorsThePicture) {
  const Grid grid = noise(6, 10, 3);
  HeatmapPainter painter;
  const RgbaImage plain = painter.smooth(grid, 6, style());
  const RgbaImage mirrored = painter.smooth(grid.rowwise().reverse(), 6, style());
  for (int y = 0; y < plain.height; ++y) {
    for (int x = 0; x < plain.width; ++x) {
      const Rgba a = plain.at(x, y), b = mirrored.at(plain.width - 1 - x, y);
      ASSERT_LE(std::abs(a.r - b.r) + std::abs(a.g - b.g) + std::abs(a.b - b.b), 3) << x << ' ' << y;
    }
  }
}

TEST(HeatmapImage, ColourHangsOnTheValueNotOnTheFrame) {
  HeatmapPainter painter;
  Grid low = Grid::Constant(2, 2, 5.0F);
  Grid high = low;
  high(1, 1) = 19.0F;
  const Rgba alone = painter.cells(low, style()).at(0, 0);
  EXPECT_EQ(painter.cells(high, style()).at(0, 0), alone);
  EXPECT_NE(painter.cells(high, style()).at(1, 1), alone);
  // Beyond the range everything is the top colour.
  EXPECT_EQ(painter.cells(Grid::Constant(1, 1, 500.0F), style()).at(0, 0), shade(style(), 20.0));
}

TEST(HeatmapImage, FadesIntoTheBackgroundBelowContact) {
  const HeatmapStyle s = style();
  EXPECT_EQ(shade(s, 0.0), s.background);
  EXPECT_EQ(shade(s, std::numeric_limits<double>::quiet_NaN()), s.background);
  EXPECT_NE(shade(s, 0.67), s.background);
  HeatmapPainter painter;
  Grid grid = Grid::Zero(2, 2);
  grid(0, 0) = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(painter.cells(grid, s).at(0, 0), s.background);
  EXPECT_EQ(painter.cells(grid, s).at(1, 1), s.background);
}

}  // namespace
}  // namespace palpate
