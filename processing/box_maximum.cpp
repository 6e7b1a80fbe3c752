#include "processing/box_maximum.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <utility>

#include "acquisition/result.h"

namespace palpate {
namespace {

constexpr double kTie = 1e-12;  // relative

bool fits(GridView v, int box_rows, int box_cols) {
  return box_rows >= 1 && box_cols >= 1 && box_rows <= v.rows && box_cols <= v.cols;
}

bool beats(double value, double best) {
  return value > best + kTie * std::max(value, -value);
}

constexpr int kUnrolled = 8;  // boxes up to this side run in registers

// out[c] = sum of Count rows at c.
template <int Count>
void sum_rows(const float* first, std::ptrdiff_t stride, int cols, float* __restrict out) {
#pragma omp simd
  for (int c = 0; c < cols; ++c) {
    float sum = first[c];
    for (int k = 1; k < Count; ++k) sum += first[k * stride + c];
    out[c] = sum;
  }
}

// out[c] += sum of Count rows at c.
template <int Count>
void add_rows(const float* first, std::ptrdiff_t stride, int cols, float* __restrict out) {
#pragma omp simd
  for (int c = 0; c < cols; ++c) {
    float sum = out[c];
    for (int k = 0; k < Count; ++k) sum += first[k * stride + c];
    out[c] = sum;
  }
}

// Largest sum of Count neighbours.
template <int Count>
float highest_window(const float* sums, int windows) {
  float best = -std::numeric_limits<float>::infinity();
#pragma omp simd reduction(max : best)
  for (int c = 0; c < windows; ++c) {
    float sum = sums[c];
    for (int k = 1; k < Count; ++k) sum += sums[c + k];
    best = sum > best ? sum : best;
  }
  return best;
}

using SumRows = void (*)(const float*, std::ptrdiff_t, int, float*);
using HighestWindow = float (*)(const float*, int);
template <int... I>
constexpr std::array<SumRows, sizeof...(I)> sum_rows_table(std::integer_sequence<int, I...> /*unused*/) {
  return {sum_rows<I + 1>...};
}
template <int... I>
constexpr std::array<HighestWindow, sizeof...(I)> highest_table(std::integer_sequence<int, I...> /*unused*/) {
  return {highest_window<I + 1>...};
}
constexpr auto kSumRows = sum_rows_table(std::make_integer_sequence<int, kUnrolled>{});
constexpr auto kHighestWindow = highest_table(std::make_integer_sequence<int, kUnrolled>{});

// Largest float box sum with its upper edge at row r.
float row_maximum(GridView v, int r, int box_rows, int box_cols, BoxWorkspace& ws) {
  float* sums = ws.column_sums.data();
  const int first = std::min(box_rows, kUnrolled), windows = v.cols - box_cols + 1;
  kSumRows[static_cast<std::size_t>(first - 1)](v.row(r), v.cols, v.cols, sums);
  int done = first;
  for (; done + kUnrolled <= box_rows; done += kUnrolled) {
    add_rows<kUnrolled>(v.row(r + done), v.cols, v.cols, sums);
  }
  for (; done < box_rows; ++done) add_rows<1>(v.row(r + done), v.cols, v.cols, sums);
  if (box_cols <= kUnrolled) return kHighestWindow[static_cast<std::size_t>(box_cols - 1)](sums, windows);
  // A window is a column of `sums` shifted by one cell a row.
  float* wide = ws.window_sums.data();
  kSumRows[kUnrolled - 1](sums, 1, windows, wide);
  for (done = kUnrolled; done + kUnrolled <= box_cols; done += kUnrolled) {
    add_rows<kUnrolled>(sums + done, 1, windows, wide);
  }
  for (; done < box_cols; ++done) add_rows<1>(sums + done, 1, windows, wide);
  return highest_window<1>(wide, windows);
}

// Upper bounds of all rows of placements; returns the row with the highest.
int bound_rows(int placements, int box_rows, BoxWorkspace& ws) {
  int highest = 0;
  for (int r = 0; r < placements; ++r) {
    double bound = 0.0;
    for (int k = r; k < r + box_rows; ++k)
      bound += static_cast<double>(ws.row_bounds[static_cast<std::size_t>(k)]);
    ws.bounds[static_cast<std::size_t>(r)] = bound;
    if (bound > ws.bounds[static_cast<std::size_t>(highest)]) highest = r;
  }
  return highest;
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
  PALPATE_EXPECTS(ws.row_bounds.size() == static_cast<std::size_t>(v.rows));
  const int placements = v.rows - box_rows + 1;
  const auto cols = static_cast<std::size_t>(v.cols);
  ws.bounds.resize(static_cast<std::size_t>(placements));
  ws.row_maxima.resize(static_cast<std::size_t>(placements));
  ws.column_sums.resize(cols);
  ws.window_sums.resize(cols);
  ws.exact.resize(cols);
  // Twice the bound of the rounding error of a float sum of so many terms of this size.
  const float tolerance = std::numeric_limits<float>::epsilon() * 2.0F *
                          static_cast<float>(box_rows + box_cols) * static_cast<float>(box_rows * box_cols) *
                          max_abs;
  constexpr float kPassedOver = -std::numeric_limits<float>::infinity();
  const int promising = bound_rows(placements, box_rows, ws);
  float highest = row_maximum(v, promising, box_rows, box_cols, ws);
  for (int r = 0; r < placements; ++r) {
    float& maximum = ws.row_maxima[static_cast<std::size_t>(r)];
    const bool hopeless = ws.bounds[static_cast<std::size_t>(r)] < static_cast<double>(highest - tolerance);
    maximum = hopeless ? kPassedOver : row_maximum(v, r, box_rows, box_cols, ws);
    highest = std::max(highest, maximum);
  }
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
