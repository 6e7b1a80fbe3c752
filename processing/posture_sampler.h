// Posture sampler: from labelled maps to samples for training, with the changed copies that stand for other
// bodies.
//
// Each map is added as it is and mirrored (under the mirrored class), each with `warps` copies: turned up to
// 6 degrees, scaled up to 7 % along and 10 % across, moved up to 1.5 and 1 cells. Deterministic by seed.
#pragma once

#include <functional>
#include <random>
#include <vector>

#include "processing/posture_training.h"

namespace palpate {

// The same numbers from every standard library, unlike std::uniform_real_distribution.
double uniform(std::mt19937_64& random, double low, double high);

struct PostureTrainingSettings {
  int frames_per_file = 4;  // evenly spaced; neighbours differ little
  int warps = 2;            // changed copies of each, beside itself and its mirror image
  double shrinkage = 0.4;
  bool choose_shrinkage = false;  // bench: from 0.2, 0.4, 0.6, 0.8 by the training subjects alone
  double temperature = 20.0;
  bool place_counts =
      false;  // where on the mat the body lies is a feature: only for one and the same kind of bed
  std::uint64_t seed = 1;
};

class PostureSampler {
 public:
  using Sink = std::function<void(const PostureVector&, int label)>;
  PostureSampler(const PostureTrainingSettings& settings, Sink sink);
  // Label: of lying_classes(). A map without a body is left out.
  void add(const Grid& map, const MatGeometry& geometry, int label);
  void add_recording(const std::vector<Grid>& frames, const MatGeometry& geometry, int label);

 private:
  void add(const Grid& map, PostureImager& imager, int label);
  PostureWarp random_warp(bool mirror);

  PostureTrainingSettings settings_;
  Sink sink_;
  std::mt19937_64 random_;
  PostureFeatures features_;
  PostureImage image_, placed_;
};

}  // namespace palpate
