// Posture sampler: from labelled maps to samples for training, with the changed copies that stand for other
// bodies, beds and mats.
//
// Each map is added as it is and mirrored (under the mirrored class), each with `disturbed_copies` copies:
// changed as in posture_disturbance.h, turned, scaled and moved. Deterministic by seed.
#pragma once

#include <functional>
#include <random>
#include <vector>

#include "processing/posture_disturbance.h"
#include "processing/posture_training.h"

namespace palpate {

struct PostureTrainingSettings {
  int frames_per_file = 4;  // evenly spaced; neighbours differ little
  int disturbed_copies = 1;
  // Where on the mat the body lies is a feature: only for one and the same kind of bed.
  bool place_counts = false;
  std::uint64_t seed = 1;
};

class PostureSampler {
 public:
  using Sink = std::function<void(const PostureVector&, int label, bool disturbed)>;
  PostureSampler(const PostureTrainingSettings& settings, Sink sink);
  // Label: of lying_classes(). A map without a body is left out.
  void add(const Grid& map, const MatGeometry& geometry, int label);
  void add_recording(const std::vector<Grid>& frames, const MatGeometry& geometry, int label);

 private:
  void add(const Grid& map, PostureImager& imager, int label);
  void put(const Grid& map, PostureImager& imager, const PostureWarp& warp, int label, bool changed);

  PostureTrainingSettings settings_;
  Sink sink_;
  std::mt19937_64 random_;
  PostureFeatures features_;
  PostureImage image_, placed_;
};

}  // namespace palpate
