#include "processing/posture_sampler.h"

#include <algorithm>
#include <utility>

namespace palpate {

PostureSampler::PostureSampler(const PostureTrainingSettings& settings, Sink sink)
    : settings_(settings), sink_(std::move(sink)), random_(settings.seed) {}

void PostureSampler::put(const Grid& map, PostureImager& imager, const PostureWarp& warp, int label,
                         bool changed) {
  if (!imager.make(map, image_, warp)) return;
  if (settings_.place_counts) imager.place(placed_, warp);
  sink_(features_.of(image_, settings_.place_counts ? &placed_ : nullptr),
        warp.mirror ? mirrored_class(label) : label, changed);
}

void PostureSampler::add(const Grid& map, PostureImager& imager, int label) {
  const Grid clean = map.isFinite().select(map.max(0.0F), 0.0F);
  for (const bool mirror : {false, true}) {
    put(clean, imager, PostureWarp{.mirror = mirror}, label, false);
    for (int k = 0; k < settings_.disturbed_copies; ++k) {
      const Grid changed = disturbed(clean, random_);
      put(changed, imager, random_warp(random_, mirror), label, true);
    }
  }
}

void PostureSampler::add(const Grid& map, const MatGeometry& geometry, int label) {
  PostureImager imager(geometry);
  add(map, imager, label);
}

void PostureSampler::add_recording(const std::vector<Grid>& frames, const MatGeometry& geometry, int label) {
  PostureImager imager(geometry);
  const auto count = static_cast<int>(frames.size());
  const int wanted = std::min(count, settings_.frames_per_file);
  for (int i = 0; i < wanted; ++i) {
    add(frames[static_cast<std::size_t>((2 * i + 1) * count / (2 * wanted))], imager, label);
  }
}

}  // namespace palpate
