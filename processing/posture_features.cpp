#include "processing/posture_features.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace palpate {
namespace {

constexpr float kClip = 0.2F;
constexpr float kQuietFloor = 0.05F;  // of the mean gradient times the cell's area
// Three-tap blurs of these side weights have sigma 0.6 and 1 cells: sigma^2 = 2 w.
constexpr float kFineSide = 0.18F, kSmallSide = 0.30F;

}  // namespace

// Separable three-tap blur, zero outside, then the root.
void PostureFeatures::blur(const PostureImage& image, float side) {
  constexpr int n = kPostureRows, m = kPostureCols;
  const float middle = 1.0F - 2.0F * side;
  lines_ = middle * image;
  lines_.topRows<n - 1>() += side * image.bottomRows<n - 1>();
  lines_.bottomRows<n - 1>() += side * image.topRows<n - 1>();
  root_ = middle * lines_;
  root_.leftCols<m - 1>() += side * lines_.rightCols<m - 1>();
  root_.rightCols<m - 1>() += side * lines_.leftCols<m - 1>();
  root_ = root_.max(0.0F).sqrt();
}

void PostureFeatures::gradient_histograms() {
  constexpr float per_bin = static_cast<float>(kHogBins / (2.0 * std::numbers::pi));
  cells_.setZero();
  double sum = 0.0;
  for (int r = 0; r < kPostureRows; ++r) {
    for (int c = 0; c < kPostureCols; ++c) {
      const float gy = r > 0 && r + 1 < kPostureRows ? root_(r + 1, c) - root_(r - 1, c) : 0.0F;
      const float gx = c > 0 && c + 1 < kPostureCols ? root_(r, c + 1) - root_(r, c - 1) : 0.0F;
      const float magnitude = std::sqrt(gx * gx + gy * gy);
      if (magnitude == 0.0F) continue;
      sum += static_cast<double>(magnitude);
      float bin = std::atan2(gy, gx) * per_bin - 0.5F;
      if (bin < 0.0F) bin += static_cast<float>(kHogBins);
      const int low = std::min(static_cast<int>(bin), kHogBins - 1);
      const float share = bin - static_cast<float>(low);
      auto histogram = cells_.row((r / kHogCell) * kHogCols + c / kHogCell);
      histogram(low) += (1.0F - share) * magnitude;
      histogram((low + 1) % kHogBins) += share * magnitude;
    }
  }
  mean_gradient_ = static_cast<float>(sum / static_cast<double>(kPostureRows * kPostureCols));
}

void PostureFeatures::normalise_blocks() {
  const float floor = kQuietFloor * mean_gradient_ * static_cast<float>(kHogCell * kHogCell);
  int at = 0;
  for (int r = 0; r + kHogBlock <= kHogRows; ++r) {
    for (int c = 0; c + kHogBlock <= kHogCols; ++c) {
      const int start = at;
      for (int i = 0; i < kHogBlock; ++i) {
        for (int j = 0; j < kHogBlock; ++j) {
          features_.segment<kHogBins>(at) = cells_.row((r + i) * kHogCols + c + j).matrix().transpose();
          at += kHogBins;
        }
      }
      auto block = features_.segment<kHogBlock * kHogBlock * kHogBins>(start).array();
      const float norm = std::sqrt(block.square().sum() + floor * floor);
      if (norm > 0.0F) block = (block / norm).min(kClip);
    }
  }
}

void PostureFeatures::small_map(const PostureImage& image, int at) {
  blur(image, kSmallSide);
  for (int r = 0; r < kPostureRows; r += 2) {
    for (int c = 0; c < kPostureCols; c += 2) features_(at++) = root_.block<2, 2>(r, c).mean();
  }
}

const PostureVector& PostureFeatures::of(const PostureImage& image, const PostureImage* placed) {
  blur(image, kFineSide);
  gradient_histograms();
  normalise_blocks();
  small_map(image, kHogSize);
  if (placed != nullptr) {
    small_map(*placed, kHogSize + kSmallSize);
  } else {
    features_.tail<kSmallSize>().setZero();
  }
  return features_;
}

}  // namespace palpate
