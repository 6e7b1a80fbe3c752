// Discriminant: a linear discriminant with shrinkage from labelled samples.
//
// Equal class weights, common within-class covariance S, shrunk towards its mean variance: (1 - lambda) S +
// lambda tr(S)/D I (Friedman 1989); w_k = S^-1 (mu_k - mu), b_k = -w_k.(mu_k + mu)/2. The named blocks of
// columns are brought to the same within-class variance first; columns in no block have weight 0. A head's
// scores are scaled so that, centred over the classes, they have standard deviation 1 over the samples: so
// heads can be added. Deterministic. One thread.
#pragma once

#include <Eigen/Core>
#include <vector>

namespace palpate {

struct ColumnBlock {
  Eigen::Index first = 0, size = 0;
};

struct LinearHead {  // score_k = weights.row(k) . x + bias_k
  Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> weights;
  Eigen::VectorXf bias;
};

using SampleRows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// One head for each of `shrinkages` (0: only with more samples than columns, each of which varies). Labels
// are 0..classes-1, each with at least one sample; blocks that never vary are left out, at least one must
// vary. The class `apart` has a mean but no say in the spread: a heap of things of all kinds, which spread
// otherwise than the others do.
std::vector<LinearHead> fit_discriminants(const SampleRows& samples, const std::vector<int>& labels,
                                          int classes, const std::vector<ColumnBlock>& blocks,
                                          const std::vector<double>& shrinkages, int apart = -1);
// The mean of heads of the same size.
LinearHead mean_of(const std::vector<LinearHead>& heads);

}  // namespace palpate
