// Posture sampler: from labelled maps to a trained model, with the changed copies that stand for other
// bodies.
//
// Each map is added as it is and mirrored (under the mirrored class), each with `warps` copies: turned up to
// 6 degrees, scaled up to 7 % along and 10 % across, moved up to 1.5 and 1 cells. Deterministic by seed.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "processing/posture_training.h"

namespace palpate {

// The same numbers from every standard library, unlike std::uniform_real_distribution.
double uniform(std::mt19937_64& random, double low, double high);

struct PostureTrainingSettings {
  int frames_per_file = 6;  // evenly spaced; neighbours differ little
  int warps = 2;            // changed copies of each, beside itself and its mirror image
  double shrinkage = 0.6;
  double temperature = 6.0;
  std::uint64_t seed = 1;
};

class PostureSampler {
 public:
  explicit PostureSampler(const PostureTrainingSettings& settings);
  // Label: of lying_classes(). A map without a body is left out.
  void add(const Grid& map, const MatGeometry& geometry, int label);
  void add_recording(const std::vector<Grid>& frames, const MatGeometry& geometry, int label);
  [[nodiscard]] PostureModel fit(const std::string& note) const;

 private:
  void add(const Grid& map, PostureImager& imager, int label);
  PostureWarp random_warp(bool mirror);

  PostureTrainingSettings settings_;
  std::mt19937_64 random_;
  PostureFeatures features_;
  PostureImage image_;
  PostureTrainer trainer_;
};

}  // namespace palpate
