#include "processing/hand_place.h"

#include <algorithm>
#include <cmath>

namespace palpate {
namespace {

constexpr double kBlock_mm = 100.0;
constexpr double kWindow_mm = 70.0;  // one standard deviation of the mean shift's window

int blocks_along(double mm, int cells) {
  return std::clamp(static_cast<int>(std::lround(mm / kBlock_mm)), 1, cells);
}

}  // namespace

BlockGrid::BlockGrid(const MatGeometry& geometry)
    : geometry_(geometry),
      rows_(blocks_along(geometry.height_mm(), geometry.rows)),
      cols_(blocks_along(geometry.width_mm(), geometry.cols)) {
  block_of_.reserve(geometry.cells());
  for (int r = 0; r < geometry.rows; ++r) {
    for (int c = 0; c < geometry.cols; ++c) {
      const int block = r * rows_ / geometry.rows * cols_ + c * cols_ / geometry.cols;
      block_of_.push_back(static_cast<std::size_t>(block));
    }
  }
}

void BlockGrid::sum(const std::vector<float>& kpa, std::vector<float>& blocks_n) const {
  std::fill(blocks_n.begin(), blocks_n.end(), 0.0F);
  for (std::size_t i = 0; i < kpa.size(); ++i) blocks_n[block_of_[i]] += kpa[i];
  const auto newton = static_cast<float>(geometry_.cell_area_mm2() * 1e-3);
  for (float& n : blocks_n) n *= newton;
}

BlockGrid::Cluster BlockGrid::strongest(const std::vector<float>& now, const std::vector<float>& before,
                                        bool added_only) const {
  Cluster best;
  double most = -1e300;
  for (int r = 0; r < rows_; ++r) {
    for (int c = 0; c < cols_; ++c) {
      double load = 0.0;
      for (int y = std::max(r - 1, 0); y <= std::min(r + 1, rows_ - 1); ++y) {
        for (int x = std::max(c - 1, 0); x <= std::min(c + 1, cols_ - 1); ++x) {
          const auto i = static_cast<std::size_t>(y * cols_ + x);
          load += static_cast<double>(now[i] - before[i]);
        }
      }
      const double value = added_only ? load : std::abs(load);
      if (value <= most) continue;
      most = value;
      best = {r, c, load};
    }
  }
  return best;
}

double BlockGrid::elsewhere_n(const std::vector<float>& now, const std::vector<float>& before,
                              const Cluster& cluster) const {
  double sum = 0.0;
  for (int r = 0; r < rows_; ++r) {
    for (int c = 0; c < cols_; ++c) {
      if (std::abs(r - cluster.row) <= 2 && std::abs(c - cluster.col) <= 2) continue;
      const auto i = static_cast<std::size_t>(r * cols_ + c);
      const auto d = static_cast<double>(now[i] - before[i]);
      sum += d * d;
    }
  }
  return std::sqrt(sum);
}

double BlockGrid::x_mm(const Cluster& cluster) const {
  return (cluster.col + 0.5) * geometry_.width_mm() / cols_;
}

double BlockGrid::y_mm(const Cluster& cluster) const {
  return (cluster.row + 0.5) * geometry_.height_mm() / rows_;
}

PlaceOnMat centre_of_added_load(const MatGeometry& g, const std::vector<float>& kpa,
                                const std::vector<float>& rest_kpa, double x_mm, double y_mm) {
  PlaceOnMat place{x_mm, y_mm, 0.0};
  constexpr double kReach = 2.5 * kWindow_mm;
  for (int pass = 0; pass < 12; ++pass) {
    const int r0 = std::max(0, static_cast<int>((place.y_mm - kReach) / g.pitch_y_mm));
    const int r1 = std::min(g.rows - 1, static_cast<int>((place.y_mm + kReach) / g.pitch_y_mm));
    const int c0 = std::max(0, static_cast<int>((place.x_mm - kReach) / g.pitch_x_mm));
    const int c1 = std::min(g.cols - 1, static_cast<int>((place.x_mm + kReach) / g.pitch_x_mm));
    double weight = 0.0, x_sum = 0.0, y_sum = 0.0, load = 0.0;
    for (int r = r0; r <= r1; ++r) {
      for (int c = c0; c <= c1; ++c) {
        const double x = (c + 0.5) * g.pitch_x_mm, y = (r + 0.5) * g.pitch_y_mm;
        const double dx = (x - place.x_mm) / kWindow_mm, dy = (y - place.y_mm) / kWindow_mm;
        const double far2 = dx * dx + dy * dy;
        const auto i = static_cast<std::size_t>(r * g.cols + c);
        const auto added = static_cast<double>(kpa[i] - rest_kpa[i]);
        if (far2 <= 4.0) load += added;
        const double w = added * std::exp(-0.5 * far2);
        weight += w;
        x_sum += w * x;
        y_sum += w * y;
      }
    }
    place.load_n = load * g.cell_area_mm2() * 1e-3;
    if (weight <= 0.0) return place;
    const double step = std::hypot(x_sum / weight - place.x_mm, y_sum / weight - place.y_mm);
    place.x_mm = x_sum / weight;
    place.y_mm = y_sum / weight;
    if (step < 0.5) break;
  }
  return place;
}

}  // namespace palpate
