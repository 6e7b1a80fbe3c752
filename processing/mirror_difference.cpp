#include "processing/mirror_difference.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>

#include "acquisition/result.h"
#include "processing/features.h"

namespace palpate {
namespace {

constexpr double kSnap = 1e-9;  // cells: a midline on a cell border or centre is exact

double value_at(const PressureMap& map, Eigen::Index r, Eigen::Index c) {
  if (r < 0 || c < 0 || r >= map.pressure.rows() || c >= map.pressure.cols()) return 0.0;
  const double p = static_cast<double>(map.pressure(r, c));
  if (!std::isfinite(p) || p < 0.0) return 0.0;
  const bool dead = map.dead.size() != 0 && map.dead(r, c);
  const bool repaired = map.repaired.size() != 0 && map.repaired(r, c);
  return dead && !repaired ? 0.0 : p;
}

// Between cell centres, in cells from the centre of cell (0, 0); 0 outside the mat.
double interpolate(const PressureMap& map, double row, double col) {
  if (std::abs(row - std::round(row)) < kSnap) row = std::round(row);
  if (std::abs(col - std::round(col)) < kSnap) col = std::round(col);
  const double r0 = std::floor(row), c0 = std::floor(col);
  const double fr = row - r0, fc = col - c0;
  const auto r = static_cast<Eigen::Index>(r0), c = static_cast<Eigen::Index>(c0);
  double value = (1.0 - fr) * (1.0 - fc) * value_at(map, r, c);
  if (fc > 0.0) value += (1.0 - fr) * fc * value_at(map, r, c + 1);
  if (fr > 0.0) value += fr * (1.0 - fc) * value_at(map, r + 1, c);
  if (fr > 0.0 && fc > 0.0) value += fr * fc * value_at(map, r + 1, c + 1);
  return value;
}

struct Sums {
  double load = 0.0, mirrored = 0.0, difference = 0.0;
};

double index_of(const Sums& s) {
  if (!(s.load > 0.0)) return kNone;
  // The mirror image carries the same load; what of it is not inside the mat lies outside, where p = 0.
  const double outside = std::max(0.0, s.load - s.mirrored);
  return std::clamp((s.difference + outside) / (2.0 * s.load), 0.0, 1.0);
}

using Row = std::array<float, kMaxSide + 1>;

// One row with 0 for what does not count; all 0 outside the mat.
void clean_row(const PressureMap& map, int r, bool any_dead, float* out) {
  const int cols = static_cast<int>(map.pressure.cols());
  if (r < 0 || r >= map.pressure.rows()) {
    std::fill(out, out + cols, 0.0F);
    return;
  }
  const float* p = map.pressure.data() + static_cast<std::ptrdiff_t>(r) * cols;
  constexpr float kEndless = std::numeric_limits<float>::infinity();
  float peak = 0.0F;
#pragma omp simd reduction(max : peak)
  for (int c = 0; c < cols; ++c) {
    out[c] = p[c] > 0.0F ? p[c] : 0.0F;
    peak = out[c] > peak ? out[c] : peak;
  }
  if (peak == kEndless) std::replace(out, out + cols, kEndless, 0.0F);
  if (!any_dead) return;
  for (int c = 0; c < cols; ++c) {
    if (map.dead(r, c) && (map.repaired.size() == 0 || !map.repaired(r, c))) out[c] = 0.0F;
  }
}

// Adds one row and its mirror image (1 - f) a + f b.
void add_row(const float* p, const float* a, const float* b, float f, int cols, Sums& sums) {
  float load = 0.0F, mirrored = 0.0F, difference = 0.0F;
#pragma omp simd reduction(+ : load, mirrored, difference)
  for (int c = 0; c < cols; ++c) {
    const float m = (1.0F - f) * a[c] + f * b[c];
    load += p[c];
    mirrored += m;
    difference += std::fabs(p[c] - m);
  }
  sums.load += static_cast<double>(load);
  sums.mirrored += static_cast<double>(mirrored);
  sums.difference += static_cast<double>(difference);
}

// Where cell 0 lands, in cells: line n lands on first - n, between two lines where `fraction` is not 0.
struct Landing {
  int first = 0;
  float fraction = 0.0F;
};

Landing landing(double at_mm, double pitch_mm, int lines) {
  double place =
      std::clamp(2.0 * at_mm / pitch_mm - 1.0, -2.0, 2.0 * lines + 2.0);  // beyond: nothing overlaps
  if (std::abs(place - std::round(place)) < kSnap) place = std::round(place);
  const double first = std::floor(place);
  return {static_cast<int>(first), static_cast<float>(place - first)};
}

// The row from right to left between zeros, so that any shift of it is one piece of memory.
class ReversedRow {
 public:
  // out[c] = row[first - c], 0 outside the mat; -2 <= first <= 2 cols + 2.
  [[nodiscard]] const float* shifted_to(int first, int cols) const {
    return storage_.data() + kZeros + cols - 1 - first;
  }
  void take(const float* row, int cols) {
    float* out = storage_.data() + kZeros;
#pragma omp simd
    for (int c = 0; c < cols; ++c) out[c] = row[cols - 1 - c];
  }

 private:
  static constexpr int kZeros = kMaxSide + 4;
  std::array<float, 3 * kMaxSide + 8> storage_{};
};

double mirror_columns(const PressureMap& map, const Landing& to, bool any_dead) {
  const int cols = static_cast<int>(map.pressure.cols());
  Row row{};
  ReversedRow reversed;
  const float* image = reversed.shifted_to(to.first, cols);
  Sums sums;
  for (int r = 0; r < map.pressure.rows(); ++r) {
    clean_row(map, r, any_dead, row.data());
    reversed.take(row.data(), cols);
    add_row(row.data(), image, image - 1, to.fraction, cols, sums);
  }
  return index_of(sums);
}

double mirror_rows(const PressureMap& map, const Landing& to, bool any_dead) {
  Row row{}, a{}, b{};
  Sums sums;
  for (int r = 0; r < map.pressure.rows(); ++r) {
    clean_row(map, r, any_dead, row.data());
    clean_row(map, to.first - r, any_dead, a.data());
    clean_row(map, to.first - r + 1, any_dead, b.data());
    add_row(row.data(), a.data(), b.data(), to.fraction, static_cast<int>(map.pressure.cols()), sums);
  }
  return index_of(sums);
}

double mirror_slanted(const PressureMap& map, const MatGeometry& g, const Midline& line) {
  const double nx = std::cos(line.angle_rad), ny = -std::sin(line.angle_rad);  // unit normal
  Sums sums;
  for (int r = 0; r < g.rows; ++r) {
    for (int c = 0; c < g.cols; ++c) {
      const double x = (c + 0.5) * g.pitch_x_mm, y = (r + 0.5) * g.pitch_y_mm;
      const double distance = (x - line.x_mm) * nx + (y - line.y_mm) * ny;
      const double mx = x - 2.0 * distance * nx, my = y - 2.0 * distance * ny;
      const double p = value_at(map, r, c);
      const double m = interpolate(map, my / g.pitch_y_mm - 0.5, mx / g.pitch_x_mm - 0.5);
      sums.load += p;
      sums.mirrored += m;
      sums.difference += std::abs(p - m);
    }
  }
  return index_of(sums);
}

}  // namespace

double mirror_difference(const PressureMap& map, const MatGeometry& g, const Midline& line) {
  PALPATE_EXPECTS(map.pressure.rows() == g.rows && map.pressure.cols() == g.cols);
  const auto dead_cells = static_cast<std::size_t>(map.dead.size());
  const bool any_dead = dead_cells > 0 && std::memchr(map.dead.data(), 1, dead_cells) != nullptr;
  constexpr double kStraight = 1e-12;
  if (std::abs(std::sin(line.angle_rad)) < kStraight) {
    return mirror_columns(map, landing(line.x_mm, g.pitch_x_mm, g.cols), any_dead);
  }
  if (std::abs(std::cos(line.angle_rad)) < kStraight) {
    return mirror_rows(map, landing(line.y_mm, g.pitch_y_mm, g.rows), any_dead);
  }
  return mirror_slanted(map, g, line);
}

}  // namespace palpate
