// Readout circuits of a resistive matrix that can be undone in closed form.
//
// Cell conductance g[r,c] joins row line r and column line c. f is a reading as a fraction of full scale.
//   pulldown-grounded, r_on = 0    f = g / (1/R_load + sum_k g[k,c])            V / V0 of the divider
//                        inverse:  g = f / (R_load * (1 - sum_k f[k,c]))
//   zero-potential                 f = g * R_f / (1 + r_on * sum_c g[r,c])      transimpedance amplifier
//                        inverse:  g = f / (R_f - r_on * sum_c f[r,c])
// Both inverses follow by summing the forward law over the column (row): with S = sum g and F = sum f,
// F = S / (1/R_load + S) and F = S * R_f / (1 + r_on * S).
//
// Row-major, `rows * cols` values each; `in` and `out` may be the same memory. Pure, any thread, no failure:
// readings that no circuit can give (F at or beyond its limit) give the largest finite answer the formula
// allows, with the denominator kept at kSmallestDenominator of its unloaded value. S, A and ohm throughout.
#pragma once

#include <cstddef>

namespace palpate {

inline constexpr double kSmallestDenominator = 1e-3;

struct MatrixShape {
  int rows = 0, cols = 0;
};

// `scratch` holds `cols` values (column sums).
template <typename T>
void forward_pulldown_grounded(const T* conductance_s, T* fraction, MatrixShape shape, double r_load_ohm,
                               T* scratch);
template <typename T>
void invert_pulldown_grounded(const T* fraction, T* conductance_s, MatrixShape shape, double r_load_ohm,
                              T* scratch);

template <typename T>
void forward_zero_potential(const T* conductance_s, T* fraction, MatrixShape shape, double r_feedback_ohm,
                            double r_on_ohm);
template <typename T>
void invert_zero_potential(const T* fraction, T* conductance_s, MatrixShape shape, double r_feedback_ohm,
                           double r_on_ohm);

}  // namespace palpate
