#include <algorithm>

#include "acquisition/result.h"
#include "processing/grid_filters.h"

namespace palpate {
namespace {

// Sorts each column of three rows: low <= mid <= high.
template <typename T>
void sort_columns(const T* __restrict u, const T* __restrict m, const T* __restrict d, int cols,
                  T* __restrict low, T* __restrict mid, T* __restrict high) {
#pragma omp simd
  for (int c = 0; c < cols; ++c) {
    const T a = u[c] < m[c] ? u[c] : m[c], b = u[c] < m[c] ? m[c] : u[c], e = d[c];
    const T rest = b < e ? b : e;
    high[c] = b < e ? e : b;
    low[c] = a < rest ? a : rest;
    mid[c] = a < rest ? rest : a;
  }
}

// Median of nine from three sorted columns each: the median of (highest low, median mid, lowest high).
template <typename T>
void merge_columns(const T* __restrict low, const T* __restrict mid, const T* __restrict high, int cols,
                   T* __restrict out) {
  const auto min = [](T a, T b) { return a < b ? a : b; };
  const auto max = [](T a, T b) { return a < b ? b : a; };
#pragma omp simd
  for (int c = 0; c < cols; ++c) {
    const T a = max(max(low[c], low[c + 1]), low[c + 2]);
    const T b = max(min(mid[c], mid[c + 1]), min(max(mid[c], mid[c + 1]), mid[c + 2]));
    const T e = min(min(high[c], high[c + 1]), high[c + 2]);
    out[c] = max(min(a, b), min(max(a, b), e));
  }
}

}  // namespace

template <typename T>
void median3x3(const GridOf<T>& in, GridOf<T>& out, std::vector<T>& scratch) {
  PALPATE_EXPECTS(&in != &out);
  const int rows = static_cast<int>(in.rows()), cols = static_cast<int>(in.cols());
  out.resize(rows, cols);
  if (in.size() == 0) return;
  const std::size_t stride = static_cast<std::size_t>(cols) + 2;
  scratch.resize(3 * stride);
  T* low = scratch.data();
  T* mid = low + stride;
  T* high = mid + stride;
  const auto row = [&](int r) {
    return in.data() + static_cast<Eigen::Index>(std::clamp(r, 0, rows - 1)) * cols;
  };
  for (int r = 0; r < rows; ++r) {
    sort_columns(row(r - 1), row(r), row(r + 1), cols, low + 1, mid + 1, high + 1);
    for (T* lane : {low, mid, high}) {
      lane[0] = lane[1];
      lane[cols + 1] = lane[cols];
    }
    merge_columns(low, mid, high, cols, out.data() + static_cast<Eigen::Index>(r) * cols);
  }
}

template void median3x3<float>(const GridOf<float>&, GridOf<float>&, std::vector<float>&);
template void median3x3<double>(const GridOf<double>&, GridOf<double>&, std::vector<double>&);

}  // namespace palpate
