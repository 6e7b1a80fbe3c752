#include "processing/grid_filters.h"

#include <algorithm>
#include <cmath>

#include "acquisition/result.h"

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

// Weighted sum of 2 radius + 1 neighbours; `p` points at the centre and is readable `radius` to each side.
template <typename T>
void convolve_row(const T* __restrict p, int cols, const std::vector<T>& weights, T* __restrict out) {
#pragma omp simd
  for (int c = 0; c < cols; ++c) out[c] = weights[0] * p[c];
  for (std::size_t k = 1; k < weights.size(); ++k) {
    const T w = weights[k];
    const T* __restrict before = p - k;
    const T* __restrict after = p + k;
#pragma omp simd
    for (int c = 0; c < cols; ++c) out[c] += w * (before[c] + after[c]);
  }
}

// Down the columns into one padded row, then along it: `in` is read whole rows at a time, so a copy of it is
// needed when `out` is the same grid.
template <typename T>
void blur(const GridOf<T>& in, GridOf<T>& out, const std::vector<T>& weights, std::vector<T>& scratch) {
  const int rows = static_cast<int>(in.rows()), cols = static_cast<int>(in.cols());
  const int radius = static_cast<int>(weights.size()) - 1;
  const auto width = static_cast<std::size_t>(cols);
  scratch.resize(width * static_cast<std::size_t>(rows) + width + 2 * static_cast<std::size_t>(radius));
  T* plane = scratch.data();
  std::copy(in.data(), in.data() + in.size(), plane);
  T* padded = plane + width * static_cast<std::size_t>(rows);
  out.resize(rows, cols);
  for (int r = 0; r < rows; ++r) {
    T* row = padded + radius;
    const auto source = [&](int k) {
      return plane + width * static_cast<std::size_t>(std::clamp(r + k, 0, rows - 1));
    };
    const T* centre = source(0);
    for (std::size_t c = 0; c < width; ++c) row[c] = weights[0] * centre[c];
    for (int k = 1; k <= radius; ++k) {
      const T w = weights[static_cast<std::size_t>(k)];
      const T* up = source(-k);
      const T* down = source(k);
#pragma omp simd
      for (int c = 0; c < cols; ++c) row[c] += w * (up[c] + down[c]);
    }
    std::fill(padded, row, row[0]);
    std::fill(row + cols, row + cols + radius, row[cols - 1]);
    convolve_row(row, cols, weights, out.data() + static_cast<Eigen::Index>(r) * cols);
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

GaussianBlur::GaussianBlur(double sigma_cells) {
  PALPATE_EXPECTS(sigma_cells < 1000.0);
  const int radius = sigma_cells > 0.0 ? static_cast<int>(std::floor(4.0 * sigma_cells + 0.5)) : 0;
  weights_.push_back(1.0);
  double sum = 1.0;
  for (int k = 1; k <= radius; ++k) {
    weights_.push_back(std::exp(-0.5 * k * k / (sigma_cells * sigma_cells)));
    sum += 2.0 * weights_.back();
  }
  for (double& w : weights_) w /= sum;
  weights_f_.assign(weights_.begin(), weights_.end());
}

void GaussianBlur::apply(const GridOf<float>& in, GridOf<float>& out) {
  if (radius() == 0 || in.size() == 0) {
    out = in;
  } else {
    blur(in, out, weights_f_, scratch_f_);
  }
}

void GaussianBlur::apply(const GridOf<double>& in, GridOf<double>& out) {
  if (radius() == 0 || in.size() == 0) {
    out = in;
  } else {
    blur(in, out, weights_, scratch_d_);
  }
}

const Grid& TemporalLowpass::apply(const Grid& in, double t_s) {
  const bool same_size = state_.rows() == in.rows() && state_.cols() == in.cols();
  if (!started_ || !same_size || time_constant_s_ <= 0.0) {
    state_ = in;
    started_ = true;
    last_t_s_ = t_s;
    return state_;
  }
  const double dt = t_s - last_t_s_;
  if (!(dt > 0.0)) return state_;
  last_t_s_ = t_s;
  const auto alpha = static_cast<float>(-std::expm1(-dt / time_constant_s_));
  constexpr float kTiny = 1e-20F;
  const float* x = in.data();
  float* y = state_.data();
  const Eigen::Index n = in.size();
#pragma omp simd
  for (Eigen::Index i = 0; i < n; ++i) {
    const float next = y[i] + alpha * (x[i] - y[i]);
    y[i] = std::fabs(next) < kTiny ? 0.0F : next;
  }
  return state_;
}

void SosGridFilter::apply(const Grid& in, Grid& out) {
  const auto n = static_cast<std::size_t>(in.size());
  if (z_.size() != 2 * n * sections_.size()) {
    z_.assign(2 * n * sections_.size(), 0.0);
    started_ = false;
  }
  out.resize(in.rows(), in.cols());
  constexpr double kTiny = 1e-100;
  for (std::size_t i = 0; i < n; ++i) {
    double x = static_cast<double>(in.data()[i]);
    double level = x;
    for (std::size_t k = 0; k < sections_.size(); ++k) {
      const Biquad& s = sections_[k];
      double& z1 = z_[2 * k * n + i];
      double& z2 = z_[(2 * k + 1) * n + i];
      if (!started_) {
        const double settled = level * (s.b0 + s.b1 + s.b2) / (1.0 + s.a1 + s.a2);
        z2 = s.b2 * level - s.a2 * settled;
        z1 = s.b1 * level - s.a1 * settled + z2;
        level = settled;
      }
      const double y = s.b0 * x + z1;
      z1 = s.b1 * x - s.a1 * y + z2;
      z2 = s.b2 * x - s.a2 * y;
      z1 = std::abs(z1) < kTiny ? 0.0 : z1;
      z2 = std::abs(z2) < kTiny ? 0.0 : z2;
      x = y;
    }
    out.data()[i] = static_cast<float>(x);
  }
  started_ = true;
}

}  // namespace palpate
