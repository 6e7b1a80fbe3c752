#include "processing/posture_recipe.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

#include "acquisition/simulated_body.h"
#include "processing/posture_training.h"

namespace palpate {
namespace {

namespace fs = std::filesystem;

struct SimulatedPosture {
  const char* scenario;
  int label;
};
constexpr std::array<SimulatedPosture, 4> kSimulated{{{"prone", kClassSimulated},
                                                      {"supine-even", kClassSimulated + 1},
                                                      {"side-right", kClassSimulated + 2},
                                                      {"side-left", kClassSimulated + 3}}};

std::optional<int> popu_label(const std::string& position) {
  if (position == "prone") return kClassProne;
  if (position == "supine") return kClassSoft;
  if (position == "right") return kClassSoft + 1;
  if (position == "left") return kClassSoft + 2;
  return std::nullopt;
}

Result<std::vector<PopuRecording>> read_popu_file(const fs::path& path) {
  std::ifstream in(path);
  const auto json = nlohmann::json::parse(in, nullptr, false);
  const MatGeometry geometry = popu_geometry();
  const auto bad = [&] {
    return Error{ErrorCode::bad_format, fmt::format("not a PoPu tactilus file: {}", path.string())};
  };
  if (!json.is_object() || !json.contains("snapshots")) return bad();
  const auto label = popu_label(json.value("position", ""));
  if (!label) return std::vector<PopuRecording>{};
  PopuRecording recording{path.filename().string(), *label, {}};
  for (const auto& [key, snapshot] : json["snapshots"].items()) {
    const auto readings = snapshot.find("tactilus_readings");
    if (readings == snapshot.end() || readings->size() != geometry.cells()) return bad();
    Grid grid(geometry.rows, geometry.cols);
    for (std::size_t i = 0; i < geometry.cells(); ++i) grid.data()[i] = (*readings)[i].get<float>();
    recording.frames.push_back(std::move(grid));
  }
  return std::vector<PopuRecording>{std::move(recording)};
}

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

Result<void> add_popu(const PostureRecipe& recipe, PostureSampler& sampler) {
  auto recordings = read_popu_folder(recipe.popu_folder);
  if (!recordings) return recordings.error();
  for (const PopuRecording& recording : *recordings) {
    sampler.add_recording(recording.frames, popu_geometry(), recording.label);
  }
  return {};
}

}  // namespace

MatGeometry popu_geometry() {
  return make_geometry(64, 27, 30.0, 29.0).value();
}

Result<std::vector<PopuRecording>> read_popu_folder(const std::string& folder) {
  std::error_code failed;
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder, failed)) {
    if (entry.path().extension() == ".json") paths.push_back(entry.path());
  }
  if (failed || paths.empty()) {
    return Error{ErrorCode::not_found, fmt::format("no .json files of PoPu's tactilus_data in: {}", folder)};
  }
  std::sort(paths.begin(), paths.end());
  std::vector<PopuRecording> recordings;
  for (const fs::path& path : paths) {
    auto read = read_popu_file(path);
    if (!read) return read.error();
    for (PopuRecording& recording : *read) recordings.push_back(std::move(recording));
  }
  return recordings;
}

Result<PostureModel> make_posture_model(const PostureRecipe& recipe) {
  auto recordings = read_posture_folder(recipe.pmd_folder, recipe.pmd_subjects);
  if (!recordings) return recordings.error();
  PostureTrainer trainer(lying_classes(), 4096);
  PostureSampler sampler(recipe.settings,
                         [&](const PostureVector& features, int label) { trainer.add(features, label); });
  for (const PostureRecording& recording : *recordings) {
    sampler.add_recording(recording.frames, pmd_geometry(), recording.label);
  }
  if (auto done = add_simulated(recipe, sampler); !done) return done.error();
  if (auto done = add_no_bodies(recipe, sampler); !done) return done.error();
  if (!recipe.popu_folder.empty()) {
    if (auto done = add_popu(recipe, sampler); !done) return done.error();
  }
  const std::string note = fmt::format(
      "parameters only, no recording; made from PhysioNet PMD experiment I ({} recordings, Pouyan et al. "
      "2017, ODC-BY "
      "1.0){} and {} simulated bodies a posture; frames a file {}, warps {}, shrinkage {}, seed {}",
      recordings->size(), recipe.popu_folder.empty() ? "" : ", PoPu volunteer 4 (Fonseca et al. 2023, CC0)",
      recipe.simulated_bodies, recipe.settings.frames_per_file, recipe.settings.warps,
      recipe.settings.shrinkage, recipe.settings.seed);
  return trainer.fit(recipe.settings.shrinkage, recipe.settings.temperature, note);
}

}  // namespace palpate
