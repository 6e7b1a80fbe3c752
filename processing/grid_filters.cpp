#include "processing/grid_filters.h"

#include <algorithm>
#include <cmath>

#include "acquisition/result.h"

namespace palpate {
namespace {

constexpr int kUnrolledRadius = 6;  // up to sigma 1.6; wider kernels run over memory instead of registers

// out[c] = w[0] centre[c] + sum over k of w[k] (lines[-k][c] + lines[k][c]); `lines` points at the middle
// one.
template <typename T, int Radius>
void weigh_lines(const T* const* lines, const T* w, int cols, T* __restrict out) {
#pragma omp simd
  for (int c = 0; c < cols; ++c) {
    T sum = w[0] * lines[0][c];
    for (int k = 1; k <= Radius; ++k) sum += w[k] * (lines[-k][c] + lines[k][c]);
    out[c] = sum;
  }
}

template <typename T>
void weigh_many_lines(const T* const* lines, const std::vector<T>& w, int cols, T* __restrict out) {
  for (int c = 0; c < cols; ++c) out[c] = w[0] * lines[0][c];
  for (int k = 1; k < static_cast<int>(w.size()); ++k) {
    const T* __restrict before = lines[-k];
    const T* __restrict after = lines[k];
    const T weight = w[static_cast<std::size_t>(k)];
#pragma omp simd
    for (int c = 0; c < cols; ++c) out[c] += weight * (before[c] + after[c]);
  }
}

template <typename T>
void weigh(const T* const* lines, const std::vector<T>& w, int cols, T* out) {
  switch (w.size() - 1) {
    case 1:
      return weigh_lines<T, 1>(lines, w.data(), cols, out);
    case 2:
      return weigh_lines<T, 2>(lines, w.data(), cols, out);
    case 3:
      return weigh_lines<T, 3>(lines, w.data(), cols, out);
    case 4:
      return weigh_lines<T, 4>(lines, w.data(), cols, out);
    case 5:
      return weigh_lines<T, 5>(lines, w.data(), cols, out);
    case kUnrolledRadius:
      return weigh_lines<T, kUnrolledRadius>(lines, w.data(), cols, out);
    default:
      return weigh_many_lines(lines, w, cols, out);
  }
}

// Down the columns into one padded row, then along it. Whole rows of `in` are read after rows of `out` are
// written, so in place works on a copy.
template <typename T>
void blur(const GridOf<T>& in, GridOf<T>& out, const std::vector<T>& weights, std::vector<T>& scratch,
          std::vector<const T*>& lines) {
  const int rows = static_cast<int>(in.rows()), cols = static_cast<int>(in.cols());
  const int radius = static_cast<int>(weights.size()) - 1;
  const auto padded_size = static_cast<std::size_t>(cols + 2 * radius),
             cells = static_cast<std::size_t>(in.size());
  scratch.resize(padded_size + cells);
  lines.resize(static_cast<std::size_t>(2 * radius + 1));
  const T** middle = lines.data() + radius;
  T* padded = scratch.data();
  T* row = padded + radius;
  const T* plane = in.data();
  if (&in == &out) plane = std::copy(plane, plane + cells, scratch.data() + padded_size) - cells;
  out.resize(rows, cols);
  for (int r = 0; r < rows; ++r) {
    for (int k = -radius; k <= radius; ++k) {
      middle[k] = plane + static_cast<std::ptrdiff_t>(std::clamp(r + k, 0, rows - 1)) * cols;
    }
    weigh(middle, weights, cols, row);
    std::fill(padded, row, row[0]);
    std::fill(row + cols, row + cols + radius, row[cols - 1]);
    for (int k = -radius; k <= radius; ++k) middle[k] = row + k;
    weigh(middle, weights, cols, out.data() + static_cast<std::ptrdiff_t>(r) * cols);
  }
}

// One step of every cell; the new state also goes to `out`, which may be `in` (nullptr: nowhere else).
void low_pass(const float* in, std::size_t n, float alpha, float* __restrict state, float* out) {
  constexpr float kTiny = 1e-20F;
#pragma omp simd
  for (std::size_t i = 0; i < n; ++i) {
    const float next = state[i] + alpha * (in[i] - state[i]);
    state[i] = std::fabs(next) < kTiny ? 0.0F : next;
    if (out != nullptr) out[i] = state[i];
  }
}

}  // namespace

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
    blur(in, out, weights_f_, scratch_f_, lines_f_);
  }
}

void GaussianBlur::apply(const GridOf<double>& in, GridOf<double>& out) {
  if (radius() == 0 || in.size() == 0) {
    out = in;
  } else {
    blur(in, out, weights_, scratch_d_, lines_d_);
  }
}

float TemporalLowpass::weight(const Grid& in, double t_s) {
  const bool same_size = state_.rows() == in.rows() && state_.cols() == in.cols();
  const bool anew = !started_ || !same_size || time_constant_s_ <= 0.0;
  const double dt = t_s - last_t_s_;
  if (!anew && !(dt > 0.0)) return 0.0F;
  started_ = true;
  last_t_s_ = t_s;
  return anew ? -1.0F : static_cast<float>(-std::expm1(-dt / time_constant_s_));
}

const Grid& TemporalLowpass::apply(const Grid& in, double t_s) {
  const float alpha = weight(in, t_s);
  if (alpha < 0.0F) state_ = in;
  if (alpha > 0.0F) low_pass(in.data(), static_cast<std::size_t>(in.size()), alpha, state_.data(), nullptr);
  return state_;
}

void TemporalLowpass::apply_in_place(Grid& map, double t_s) {
  const float alpha = weight(map, t_s);
  if (alpha < 0.0F) {
    state_ = map;
  } else {
    const auto n = static_cast<std::size_t>(map.size());
    low_pass(map.data(), n, alpha, state_.data(), map.data());
  }
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
