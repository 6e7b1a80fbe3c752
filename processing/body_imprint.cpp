#include "processing/body_imprint.h"

#include <algorithm>
#include <cmath>

namespace palpate {

BodyImprint::BodyImprint(const MatGeometry& geometry) : geometry_(geometry) {
  const bool upright = geometry.head == HeadEdge::top || geometry.head == HeadEdge::bottom;
  rows_ = upright ? geometry.rows : geometry.cols;
  cols_ = upright ? geometry.cols : geometry.rows;
  pitch_v_ = upright ? geometry.pitch_y_mm : geometry.pitch_x_mm;
  pitch_u_ = upright ? geometry.pitch_x_mm : geometry.pitch_y_mm;
  soft_.assign(geometry.cells(), 0.0F);
  cells_.reserve(geometry.cells());
}

double BodyImprint::area_cm2() const {
  return static_cast<double>(cells_.size()) * geometry_.cell_area_mm2() / 100.0;
}

std::pair<double, double> BodyImprint::from_map(double x_mm, double y_mm) const {
  const double x = x_mm - 0.5 * geometry_.width_mm(), y = y_mm - 0.5 * geometry_.height_mm();
  double u = x, v = y;
  if (geometry_.head == HeadEdge::bottom) u = -x, v = -y;
  if (geometry_.head == HeadEdge::left) u = -y, v = x;
  if (geometry_.head == HeadEdge::right) u = y, v = -x;
  return {geometry_.mirrored ? -u : u, v};
}

std::pair<double, double> BodyImprint::to_map(double u, double v) const {
  if (geometry_.mirrored) u = -u;
  double x = u, y = v;
  if (geometry_.head == HeadEdge::bottom) x = -u, y = -v;
  if (geometry_.head == HeadEdge::left) x = v, y = -u;
  if (geometry_.head == HeadEdge::right) x = -v, y = u;
  return {x + 0.5 * geometry_.width_mm(), y + 0.5 * geometry_.height_mm()};
}

std::pair<double, double> BodyImprint::centre_of(int map_row, int map_col) const {
  return from_map((map_col + 0.5) * geometry_.pitch_x_mm, (map_row + 0.5) * geometry_.pitch_y_mm);
}

void BodyImprint::take(const PressureMap& map, float threshold) {
  cells_.clear();
  load_ = 0.0;
  std::fill(soft_.begin(), soft_.end(), 0.0F);
  const bool masks = map.dead.size() == map.pressure.size();
  const bool repairs = map.repaired.size() == map.pressure.size();
  for (int r = 0; r < geometry_.rows; ++r) {
    for (int c = 0; c < geometry_.cols; ++c) {
      const float p = map.pressure(r, c);
      if (!(p >= threshold) || !std::isfinite(p) || p <= 0.0F) continue;
      if (masks && map.dead(r, c) && !(repairs && map.repaired(r, c))) continue;
      const auto [u, v] = centre_of(r, c);
      cells_.push_back({u, v, static_cast<double>(p), 0.0, index_at(u, v)});
      load_ += static_cast<double>(p);
    }
  }
  if (cells_.empty()) return;
  const double half = 0.5 * load_ / static_cast<double>(cells_.size());
  for (ImprintCell& cell : cells_) {
    cell.soft = cell.load / (cell.load + half);
    soft_[cell.index] = static_cast<float>(cell.soft);
  }
}

std::size_t BodyImprint::index_at(double u, double v) const {
  const int row = static_cast<int>(std::floor(v / pitch_v_ + 0.5 * rows_));
  const int col = static_cast<int>(std::floor(u / pitch_u_ + 0.5 * cols_));
  return static_cast<std::size_t>(std::clamp(row, 0, rows_ - 1) * cols_ + std::clamp(col, 0, cols_ - 1));
}

double BodyImprint::soft_at(double u, double v) const {
  const double x = u / pitch_u_ + 0.5 * cols_ - 0.5, y = v / pitch_v_ + 0.5 * rows_ - 0.5;
  if (!(x > -1.0) || !(y > -1.0) || !(x < cols_) || !(y < rows_)) return 0.0;
  const int c = static_cast<int>(x + 1.0) - 1, r = static_cast<int>(y + 1.0) - 1;
  const float fx = static_cast<float>(x - c), fy = static_cast<float>(y - r);
  const auto between = [=](float a, float b, float d, float e) {
    const float top = a + fx * (b - a), bottom = d + fx * (e - d);
    return static_cast<double>(top + fy * (bottom - top));
  };
  if (r >= 0 && c >= 0 && r + 1 < rows_ && c + 1 < cols_) {
    const float* at = soft_.data() + static_cast<std::ptrdiff_t>(r) * cols_ + c;
    return between(at[0], at[1], at[cols_], at[cols_ + 1]);
  }
  const auto value = [this](int row, int col) {
    return row < 0 || col < 0 || row >= rows_ || col >= cols_
               ? 0.0F
               : soft_[static_cast<std::size_t>(row * cols_ + col)];
  };
  return between(value(r, c), value(r, c + 1), value(r + 1, c), value(r + 1, c + 1));
}

}  // namespace palpate
