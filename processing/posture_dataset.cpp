#include "processing/posture_dataset.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <stop_token>

#include "acquisition/import.h"
#include "processing/posture_image.h"
#include "processing/posture_model.h"

namespace palpate {
namespace {

namespace fs = std::filesystem;
constexpr int kFiles = 17;
constexpr int kGarbageFrames = 2;

Result<std::vector<Grid>> read_frames(const std::string& path, const MatGeometry& geometry, int first) {
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
    if (*status != ReadStatus::frame || index < first) continue;
    frames.emplace_back(Eigen::Map<const Grid>(frame.cells.data(), geometry.rows, geometry.cols));
  }
}

std::optional<int> popu_label(const std::string& position) {
  if (position == "prone") return kClassProne;
  if (position == "supine") return kClassSoft;
  if (position == "right") return kClassSoft + 1;
  if (position == "left") return kClassSoft + 2;
  return std::nullopt;
}

Result<std::vector<PostureRecording>> read_popu_file(const fs::path& path) {
  std::ifstream in(path);
  const auto json = nlohmann::json::parse(in, nullptr, false);
  const MatGeometry geometry = popu_geometry();
  const auto bad = [&] {
    return Error{ErrorCode::bad_format, fmt::format("not a PoPu tactilus file: {}", path.string())};
  };
  if (!json.is_object() || !json.contains("snapshots")) return bad();
  const auto label = popu_label(json.value("position", ""));
  if (!label) return std::vector<PostureRecording>{};
  const std::string volunteer = json.value("volunteer_id", path.parent_path().filename().string());
  PostureRecording recording{"volunteer " + volunteer, *label, geometry, {}};
  for (const auto& [key, snapshot] : json["snapshots"].items()) {
    const auto readings = snapshot.find("tactilus_readings");
    if (readings == snapshot.end() || readings->size() != geometry.cells()) return bad();
    Grid grid(geometry.rows, geometry.cols);
    for (std::size_t i = 0; i < geometry.cells(); ++i) grid.data()[i] = (*readings)[i].get<float>();
    recording.frames.push_back(std::move(grid));
  }
  return std::vector<PostureRecording>{std::move(recording)};
}

// "Matrix_Air_B10": a posture by its letter and number; none for any other name.
std::optional<int> pmd_2_label(const std::string& stem) {
  const auto at = stem.rfind('_');
  if (!stem.starts_with("Matrix_") || at == std::string::npos || at + 2 >= stem.size()) return std::nullopt;
  constexpr int kSupine = 0, kRight = 1, kLeft = 2, kRolledRight = 3, kRolledLeft = 5;
  switch (stem[at + 1]) {
    case 'B':
    case 'F':
      return kSupine;
    case 'C':
      return kRight;
    case 'D':
      return kLeft;
    case 'E': {  // wedges under the left, then under the right; then a pillow each
      const char number = stem[at + 2];
      return number == '3' || number == '4' || number == '6' ? kRolledLeft : kRolledRight;
    }
    default:
      return std::nullopt;
  }
}

// All files below `folder` whose extension is `extension`, in order.
std::vector<fs::path> files_below(const std::string& folder, const char* extension) {
  std::error_code failed;
  std::vector<fs::path> paths;
  for (fs::recursive_directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed)) {
    if (it->path().extension() == extension) paths.push_back(it->path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

MatGeometry pmd_geometry() {
  MatGeometry geometry = make_geometry(64, 32, kPosturePitchXMm, kPosturePitchYMm).value();
  geometry.mirrored = true;
  return geometry;
}

MatGeometry pmd_2_geometry() {
  MatGeometry geometry = make_geometry(64, 27, 30.0, 28.0).value();
  geometry.head = HeadEdge::bottom;
  geometry.mirrored = true;
  return geometry;
}

MatGeometry popu_geometry() {
  return make_geometry(64, 27, 30.0, 29.0).value();
}

Result<PostureLayout> posture_layout(const std::string& folder) {
  for (const fs::path& path : files_below(folder, ".txt")) {
    if (path.filename() == "1.txt" || path.filename() == "17.txt") return PostureLayout::pmd_1;
    if (pmd_2_label(path.stem().string())) return PostureLayout::pmd_2;
  }
  if (!files_below(folder, ".json").empty()) return PostureLayout::popu;
  return Error{ErrorCode::not_found,
               fmt::format("neither S1/1.txt, S1/Air_Mat/Matrix_Air_B1.txt nor 4/left1_0.json in: {} (give "
                           "--data the folder of PMD experiment I or II, or PoPu's tactilus_data)",
                           folder)};
}

Result<std::vector<PostureRecording>> read_pmd_2_folder(const std::string& folder) {
  std::vector<PostureRecording> recordings;
  for (const fs::path& path : files_below(folder, ".txt")) {
    const auto label = pmd_2_label(path.stem().string());
    if (!label) continue;
    auto frames = read_frames(path.string(), pmd_2_geometry(), 0);
    if (!frames) return frames.error();
    const std::string mattress = path.parent_path().filename().string();
    const std::string subject = path.parent_path().parent_path().filename().string();
    recordings.push_back({subject + " " + mattress, *label, pmd_2_geometry(), std::move(frames).value()});
  }
  if (recordings.empty()) {
    return Error{ErrorCode::not_found, fmt::format("no Matrix_*_B1.txt of PMD experiment II in: {}", folder)};
  }
  return recordings;
}

Result<std::vector<PostureRecording>> read_popu_folder(const std::string& folder) {
  const auto paths = files_below(folder, ".json");
  if (paths.empty()) {
    return Error{ErrorCode::not_found, fmt::format("no .json files of PoPu's tactilus_data in: {}", folder)};
  }
  std::vector<PostureRecording> recordings;
  for (const fs::path& path : paths) {
    auto read = read_popu_file(path);
    if (!read) return read.error();
    for (PostureRecording& recording : *read) recordings.push_back(std::move(recording));
  }
  return recordings;
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
      auto frames = read_frames(path.string(), pmd_geometry(), kGarbageFrames);
      if (!frames) return frames.error();
      recordings.push_back({name, file - 1, pmd_geometry(), std::move(frames).value()});
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

Result<std::vector<PostureRecording>> read_posture_data(const std::string& folder,
                                                        const std::vector<std::string>& subjects) {
  const auto layout = posture_layout(folder);
  if (!layout) return layout.error();
  if (*layout == PostureLayout::pmd_1) return read_posture_folder(folder, subjects);
  auto recordings = *layout == PostureLayout::pmd_2 ? read_pmd_2_folder(folder) : read_popu_folder(folder);
  if (!recordings || subjects.empty()) return recordings;
  std::erase_if(*recordings, [&](const PostureRecording& r) {
    return std::find(subjects.begin(), subjects.end(), r.subject) == subjects.end();
  });
  return recordings;
}

}  // namespace palpate
