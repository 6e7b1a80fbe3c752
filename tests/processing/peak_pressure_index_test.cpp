#include "processing/peak_pressure_index.h"

#include <gtest/gtest.h>

#include "processing/box_maximum.h"
#include "tests/support/maps.h"

namespace palpate {
namespace {

using testing_maps::geometry;

TEST(PpiWindow, KnownPitches) {
  struct Case {
    double px, py;
    PpiWindow window;
  };
  // Worked out by hand from the rule.
  for (const Case& k : {
           Case{10, 10, {3, 3}},  // 900 mm2, square
           Case{1, 1, {31, 31}},  // 30 x 30 and 31 x 31 are square; 961 is nearer to 950
           Case{5, 5, {6, 6}},    // 900; 6 x 6 is the only square in the band
           Case{30, 30, {1, 1}},  // 900
           // none in the band: 1250 mm2 is 300 off, 625 mm2 is 325 off; of 1 x 2 and 2 x 1 the smaller h
           Case{25, 25, {1, 2}},
           // none in the band: 768 or 1024 mm2; 2 x 2 is nearer
           Case{16, 16, {2, 2}},
           // 1 x 5 is too long; 800 mm2 by 1 x 4 or 2 x 2, both of aspect 2
           Case{10, 20, {1, 4}}, Case{12.7, 12.7, {2, 3}},  // 967.74
           Case{100, 100, {1, 1}},                          // far too coarse
       }) {
    const PpiWindow window = choose_ppi_window(geometry(64, 64, k.px, k.py));
    EXPECT_EQ(window.rows, k.window.rows) << k.px << " x " << k.py;
    EXPECT_EQ(window.cols, k.window.cols) << k.px << " x " << k.py;
  }
}

TEST(PpiWindow, FitsIntoTheMat) {
  EXPECT_EQ(choose_ppi_window(geometry(1, 50)), (PpiWindow{1, 2}));  // aspect 2 is the most
  EXPECT_EQ(choose_ppi_window(geometry(50, 1)), (PpiWindow{2, 1}));
  EXPECT_EQ(choose_ppi_window(geometry(1, 50, 10, 1)),
            (PpiWindow{1, 50}));  // no window within aspect 2: nearest area
  EXPECT_EQ(choose_ppi_window(geometry(2, 2)), (PpiWindow{2, 2}));
}

TEST(PpiWindow, RoundingOfThePitchBreaksNoTie) {
  // 7.9 mm cells: 4 x 4 = 998.56 mm2 is the square; the transposed pitches give the transposed window.
  EXPECT_EQ(choose_ppi_window(geometry(64, 64, 7.9, 7.9)), (PpiWindow{4, 4}));
  for (const double px : {3.3, 7.9, 12.7, 19.05}) {
    for (const double py : {4.1, 11.0, 26.3}) {
      const PpiWindow a = choose_ppi_window(geometry(64, 64, px, py));
      const PpiWindow b = choose_ppi_window(geometry(64, 64, py, px));
      EXPECT_EQ(a.rows * a.cols, b.rows * b.cols) << px << " x " << py;
    }
  }
}

BoxWorkspace bounded(const Grid& grid, int box_cols) {
  BoxWorkspace workspace;
  for (Eigen::Index r = 0; r < grid.rows(); ++r) {
    workspace.row_bounds.push_back(static_cast<float>(box_cols) * grid.row(r).maxCoeff());
  }
  return workspace;
}

TEST(BoxMaximum, FindsTheBoxAndItsExactSum) {
  Grid grid = Grid::Zero(6, 9);
  grid(4, 6) = 1.0F;
  grid(5, 7) = 2.0F;
  BoxWorkspace workspace = bounded(grid, 2);
  const GridView view{grid.data(), 6, 9};
  const BoxMaximum best = box_maximum(view, 2, 2, 2.0F, workspace);
  EXPECT_EQ(best.row, 4);
  EXPECT_EQ(best.col, 6);
  EXPECT_EQ(best.sum, 3.0);
  EXPECT_EQ(best.mean, 0.75);
  EXPECT_EQ(box_maximum(view, 7, 2, 2.0F, workspace).row, -1) << "does not fit";
}

// Boxes wider and higher than the unrolled kernels, against the plain sum.
TEST(BoxMaximum, EverySizeOfBox) {
  const Grid grid = testing_maps::body(40, 50, 9);
  for (const int h : {1, 2, 7, 8, 9, 17, 40}) {
    for (const int w : {1, 3, 8, 9, 16, 25, 50}) {
      BoxWorkspace workspace = bounded(grid, w);
      const BoxMaximum best = box_maximum({grid.data(), 40, 50}, h, w, grid.maxCoeff(), workspace);
      double wanted = 0.0;
      for (int r = 0; r + h <= 40; ++r) {
        for (int c = 0; c + w <= 50; ++c)
          wanted = std::max(wanted, grid.block(r, c, h, w).cast<double>().sum());
      }
      EXPECT_NEAR(best.sum, wanted, 1e-12 * wanted) << h << " x " << w;
    }
  }
}

// The float pass must not lose a best box that differs in the last bits only.
TEST(BoxMaximum, DecidesInDouble) {
  Grid grid = Grid::Constant(40, 40, 0.1F);
  grid(30, 30) = std::nextafter(0.1F, 1.0F);
  BoxWorkspace workspace = bounded(grid, 3);
  const BoxMaximum best = box_maximum({grid.data(), 40, 40}, 3, 3, 1.0F, workspace);
  EXPECT_EQ(best.row, 28);
  EXPECT_EQ(best.col, 28);
}

}  // namespace
}  // namespace palpate
