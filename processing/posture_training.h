// Posture training: from labelled samples to a posture model whose confidence is what strangers bear out.
//
// Posture head: one discriminant (discriminant.h) over the gradient histograms, plain and disturbed samples,
// shrinkage 0.6. Fine head: the mean of a committee of discriminants over plain samples: gradients and small
// map; the same and the place on the mat; small map and place (without place: the first, and the small map
// alone). The committee's shrinkage, 0.1 to 0.8, is the one that does best with every group (a person) left
// out in turn; on the same left-out answers each head's temperature is the one of least log loss. A left-out
// sample counts only where another group has taught what it is. With one group alone: 0.2, and temperature
// 0.2. Deterministic. One thread.
#pragma once

#include <string>
#include <vector>

#include "processing/posture_model.h"

namespace palpate {

inline constexpr int kNoGroup = -1;  // simulated: never left out, judges nothing

class PostureSamples {
 public:
  void add(const PostureVector& features, int label, int group, bool disturbed);
  [[nodiscard]] std::size_t size() const { return labels_.size(); }
  // Samples of these groups, and all of no group.
  [[nodiscard]] PostureSamples only(const std::vector<int>& groups) const;
  [[nodiscard]] PostureSamples plain() const;
  [[nodiscard]] std::vector<int> groups() const;  // distinct, without kNoGroup

  [[nodiscard]] Eigen::Map<const SampleRows> rows() const;
  [[nodiscard]] int label(std::size_t i) const { return labels_[i]; }
  [[nodiscard]] int group(std::size_t i) const { return groups_[i]; }

 private:
  template <typename Keep>
  [[nodiscard]] PostureSamples filtered(Keep keep) const;

  std::vector<float> features_;  // kPostureFeatures a sample
  std::vector<int> labels_, groups_;
  std::vector<char> disturbed_;
};

struct PostureFit {  // what the left-out groups chose
  double fine_shrinkage = 0.2, fine_temperature = 0.2, coarse_temperature = 0.2;
};

// At least two postures, and two classes, must have plain samples.
PostureFit choose_posture_fit(const PostureSamples& samples);
PostureModel fit_posture_model(const PostureSamples& samples, const PostureFit& fit, std::string note);

}  // namespace palpate
