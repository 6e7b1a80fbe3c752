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

// The cells with a border of zeros, so that a place outside the mat reads 0.
class PaddedMap {
 public:
  PaddedMap(const PressureMap& map, bool any_dead)
      : cols_(static_cast<int>(map.pressure.cols())), rows_(static_cast<int>(map.pressure.rows())) {
    stride_ = cols_ + 3;
    std::fill_n(cells_.begin(), stride_, 0.0F);
    for (int r = 0; r < rows_; ++r) {
      float* row = cells_.data() + (r + 1) * stride_;
      row[0] = row[cols_ + 1] = row[cols_ + 2] = 0.0F;
      clean_row(map, r, any_dead, row + 1);
    }
    std::fill_n(cells_.begin() + (rows_ + 1) * stride_, 2 * stride_, 0.0F);
  }
  [[nodiscard]] const float* row(int r) const { return cells_.data() + (r + 1) * stride_ + 1; }
  // Between cell centres; row and col in cells from the centre of the border's first cell, within
  // 0 <= row <= rows + 1 and 0 <= col <= cols + 1.
  [[nodiscard]] float at(float row, float col) const {
    const int r = static_cast<int>(row), c = static_cast<int>(col);
    const float fr = row - static_cast<float>(r), fc = col - static_cast<float>(c);
    const float* a = cells_.data() + r * stride_ + c;
    const float* b = a + stride_;
    const float upper = a[0] + fc * (a[1] - a[0]), lower = b[0] + fc * (b[1] - b[0]);
    return upper + fr * (lower - upper);
  }

 private:
  int cols_, rows_, stride_ = 0;
  std::array<float, kMaxCells + 3 * (kMaxSide + kMaxCells / kMaxSide) + 9> cells_;
};

// Columns of a row whose mirror image lies on the mat; begin = end: none.
struct Columns {
  int begin, end;
};

// Narrows to where 0 <= first + step * column <= last.
void narrow(Columns& columns, double first, double step, double last) {
  constexpr double kFlat = 1e-12, kInside = 1e-3;  // the border is zeros: a hair of it may be left out
  double low = columns.begin, high = columns.end - 1;
  if (std::abs(step) < kFlat) {
    if (first < 0.0 || first > last) high = low - 1.0;
  } else {
    const double a = (kInside - first) / step, b = (last - kInside - first) / step;
    low = std::max(low, std::min(a, b)), high = std::min(high, std::max(a, b));
  }
  low = std::min(low, static_cast<double>(columns.end));
  high = std::max(high, low - 1.0);
  columns.begin = static_cast<int>(std::ceil(low));
  columns.end = std::max(columns.begin, static_cast<int>(std::floor(high)) + 1);
}

// As the mirror image carries the same load L, sum abs(p - m) over the plane = 2 L - 2 sum min(p, m): only
// cells whose image lies on the mat count.
double mirror_slanted(const PressureMap& map, const MatGeometry& g, const Midline& line, bool any_dead) {
  const double nx = std::cos(line.angle_rad), ny = -std::sin(line.angle_rad);  // unit normal
  const PaddedMap cells(map, any_dead);
  const double col_step = 1.0 - 2.0 * nx * nx;
  const double row_step = -2.0 * nx * ny * g.pitch_x_mm / g.pitch_y_mm;
  double load = 0.0, common = 0.0;
  for (int r = 0; r < g.rows; ++r) {
    const double distance =
        (0.5 * g.pitch_x_mm - line.x_mm) * nx + ((r + 0.5) * g.pitch_y_mm - line.y_mm) * ny;
    const double col0 = 1.0 - 2.0 * distance * nx / g.pitch_x_mm;
    const double row0 = 1.0 + r - 2.0 * distance * ny / g.pitch_y_mm;
    Columns inside{0, g.cols};
    narrow(inside, col0, col_step, g.cols + 1.0);
    narrow(inside, row0, row_step, g.rows + 1.0);
    const float* p = cells.row(r);
    const auto u0 = static_cast<float>(col0), v0 = static_cast<float>(row0);
    const auto du = static_cast<float>(col_step), dv = static_cast<float>(row_step);
    float row_load = 0.0F, row_common = 0.0F;
    for (int c = 0; c < g.cols; ++c) row_load += p[c];
    for (int c = inside.begin; c < inside.end; ++c) {
      const auto column = static_cast<float>(c);
      row_common += std::min(p[c], cells.at(v0 + dv * column, u0 + du * column));
    }
    load += static_cast<double>(row_load);
    common += static_cast<double>(row_common);
  }
  return load > 0.0 ? std::clamp(1.0 - common / load, 0.0, 1.0) : kNone;
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
  return mirror_slanted(map, g, line, any_dead);
}

}  // namespace palpate
