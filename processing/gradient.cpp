#include "processing/gradient.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace palpate {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Difference along one axis at cell `at` from neighbours `before` and `after` (offsets; 0: there is none).
double slope(const float* p, const std::uint8_t* live, std::ptrdiff_t at, std::ptrdiff_t before,
             std::ptrdiff_t after, double pitch_mm, bool& exists) {
  const auto usable = [&](std::ptrdiff_t offset) {
    return offset != 0 && (live == nullptr || live[at + offset] != 0);
  };
  const std::ptrdiff_t low = usable(before) ? before : 0, high = usable(after) ? after : 0;
  if (low == high) return 0.0;
  exists = true;
  const double steps = (low != 0 ? 1.0 : 0.0) + (high != 0 ? 1.0 : 0.0);
  return (static_cast<double>(p[at + high]) - static_cast<double>(p[at + low])) / (steps * pitch_mm);
}

// Any map: cells left out, one row or one column. Cell by cell.
GradientSummary gradient_general(const ContactWorkspace& contact, double px, double py) {
  const GridView v = contact.view;
  const std::uint8_t* live = contact.any_left_out ? contact.live.data() : nullptr;
  double max2 = -1.0, sum = 0.0;
  int count = 0;
  auto run = contact.runs.begin();
  for (int r = 0; r < v.rows; ++r) {
    for (int c = 0; c < v.cols; ++c) {
      const std::ptrdiff_t at = v.row(r) + c - v.data;
      if (live != nullptr && live[at] == 0) continue;
      while (run != contact.runs.end() && (run->row < r || (run->row == r && run->end <= c))) ++run;
      bool exists = false;
      const double gx = slope(v.data, live, at, c > 0 ? -1 : 0, c + 1 < v.cols ? 1 : 0, px, exists);
      const double gy = slope(v.data, live, at, r > 0 ? -v.cols : 0, r + 1 < v.rows ? v.cols : 0, py, exists);
      if (!exists) continue;
      const double square = gx * gx + gy * gy;
      max2 = std::max(max2, square);
      if (run != contact.runs.end() && run->row == r && run->begin <= c) {
        sum += std::sqrt(square);
        ++count;
      }
    }
  }
  return {max2 >= 0.0 ? std::sqrt(max2) : kNan, count > 0 ? sum / count : kNan};
}

struct Scale {
  float x1, x2, y1, y2;  // 1 / pitch and 1 / (2 pitch)
};

// Squared magnitudes of one row; returns the largest.
float squares_of_row(GridView v, int r, const Scale& k, float* squares) {
  const float* m = v.row(r);
  const float* u = v.row(std::max(0, r - 1));
  const float* d = v.row(std::min(v.rows - 1, r + 1));
  const float ky = r > 0 && r + 1 < v.rows ? k.y2 : k.y1;
  const int last = v.cols - 1;
  const auto square = [](float gx, float gy) { return gx * gx + gy * gy; };
  squares[0] = square((m[1] - m[0]) * k.x1, (d[0] - u[0]) * ky);
  squares[last] = square((m[last] - m[last - 1]) * k.x1, (d[last] - u[last]) * ky);
  float max = std::max(squares[0], squares[last]);
#pragma omp simd reduction(max : max)
  for (int c = 1; c < last; ++c) {
    const float gx = (m[c + 1] - m[c - 1]) * k.x2, gy = (d[c] - u[c]) * ky;
    squares[c] = gx * gx + gy * gy;
    max = squares[c] > max ? squares[c] : max;
  }
  return max;
}

}  // namespace

GradientSummary pressure_gradient(const ContactWorkspace& contact, double px, double py,
                                  GradientWorkspace& ws) {
  const GridView v = contact.view;
  if (contact.any_left_out || v.rows < 2 || v.cols < 2) return gradient_general(contact, px, py);
  ws.squares.resize(static_cast<std::size_t>(v.cols));
  const Scale k{static_cast<float>(1.0 / px), static_cast<float>(0.5 / px), static_cast<float>(1.0 / py),
                static_cast<float>(0.5 / py)};
  float max = 0.0F;
  double sum = 0.0;
  int count = 0;
  auto run = contact.runs.begin();
  for (int r = 0; r < v.rows; ++r) {
    max = std::max(max, squares_of_row(v, r, k, ws.squares.data()));
    for (; run != contact.runs.end() && run->row == r; ++run) {
      const float* squares = ws.squares.data();
      float row_sum = 0.0F;
#pragma omp simd reduction(+ : row_sum)
      for (int c = run->begin; c < run->end; ++c) row_sum += std::sqrt(squares[c]);
      sum += static_cast<double>(row_sum);
      count += run->end - run->begin;
    }
  }
  return {std::sqrt(static_cast<double>(max)), count > 0 ? sum / count : kNan};
}

}  // namespace palpate
