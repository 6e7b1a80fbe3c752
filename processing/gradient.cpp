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

// Squared magnitudes of the cells of one row in columns [begin, end); returns the largest.
float squares_of_row(GridView v, int r, int begin, int end, const Scale& k, float* squares) {
  const float* m = v.row(r);
  const float* u = v.row(std::max(0, r - 1));
  const float* d = v.row(std::min(v.rows - 1, r + 1));
  const float ky = r > 0 && r + 1 < v.rows ? k.y2 : k.y1;
  const int last = v.cols - 1;
  const auto square = [](float gx, float gy) { return gx * gx + gy * gy; };
  float max = 0.0F;
  if (begin == 0) max = squares[0] = square((m[1] - m[0]) * k.x1, (d[0] - u[0]) * ky);
  if (end == v.cols) {
    squares[last] = square((m[last] - m[last - 1]) * k.x1, (d[last] - u[last]) * ky);
    max = std::max(max, squares[last]);
  }
  const int stop = std::min(end, last);
#pragma omp simd reduction(max : max)
  for (int c = std::max(1, begin); c < stop; ++c) {
    const float gx = (m[c + 1] - m[c - 1]) * k.x2, gy = (d[c] - u[c]) * ky;
    squares[c] = gx * gx + gy * gy;
    max = squares[c] > max ? squares[c] : max;
  }
  return max;
}

struct BoxGradient {
  float max2 = 0.0F;
  double contact_sum = 0.0;
  int contact_cells = 0;
};

// Gradients inside a box that holds all contact cells.
BoxGradient gradient_in(const ContactBox& box, const ContactWorkspace& contact, const Scale& k,
                        float* squares) {
  BoxGradient g;
  auto run = contact.runs.begin();
  for (int r = box.row_begin; r < box.row_end; ++r) {
    g.max2 = std::max(g.max2, squares_of_row(contact.view, r, box.col_begin, box.col_end, k, squares));
    for (; run != contact.runs.end() && run->row == r; ++run) {
      float row_sum = 0.0F;
#pragma omp simd reduction(+ : row_sum)
      for (int c = run->begin; c < run->end; ++c) row_sum += std::sqrt(squares[c]);
      g.contact_sum += static_cast<double>(row_sum);
      g.contact_cells += run->end - run->begin;
    }
  }
  return g;
}

}  // namespace

GradientSummary pressure_gradient(const ContactWorkspace& contact, double px, double py,
                                  GradientWorkspace& ws) {
  const GridView v = contact.view;
  if (contact.any_left_out || v.rows < 2 || v.cols < 2) return gradient_general(contact, px, py);
  ws.squares.resize(static_cast<std::size_t>(v.cols));
  const Scale k{static_cast<float>(1.0 / px), static_cast<float>(0.5 / px), static_cast<float>(1.0 / py),
                static_cast<float>(0.5 / py)};
  // Beyond the contact and one cell around it every neighbour is below the threshold, so no gradient there
  // can be steeper than this. Only if none inside reaches it, the whole map is searched.
  const float step = contact.threshold - contact.lowest;
  const float steepest_beyond = step * step * (k.x1 * k.x1 + k.y1 * k.y1);
  const ContactBox tight = box_of(contact.runs);
  const ContactBox box{std::max(0, tight.row_begin - 1), std::min(v.rows, tight.row_end + 1),
                       std::max(0, tight.col_begin - 1), std::min(v.cols, tight.col_end + 1)};
  BoxGradient g = gradient_in(box, contact, k, ws.squares.data());
  if (g.max2 < steepest_beyond) g = gradient_in({0, v.rows, 0, v.cols}, contact, k, ws.squares.data());
  return {std::sqrt(static_cast<double>(g.max2)),
          g.contact_cells > 0 ? g.contact_sum / g.contact_cells : kNan};
}

}  // namespace palpate
