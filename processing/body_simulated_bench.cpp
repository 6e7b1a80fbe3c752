#include "processing/body_simulated_bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>
#include <string_view>

#include "acquisition/simulated_body.h"
#include "processing/body_model.h"

namespace palpate {
namespace {

constexpr float kContactKpa = 0.67F;
constexpr double kAtS = 20.0;

std::string_view without_side(std::string_view name) {
  for (const std::string_view side : {"left_", "right_"}) {
    if (name.starts_with(side)) return name.substr(side.size());
  }
  return name;
}

// The body model's name of a simulated landmark.
std::string name_of_truth(const BodyLandmark& truth) {
  std::string name(truth.name == "ischial tuberosity" ? "ischial" : truth.name);
  std::replace(name.begin(), name.end(), ' ', '_');
  if (truth.side.empty() || name == "head") return name;
  return (truth.side == "client's left" ? "left_" : "right_") + name;
}

void score_midline(const BodyState& body, const GroundTruth& truth, SimulatedBodyScore& score) {
  const double dx = truth.midline_head_x_mm - truth.midline_foot_x_mm;
  const double dy = truth.midline_head_y_mm - truth.midline_foot_y_mm;
  const double length = std::hypot(dx, dy), ax = dx / length, ay = dy / length;
  score.midline_mm.add(std::abs((body.pelvis_x_mm - truth.midline_foot_x_mm) * ay -
                                (body.pelvis_y_mm - truth.midline_foot_y_mm) * ax));
  const double along = body.axis_x * ax + body.axis_y * ay, across = body.axis_x * ay - body.axis_y * ax;
  score.midline_deg.add(std::abs(std::atan2(across, along)) * 180.0 / std::numbers::pi);
}

Result<void> score_body(std::uint64_t seed, SimulatedBodyScore& score) {
  SimulatedBodyOptions options;
  options.scenario = score.scenario;
  options.seed = seed;
  auto body = SimulatedBody::create(options);
  if (!body) return body.error();
  std::vector<float> kpa;
  const GroundTruth truth = body->pressure_at(kAtS, kpa);
  if (!truth.occupied) return {};
  const MatGeometry& mat = body->geometry();
  PressureMap map;
  map.pressure = Eigen::Map<const Grid>(kpa.data(), mat.rows, mat.cols);
  BodyModel model(mat);
  const BodyState& state =
      model.update(map, kContactKpa, posture_from(truth.posture).value_or(Posture::unknown), kAtS);
  ++score.bodies;
  if (!state.found) {
    ++score.not_found;
    return {};
  }
  score_midline(state, truth, score);
  for (const BodyLandmark& at : body->landmarks()) {
    for (const Landmark& mark : state.landmarks) {
      if (name_of(mark.kind) != name_of_truth(at)) continue;
      score.landmarks_mm[std::string(without_side(name_of(mark.kind)))].add(
          std::hypot(mark.x_mm - at.x_mm, mark.y_mm - at.y_mm));
    }
  }
  return {};
}

}  // namespace

void ErrorSum::add(double error) {
  sum += error;
  most = std::max(most, error);
  ++n;
}

Result<std::vector<SimulatedBodyScore>> run_simulated_body_bench(int seeds) {
  std::vector<SimulatedBodyScore> scores;
  for (const ScenarioInfo& scenario : scenarios()) {
    SimulatedBodyScore score;
    score.scenario = scenario.name;
    for (int seed = 1; seed <= seeds; ++seed) {
      if (auto done = score_body(static_cast<std::uint64_t>(seed), score); !done) return done.error();
    }
    if (score.bodies > 0) scores.push_back(std::move(score));
  }
  return scores;
}

std::string simulated_body_text(const std::vector<SimulatedBodyScore>& scores) {
  std::string text =
      "| scenario | bodies | midline mm (max) | degrees (max) | landmarks, mean mm (max) "
      "|\n|---|---|---|---|---|\n";
  for (const SimulatedBodyScore& s : scores) {
    std::string marks;
    for (const auto& [name, error] : s.landmarks_mm) {
      marks += fmt::format("{}{} {:.0f} ({:.0f})", marks.empty() ? "" : ", ", name, error.mean(), error.most);
    }
    std::replace(marks.begin(), marks.end(), '_', ' ');
    text +=
        fmt::format("| {} | {} | {:.1f} ({:.1f}) | {:.2f} ({:.2f}) | {} |\n", s.scenario,
                    s.not_found > 0 ? fmt::format("{}, {} not found", s.bodies, s.not_found)
                                    : fmt::format("{}", s.bodies),
                    s.midline_mm.mean(), s.midline_mm.most, s.midline_deg.mean(), s.midline_deg.most, marks);
  }
  return text;
}

std::string simulated_body_json(const std::vector<SimulatedBodyScore>& scores) {
  const auto number = [](const ErrorSum& error) {
    return nlohmann::ordered_json{{"mean", error.mean()}, {"max", error.most}, {"n", error.n}};
  };
  nlohmann::ordered_json out{{"schema", "palpate.bench-body-simulated/1"}};
  for (const SimulatedBodyScore& s : scores) {
    nlohmann::ordered_json& row = out["scenarios"][s.scenario];
    row = {{"bodies", s.bodies},
           {"not_found", s.not_found},
           {"midline_mm", number(s.midline_mm)},
           {"midline_deg", number(s.midline_deg)}};
    for (const auto& [name, error] : s.landmarks_mm) row["landmarks_mm"][name] = number(error);
  }
  return out.dump(2) + "\n";
}

}  // namespace palpate
