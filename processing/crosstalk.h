// Crosstalk of a resistive matrix: from cell conductances to readings, and back.
//
// Cell conductance g[r,c] joins row line r and column line c; ideal ADC; V0 drive; R_load pull-down on a
// column; every row driver has r_on in series. Row-major double matrices of rows * cols values; S in, V out
// (A for zero-potential). Reading while row r is driven (docs/metrics.md, "Crosstalk"):
//
//   pulldown-grounded  other rows at 0 V through r_on, every column has R_load to ground. r_on = 0:
//                      V[r,c] = V0 g[r,c] / (1/R_load + sum_k g[k,c])
//   pulldown-floating  other rows not connected, every column has R_load to ground
//   two-terminal       other rows and columns float: V[r,c] = V0 R_load / (R_load + r_on + R_eq(r, c))
//   zero-potential     columns held at 0 V: I[r,c] = V0 g[r,c] / (1 + r_on sum_c g[r,c])
//
// Forward: nodal analysis (Kirchhoff), one factorisation of at most (rows + cols)^2. Inverse: closed form
// where there is one (zero-potential; pulldown-grounded with r_on = 0: readout_circuit.h), else damped Newton
// on the logarithms of readings and conductances with the exact Jacobian of the nodal equations, per
// connected part of the matrix; O((rows cols)^3) a step. What does not converge is an error, never a wrong
// number. Pure; any thread.
//
// A reading of 0 means no way from that row to that column. Newton's answers below 1e-9 of the largest are 0.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "acquisition/result.h"

namespace palpate {

enum class CrosstalkCircuit { pulldown_grounded, pulldown_floating, two_terminal, zero_potential };

std::string_view name_of(CrosstalkCircuit circuit);  // "pulldown-grounded"
Result<CrosstalkCircuit> crosstalk_circuit_from(std::string_view name);

struct CrosstalkModel {
  CrosstalkCircuit circuit = CrosstalkCircuit::pulldown_grounded;
  double r_load_ohm = 0.0;  // > 0; not used by zero-potential
  double v0_v = 0.0;        // > 0
  double r_on_ohm = 0.0;    // >= 0
};

inline constexpr int kMaxNewtonCells = 4096;  // inverse without closed form; 64 x 64

// Fails on a model or a value that cannot be (negative, not finite); names the member or the cell.
Result<std::vector<double>> crosstalk_forward(const CrosstalkModel& model, int rows, int cols,
                                              const std::vector<double>& conductance_s);

// Fails also on readings that no conductances give, on more than kMaxNewtonCells cells without a closed form,
// and where Newton's method does not converge.
Result<std::vector<double>> crosstalk_inverse(const CrosstalkModel& model, int rows, int cols,
                                              const std::vector<double>& reading);

}  // namespace palpate
