#include "processing/posture_sampler.h"

#include <algorithm>
#include <utility>

namespace palpate {
double uniform(std::mt19937_64& random, double low, double high) {
  return low + (high - low) * static_cast<double>(random() >> 11U) * 0x1.0p-53;
}

PostureSampler::PostureSampler(const PostureTrainingSettings& settings, Sink sink)
    : settings_(settings), sink_(std::move(sink)), random_(settings.seed) {}

PostureWarp PostureSampler::random_warp(bool mirror) {
  PostureWarp warp;
  warp.mirror = mirror;
  warp.rotation_deg = uniform(random_, -6.0, 6.0);
  warp.scale_along = uniform(random_, 0.93, 1.07);
  warp.scale_across = uniform(random_, 0.9, 1.1);
  warp.shift_along_cells = uniform(random_, -1.5, 1.5);
  warp.shift_across_cells = uniform(random_, -1.0, 1.0);
  return warp;
}

void PostureSampler::add(const Grid& map, PostureImager& imager, int label) {
  const auto put = [&](const PostureWarp& warp) {
    if (!imager.make(map, image_, warp)) return;
    if (settings_.place_counts) imager.place(placed_, warp);
    sink_(features_.of(image_, settings_.place_counts ? &placed_ : nullptr),
          warp.mirror ? mirrored_class(label) : label);
  };
  for (const bool mirror : {false, true}) {
    put(PostureWarp{.mirror = mirror});
    for (int k = 0; k < settings_.warps; ++k) put(random_warp(mirror));
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
