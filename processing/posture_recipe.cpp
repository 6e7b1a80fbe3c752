#include "processing/posture_recipe.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "acquisition/simulated_body.h"
#include "processing/posture_training.h"

namespace palpate {
namespace {

struct SimulatedPosture {
  const char* scenario;
  int label;
};
constexpr std::array<SimulatedPosture, 4> kSimulated{{{"prone", kClassSimulated},
                                                      {"supine-even", kClassSimulated + 1},
                                                      {"side-right", kClassSimulated + 2},
                                                      {"side-left", kClassSimulated + 3}}};

Result<void> add_simulated(const PostureRecipe& recipe, PostureSampler& sampler) {
  MatGeometry geometry = pmd_geometry();
  geometry.mirrored = false;
  std::vector<float> kpa;
  for (const SimulatedPosture& posture : kSimulated) {
    for (int i = 0; i < recipe.simulated_bodies; ++i) {
      SimulatedBodyOptions options;
      options.scenario = posture.scenario;
      options.seed = 1000 * recipe.settings.seed + static_cast<std::uint64_t>(i);
      options.geometry = geometry;
      auto body = SimulatedBody::create(options);
      if (!body) return body.error();
      (void)body->pressure_at(60.0, kpa);
      sampler.add(Eigen::Map<const Grid>(kpa.data(), geometry.rows, geometry.cols), geometry, posture.label);
    }
  }
  return {};
}

// Boxes and blobs of random place, size and load: bags, cushions, a hand, somebody kneeling.
Grid random_things(std::mt19937_64& random, const MatGeometry& geometry) {
  Grid grid = Grid::Zero(geometry.rows, geometry.cols);
  const auto things = 1 + static_cast<int>(uniform(random, 0.0, 4.0));
  for (int i = 0; i < things; ++i) {
    const bool round = uniform(random, 0.0, 1.0) < 0.5;
    const double row = uniform(random, 0.0, geometry.rows), col = uniform(random, 0.0, geometry.cols);
    const double height = uniform(random, 1.5, 32.0), width = uniform(random, 1.5, 14.0);
    const double load = uniform(random, 0.5, 5.0), rough = uniform(random, 0.0, 0.4);
    for (int r = 0; r < geometry.rows; ++r) {
      for (int c = 0; c < geometry.cols; ++c) {
        const double y = (r - row) / height, x = (c - col) / width;
        const bool inside = round ? x * x + y * y < 1.0 : std::abs(x) < 1.0 && std::abs(y) < 1.0;
        if (inside) grid(r, c) += static_cast<float>(load * (1.0 + rough * uniform(random, -1.0, 1.0)));
      }
    }
  }
  return grid;
}

Result<void> add_no_bodies(const PostureRecipe& recipe, PostureSampler& sampler) {
  const MatGeometry geometry = pmd_geometry();
  std::mt19937_64 random(recipe.settings.seed + 7);
  for (int i = 0; i < 5 * recipe.simulated_bodies; ++i) {
    sampler.add(random_things(random, geometry), geometry, kClassNobody);
  }
  std::vector<float> kpa;
  for (int i = 0; i < recipe.simulated_bodies; ++i) {
    SimulatedBodyOptions options;
    options.scenario = i % 2 == 0 ? "seated-even" : "seated-slouch";
    options.seed = 2000 * recipe.settings.seed + static_cast<std::uint64_t>(i);
    options.geometry = geometry;
    options.offset_y_mm = uniform(random, -500.0, 500.0);
    auto body = SimulatedBody::create(options);
    if (!body) return body.error();
    (void)body->pressure_at(60.0, kpa);
    sampler.add(Eigen::Map<const Grid>(kpa.data(), geometry.rows, geometry.cols), geometry, kClassNobody);
  }
  return {};
}

}  // namespace

Result<PostureSamples> posture_samples(const PostureRecipe& recipe,
                                       const std::vector<PostureRecording>& recordings) {
  PostureSamples samples;
  int group = kNoGroup;
  PostureSampler sampler(recipe.settings, [&](const PostureVector& features, int label, bool disturbed) {
    samples.add(features, label, group, disturbed);
  });
  if (auto done = add_simulated(recipe, sampler); !done) return done.error();
  if (auto done = add_no_bodies(recipe, sampler); !done) return done.error();
  std::vector<std::string> people;
  for (const PostureRecording& recording : recordings) {
    const auto at = std::find(people.begin(), people.end(), recording.subject);
    group = static_cast<int>(at - people.begin());
    if (at == people.end()) people.push_back(recording.subject);
    sampler.add_recording(recording.frames, recording.geometry, recording.label);
  }
  return samples;
}

Result<PostureModel> make_posture_model(const PostureRecipe& recipe) {
  auto recordings = read_posture_folder(recipe.pmd_folder, recipe.pmd_subjects);
  if (!recordings) return recordings.error();
  const std::size_t pmd = recordings->size();
  if (!recipe.popu_folder.empty()) {
    auto popu = read_popu_folder(recipe.popu_folder);
    if (!popu) return popu.error();
    for (PostureRecording& recording : *popu) recordings->push_back(std::move(recording));
  }
  const auto samples = posture_samples(recipe, *recordings);
  if (!samples) return samples.error();
  const PostureFit fit = choose_posture_fit(*samples);
  return fit_posture_model(
      *samples, fit,
      fmt::format(
          "parameters only, no recording; made from PhysioNet PMD experiment I ({} recordings, Pouyan et "
          "al. 2017, ODC-BY 1.0){} and {} simulated bodies a posture; frames a file {}, disturbed "
          "copies {}, shrinkage {}, temperatures {:.3f} and {:.3f}, seed {}",
          pmd, recipe.popu_folder.empty() ? "" : ", PoPu volunteer 4 (Fonseca et al. 2023, CC0)",
          recipe.simulated_bodies, recipe.settings.frames_per_file, recipe.settings.disturbed_copies,
          fit.fine_shrinkage, fit.fine_temperature, fit.coarse_temperature, recipe.settings.seed));
}

}  // namespace palpate
