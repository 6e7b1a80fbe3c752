// Posture training: a linear discriminant with shrinkage from labelled features.
//
// Equal class weights, common within-class covariance S, shrunk towards its mean variance: (1 - lambda) S +
// lambda tr(S)/D I (Friedman 1989); w_k = S^-1 (mu_k - mu), b_k = -w_k.(mu_k + mu)/2. The feature
// blocks (gradients, small maps) are brought to the same variance first, a small map to 1.5 times the
// deviation. Deterministic. One thread.
#pragma once

#include <string>
#include <vector>

#include "processing/posture_model.h"

namespace palpate {

class PostureTrainer {
 public:
  PostureTrainer(std::vector<PostureClass> classes, std::size_t expected_samples);
  void add(const PostureVector& features, int label);
  [[nodiscard]] std::size_t samples() const { return labels_.size(); }
  // Classes without a sample are left out of the model. At least two classes must have samples.
  [[nodiscard]] PostureModel fit(double shrinkage, double temperature, std::string note) const;

 private:
  using Samples = Eigen::Matrix<float, Eigen::Dynamic, kPostureFeatures, Eigen::RowMajor>;
  std::vector<PostureClass> classes_;
  Samples samples_;
  std::vector<int> labels_;
};

}  // namespace palpate
