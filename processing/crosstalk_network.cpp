#include "processing/crosstalk_network.h"

#include <Eigen/Cholesky>

namespace palpate {

using Eigen::Index;

// Inverse P of the nodal matrix. grounded: 1/r_on on every row, 1/R_load on every column; floating: 1/R_load
// on every column; two-terminal: nothing but the cells, so the last column is taken as the reference (its
// potentials are 0).
CrosstalkNetwork::CrosstalkNetwork(const CrosstalkModel& model, const DoubleMatrix& g)
    : model_(model), g_(g) {
  const Index m = g.rows(), n = g.cols();
  Eigen::MatrixXd nodal = Eigen::MatrixXd::Zero(m + n, m + n);
  nodal.topRightCorner(m, n) = -g;
  nodal.bottomLeftCorner(n, m) = -g.transpose();
  nodal.diagonal().head(m) = g.rowwise().sum();
  nodal.diagonal().tail(n) = g.colwise().sum().transpose();
  if (model.circuit != CrosstalkCircuit::two_terminal)
    nodal.diagonal().tail(n).array() += 1.0 / model.r_load_ohm;
  if (model.circuit == CrosstalkCircuit::pulldown_grounded)
    nodal.diagonal().head(m).array() += 1.0 / model.r_on_ohm;
  const Index kept = model.circuit == CrosstalkCircuit::two_terminal ? m + n - 1 : m + n;
  inverse_ = Eigen::MatrixXd::Zero(m + n, m + n);
  inverse_.topLeftCorner(kept, kept) =
      nodal.topLeftCorner(kept, kept).llt().solve(Eigen::MatrixXd::Identity(kept, kept));
}

double CrosstalkNetwork::reading(Index r, Index c) const {
  const Index column = g_.rows() + c;
  const double own = inverse_(r, r), across = inverse_(column, r);
  switch (model_.circuit) {
    case CrosstalkCircuit::pulldown_grounded:
      return model_.v0_v / model_.r_on_ohm * across;
    case CrosstalkCircuit::pulldown_floating:
      return model_.v0_v * across / (own + model_.r_on_ohm);
    default: {
      const double between = own + inverse_(column, column) - 2.0 * across;
      return model_.v0_v * model_.r_load_ohm / (model_.r_load_ohm + model_.r_on_ohm + between);
    }
  }
}

// d reading(r, c) / d g(i, j). A conductance between nodes i and j changes P by -P a a' P, a = e_i - e_j.
double CrosstalkNetwork::derivative(Index r, Index c, Index i, Index j) const {
  const Index column = g_.rows() + c, from = i, to = g_.rows() + j;
  const double at_row = inverse_(from, r) - inverse_(to, r);
  const double at_column = inverse_(from, column) - inverse_(to, column);
  switch (model_.circuit) {
    case CrosstalkCircuit::pulldown_grounded:
      return -model_.v0_v / model_.r_on_ohm * at_column * at_row;
    case CrosstalkCircuit::pulldown_floating: {
      const double source_ohm = inverse_(r, r) + model_.r_on_ohm;
      return model_.v0_v / source_ohm * at_row * (inverse_(column, r) * at_row / source_ohm - at_column);
    }
    default: {
      const double value = reading(r, c);
      return value * value / (model_.v0_v * model_.r_load_ohm) * (at_row - at_column) * (at_row - at_column);
    }
  }
}

DoubleMatrix CrosstalkNetwork::readings() const {
  DoubleMatrix out(g_.rows(), g_.cols());
  for (Index r = 0; r < g_.rows(); ++r)
    for (Index c = 0; c < g_.cols(); ++c) out(r, c) = reading(r, c);
  return out;
}

Eigen::MatrixXd CrosstalkNetwork::log_jacobian() const {
  const Index m = g_.rows(), n = g_.cols();
  Eigen::MatrixXd jacobian(m * n, m * n);
  const DoubleMatrix value = readings();
  for (Index cell = 0; cell < m * n; ++cell)
    for (Index at = 0; at < m * n; ++at)
      jacobian(at, cell) =
          derivative(at / n, at % n, cell / n, cell % n) * g_(cell / n, cell % n) / value(at / n, at % n);
  return jacobian;
}

}  // namespace palpate
