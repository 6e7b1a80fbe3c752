// What TeachingBench reads and simulates.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <stop_token>

#include "acquisition/number_table.h"
#include "acquisition/simulated_source.h"
#include "processing/pipeline.h"
#include "processing/posture_dataset.h"
#include "processing/posture_model.h"
#include "processing/teaching_bench.h"

namespace palpate {
namespace {

namespace fs = std::filesystem;
constexpr int kTaughtPmdFrames = 10;
constexpr int kCushionSide = 9;
constexpr double kCushionPitchMm = 45.0, kCushionFrameS = 1.0;
constexpr float kCushionFullScale = 1023.0F;

const std::vector<std::string>& scenarios_of(Placement placement) {
  static const std::vector<std::string> seat = {
      "seated-even",    "seated-left-lean", "seated-right-lean",   "seated-slouch",
      "seated-forward", "seated-back",      "seated-crossed-left", "seated-crossed-right"};
  static const std::vector<std::string> table = {"supine-even", "prone", "side-left", "side-right"};
  return placement == Placement::table ? table : seat;
}

// Through the sensor and the pipeline, as a client's own recording would.
Result<TeachingRecording> simulated_recording(const SimulatedTeaching& options, const std::string& scenario,
                                              std::uint64_t seed, int sitting, TeachingClient& client) {
  SimulationOptions how;
  how.body.scenario = scenario;
  how.body.seed = seed;
  how.body.sitting = static_cast<std::uint64_t>(sitting);
  how.rate_hz = options.rate_hz;
  how.seconds = options.seconds;
  how.live = false;
  auto source = SimulatedSource::create(how);
  if (!source) return source.error();
  auto pipeline = Pipeline::create((*source)->info());
  if (!pipeline) return pipeline.error();
  client.mat = (*source)->info().geometry;
  TeachingRecording out;
  RawFrame frame;
  const std::stop_source never;
  while (true) {
    const auto status = (*source)->read(frame, never.get_token());
    if (!status) return status.error();
    if (*status != ReadStatus::frame) return out;
    const Snapshot& snapshot = pipeline->process(frame);
    if (!snapshot.occupied || snapshot.glitch) continue;
    client.unit = snapshot.map.unit;
    out.frames.push_back(snapshot.map.pressure);
    out.t_s.push_back(snapshot.t_s);
  }
}

Result<TeachingRecording> cushion_recording(const std::string& path) {
  const auto table = read_number_table(path);
  if (!table) return table.error();
  if (table->cols != kCushionSide * kCushionSide) {
    return Error{ErrorCode::bad_format, fmt::format("not 81 values a line: {}", path)};
  }
  TeachingRecording out;
  for (int r = 0; r < table->rows; ++r) {
    Grid map(kCushionSide, kCushionSide);
    for (int k = 0; k < kCushionSide * kCushionSide; ++k) {
      const auto value = static_cast<float>(table->values[static_cast<std::size_t>(r * table->cols + k)]);
      map(k % kCushionSide, k / kCushionSide) =
          std::max(0.0F, kCushionFullScale / std::max(value, 1.0F) - 1.0F);
    }
    out.frames.push_back(map);
    out.t_s.push_back(kCushionFrameS * r);
  }
  return out;
}

}  // namespace

Result<std::vector<TeachingClient>> pmd_teaching(const std::string& folder, int every,
                                                 const std::vector<std::string>& subjects) {
  const auto recordings = read_posture_folder(folder, subjects);
  if (!recordings) return recordings.error();
  std::vector<TeachingClient> clients;
  for (const PostureRecording& recording : *recordings) {
    if (clients.empty() || clients.back().name != recording.subject) {
      clients.push_back({recording.subject, pmd_geometry(), PressureUnit::counts, {}});
    }
    TeachingRecording kept;
    for (std::size_t i = 0; i < recording.frames.size(); ++i) {
      if (i >= kTaughtPmdFrames && i % static_cast<std::size_t>(every) != 0) continue;
      kept.frames.push_back(recording.frames[i]);
      kept.t_s.push_back(static_cast<double>(i));
    }
    const std::string& name = lying_classes()[static_cast<std::size_t>(recording.label)].name;
    clients.back().postures.push_back({name, {std::move(kept)}});
  }
  return clients;
}

Result<std::vector<TeachingClient>> cushion_teaching(const std::string& folder) {
  std::error_code failed;
  std::map<std::string, std::map<std::string, std::map<std::string, std::string>>> files;
  for (const auto& entry : fs::directory_iterator(folder, failed)) {
    const std::string name = entry.path().stem().string();
    const std::size_t first = name.find('_'), second = name.rfind('_');
    if (entry.path().extension() != ".csv" || first == std::string::npos || second == first) continue;
    files[name.substr(0, first)][name.substr(first + 1, second - first - 1)][name.substr(second + 1)] =
        entry.path().string();
  }
  if (failed || files.empty()) {
    return Error{ErrorCode::not_found, fmt::format("no files PERSON_POSTURE_RUN.csv in: {}", folder)};
  }
  std::vector<TeachingClient> clients;
  for (const auto& [person, postures] : files) {
    TeachingClient& client = clients.emplace_back();
    client.name = person;
    client.unit = PressureUnit::counts;
    client.mat = make_geometry(kCushionSide, kCushionSide, kCushionPitchMm, kCushionPitchMm).value();
    client.mat.placement = Placement::seat;
    for (const auto& [posture, runs] : postures) {
      TeachingPosture& kept = client.postures.emplace_back(TeachingPosture{posture, {}});
      for (const auto& [run, path] : runs) {
        auto recording = cushion_recording(path);
        if (!recording) return recording.error();
        kept.recordings.push_back(std::move(*recording));
      }
    }
  }
  return clients;
}

Result<std::vector<TeachingResult>> bench_simulated_teaching(const SimulatedTeaching& options,
                                                             const TeachingHow& teaching) {
  std::vector<TeachingResult> results;
  for (int body = 0; body < options.bodies; ++body) {
    const std::uint64_t seed = options.first_seed + static_cast<std::uint64_t>(body);
    TeachingClient client;
    client.name = fmt::format("seed {}", seed);
    for (const std::string& scenario : scenarios_of(options.placement)) {
      TeachingPosture& posture = client.postures.emplace_back(TeachingPosture{scenario, {}});
      for (int sitting = 0; sitting < options.sittings; ++sitting) {
        auto recording = simulated_recording(options, scenario, seed, sitting, client);
        if (!recording) return recording.error();
        posture.recordings.push_back(std::move(*recording));
      }
    }
    results.push_back(bench_teaching(client, teaching));
  }
  return results;
}

}  // namespace palpate
