#include "processing/posture_image.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "processing/grid_filters.h"

namespace palpate {
namespace {

constexpr double kFloorShare = 0.10;  // of the cells; a body leaves more of a table free
constexpr double kMinLengthMm = 1400.0, kMaxLengthMm = 2600.0;
constexpr double kMinWidthMm = 450.0, kMaxWidthMm = 1600.0;

bool along_rows(HeadEdge head) {
  return head == HeadEdge::top || head == HeadEdge::bottom;
}

// Steps of the map's rows and columns for one step across (towards u) and one along the body (away from the
// head).
struct Axes {
  double row_u, col_u, row_v, col_v;
};

Axes axes_of(const MatGeometry& geometry) {
  Axes axes{};
  switch (geometry.head) {
    case HeadEdge::top:
      axes = {0.0, 1.0, 1.0, 0.0};
      break;
    case HeadEdge::bottom:
      axes = {0.0, -1.0, -1.0, 0.0};
      break;
    case HeadEdge::left:
      axes = {-1.0, 0.0, 0.0, 1.0};
      break;
    case HeadEdge::right:
      axes = {1.0, 0.0, 0.0, -1.0};
      break;
  }
  if (geometry.mirrored) {
    axes.row_u = -axes.row_u;
    axes.col_u = -axes.col_u;
  }
  return axes;
}

int cells_of(double size_mm, double pitch_mm) {
  return std::max(1, static_cast<int>(std::lround(size_mm / pitch_mm)));
}

}  // namespace

std::vector<PostureImager::Span> PostureImager::spans(int fine, int coarse) {
  std::vector<Span> all(static_cast<std::size_t>(coarse));
  const double step = static_cast<double>(fine) / coarse;
  for (int i = 0; i < coarse; ++i) {
    Span& span = all[static_cast<std::size_t>(i)];
    const double from = i * step, to = (i + 1) * step;
    span.first = std::min(static_cast<int>(from), fine - 1);
    for (int k = span.first; k < fine && k < to - 1e-9; ++k) {
      const double overlap = std::min(to, k + 1.0) - std::max(from, static_cast<double>(k));
      span.weights.push_back(static_cast<float>(overlap / step));
    }
  }
  return all;
}

PostureImager::PostureImager(const MatGeometry& geometry) : geometry_(geometry) {
  const bool upright = along_rows(geometry.head);
  const double length = upright ? geometry.height_mm() : geometry.width_mm();
  const double width = upright ? geometry.width_mm() : geometry.height_mm();
  const bool table =
      length >= kMinLengthMm && length <= kMaxLengthMm && width >= kMinWidthMm && width <= kMaxWidthMm;
  const int along = table ? cells_of(length, kPosturePitchYMm) : kPostureRows;
  const int across = table ? cells_of(width, kPosturePitchXMm) : kPostureCols;
  row_spans_ = spans(geometry.rows, upright ? along : across);
  col_spans_ = spans(geometry.cols, upright ? across : along);
  coarse_ =
      Grid::Zero(static_cast<Eigen::Index>(row_spans_.size()), static_cast<Eigen::Index>(col_spans_.size()));
  half_ = Grid::Zero(geometry.rows, coarse_.cols());
  clean_ = median_ = Grid::Zero(geometry.rows, geometry.cols);
  sorted_.resize(geometry.cells());
}

void PostureImager::clean(const Grid& pressure) {
  clean_ = pressure.isFinite().select(pressure.max(0.0F), 0.0F);
  median3x3(clean_, median_, scratch_);
  std::copy(median_.data(), median_.data() + median_.size(), sorted_.begin());
  const auto middle =
      sorted_.begin() + static_cast<std::ptrdiff_t>(kFloorShare * static_cast<double>(sorted_.size()));
  std::nth_element(sorted_.begin(), middle, sorted_.end());
  median_ = (median_ - *middle).max(0.0F);
}

void PostureImager::coarsen() {
  for (Eigen::Index c = 0; c < coarse_.cols(); ++c) {
    const Span& span = col_spans_[static_cast<std::size_t>(c)];
    half_.col(c).setZero();
    for (std::size_t k = 0; k < span.weights.size(); ++k) {
      half_.col(c) += span.weights[k] * median_.col(span.first + static_cast<Eigen::Index>(k));
    }
  }
  for (Eigen::Index r = 0; r < coarse_.rows(); ++r) {
    const Span& span = row_spans_[static_cast<std::size_t>(r)];
    coarse_.row(r).setZero();
    for (std::size_t k = 0; k < span.weights.size(); ++k) {
      coarse_.row(r) += span.weights[k] * half_.row(span.first + static_cast<Eigen::Index>(k));
    }
  }
}

bool PostureImager::find_centre() {
  double sum = 0.0, row = 0.0, col = 0.0;
  for (Eigen::Index r = 0; r < coarse_.rows(); ++r) {
    for (Eigen::Index c = 0; c < coarse_.cols(); ++c) {
      const double weight = std::sqrt(static_cast<double>(coarse_(r, c)));
      sum += weight;
      row += weight * static_cast<double>(r);
      col += weight * static_cast<double>(c);
    }
  }
  if (!(sum > 0.0)) return false;
  centre_row_ = row / sum;
  centre_col_ = col / sum;
  return true;
}

float PostureImager::sample(double row, double col) const {
  const double r0 = std::floor(row), c0 = std::floor(col);
  const auto fr = static_cast<float>(row - r0), fc = static_cast<float>(col - c0);
  const auto r = static_cast<Eigen::Index>(r0), c = static_cast<Eigen::Index>(c0);
  const auto at = [&](Eigen::Index i, Eigen::Index j) {
    return i >= 0 && j >= 0 && i < coarse_.rows() && j < coarse_.cols() ? coarse_(i, j) : 0.0F;
  };
  return (1.0F - fr) * ((1.0F - fc) * at(r, c) + fc * at(r, c + 1)) +
         fr * ((1.0F - fc) * at(r + 1, c) + fc * at(r + 1, c + 1));
}

bool PostureImager::make(const Grid& pressure, PostureImage& image, const PostureWarp& warp) {
  clean(pressure);
  coarsen();
  if (find_centre()) return draw(centre_row_, centre_col_, warp, image);
  image.setZero();
  return false;
}

bool PostureImager::place(PostureImage& image, const PostureWarp& warp) const {
  return draw(0.5 * static_cast<double>(coarse_.rows() - 1), 0.5 * static_cast<double>(coarse_.cols() - 1),
              warp, image);
}

bool PostureImager::draw(double centre_row, double centre_col, const PostureWarp& warp,
                         PostureImage& image) const {
  const Axes axes = axes_of(geometry_);
  const double angle = warp.rotation_deg * std::numbers::pi / 180.0;
  const double cosine = std::cos(angle), sine = std::sin(angle);
  const double side = warp.mirror ? -1.0 : 1.0;
  for (int r = 0; r < kPostureRows; ++r) {
    const double v0 = (r - 0.5 * (kPostureRows - 1) - warp.shift_along_cells) / warp.scale_along;
    for (int c = 0; c < kPostureCols; ++c) {
      const double u0 = (c - 0.5 * (kPostureCols - 1) - warp.shift_across_cells) / warp.scale_across;
      const double v = cosine * v0 + sine * u0, u = side * (cosine * u0 - sine * v0);
      image(r, c) =
          sample(centre_row + axes.row_v * v + axes.row_u * u, centre_col + axes.col_v * v + axes.col_u * u);
    }
  }
  const float sum = image.sum();
  if (!(sum > 0.0F)) return false;
  image *= static_cast<float>(image.size()) / sum;
  return true;
}

}  // namespace palpate
