#include "processing/posture_dataset.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <stop_token>

#include "acquisition/import.h"
#include "processing/posture_image.h"

namespace palpate {
namespace {

namespace fs = std::filesystem;
constexpr int kFiles = 17;
constexpr int kGarbageFrames = 2;

Result<std::vector<Grid>> read_frames(const std::string& path) {
  const MatGeometry geometry = pmd_geometry();
  ImportOptions options;
  options.rows = geometry.rows;
  options.cols = geometry.cols;
  options.pitch_x_mm = geometry.pitch_x_mm;
  options.pitch_y_mm = geometry.pitch_y_mm;
  options.rate_hz = 1.0;
  auto source = open_import(path, options);
  if (!source) return source.error();
  std::vector<Grid> frames;
  RawFrame frame;
  const std::stop_source never;
  for (int index = 0;; ++index) {
    const auto status = (*source)->read(frame, never.get_token());
    if (!status) return status.error();
    if (*status == ReadStatus::end) return frames;
    if (*status != ReadStatus::frame || index < kGarbageFrames) continue;
    frames.emplace_back(Eigen::Map<const Grid>(frame.cells.data(), geometry.rows, geometry.cols));
  }
}

}  // namespace

MatGeometry pmd_geometry() {
  MatGeometry geometry = make_geometry(64, 32, kPosturePitchXMm, kPosturePitchYMm).value();
  geometry.mirrored = true;
  return geometry;
}

Result<std::vector<std::string>> posture_subjects(const std::string& folder) {
  std::error_code failed;
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder, failed)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory() && name.size() > 1 && name[0] == 'S') names.push_back(name);
  }
  if (failed || names.empty()) {
    return Error{ErrorCode::not_found,
                 fmt::format("no folders S1, S2, .. with 1.txt to 17.txt in: {} (give --data DIR)", folder)};
  }
  std::sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  });
  return names;
}

Result<std::vector<PostureRecording>> read_posture_folder(const std::string& folder,
                                                          const std::vector<std::string>& subjects) {
  std::vector<std::string> names = subjects;
  if (names.empty()) {
    auto all = posture_subjects(folder);
    if (!all) return all.error();
    names = std::move(all).value();
  }
  std::vector<PostureRecording> recordings;
  for (const std::string& name : names) {
    bool any = false;
    for (int file = 1; file <= kFiles; ++file) {
      const fs::path path = fs::path(folder) / name / fmt::format("{}.txt", file);
      if (!fs::exists(path)) continue;
      auto frames = read_frames(path.string());
      if (!frames) return frames.error();
      recordings.push_back({name, file - 1, std::move(frames).value()});
      any = true;
    }
    if (!any) {
      return Error{
          ErrorCode::not_found,
          fmt::format("no 1.txt to 17.txt of subject {}: {} (check --train and --test)", name, folder)};
    }
  }
  return recordings;
}

}  // namespace palpate
