#include "processing/grid_filters.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "processing/over_time.h"
#include "tests/support/maps.h"

namespace palpate {
namespace {

using testing_maps::body;

cv::Mat header(Grid& grid) {
  return {static_cast<int>(grid.rows()), static_cast<int>(grid.cols()), CV_32F, grid.data()};
}

const std::vector<std::pair<int, int>> kShapes = {{32, 32}, {64, 64}, {64, 32}, {1, 1},  {1, 9},
                                                  {9, 1},   {2, 2},   {3, 5},   {31, 17}};

TEST(Median3x3, BitExactWithOpenCv) {
  std::vector<float> scratch;
  for (const auto& [rows, cols] : kShapes) {
    Grid in = body(rows, cols, 4), out, wanted(rows, cols);
    median3x3(in, out, scratch);
    cv::Mat target = header(wanted);
    cv::medianBlur(header(in), target, 3);
    ASSERT_EQ(target.data, reinterpret_cast<std::uint8_t*>(wanted.data()));
    EXPECT_TRUE((out == wanted).all()) << rows << " x " << cols;
  }
}

TEST(Median3x3, TakesTheFifthOfNine) {
  GridD in(3, 3), out;
  in << 9, 1, 8, 2, 7, 3, 6, 4, 5;
  std::vector<double> scratch;
  median3x3(in, out, scratch);
  EXPECT_EQ(out(1, 1), 5.0);
  EXPECT_EQ(out(0, 0), 7.0);  // 9 9 1 9 9 1 2 2 7 sorted: 1 1 2 2 7 9 9 9 9
}

TEST(Median3x3, RemovesASpike) {
  Grid in = Grid::Constant(5, 5, 2.0F), out;
  in(2, 2) = 1000.0F;
  std::vector<float> scratch;
  median3x3(in, out, scratch);
  EXPECT_TRUE((out == 2.0F).all());
}

TEST(Gaussian, RadiusIsFourSigma) {
  EXPECT_EQ(GaussianBlur(0.0).radius(), 0);
  EXPECT_EQ(GaussianBlur(0.1).radius(), 0);
  EXPECT_EQ(GaussianBlur(0.7).radius(), 3);
  EXPECT_EQ(GaussianBlur(1.0).radius(), 4);
  EXPECT_EQ(GaussianBlur(1.2).radius(), 5);
}

TEST(Gaussian, AgreesWithOpenCv) {
  for (const auto& [rows, cols] : kShapes) {
    for (const double sigma : {0.4, 0.7, 1.0, 2.3}) {
      Grid in = body(rows, cols, 5), out, wanted(rows, cols);
      GaussianBlur blur(sigma);
      blur.apply(in, out);
      cv::Mat target = header(wanted);
      const int size = 2 * blur.radius() + 1;
      // OpenCV pads by replication only up to the size of small kernels it special-cases; give it the border.
      cv::Mat padded, blurred;
      const int r = blur.radius();
      cv::copyMakeBorder(header(in), padded, r, r, r, r, cv::BORDER_REPLICATE);
      cv::GaussianBlur(padded, blurred, {size, size}, sigma, sigma, cv::BORDER_REPLICATE);
      blurred(cv::Rect(r, r, cols, rows)).copyTo(target);
      EXPECT_LT((out - wanted).abs().maxCoeff(), 1e-6F * in.abs().maxCoeff())
          << rows << " x " << cols << " " << sigma;
    }
  }
}

// The definition itself, in double.
TEST(Gaussian, DoubleFollowsTheDefinition) {
  const int rows = 7, cols = 10, radius = 4;
  const double sigma = 1.0;
  const GridD in = body(rows, cols, 6).cast<double>();
  std::vector<double> w;
  double total = 0.0;
  for (int k = -radius; k <= radius; ++k)
    w.push_back(std::exp(-0.5 * k * k / sigma / sigma)), total += w.back();
  GridD out;
  GaussianBlur(sigma).apply(in, out);
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < cols; ++c) {
      double sum = 0.0;
      for (int i = -radius; i <= radius; ++i) {
        for (int j = -radius; j <= radius; ++j) {
          sum += w[static_cast<std::size_t>(i + radius)] * w[static_cast<std::size_t>(j + radius)] *
                 in(std::clamp(r + i, 0, rows - 1), std::clamp(c + j, 0, cols - 1));
        }
      }
      EXPECT_NEAR(out(r, c), sum / total / total, 1e-12);
    }
  }
}

TEST(Gaussian, WorksInPlaceAndKeepsAConstant) {
  Grid grid = body(20, 30, 7), out;
  GaussianBlur blur(0.8);
  blur.apply(grid, out);
  blur.apply(grid, grid);
  EXPECT_TRUE((grid == out).all());
  const Grid constant = Grid::Constant(9, 9, 3.0F);
  blur.apply(constant, out);
  EXPECT_LT((out - 3.0F).abs().maxCoeff(), 1e-6F);
  GaussianBlur(0.0).apply(constant, out);
  EXPECT_TRUE((out == 3.0F).all());
}

TEST(TemporalLowpass, StepResponseIsKnown) {
  TemporalLowpass filter(0.5);
  filter.apply(Grid::Constant(3, 4, 1.0F), 0.0);
  EXPECT_TRUE((filter.apply(Grid::Constant(3, 4, 1.0F), 0.1) == 1.0F).all()) << "starts at the first map";
  Grid out;
  for (int k = 1; k <= 50; ++k) out = filter.apply(Grid::Constant(3, 4, 5.0F), 0.1 + 0.02 * k);
  EXPECT_NEAR(out(2, 3), 5.0 - 4.0 * std::exp(-1.0 / 0.5), 1e-5);
}

// Law: the curve does not depend on the frame rate, nor on lost frames.
TEST(TemporalLowpass, RateInvariant) {
  const Grid one = Grid::Constant(2, 2, 1.0F), zero = Grid::Zero(2, 2);
  TemporalLowpass a(0.3), b(0.3);
  a.apply(zero, 0.0);
  b.apply(zero, 0.0);
  Grid slow, fast;
  for (int k = 1; k <= 10; ++k) slow = a.apply(one, 0.1 * k);
  for (int k = 1; k <= 1000; ++k) {
    if (k % 7 != 3) fast = b.apply(one, 0.001 * k);
  }
  EXPECT_NEAR(slow(0, 0), fast(0, 0), 1e-5);
}

TEST(TemporalLowpass, DecaysToZeroWithoutDenormals) {
  TemporalLowpass filter(0.01);
  filter.apply(Grid::Constant(2, 2, 1.0F), 0.0);
  Grid out;
  for (int k = 1; k < 400; ++k) {
    out = filter.apply(Grid::Zero(2, 2), 0.005 * k);
    ASSERT_TRUE(out(0, 0) == 0.0F || std::fpclassify(out(0, 0)) == FP_NORMAL);
  }
  EXPECT_EQ(out(0, 0), 0.0F);
}

TEST(TemporalLowpass, StandsStillWhenTimeDoesAndStartsAnewForAnotherSize) {
  TemporalLowpass filter(0.5);
  filter.apply(Grid::Constant(2, 2, 1.0F), 1.0);
  EXPECT_EQ(filter.apply(Grid::Constant(2, 2, 9.0F), 1.0)(0, 0), 1.0F);
  EXPECT_EQ(filter.apply(Grid::Constant(2, 2, 9.0F), 0.5)(0, 0), 1.0F);
  EXPECT_EQ(filter.apply(Grid::Constant(3, 2, 4.0F), 1.1)(0, 0), 4.0F);
  filter.reset();
  EXPECT_EQ(filter.apply(Grid::Constant(3, 2, 8.0F), 1.2)(0, 0), 8.0F);
}

TEST(SosGridFilter, EveryCellIsItsOwnSignal) {
  const auto sections = *butterworth_lowpass(4, 2.0, 50.0);
  SosGridFilter filter(sections);
  std::vector<std::vector<double>> in(6), out(6);
  Grid filtered;
  for (int k = 0; k < 60; ++k) {
    const Grid grid = body(2, 3, static_cast<unsigned>(k));
    filter.apply(grid, filtered);
    for (std::size_t i = 0; i < 6; ++i) {
      in[i].push_back(static_cast<double>(grid.data()[i]));
      out[i].push_back(static_cast<double>(filtered.data()[i]));
    }
  }
  for (std::size_t i = 0; i < 6; ++i) {
    const auto wanted = filter_causal(sections, in[i]);
    for (std::size_t k = 0; k < wanted.size(); ++k) EXPECT_NEAR(out[i][k], wanted[k], 1e-5);
  }
}

}  // namespace
}  // namespace palpate
