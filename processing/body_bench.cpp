#include "processing/body_bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "processing/body_model.h"
#include "processing/body_template.h"

namespace palpate {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kRows = 64, kCols = 27;
constexpr double kPitchMm = 30.0;
constexpr float kContact = 5.0F;  // counts; the empty bed reads 0 to 2, its noisy first column up to 7
constexpr int kArm = -1;

using Polygon = std::vector<std::pair<double, double>>;  // x, y: 0..1 of the picture
struct Drawn {
  int part = kArm;  // of kBenchParts; -1: an arm
  Polygon polygon;
};
using PartMap = Eigen::Array<int, kRows, kCols, Eigen::RowMajor>;

struct Placing {
  double scale = 1.0, shift_x = 0.0, shift_y = 0.0;
  bool mirrored = false;
};

bool inside(const Polygon& polygon, double x, double y) {
  bool in = false;
  for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
    const auto [xi, yi] = polygon[i];
    const auto [xj, yj] = polygon[j];
    if ((yi > y) != (yj > y) && x < (xj - xi) * (y - yi) / (yj - yi) + xi) in = !in;
  }
  return in;
}

Result<json> read_json(const fs::path& path) {
  std::ifstream file(path);
  json parsed = json::parse(file, nullptr, false);
  if (parsed.is_discarded()) {
    return Error{ErrorCode::bad_format, fmt::format("not JSON: {} (fetch it again)", path.string())};
  }
  return parsed;
}

int part_of(const std::string& label) {
  if (label == "Head") return 0;
  if (label == "Torso") return 1;
  if (label == "Upper Legs") return 2;
  return label == "Lower Legs" ? 3 : kArm;
}

std::vector<Drawn> drawn_of(const json& task) {
  std::vector<Drawn> list;
  for (const json& result : task.at(0).at("annotations").at(0).at("result")) {
    Drawn drawn;
    drawn.part = part_of(result.at("value").at("polygonlabels").at(0).get<std::string>());
    for (const json& point : result.at("value").at("points")) {
      drawn.polygon.emplace_back(point.at(0).get<double>() / 100.0, point.at(1).get<double>() / 100.0);
    }
    list.push_back(std::move(drawn));
  }
  return list;
}

// What is drawn at each cell: a part, -1 for an arm, -2 for nothing.
PartMap paint(const std::vector<Drawn>& drawn, const Placing& placing) {
  PartMap map = PartMap::Constant(-2);
  for (int r = 0; r < kRows; ++r) {
    for (int c = 0; c < kCols; ++c) {
      double x = ((c + 0.5) / kCols - 0.5) - placing.shift_x;
      if (placing.mirrored) x = -x;
      const double y = ((r + 0.5) / kRows - placing.shift_y - 0.5) / placing.scale + 0.5;
      for (const Drawn& d : drawn) {
        if (inside(d.polygon, x + 0.5, y)) map(r, c) = d.part;
      }
    }
  }
  return map;
}

double overlap_of(const PartMap& map, const Grid& frame) {
  double both = 0.0, either = 0.0;
  for (int r = 0; r < kRows; ++r) {
    for (int c = 0; c < kCols; ++c) {
      const bool contact = frame(r, c) >= kContact, drawn = map(r, c) > -2;
      both += contact && drawn ? 1.0 : 0.0;
      either += contact || drawn ? 1.0 : 0.0;
    }
  }
  return either > 0.0 ? both / either : 0.0;
}

PartMap register_to(const std::vector<Drawn>& drawn, const Grid& frame, double& overlap) {
  PartMap best = paint(drawn, {});
  overlap = -1.0;
  Placing at;
  const auto look = [&](const Placing& placing) {
    const PartMap map = paint(drawn, placing);
    const double now = overlap_of(map, frame);
    if (now > overlap) overlap = now, best = map, at = placing;
  };
  for (const bool mirrored : {false, true}) {
    for (double scale = 0.9; scale <= 1.151; scale += 0.05) {
      for (int dy = -6; dy <= 6; dy += 2) {
        for (int dx = -6; dx <= 6; dx += 2) {
          look({scale, static_cast<double>(dx) / kCols, static_cast<double>(dy) / kRows, mirrored});
        }
      }
    }
  }
  const Placing near = at;
  for (int dy = -1; dy <= 1; ++dy) {
    for (int dx = -1; dx <= 1; ++dx) {
      for (const double grow : {-0.025, 0.0, 0.025}) {
        look({near.scale + grow, near.shift_x + static_cast<double>(dx) / kCols,
              near.shift_y + static_cast<double>(dy) / kRows, near.mirrored});
      }
    }
  }
  return best;
}

int bench_part(RegionKind kind) {
  if (kind == RegionKind::head) return 0;
  if (kind < RegionKind::pelvis) return 1;
  return kind <= RegionKind::thigh ? 2 : 3;
}

PartMap told_by_model(const BodyState& body) {
  PartMap map = PartMap::Constant(-2);
  if (!body.found) return map;
  for (int r = 0; r < kRows; ++r) {
    for (int c = 0; c < kCols; ++c) {
      if (body.parts(r, c) != kNoRegion) map(r, c) = bench_part(static_cast<RegionKind>(body.parts(r, c)));
    }
  }
  return map;
}

PartMap told_by_box(const Grid& frame) {
  PartMap map = PartMap::Constant(-2);
  int first = kRows, last = -1;
  for (int r = 0; r < kRows; ++r) {
    if ((frame.row(r) >= kContact).count() < 2) continue;  // a noisy cell is no body
    first = std::min(first, r);
    last = r;
  }
  for (int r = first; r <= last; ++r) {
    RegionKind kind = RegionKind::head;
    const double f = (r - first + 0.5) / (last - first + 1.0);
    if (part_at(f, kind)) map.row(r).setConstant(bench_part(kind));
  }
  return map;
}

double iou(const PartMap& drawn, const PartMap& told, const Grid& frame, int part) {
  double both = 0.0, either = 0.0;
  for (int r = 0; r < kRows; ++r) {
    for (int c = 0; c < kCols; ++c) {
      if (frame(r, c) < kContact) continue;
      const bool a = drawn(r, c) == part, b = told(r, c) == part;
      both += a && b ? 1.0 : 0.0;
      either += a || b ? 1.0 : 0.0;
    }
  }
  return either > 0.0 ? both / either : 0.0;
}

Grid mean_frame(const json& file) {
  Grid sum = Grid::Zero(kRows, kCols);
  float n = 0.0F;
  for (const json& snapshot : file.at("snapshots")) {
    const auto values = snapshot.at("tactilus_readings").get<std::vector<float>>();
    if (values.size() != static_cast<std::size_t>(kRows * kCols)) continue;
    sum += Eigen::Map<const Grid>(values.data(), kRows, kCols);
    n += 1.0F;
  }
  return n > 0.0F ? Grid(sum / n) : sum;
}

Posture posture_of(const std::string& pose) {
  if (pose.starts_with("supine")) return Posture::supine;
  if (pose.starts_with("prone")) return Posture::prone;
  return pose.starts_with("left") ? Posture::side_left : Posture::side_right;
}

void score_frame(const std::string& pose, const std::vector<Drawn>& drawn, const Grid& frame,
                 BodyBenchResult& result) {
  MatGeometry mat = make_geometry(kRows, kCols, kPitchMm, kPitchMm).value();
  BodyModel model(mat);
  PressureMap map;
  map.unit = PressureUnit::counts;
  map.pressure = frame;
  const BodyState& body = model.update(map, kContact, posture_of(pose), 0.0);
  double overlap = 0.0;
  const PartMap truth = register_to(drawn, frame, overlap);
  const PartMap told = told_by_model(body), box = told_by_box(frame);
  result.frames += 1;
  result.not_found += body.found ? 0 : 1;
  result.overlap += overlap;
  for (int part = 0; part < 4; ++part) {
    if ((truth == part).count() == 0) continue;
    const double by_model = iou(truth, told, frame, part), by_box = iou(truth, box, frame, part);
    for (const std::string& name : {pose.substr(0, pose.size() - 1), std::string("all")}) {
      PartScore& score = result.scores[name][static_cast<std::size_t>(part)];
      score.model += by_model;
      score.baseline += by_box;
      score.frames += 1;
    }
  }
}

Result<BodyBenchResult> run(const fs::path& folder) {
  const fs::path polygons = folder / "segmentation_data", frames = folder / "tactilus_data";
  if (!fs::is_directory(polygons) || !fs::is_directory(frames)) {
    return Error{ErrorCode::not_found,
                 fmt::format("no segmentation_data and tactilus_data in {} (name PoPu's preview_data)",
                             folder.string())};
  }
  std::map<std::string, std::vector<Drawn>> drawn;
  for (const auto& entry : fs::directory_iterator(polygons)) {
    const std::string name = entry.path().filename().string();
    auto task = read_json(entry.path());
    if (!task) return task.error();
    drawn[name.substr(0, name.find('_'))] = drawn_of(*task);
  }
  BodyBenchResult result;
  std::set<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(frames)) {
    if (entry.path().extension() == ".json") files.insert(entry.path());
  }
  std::set<fs::path> subjects;
  for (const fs::path& path : files) {
    const std::string pose = path.stem().string().substr(0, path.stem().string().find('_'));
    const auto found = drawn.find(pose);
    if (found == drawn.end()) continue;
    auto file = read_json(path);
    if (!file) return file.error();
    subjects.insert(path.parent_path());
    score_frame(pose, found->second, mean_frame(*file), result);
  }
  if (result.frames == 0) {
    return Error{ErrorCode::not_found, fmt::format("no frame with polygons in {}", folder.string())};
  }
  result.subjects = static_cast<int>(subjects.size());
  result.overlap /= result.frames;
  return result;
}

double mean(double sum, int n) {
  return n > 0 ? sum / n : 0.0;
}

}  // namespace

Result<BodyBenchResult> run_body_bench(const std::string& folder) try {
  return run(folder);
} catch (const std::exception& e) {
  return Error{ErrorCode::bad_format, fmt::format("cannot read {}: {}", folder, e.what())};
}

std::string body_bench_text(const BodyBenchResult& r) {
  std::string text = fmt::format(
      "{} still maps of {} subject(s), {} without a body found; registered polygons overlap the contact by "
      "{:.2f}\n"
      "IoU over contact cells, model / bounding-box split\n{:<8}",
      r.frames, r.subjects, r.not_found, r.overlap, "");
  for (const std::string_view part : kBenchParts) text += fmt::format("{:>16}", part);
  text += '\n';
  for (const auto& [posture, parts] : r.scores) {
    text += fmt::format("{:<8}", posture);
    for (const PartScore& s : parts) {
      text += s.frames > 0
                  ? fmt::format("{:>9.2f} / {:.2f}", mean(s.model, s.frames), mean(s.baseline, s.frames))
                  : fmt::format("{:>16}", "-");
    }
    text += '\n';
  }
  return text;
}

std::string body_bench_json(const BodyBenchResult& r) {
  nlohmann::ordered_json out{{"schema", "palpate.bench-body/1"},
                             {"frames", r.frames},
                             {"subjects", r.subjects},
                             {"not_found", r.not_found},
                             {"polygon_contact_iou", r.overlap}};
  for (const auto& [posture, parts] : r.scores) {
    for (std::size_t k = 0; k < parts.size(); ++k) {
      if (parts[k].frames == 0) continue;
      out["iou"][posture][std::string(kBenchParts[k])] = {
          {"model", mean(parts[k].model, parts[k].frames)},
          {"baseline", mean(parts[k].baseline, parts[k].frames)},
          {"frames", parts[k].frames}};
    }
  }
  return out.dump(2) + "\n";
}

}  // namespace palpate
