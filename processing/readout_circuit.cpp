#include "processing/readout_circuit.h"

#include <algorithm>

namespace palpate {
namespace {

template <typename T>
void sum_columns(const T* values, MatrixShape shape, T* sums) {
  std::fill_n(sums, shape.cols, T{0});
  for (int r = 0; r < shape.rows; ++r) {
    const T* row = values + static_cast<std::ptrdiff_t>(r) * shape.cols;
    for (int c = 0; c < shape.cols; ++c) sums[c] += row[c];
  }
}

template <typename T>
T sum_row(const T* row, int cols) {
  T sum = T{0};
  for (int c = 0; c < cols; ++c) sum += row[c];
  return sum;
}

// out[r,c] = in[r,c] * factor[c]
template <typename T>
void scale_columns(const T* in, T* out, MatrixShape shape, const T* factors) {
  for (int r = 0; r < shape.rows; ++r) {
    const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(r) * shape.cols;
    for (int c = 0; c < shape.cols; ++c) out[at + c] = in[at + c] * factors[c];
  }
}

template <typename T>
void scale_row(const T* in, T* out, int cols, T factor) {
  for (int c = 0; c < cols; ++c) out[c] = in[c] * factor;
}

}  // namespace

template <typename T>
void forward_pulldown_grounded(const T* conductance_s, T* fraction, MatrixShape shape, double r_load_ohm,
                               T* scratch) {
  sum_columns(conductance_s, shape, scratch);
  for (int c = 0; c < shape.cols; ++c) {
    scratch[c] = static_cast<T>(1.0 / (1.0 / r_load_ohm + static_cast<double>(scratch[c])));
  }
  scale_columns(conductance_s, fraction, shape, scratch);
}

template <typename T>
void invert_pulldown_grounded(const T* fraction, T* conductance_s, MatrixShape shape, double r_load_ohm,
                              T* scratch) {
  sum_columns(fraction, shape, scratch);
  for (int c = 0; c < shape.cols; ++c) {
    const double left = std::max(1.0 - static_cast<double>(scratch[c]), kSmallestDenominator);
    scratch[c] = static_cast<T>(1.0 / (r_load_ohm * left));
  }
  scale_columns(fraction, conductance_s, shape, scratch);
}

template <typename T>
void forward_zero_potential(const T* conductance_s, T* fraction, MatrixShape shape, double r_feedback_ohm,
                            double r_on_ohm) {
  for (int r = 0; r < shape.rows; ++r) {
    const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(r) * shape.cols;
    const double sum_s = static_cast<double>(sum_row(conductance_s + at, shape.cols));
    scale_row(conductance_s + at, fraction + at, shape.cols,
              static_cast<T>(r_feedback_ohm / (1.0 + r_on_ohm * sum_s)));
  }
}

template <typename T>
void invert_zero_potential(const T* fraction, T* conductance_s, MatrixShape shape, double r_feedback_ohm,
                           double r_on_ohm) {
  for (int r = 0; r < shape.rows; ++r) {
    const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(r) * shape.cols;
    const double sum = static_cast<double>(sum_row(fraction + at, shape.cols));
    const double left = std::max(r_feedback_ohm - r_on_ohm * sum, kSmallestDenominator * r_feedback_ohm);
    scale_row(fraction + at, conductance_s + at, shape.cols, static_cast<T>(1.0 / left));
  }
}

#define PALPATE_INSTANTIATE(T)                                                        \
  template void forward_pulldown_grounded<T>(const T*, T*, MatrixShape, double, T*);  \
  template void invert_pulldown_grounded<T>(const T*, T*, MatrixShape, double, T*);   \
  template void forward_zero_potential<T>(const T*, T*, MatrixShape, double, double); \
  template void invert_zero_potential<T>(const T*, T*, MatrixShape, double, double);
PALPATE_INSTANTIATE(float)
PALPATE_INSTANTIATE(double)
#undef PALPATE_INSTANTIATE

}  // namespace palpate
