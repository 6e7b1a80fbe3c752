// Posture features: what the posture model sees of a posture image.
//
// Of the square root of the image, blurred by 0.7 cells: signed gradient histograms (12 directions, linear
// votes) of 8 x 8 cells in overlapping blocks of 2 x 2, each block normalised, clipped at 0.2 (Dalal and
// Triggs, CVPR 2005), with a floor that keeps empty blocks quiet; then the root itself at half resolution,
// blurred by one cell; then, if
// the body's place on the mat is to count, that small map once more as it lies on the mat, else 0. Pure;
// allocates nothing once the workspace exists. One thread a workspace.
#pragma once

#include <Eigen/Core>

#include "processing/posture_image.h"

namespace palpate {

inline constexpr int kHogCell = 8, kHogBins = 12, kHogBlock = 2;
inline constexpr int kHogRows = kPostureRows / kHogCell, kHogCols = kPostureCols / kHogCell;
inline constexpr int kHogSize =
    (kHogRows - kHogBlock + 1) * (kHogCols - kHogBlock + 1) * kHogBlock * kHogBlock * kHogBins;
inline constexpr int kSmallSize = (kPostureRows / 2) * (kPostureCols / 2);
inline constexpr int kPostureFeatures = kHogSize + 2 * kSmallSize;

using PostureVector = Eigen::Matrix<float, kPostureFeatures, 1>;

class PostureFeatures {
 public:
  // Valid until the next call. `placed`: the image in its place (PostureImager::place), or nullptr.
  const PostureVector& of(const PostureImage& image, const PostureImage* placed = nullptr);

 private:
  void blur(const PostureImage& image, float side_weight);
  void gradient_histograms();
  void normalise_blocks();
  void small_map(const PostureImage& image, int at);

  PostureImage root_, lines_;
  Eigen::Array<float, kHogRows * kHogCols, kHogBins, Eigen::RowMajor> cells_;
  float mean_gradient_ = 0.0F;
  PostureVector features_ = PostureVector::Zero();
};

}  // namespace palpate
