#include "processing/crosstalk.h"

#include <fmt/format.h>

#include <Eigen/LU>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "processing/crosstalk_network.h"
#include "processing/readout_circuit.h"

namespace palpate {
namespace {

using Eigen::Index;
using Circuit = CrosstalkCircuit;

constexpr std::array<std::string_view, 4> kNames = {"pulldown-grounded", "pulldown-floating", "two-terminal",
                                                    "zero-potential"};
constexpr int kMaxSteps = 60;
constexpr double kSmallStep = 1e-9;   // relative change of a conductance that counts as converged
constexpr double kNegligible = 1e-9;  // of the largest conductance: the answer for such a cell is 0
constexpr double kResidual = 1e-9;    // relative, of the readings

Result<void> check(const CrosstalkModel& model, int rows, int cols, const std::vector<double>& values) {
  PALPATE_EXPECTS(rows >= 1 && cols >= 1 &&
                  values.size() == static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols));
  const bool needs_load = model.circuit != Circuit::zero_potential;
  if (!(model.v0_v > 0.0) || !std::isfinite(model.v0_v))
    return Error{ErrorCode::bad_argument,
                 fmt::format("drive voltage must be positive: v0 = {} V", model.v0_v)};
  if (needs_load && (!(model.r_load_ohm > 0.0) || !std::isfinite(model.r_load_ohm)))
    return Error{ErrorCode::bad_argument,
                 fmt::format("load resistance must be positive: r_load = {} ohm", model.r_load_ohm)};
  if (!(model.r_on_ohm >= 0.0) || !std::isfinite(model.r_on_ohm))
    return Error{ErrorCode::bad_argument,
                 fmt::format("driver resistance must not be negative: r_on = {} ohm", model.r_on_ohm)};
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!(values[i] >= 0.0) || !std::isfinite(values[i]))
      return Error{
          ErrorCode::bad_format,
          fmt::format("value must be finite and not negative: {} in row {}, column {}", values[i],
                      i / static_cast<std::size_t>(cols) + 1, i % static_cast<std::size_t>(cols) + 1)};
  return {};
}

bool has_closed_form(const CrosstalkModel& model) {
  return model.circuit == Circuit::zero_potential ||
         (model.circuit == Circuit::pulldown_grounded && model.r_on_ohm == 0.0);
}

// Fractions of V0 (pull-down) or of V0 / 1 ohm (zero-potential), as readout_circuit.h counts.
std::vector<double> closed_form(const CrosstalkModel& model, MatrixShape shape, std::vector<double> values,
                                bool forward) {
  std::vector<double> scratch(static_cast<std::size_t>(shape.cols));
  const double scale = forward ? model.v0_v : 1.0 / model.v0_v;
  if (!forward)
    for (double& value : values) value *= scale;
  double* const data = values.data();
  if (model.circuit == Circuit::zero_potential)
    forward ? forward_zero_potential(data, data, shape, 1.0, model.r_on_ohm)
            : invert_zero_potential(data, data, shape, 1.0, model.r_on_ohm);
  else
    forward ? forward_pulldown_grounded(data, data, shape, model.r_load_ohm, scratch.data())
            : invert_pulldown_grounded(data, data, shape, model.r_load_ohm, scratch.data());
  if (forward)
    for (double& value : values) value *= scale;
  return values;
}

// A connected part of the matrix: its rows and columns.
struct Part {
  std::vector<Index> rows, cols;
};

std::vector<Part> connected_parts(const DoubleMatrix& values) {
  const Index m = values.rows(), n = values.cols();
  std::vector<Index> root(static_cast<std::size_t>(m + n));
  std::iota(root.begin(), root.end(), Index{0});
  const auto find = [&](Index node) {
    while (root[static_cast<std::size_t>(node)] != node) node = root[static_cast<std::size_t>(node)];
    return node;
  };
  for (Index r = 0; r < m; ++r)
    for (Index c = 0; c < n; ++c)
      if (values(r, c) > 0.0) root[static_cast<std::size_t>(find(r))] = find(m + c);
  std::vector<Part> parts(static_cast<std::size_t>(m + n));
  for (Index r = 0; r < m; ++r) parts[static_cast<std::size_t>(find(r))].rows.push_back(r);
  for (Index c = 0; c < n; ++c) parts[static_cast<std::size_t>(find(m + c))].cols.push_back(c);
  std::erase_if(parts, [](const Part& part) { return part.rows.empty() || part.cols.empty(); });
  return parts;
}

// Conductance of the plain divider: the start of the search.
DoubleMatrix first_guess(const CrosstalkModel& model, const DoubleMatrix& reading) {
  const DoubleMatrix fraction = reading / model.v0_v;
  DoubleMatrix g = fraction;
  const auto m = static_cast<double>(g.rows()), n = static_cast<double>(g.cols());
  for (Index r = 0; r < g.rows(); ++r)
    for (Index c = 0; c < g.cols(); ++c) {
      const double f = fraction(r, c);
      if (model.circuit == Circuit::pulldown_grounded)
        g(r, c) = f / (model.r_load_ohm * std::max(1e-3, 1.0 - fraction.col(c).sum()));
      else
        g(r, c) =
            1.0 / std::max(1e-3 * model.r_load_ohm, model.r_load_ohm * (1.0 / f - 1.0) - model.r_on_ohm);
    }
  if (model.circuit == Circuit::two_terminal)
    g *= (m + n - 1.0) / (m * n);  // exact where all cells are equal
  return g;
}

Error impossible(Index row, Index col, double value) {
  return Error{
      ErrorCode::bad_format,
      fmt::format("no conductances give the reading {} in row {}, column {} (check circuit, r_load, v0 and "
                  "r_on)",
                  value, row + 1, col + 1)};
}

// max |ln(reading / wanted)|; infinite where a reading is not positive.
Eigen::VectorXd log_residual(const DoubleMatrix& reading, const DoubleMatrix& wanted) {
  const DoubleMatrix residual = (reading.array() / wanted.array()).log().matrix();
  return Eigen::Map<const Eigen::VectorXd>(residual.data(), residual.size());
}

double size_of(const Eigen::VectorXd& residual) {
  return residual.allFinite() ? residual.norm() : std::numeric_limits<double>::infinity();
}

// g * (1 + step), but at most a factor 10 down or e^3 up: conductances stay positive on the way.
DoubleMatrix stepped(const DoubleMatrix& g, const Eigen::VectorXd& step, double share) {
  DoubleMatrix next = g;
  for (Index i = 0; i < g.size(); ++i) next.data()[i] *= std::clamp(1.0 + share * step[i], 0.1, 20.0);
  return next;
}

bool converged(const DoubleMatrix& g, const Eigen::VectorXd& step, const Eigen::VectorXd& residual) {
  if (residual.cwiseAbs().maxCoeff() > kResidual) return false;
  const double negligible = kNegligible * g.maxCoeff();
  for (Index i = 0; i < g.size(); ++i)
    if (std::abs(step[i]) > kSmallStep && g.data()[i] > negligible) return false;
  return true;
}

Result<DoubleMatrix> solve_part(const CrosstalkModel& model, const DoubleMatrix& wanted) {
  DoubleMatrix g = first_guess(model, wanted);
  Eigen::VectorXd residual = log_residual(CrosstalkNetwork(model, g).readings(), wanted);
  for (int round = 0; round < kMaxSteps; ++round) {
    const Eigen::VectorXd step = CrosstalkNetwork(model, g).log_jacobian().partialPivLu().solve(-residual);
    if (!step.allFinite()) break;
    double share = 1.0;
    DoubleMatrix next = stepped(g, step, share);
    Eigen::VectorXd next_residual = log_residual(CrosstalkNetwork(model, next).readings(), wanted);
    const double floor = kResidual * std::sqrt(static_cast<double>(g.size()));
    while (size_of(next_residual) > std::max(size_of(residual), floor) && share > 1e-6) {
      share *= 0.5;
      next = stepped(g, step, share);
      next_residual = log_residual(CrosstalkNetwork(model, next).readings(), wanted);
    }
    if (share <= 1e-6) break;
    g = next, residual = next_residual;
    if (converged(g, step, residual)) {
      const double negligible = kNegligible * g.maxCoeff();
      return DoubleMatrix((g.array() < negligible).select(0.0, g));
    }
  }
  return Error{
      ErrorCode::bad_format,
      fmt::format("the readings fit no conductances: the search stopped with readings off by {:.3g} (check "
                  "circuit, r_load, v0 and r_on; noise can make readings impossible)",
                  residual.allFinite() ? residual.cwiseAbs().maxCoeff() : 1.0)};
}

Result<void> check_possible(const CrosstalkModel& model, const DoubleMatrix& reading) {
  if (model.circuit == Circuit::zero_potential) {
    for (Index r = 0; r < reading.rows(); ++r)
      if (model.r_on_ohm * reading.row(r).sum() >= model.v0_v) return impossible(r, 0, reading(r, 0));
    return {};
  }
  for (Index c = 0; c < reading.cols(); ++c) {
    for (Index r = 0; r < reading.rows(); ++r)
      if (reading(r, c) >= model.v0_v) return impossible(r, c, reading(r, c));
    if (model.circuit == Circuit::pulldown_grounded && reading.col(c).sum() >= model.v0_v)
      return impossible(0, c, reading(0, c));
  }
  return {};
}

DoubleMatrix part_of(const DoubleMatrix& whole, const Part& part) {
  return whole(part.rows, part.cols);
}

}  // namespace

std::string_view name_of(CrosstalkCircuit circuit) {
  return kNames[static_cast<std::size_t>(circuit)];
}

Result<CrosstalkCircuit> crosstalk_circuit_from(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (kNames[i] == name) return static_cast<CrosstalkCircuit>(i);
  return Error{ErrorCode::bad_argument,
               fmt::format("no such circuit: {} (choose {})", name, fmt::join(kNames, ", "))};
}

Result<std::vector<double>> crosstalk_forward(const CrosstalkModel& model, int rows, int cols,
                                              const std::vector<double>& conductance_s) {
  if (Result<void> fine = check(model, rows, cols, conductance_s); !fine) return fine.error();
  if (has_closed_form(model)) return closed_form(model, {rows, cols}, conductance_s, true);
  const DoubleMatrix g = Eigen::Map<const DoubleMatrix>(conductance_s.data(), rows, cols);
  std::vector<double> out(conductance_s.size(), 0.0);
  Eigen::Map<DoubleMatrix> reading(out.data(), rows, cols);
  for (const Part& part : connected_parts(g))
    reading(part.rows, part.cols) = CrosstalkNetwork(model, part_of(g, part)).readings();
  return out;
}

Result<std::vector<double>> crosstalk_inverse(const CrosstalkModel& model, int rows, int cols,
                                              const std::vector<double>& reading) {
  if (Result<void> fine = check(model, rows, cols, reading); !fine) return fine.error();
  const DoubleMatrix wanted = Eigen::Map<const DoubleMatrix>(reading.data(), rows, cols);
  if (Result<void> fine = check_possible(model, wanted); !fine) return fine.error();
  if (has_closed_form(model)) return closed_form(model, {rows, cols}, reading, false);
  if (rows * cols > kMaxNewtonCells)
    return Error{ErrorCode::bad_argument,
                 fmt::format("too many cells to invert this circuit: {} x {} (at most {})", rows, cols,
                             kMaxNewtonCells)};
  std::vector<double> out(reading.size(), 0.0);
  Eigen::Map<DoubleMatrix> g(out.data(), rows, cols);
  for (const Part& part : connected_parts(wanted)) {
    const DoubleMatrix values = part_of(wanted, part);
    for (Index i = 0; i < values.size(); ++i)
      if (values.data()[i] <= 0.0)
        return impossible(part.rows[static_cast<std::size_t>(i / values.cols())],
                          part.cols[static_cast<std::size_t>(i % values.cols())], 0.0);
    Result<DoubleMatrix> solved = solve_part(model, values);
    if (!solved) return solved.error();
    g(part.rows, part.cols) = *solved;
  }
  return out;
}

}  // namespace palpate
