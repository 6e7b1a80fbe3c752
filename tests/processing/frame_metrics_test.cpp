#include "processing/frame_metrics.h"

#include <gtest/gtest.h>

#include <tuple>

#include "tests/support/maps.h"
#include "tests/support/reference_metrics.h"

namespace palpate {
namespace {

using testing_maps::body;
using testing_maps::features_of;
using testing_maps::geometry;
using testing_maps::map_of;

constexpr float kNanF = std::numeric_limits<float>::quiet_NaN();

void expect_near_relative(double value, double wanted, const char* name, double relative = 1e-6) {
  if (std::isnan(wanted)) {
    EXPECT_TRUE(std::isnan(value)) << name << " is " << value;
  } else {
    EXPECT_NEAR(value, wanted, relative * std::max(1e-3, std::abs(wanted))) << name;
  }
}

reference::Map reference_map(const PressureMap& map, const MatGeometry& g) {
  reference::Map m{g.rows, g.cols, g.pitch_x_mm, g.pitch_y_mm, {}, {}};
  for (Eigen::Index i = 0; i < map.pressure.size(); ++i) {
    const float p = map.pressure.data()[i];
    m.out.push_back(!std::isfinite(p) || (map.dead.data()[i] && !map.repaired.data()[i]));
    m.p.push_back(static_cast<double>(p));
  }
  return m;
}

void expect_regions(const Features& f, const reference::Numbers& n) {
  ASSERT_EQ(f.contact_regions.size(), n.regions.size());
  for (std::size_t i = 0; i < n.regions.size(); ++i) {
    const ContactRegion& a = f.contact_regions[i];
    const reference::Region& b = n.regions[i];
    EXPECT_EQ(a.cells, b.cells) << "region " << i;
    expect_near_relative(a.area_cm2, b.area_cm2, "region area");
    expect_near_relative(a.centroid_x_mm, b.centroid_x, "region centroid x");
    expect_near_relative(a.centroid_y_mm, b.centroid_y, "region centroid y");
    expect_near_relative(a.cop_x_mm, b.cop_x, "region cop x");
    expect_near_relative(a.cop_y_mm, b.cop_y, "region cop y");
    expect_near_relative(a.load_n, b.load_n, "region load");
    expect_near_relative(a.peak_kpa, b.peak, "region peak");
  }
}

void expect_agrees(const PressureMap& map, const MatGeometry& g, const FrameMetricSettings& s = {}) {
  const reference::Numbers n =
      reference::numbers(reference_map(map, g), static_cast<double>(static_cast<float>(s.contact_threshold)),
                         s.dispersion_box_rows, s.dispersion_box_cols);
  const Features f = features_of(map, g, s);
  ASSERT_EQ(f.valid, n.cells > 0);
  if (!f.valid) return;
  expect_near_relative(f.total_load_n, n.load_n, "total_load_n");
  expect_near_relative(f.contact_area_cm2, n.area_cm2, "contact_area_cm2");
  expect_near_relative(f.mean_pressure_kpa, n.mean, "mean_pressure_kpa");
  expect_near_relative(f.peak_pressure_kpa, n.peak, "peak_pressure_kpa");
  EXPECT_EQ(std::tie(f.peak_row, f.peak_col), std::tie(n.peak_row, n.peak_col));
  expect_near_relative(f.ppi_kpa, n.ppi, "ppi_kpa");
  EXPECT_EQ(std::tie(f.ppi_row, f.ppi_col, f.ppi_rows, f.ppi_cols),
            std::tie(n.ppi_row, n.ppi_col, n.ppi_rows, n.ppi_cols));
  expect_near_relative(f.cop_x_mm, n.cop_x, "cop_x_mm");
  expect_near_relative(f.cop_y_mm, n.cop_y, "cop_y_mm");
  expect_near_relative(f.left_share, n.left, "left_share");
  expect_near_relative(f.right_share, n.right, "right_share");
  expect_near_relative(f.front_share, n.front, "front_share");
  expect_near_relative(f.back_share, n.back, "back_share");
  expect_near_relative(f.symmetry_index_pct, n.symmetry, "symmetry_index_pct");
  expect_near_relative(f.cov_pct, n.cov, "cov_pct");
  expect_near_relative(f.gradient_max_kpa_per_mm, n.gradient_max, "gradient_max");
  expect_near_relative(f.gradient_mean_kpa_per_mm, n.gradient_mean, "gradient_mean");
  expect_near_relative(f.dispersion_index_pct, n.dispersion, "dispersion_index_pct");
  expect_regions(f, n);
}

TEST(FrameMetricsReference, AgreesOnBodiesOfEveryShape) {
  const std::vector<std::tuple<int, int, double, double>> shapes = {
      {32, 32, 10, 10}, {64, 64, 8, 8},     {64, 32, 27, 25.4}, {16, 48, 12.5, 10}, {1, 40, 10, 10},
      {40, 1, 10, 10},  {1, 1, 10, 10},     {2, 2, 5, 5},       {3, 7, 100, 3},     {33, 31, 4.9, 5.1},
      {9, 9, 31, 31},   {128, 128, 3, 3.3}, {17, 8, 0.7, 0.7},  {5, 5, 1000, 1000}, {8, 65, 10, 20}};
  for (const auto& [rows, cols, px, py] : shapes) {
    for (unsigned seed = 1; seed <= 3; ++seed) {
      SCOPED_TRACE(testing::Message() << rows << " x " << cols << " seed " << seed);
      expect_agrees(map_of(body(rows, cols, seed)), geometry(rows, cols, px, py));
    }
  }
}

TEST(FrameMetricsReference, AgreesOnScatteredCells) {
  std::mt19937 random(7);
  for (int i = 0; i < 60; ++i) {
    SCOPED_TRACE(i);
    const int rows = 1 + static_cast<int>(random() % 40), cols = 1 + static_cast<int>(random() % 70);
    Grid grid(rows, cols);
    std::uniform_real_distribution<float> value(0.0F, 1.2F);
    for (Eigen::Index k = 0; k < grid.size(); ++k) grid.data()[k] = value(random);
    FrameMetricSettings settings;
    settings.contact_threshold = 0.1 * static_cast<double>(random() % 12);
    settings.dispersion_box_rows = 1 + static_cast<int>(random() % 9);
    settings.dispersion_box_cols = 1 + static_cast<int>(random() % 20);
    expect_agrees(map_of(grid), geometry(rows, cols, 5.0 + i, 12.0), settings);
  }
}

TEST(FrameMetricsReference, AgreesWhereCellsAreLeftOut) {
  std::mt19937 random(9);
  for (int i = 0; i < 40; ++i) {
    SCOPED_TRACE(i);
    const int rows = 1 + static_cast<int>(random() % 20), cols = 1 + static_cast<int>(random() % 20);
    PressureMap map = map_of(body(rows, cols, static_cast<unsigned>(i)));
    for (Eigen::Index k = 0; k < map.pressure.size(); ++k) {
      map.dead.data()[k] = random() % 5 == 0;
      map.repaired.data()[k] = map.dead.data()[k] && random() % 2 == 0;
      if (map.dead.data()[k] && !map.repaired.data()[k]) map.pressure.data()[k] = 77.0F;
      if (random() % 11 == 0) map.pressure.data()[k] = kNanF;
      if (random() % 37 == 0) map.pressure.data()[k] = std::numeric_limits<float>::infinity();
    }
    expect_agrees(map, geometry(rows, cols, 11.0, 9.0));
  }
}

TEST(FrameMetricsReference, AgreesOnRawValuesBelowZero) {
  PressureMap map = map_of(body(24, 24, 5));
  map.pressure = map.pressure - 3.0F;
  expect_agrees(map, geometry(24, 24, 5, 5));
}

TEST(FrameMetrics, UniformLoadByHand) {
  const Features f = features_of(map_of(Grid::Constant(8, 10, 2.0F)), geometry(8, 10, 10.0, 20.0));
  EXPECT_TRUE(f.valid);
  EXPECT_DOUBLE_EQ(f.total_load_n, 80 * 2.0 * 200.0 * 1e-3);  // 32 N
  EXPECT_DOUBLE_EQ(f.contact_area_cm2, 160.0);
  EXPECT_EQ(f.mean_pressure_kpa, 2.0);
  EXPECT_EQ(f.peak_pressure_kpa, 2.0);
  EXPECT_EQ(std::pair(f.peak_row, f.peak_col), std::pair(0, 0));
  EXPECT_DOUBLE_EQ(f.cop_x_mm, 50.0);
  EXPECT_DOUBLE_EQ(f.cop_y_mm, 80.0);
  EXPECT_EQ(f.left_share, 0.5);
  EXPECT_EQ(f.front_share, 0.5);
  EXPECT_EQ(f.symmetry_index_pct, 0.0);
  EXPECT_EQ(f.cov_pct, 0.0);
  EXPECT_EQ(f.gradient_max_kpa_per_mm, 0.0);
  EXPECT_EQ(f.gradient_mean_kpa_per_mm, 0.0);
  EXPECT_EQ(f.ppi_kpa, 2.0);
  EXPECT_EQ(std::pair(f.ppi_row, f.ppi_col), std::pair(0, 0));
  EXPECT_DOUBLE_EQ(f.dispersion_index_pct, 100.0 * 48 / 80);
  ASSERT_EQ(f.contact_regions.size(), 1U);
  EXPECT_EQ(f.contact_regions[0].cells, 80);
}

TEST(FrameMetrics, UnevenFloatUniformStillHasNoSpreadAndTheFirstWindow) {
  const Features f = features_of(map_of(Grid::Constant(64, 64, 0.1F + 1.0F / 3.0F)), geometry(64, 64),
                                 {.contact_threshold = 0.2});
  EXPECT_EQ(f.cov_pct, 0.0);
  EXPECT_EQ(std::pair(f.ppi_row, f.ppi_col), std::pair(0, 0));
}

TEST(FrameMetrics, SingleCellByHand) {
  Grid grid = Grid::Zero(6, 8);
  grid(2, 4) = 9.0F;
  const Features f = features_of(map_of(grid), geometry(6, 8, 10.0, 10.0));
  EXPECT_DOUBLE_EQ(f.total_load_n, 0.9);
  EXPECT_DOUBLE_EQ(f.contact_area_cm2, 1.0);
  EXPECT_DOUBLE_EQ(f.cop_x_mm, 45.0);
  EXPECT_DOUBLE_EQ(f.cop_y_mm, 25.0);
  EXPECT_EQ(f.left_share, 0.0);
  EXPECT_EQ(f.right_share, 1.0);
  EXPECT_EQ(f.front_share, 1.0);
  EXPECT_EQ(f.symmetry_index_pct, 200.0);
  EXPECT_EQ(f.ppi_rows * 10 + f.ppi_cols, 33);
  EXPECT_DOUBLE_EQ(f.ppi_kpa, 1.0);  // 9 kPa over 9 cells
  EXPECT_EQ(std::pair(f.ppi_row, f.ppi_col), std::pair(0, 2));
  EXPECT_FLOAT_EQ(static_cast<float>(f.gradient_max_kpa_per_mm), 0.45F);  // its neighbours: 9 kPa over 20 mm
  EXPECT_EQ(f.gradient_mean_kpa_per_mm, 0.0);  // itself: flat by central differences
  EXPECT_EQ(f.dispersion_index_pct, 100.0);
  EXPECT_EQ(f.cov_pct, 0.0);
}

TEST(FrameMetrics, CheckerboardIsOneRegionAndAllGradientsVanishInside) {
  Grid grid(6, 6);
  for (int r = 0; r < 6; ++r) {
    for (int c = 0; c < 6; ++c) grid(r, c) = (r + c) % 2 == 0 ? 4.0F : 0.0F;
  }
  const Features f = features_of(map_of(grid), geometry(6, 6));
  ASSERT_EQ(f.contact_regions.size(), 1U) << "corners join: 8-connected";
  EXPECT_EQ(f.contact_regions[0].cells, 18);
  EXPECT_EQ(f.left_share, 0.5);
  EXPECT_DOUBLE_EQ(f.ppi_kpa, 5.0 * 4.0 / 9.0);
  EXPECT_EQ(std::pair(f.ppi_row, f.ppi_col), std::pair(0, 0));
  EXPECT_FLOAT_EQ(static_cast<float>(f.gradient_max_kpa_per_mm), 0.4F * std::sqrt(2.0F));  // the four corners
}

TEST(FrameMetrics, OddMiddleLineCountsHalfToEachSide) {
  const Features f = features_of(map_of(3, 3, {0, 0, 0, 1, 4, 3, 0, 0, 0}), geometry(3, 3));
  EXPECT_DOUBLE_EQ(f.left_share, 3.0 / 8.0);
  EXPECT_DOUBLE_EQ(f.right_share, 5.0 / 8.0);
  EXPECT_DOUBLE_EQ(f.front_share, 0.5);
  EXPECT_DOUBLE_EQ(f.symmetry_index_pct, 100.0 * 2.0 / 4.0);
}

TEST(FrameMetrics, SpreadHasDivisorN) {
  const Features f = features_of(map_of(1, 4, {1, 3, 0, 0}), geometry(1, 4));
  EXPECT_DOUBLE_EQ(f.cov_pct, 50.0);  // mean 2, SD 1
}

TEST(FrameMetrics, ThresholdIsInclusive) {
  const MatGeometry g = geometry(1, 3);
  EXPECT_DOUBLE_EQ(
      features_of(map_of(1, 3, {0.7F, 0.69F, 0}), g, {.contact_threshold = 0.7}).contact_area_cm2, 1.0);
}

TEST(FrameMetrics, TiesGoToTheFirstInRasterOrder) {
  Grid grid = Grid::Zero(9, 9);
  grid(2, 7) = grid(6, 1) = 5.0F;
  const Features f = features_of(map_of(grid), geometry(9, 9));
  EXPECT_EQ(std::pair(f.peak_row, f.peak_col), std::pair(2, 7));
  EXPECT_EQ(std::pair(f.ppi_row, f.ppi_col), std::pair(0, 5));
  ASSERT_EQ(f.contact_regions.size(), 2U);
  EXPECT_DOUBLE_EQ(f.contact_regions[0].centroid_x_mm, 75.0);
}

TEST(FrameMetrics, NobodyThereMeansNoNumberAtAll) {
  PressureMap dead = map_of(Grid::Constant(4, 4, 3.0F));
  dead.dead.setConstant(true);
  for (const PressureMap& map : {map_of(Grid::Zero(4, 4)), dead, map_of(Grid::Constant(4, 4, kNanF))}) {
    FrameMetricsWorkspace workspace;
    Features f;
    compute_frame_metrics(map_of(Grid::Constant(4, 4, 3.0F)), geometry(4, 4), {}, workspace, f);
    compute_frame_metrics(map, geometry(4, 4), {}, workspace, f);  // nothing of the frame before survives
    EXPECT_FALSE(f.valid);
    for (const double v :
         {f.total_load_n, f.contact_area_cm2, f.mean_pressure_kpa, f.peak_pressure_kpa, f.ppi_kpa, f.cop_x_mm,
          f.left_share, f.symmetry_index_pct, f.cov_pct, f.gradient_max_kpa_per_mm,
          f.gradient_mean_kpa_per_mm, f.dispersion_index_pct, f.mirror_difference_index}) {
      EXPECT_TRUE(std::isnan(v));
    }
    EXPECT_EQ(f.peak_row, -1);
    EXPECT_EQ(f.ppi_row, -1);
    EXPECT_TRUE(f.contact_regions.empty());
  }
}

TEST(FrameMetrics, ContactWithoutLoadHasAnAreaButNoShares) {
  const Features f = features_of(map_of(Grid::Zero(4, 4)), geometry(4, 4), {.contact_threshold = 0.0});
  EXPECT_TRUE(f.valid);
  EXPECT_DOUBLE_EQ(f.contact_area_cm2, 16.0);
  EXPECT_TRUE(std::isnan(f.left_share) && std::isnan(f.cop_x_mm) && std::isnan(f.cov_pct) &&
              std::isnan(f.dispersion_index_pct));
}

TEST(FrameMetrics, DeadCellIsLeftOutAndARepairedOneCounts) {
  PressureMap map = map_of(Grid::Constant(4, 4, 2.0F));
  map.pressure(1, 1) = 900.0F;
  map.dead(1, 1) = true;
  Features f = features_of(map, geometry(4, 4));
  EXPECT_DOUBLE_EQ(f.contact_area_cm2, 15.0);
  EXPECT_EQ(f.peak_pressure_kpa, 2.0);
  EXPECT_EQ(f.ppi_kpa, 2.0) << "a hole neither adds pressure nor takes any away";
  EXPECT_EQ(f.gradient_max_kpa_per_mm, 0.0);
  map.pressure(1, 1) = 3.0F;
  map.repaired(1, 1) = true;
  f = features_of(map, geometry(4, 4));
  EXPECT_DOUBLE_EQ(f.contact_area_cm2, 16.0);
  EXPECT_EQ(f.peak_pressure_kpa, 3.0);
}

TEST(FrameMetrics, CountsHaveSharesButNoPascalsAndNoNewtons) {
  PressureMap map = map_of(Grid::Constant(4, 4, 200.0F), PressureUnit::counts);
  map.pressure(0, 3) = 400.0F;
  const Features f = features_of(map, geometry(4, 4), {.contact_threshold = 100.0});
  EXPECT_TRUE(f.valid);
  EXPECT_EQ(f.unit, PressureUnit::counts);
  EXPECT_EQ(f.load_counts, 15 * 200.0 + 400.0);
  EXPECT_EQ(f.mean_counts, 212.5);
  EXPECT_EQ(f.peak_counts, 400.0);
  EXPECT_DOUBLE_EQ(f.ppi_counts, (8 * 200.0 + 400.0) / 9.0);
  for (const double v :
       {f.total_load_n, f.mean_pressure_kpa, f.peak_pressure_kpa, f.ppi_kpa, f.gradient_max_kpa_per_mm,
        f.gradient_mean_kpa_per_mm, f.contact_regions[0].load_n, f.contact_regions[0].peak_kpa}) {
    EXPECT_TRUE(std::isnan(v));
  }
  EXPECT_DOUBLE_EQ(f.contact_area_cm2, 16.0);
  EXPECT_DOUBLE_EQ(f.right_share, 1800.0 / 3400.0);
  EXPECT_GT(f.cov_pct, 0.0);
}

// Laws. The map under test has no ties, so positions move with it.

TEST(FrameMetricsLaws, MirrorSwapsSidesAndKeepsEverythingElse) {
  for (const int cols : {24, 25}) {
    const MatGeometry g = geometry(20, cols, 12.0, 9.0);
    const Grid grid = body(20, cols, 3);
    const Features a = features_of(map_of(grid), g);
    const Features b = features_of(map_of(Grid(grid.rowwise().reverse())), g);
    expect_near_relative(b.left_share, a.right_share, "left <-> right", 1e-12);
    expect_near_relative(b.front_share, a.front_share, "front", 1e-12);
    expect_near_relative(b.cop_x_mm, g.width_mm() - a.cop_x_mm, "cop x", 1e-12);
    expect_near_relative(b.symmetry_index_pct, -a.symmetry_index_pct, "symmetry", 1e-9);
    expect_near_relative(b.total_load_n, a.total_load_n, "load", 1e-12);
    expect_near_relative(b.cov_pct, a.cov_pct, "cov", 1e-9);
    expect_near_relative(b.ppi_kpa, a.ppi_kpa, "ppi", 1e-12);
    EXPECT_EQ(b.ppi_col, cols - a.ppi_col - a.ppi_cols);
    EXPECT_EQ(b.peak_col, cols - 1 - a.peak_col);
    expect_near_relative(b.dispersion_index_pct, a.dispersion_index_pct, "dispersion", 1e-12);
    expect_near_relative(b.gradient_max_kpa_per_mm, a.gradient_max_kpa_per_mm, "gradient max");
    expect_near_relative(b.gradient_mean_kpa_per_mm, a.gradient_mean_kpa_per_mm, "gradient mean");
    EXPECT_EQ(b.contact_regions.size(), a.contact_regions.size());
  }
}

TEST(FrameMetricsLaws, ScalingPressureScalesPressureOnly) {
  const MatGeometry g = geometry(32, 32);
  const Grid grid = body(32, 32, 4);
  const Features a = features_of(map_of(grid), g);
  const Features b = features_of(map_of(Grid(grid * 4.0F)), g, {.contact_threshold = 4 * 0.67});
  for (const auto& [scaled, plain] : {std::pair{b.total_load_n, a.total_load_n},
                                      {b.mean_pressure_kpa, a.mean_pressure_kpa},
                                      {b.peak_pressure_kpa, a.peak_pressure_kpa},
                                      {b.ppi_kpa, a.ppi_kpa},
                                      {b.gradient_max_kpa_per_mm, a.gradient_max_kpa_per_mm},
                                      {b.gradient_mean_kpa_per_mm, a.gradient_mean_kpa_per_mm}}) {
    expect_near_relative(scaled, 4.0 * plain, "scales");
  }
  for (const auto& [scaled, plain] : {std::pair{b.cop_x_mm, a.cop_x_mm},
                                      {b.left_share, a.left_share},
                                      {b.cov_pct, a.cov_pct},
                                      {b.contact_area_cm2, a.contact_area_cm2},
                                      {b.symmetry_index_pct, a.symmetry_index_pct},
                                      {b.dispersion_index_pct, a.dispersion_index_pct}}) {
    expect_near_relative(scaled, plain, "stays", 1e-12);
  }
}

TEST(FrameMetricsLaws, ShiftMovesPlacesOnly) {
  const MatGeometry g = geometry(30, 40, 8.0, 11.0);
  Grid grid = Grid::Zero(30, 40), moved = Grid::Zero(30, 40);
  grid.block(4, 5, 16, 20) = body(16, 20, 6);
  moved.block(9, 12, 16, 20) = grid.block(4, 5, 16, 20);
  const Features a = features_of(map_of(grid), g), b = features_of(map_of(moved), g);
  expect_near_relative(b.cop_x_mm, a.cop_x_mm + 7 * 8.0, "cop x", 1e-12);
  expect_near_relative(b.cop_y_mm, a.cop_y_mm + 5 * 11.0, "cop y", 1e-12);
  EXPECT_EQ(b.peak_row, a.peak_row + 5);
  EXPECT_EQ(b.ppi_col, a.ppi_col + 7);
  expect_near_relative(b.ppi_kpa, a.ppi_kpa, "ppi", 1e-12);
  expect_near_relative(b.dispersion_index_pct, a.dispersion_index_pct, "dispersion", 1e-12);
  expect_near_relative(b.gradient_mean_kpa_per_mm, a.gradient_mean_kpa_per_mm, "gradient");
}

TEST(FrameMetricsLaws, QuarterTurnTurnsEverything) {
  const MatGeometry g = geometry(22, 35, 9.0, 13.0), turned = geometry(35, 22, 13.0, 9.0);
  const Grid grid = body(22, 35, 8);
  const Grid quarter = grid.transpose().rowwise().reverse();  // (r, c) -> (c, rows - 1 - r): clockwise
  const Features a = features_of(map_of(grid), g),
                 b = features_of(map_of(quarter), turned,
                                 {.dispersion_box_cols = 6, .dispersion_box_rows = 8});
  expect_near_relative(b.cop_x_mm, g.height_mm() - a.cop_y_mm, "cop x", 1e-12);
  expect_near_relative(b.cop_y_mm, a.cop_x_mm, "cop y", 1e-12);
  expect_near_relative(b.right_share, a.front_share, "front turns to the right", 1e-12);
  expect_near_relative(b.back_share, a.right_share, "right turns to the back", 1e-12);
  expect_near_relative(b.total_load_n, a.total_load_n, "load", 1e-12);
  expect_near_relative(b.dispersion_index_pct, a.dispersion_index_pct, "dispersion", 1e-12);
  expect_near_relative(b.gradient_max_kpa_per_mm, a.gradient_max_kpa_per_mm, "gradient");
}

TEST(FrameMetricsLaws, SideSharesAddUpToOne) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const Features f = features_of(map_of(body(31, 29, seed)), geometry(31, 29));
    EXPECT_NEAR(f.left_share + f.right_share, 1.0, 1e-12);
    EXPECT_NEAR(f.front_share + f.back_share, 1.0, 1e-12);
    double load = 0.0;
    int cells = 0;
    for (const ContactRegion& region : f.contact_regions) load += region.load_n, cells += region.cells;
    EXPECT_NEAR(load, f.total_load_n, 1e-9 * load);
    EXPECT_NEAR(cells, f.contact_area_cm2, 1e-9);
  }
}

TEST(FrameMetrics, OneWorkspaceServesMapsOfAnySize) {
  FrameMetricsWorkspace workspace;
  Features f;
  for (const int n : {8, 64, 3, 32, 64}) {
    const PressureMap map = map_of(body(n, n, 2));
    compute_frame_metrics(map, geometry(n, n), {}, workspace, f);
    const Features fresh = features_of(map, geometry(n, n));
    EXPECT_EQ(f.total_load_n, fresh.total_load_n);
    EXPECT_EQ(f.ppi_kpa, fresh.ppi_kpa);
    EXPECT_EQ(f.contact_regions.size(), fresh.contact_regions.size());
  }
}

}  // namespace
}  // namespace palpate
