#include "processing/box_maximum.h"

#include <algorithm>
#include <limits>

namespace palpate {
namespace {

constexpr double kTie = 1e-12;  // relative

bool fits(GridView v, int box_rows, int box_cols) {
  return box_rows >= 1 && box_cols >= 1 && box_rows <= v.rows && box_cols <= v.cols;
}

bool beats(double value, double best) {
  return value > best + kTie * std::max(value, -value);
}

// Largest float box sum with its upper edge at row r.
float row_maximum(GridView v, int r, int box_rows, int box_cols, float* sums) {
  const float* first = v.row(r);
  std::copy(first, first + v.cols, sums);
  for (int k = 1; k < box_rows; ++k) {
    const float* p = v.row(r + k);
#pragma omp simd
    for (int c = 0; c < v.cols; ++c) sums[c] += p[c];
  }
  float best = -std::numeric_limits<float>::infinity();
  for (int c = 0; c + box_cols <= v.cols; ++c) {
    float sum = 0.0F;
    for (int k = 0; k < box_cols; ++k) sum += sums[c + k];
    best = sum > best ? sum : best;
  }
  return best;
}

// Best box of one row of placements, in double, cell by cell.
void exact_row(GridView v, int r, int box_rows, int box_cols, std::vector<double>& sums, BoxMaximum& best) {
  for (int c = 0; c < v.cols; ++c) {
    double sum = 0.0;
    for (int k = 0; k < box_rows; ++k) sum += static_cast<double>(v.row(r + k)[c]);
    sums[static_cast<std::size_t>(c)] = sum;
  }
  for (int c = 0; c + box_cols <= v.cols; ++c) {
    double sum = 0.0;
    for (int k = 0; k < box_cols; ++k) sum += sums[static_cast<std::size_t>(c + k)];
    if (best.row < 0 || beats(sum, best.sum)) best = {r, c, sum, 0.0};
  }
}

}  // namespace

BoxMaximum box_maximum(GridView v, int box_rows, int box_cols, float max_abs, BoxWorkspace& ws) {
  BoxMaximum best;
  if (!fits(v, box_rows, box_cols)) return best;
  const int placements = v.rows - box_rows + 1;
  ws.column_sums.resize(static_cast<std::size_t>(v.cols) + 8);
  ws.row_maxima.resize(static_cast<std::size_t>(placements));
  ws.exact.resize(static_cast<std::size_t>(v.cols));
  float highest = -std::numeric_limits<float>::infinity();
  for (int r = 0; r < placements; ++r) {
    const float m = row_maximum(v, r, box_rows, box_cols, ws.column_sums.data());
    ws.row_maxima[static_cast<std::size_t>(r)] = m;
    highest = std::max(highest, m);
  }
  // Twice the bound of the rounding error of a float sum of so many terms of this size.
  const float tolerance = std::numeric_limits<float>::epsilon() * 2.0F *
                          static_cast<float>(box_rows + box_cols) * static_cast<float>(box_rows * box_cols) *
                          max_abs;
  for (int r = 0; r < placements; ++r) {
    if (ws.row_maxima[static_cast<std::size_t>(r)] >= highest - tolerance) {
      exact_row(v, r, box_rows, box_cols, ws.exact, best);
    }
  }
  best.mean = best.sum / (box_rows * box_cols);
  return best;
}

BoxMaximum box_maximum_live(GridView v, const std::uint8_t* live, int box_rows, int box_cols,
                            BoxWorkspace& ws) {
  BoxMaximum best;
  if (!fits(v, box_rows, box_cols)) return best;
  const auto cols = static_cast<std::size_t>(v.cols);
  ws.exact.resize(cols);
  ws.counts.resize(cols);
  for (int r = 0; r + box_rows <= v.rows; ++r) {
    std::fill(ws.exact.begin(), ws.exact.end(), 0.0);
    std::fill(ws.counts.begin(), ws.counts.end(), 0);
    for (int k = r; k < r + box_rows; ++k) {
      const float* p = v.row(k);
      const std::uint8_t* alive = live + (p - v.data);
      for (std::size_t c = 0; c < cols; ++c) {
        ws.exact[c] += static_cast<double>(p[c]);
        ws.counts[c] += alive[c] != 0 ? 1 : 0;
      }
    }
    for (int c = 0; c + box_cols <= v.cols; ++c) {
      double sum = 0.0;
      int count = 0;
      for (int k = c; k < c + box_cols; ++k) {
        sum += ws.exact[static_cast<std::size_t>(k)];
        count += ws.counts[static_cast<std::size_t>(k)];
      }
      if (count == 0) continue;
      const double mean = sum / count;
      if (best.row < 0 || beats(mean, best.mean)) best = {r, c, sum, mean};
    }
  }
  return best;
}

}  // namespace palpate
