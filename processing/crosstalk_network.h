// The nodal equations behind crosstalk.h: readings of one connected part of the matrix, and their
// derivatives. Only crosstalk.cpp uses it.
#pragma once

#include <Eigen/Core>

#include "processing/crosstalk.h"

namespace palpate {

using DoubleMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// Readings for conductances g (rows x cols, every row and column with some conductance) and, from the same
// factorisation, d ln(reading) / d ln(g) as rows*cols x rows*cols.
class CrosstalkNetwork {
 public:
  CrosstalkNetwork(const CrosstalkModel& model, const DoubleMatrix& g);
  [[nodiscard]] DoubleMatrix readings() const;
  [[nodiscard]] Eigen::MatrixXd log_jacobian() const;

 private:
  [[nodiscard]] double reading(Eigen::Index r, Eigen::Index c) const;
  [[nodiscard]] double derivative(Eigen::Index r, Eigen::Index c, Eigen::Index i, Eigen::Index j) const;

  CrosstalkModel model_;
  DoubleMatrix g_;
  Eigen::MatrixXd inverse_;  // of the nodal matrix, rows first, then columns: potentials for unit currents
};

}  // namespace palpate
