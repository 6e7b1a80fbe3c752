#include "processing/contact_regions.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <utility>
#include <vector>

#include "tests/support/maps.h"

namespace palpate {
namespace {

using testing_maps::features_of;
using testing_maps::geometry;
using testing_maps::map_of;

std::vector<ContactRegion> regions_of(const std::vector<std::string>& picture) {
  Grid grid(static_cast<Eigen::Index>(picture.size()), static_cast<Eigen::Index>(picture[0].size()));
  for (Eigen::Index r = 0; r < grid.rows(); ++r) {
    for (Eigen::Index c = 0; c < grid.cols(); ++c) {
      grid(r, c) = picture[static_cast<std::size_t>(r)][static_cast<std::size_t>(c)] == '#' ? 2.0F : 0.0F;
    }
  }
  return features_of(map_of(grid), geometry(static_cast<int>(grid.rows()), static_cast<int>(grid.cols())))
      .contact_regions;
}

std::vector<int> sizes(const std::vector<ContactRegion>& regions) {
  std::vector<int> cells;
  for (const ContactRegion& region : regions) cells.push_back(region.cells);
  return cells;
}

TEST(ContactRegions, ShapesThatMergeLate) {
  EXPECT_EQ(sizes(regions_of({"#.#", "#.#", "###"})), (std::vector{7}));                 // a U
  EXPECT_EQ(sizes(regions_of({"###", "..#", "###", "#..", "###"})), (std::vector{11}));  // a snake
  EXPECT_EQ(sizes(regions_of({"#.#.#", ".#.#.", "#.#.#"})), (std::vector{8}));           // corners only
  EXPECT_EQ(sizes(regions_of({"#..#", "#..#", "....", "##.."})), (std::vector{2, 2, 2}));
  EXPECT_EQ(sizes(regions_of({"#.....#", ".#...#.", "..#.#..", "...#..."})), (std::vector{7}));  // a V
  EXPECT_EQ(sizes(regions_of({"..##", "##..", "....", "...#"})), (std::vector{4, 1}));
  EXPECT_EQ(sizes(regions_of({"#.##.###", "........", "########"})), (std::vector{8, 3, 2, 1}));
}

TEST(ContactRegions, LargestFirstThenRasterOrder) {
  const auto regions = regions_of({"#....", "...##", ".....", "#...."});
  ASSERT_EQ(sizes(regions), (std::vector{2, 1, 1}));
  EXPECT_DOUBLE_EQ(regions[0].centroid_x_mm, 40.0);
  EXPECT_DOUBLE_EQ(regions[0].centroid_y_mm, 15.0);
  EXPECT_DOUBLE_EQ(regions[1].centroid_y_mm, 5.0);
  EXPECT_DOUBLE_EQ(regions[2].centroid_y_mm, 35.0);
}

TEST(ContactRegions, CentreOfPressureFollowsTheLoadCentroidDoesNot) {
  const auto f = features_of(map_of(1, 4, {1, 3, 0, 0}), geometry(1, 4, 10.0, 20.0));
  ASSERT_EQ(f.contact_regions.size(), 1U);
  EXPECT_DOUBLE_EQ(f.contact_regions[0].centroid_x_mm, 10.0);
  EXPECT_DOUBLE_EQ(f.contact_regions[0].cop_x_mm, 12.5);
  EXPECT_DOUBLE_EQ(f.contact_regions[0].cop_y_mm, 10.0);
  EXPECT_DOUBLE_EQ(f.contact_regions[0].load_n, 4.0 * 200.0 * 1e-3);
  EXPECT_EQ(f.contact_regions[0].peak_kpa, 3.0);
}

TEST(ContactRegions, AgreesWithOpenCv) {
  std::mt19937 random(11);
  for (int i = 0; i < 40; ++i) {
    const int rows = 1 + static_cast<int>(random() % 70), cols = 1 + static_cast<int>(random() % 70);
    const auto density = 1 + random() % 9;
    Grid grid(rows, cols);
    cv::Mat mask(rows, cols, CV_8U), labels, stats, centroids;
    for (int r = 0; r < rows; ++r) {
      for (int c = 0; c < cols; ++c) {
        const bool on = random() % 10 < density;
        grid(r, c) = on ? 2.0F : 0.0F;
        mask.at<std::uint8_t>(r, c) = on ? 255 : 0;
      }
    }
    const int n = cv::connectedComponentsWithStats(mask, labels, stats, centroids, 8, CV_32S);
    const auto regions = features_of(map_of(grid), geometry(rows, cols)).contact_regions;
    ASSERT_EQ(static_cast<int>(regions.size()), n - 1) << rows << " x " << cols;
    // Without order: among equal sizes it is ours to choose.
    std::vector<std::pair<int, std::pair<double, double>>> ours, theirs;
    for (const ContactRegion& region : regions) {
      ours.push_back({region.cells, {region.centroid_x_mm / 10.0 - 0.5, region.centroid_y_mm / 10.0 - 0.5}});
    }
    for (int k = 1; k < n; ++k) {
      theirs.push_back(
          {stats.at<int>(k, cv::CC_STAT_AREA), {centroids.at<double>(k, 0), centroids.at<double>(k, 1)}});
    }
    const auto rounded = [](auto list) {
      for (auto& [cells, centre] : list) {
        centre = {std::round(centre.first * 1e6), std::round(centre.second * 1e6)};
      }
      std::sort(list.begin(), list.end());
      return list;
    };
    EXPECT_EQ(rounded(ours), rounded(theirs));
  }
}

}  // namespace
}  // namespace palpate
