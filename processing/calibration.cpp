#include "processing/calibration.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "processing/grid.h"

namespace palpate {
namespace {

using nlohmann::json;

constexpr std::array<std::pair<ReadoutCircuit, std::string_view>, 3> kCircuits{
    {{ReadoutCircuit::none, "none"},
     {ReadoutCircuit::pulldown_grounded, "pulldown-grounded"},
     {ReadoutCircuit::zero_potential, "zero-potential"}}};

constexpr std::array<std::string_view, 11> kMembers{
    "id",    "date", "circuit", "r_load_ohm", "r_on_ohm",     "r_feedback_ohm",
    "curve", "zero", "gain",    "dead_cells", "valid_max_kpa"};
constexpr std::size_t kMaxCoefficients = 16;

Error bad(std::string_view member, std::string_view should) {
  return Error{ErrorCode::bad_format, fmt::format("calibration: \"{}\" must be {}", member, should)};
}

Result<void> read_number(const json& from, const char* member, double& out, double min,
                         std::string_view should) {
  const auto found = from.find(member);
  if (found == from.end()) return {};
  if (!found->is_number() || !std::isfinite(found->get<double>()) || found->get<double>() < min) {
    return bad(member, should);
  }
  out = found->get<double>();
  return {};
}

Result<void> read_text(const json& from, const char* member, std::string& out) {
  const auto found = from.find(member);
  if (found == from.end() || !found->is_string()) return bad(member, "a text");
  out = found->get<std::string>();
  return {};
}

// A number for all cells, or a list of one a cell.
Result<void> read_per_cell(const json& from, const char* member, std::size_t cells, std::vector<float>& out) {
  const auto found = from.find(member);
  if (found == from.end()) return {};
  const std::string should = fmt::format("a number or a list of {} numbers (rows * columns)", cells);
  if (found->is_number()) {
    out.assign(cells, found->get<float>());
    return {};
  }
  if (!found->is_array() || found->size() != cells) return bad(member, should);
  out.reserve(cells);
  for (const auto& value : *found) {
    if (!value.is_number() || !std::isfinite(value.get<double>())) return bad(member, should);
    out.push_back(value.get<float>());
  }
  return {};
}

Result<void> read_circuit(const json& from, Calibration& out) {
  if (const auto found = from.find("circuit"); found != from.end()) {
    const auto* match =
        found->is_string()
            ? std::find_if(kCircuits.begin(), kCircuits.end(),
                           [&](const auto& entry) { return entry.second == found->get<std::string>(); })
            : kCircuits.end();
    if (match == kCircuits.end())
      return bad("circuit", "\"none\", \"pulldown-grounded\" or \"zero-potential\"");
    out.circuit = match->first;
  }
  for (const auto& [member, target] : {std::pair<const char*, double*>{"r_load_ohm", &out.r_load_ohm},
                                       {"r_on_ohm", &out.r_on_ohm},
                                       {"r_feedback_ohm", &out.r_feedback_ohm}}) {
    if (auto ok = read_number(from, member, *target, 0.0, "a resistance in ohm"); !ok) return ok.error();
  }
  if (out.circuit == ReadoutCircuit::pulldown_grounded) {
    if (out.r_load_ohm <= 0.0) return bad("r_load_ohm", "above 0 for circuit pulldown-grounded");
    if (out.r_on_ohm != 0.0) {
      return bad("r_on_ohm",
                 "0 for circuit pulldown-grounded (no closed form undoes the driver's resistance)");
    }
  }
  if (out.circuit == ReadoutCircuit::zero_potential && out.r_feedback_ohm <= 0.0) {
    return bad("r_feedback_ohm", "above 0 for circuit zero-potential");
  }
  return {};
}

Result<void> read_curve(const json& from, Calibration& out) {
  constexpr std::string_view kShould =
      "{\"kind\": \"polynomial\" or \"power\", \"coefficients\": [numbers]} (power takes two)";
  const auto found = from.find("curve");
  if (found == from.end() || !found->is_object() || found->size() != 2) return bad("curve", kShould);
  const auto kind = found->find("kind");
  const auto coefficients = found->find("coefficients");
  if (kind == found->end() || coefficients == found->end() || !coefficients->is_array() ||
      coefficients->empty() || coefficients->size() > kMaxCoefficients) {
    return bad("curve", kShould);
  }
  if (*kind == "power") {
    out.curve = CurveKind::power;
  } else if (*kind != "polynomial") {
    return bad("curve", kShould);
  }
  for (const auto& value : *coefficients) {
    if (!value.is_number() || !std::isfinite(value.get<double>())) return bad("curve", kShould);
    out.coefficients.push_back(value.get<double>());
  }
  if (out.curve == CurveKind::power && out.coefficients.size() != 2) return bad("curve", kShould);
  return {};
}

Result<void> read_dead_cells(const json& from, const MatGeometry& geometry, Calibration& out) {
  const auto found = from.find("dead_cells");
  if (found == from.end()) return {};
  const std::string should =
      fmt::format("a list of [row, column] within {} x {}", geometry.rows, geometry.cols);
  if (!found->is_array()) return bad("dead_cells", should);
  for (const auto& cell : *found) {
    if (!cell.is_array() || cell.size() != 2 || !cell[0].is_number_unsigned() ||
        !cell[1].is_number_unsigned() ||
        cell[0].get<std::uint64_t>() >= static_cast<std::uint64_t>(geometry.rows) ||
        cell[1].get<std::uint64_t>() >= static_cast<std::uint64_t>(geometry.cols)) {
      return bad("dead_cells", should);
    }
    out.dead_cells.push_back(cell[0].get<int>() * geometry.cols + cell[1].get<int>());
  }
  std::sort(out.dead_cells.begin(), out.dead_cells.end());
  out.dead_cells.erase(std::unique(out.dead_cells.begin(), out.dead_cells.end()), out.dead_cells.end());
  return {};
}

Result<Calibration> read_members(const json& from, const MatGeometry& geometry) {
  for (const auto& [member, ignored] : from.items()) {
    if (std::find(kMembers.begin(), kMembers.end(), member) == kMembers.end()) {
      return Error{ErrorCode::bad_format, fmt::format("calibration: unknown member \"{}\" (known: {})",
                                                      member, fmt::join(kMembers, ", "))};
    }
  }
  Calibration out;
  out.calibrated = true;
  if (auto ok = read_text(from, "id", out.id); !ok) return ok.error();
  if (auto ok = read_text(from, "date", out.date); !ok) return ok.error();
  if (auto ok = read_circuit(from, out); !ok) return ok.error();
  if (auto ok = read_curve(from, out); !ok) return ok.error();
  if (auto ok = read_per_cell(from, "zero", geometry.cells(), out.zero); !ok) return ok.error();
  if (auto ok = read_per_cell(from, "gain", geometry.cells(), out.gain); !ok) return ok.error();
  if (auto ok = read_dead_cells(from, geometry, out); !ok) return ok.error();
  if (auto ok = read_number(from, "valid_max_kpa", out.valid_max_kpa, 0.0, "a pressure in kPa"); !ok) {
    return ok.error();
  }
  return out;
}

Calibration exact_factor(std::string_view id, double factor) {
  Calibration out;
  out.id = id;
  out.calibrated = true;
  out.coefficients = {0.0, factor};
  return out;
}

}  // namespace

Result<Calibration> parse_calibration(std::string_view text, const MatGeometry& geometry) {
  const json parsed = json::parse(text, nullptr, false);
  if (parsed.is_discarded() || !parsed.is_object()) {
    return Error{ErrorCode::bad_format,
                 "calibration: not a JSON object (see docs/metrics.md for its members)"};
  }
  return read_members(parsed, geometry);
}

Result<Calibration> calibration_for(const SourceInfo& info) {
  switch (info.unit) {
    case CellUnit::counts:
      break;
    case CellUnit::kpa:
      return exact_factor("kPa", 1.0);
    case CellUnit::mmhg:
      return exact_factor("mmHg", kKpaPerMmhg);
    case CellUnit::n_per_cm2:
      return exact_factor("N/cm2", kKpaPerNPerCm2);
  }
  if (info.calibration_json.empty()) return Calibration{};
  if (!(info.adc_full_scale > 0.0)) {
    return Error{ErrorCode::bad_argument, "calibration: the source states no ADC full scale above 0"};
  }
  return parse_calibration(info.calibration_json, info.geometry);
}

std::string to_json(const Calibration& calibration, const MatGeometry& geometry) {
  json out;
  out["id"] = calibration.id;
  out["date"] = calibration.date;
  out["circuit"] = name_of(calibration.circuit);
  out["r_load_ohm"] = calibration.r_load_ohm;
  out["r_on_ohm"] = calibration.r_on_ohm;
  out["r_feedback_ohm"] = calibration.r_feedback_ohm;
  out["curve"] = {{"kind", calibration.curve == CurveKind::power ? "power" : "polynomial"},
                  {"coefficients", calibration.coefficients}};
  if (!calibration.zero.empty()) out["zero"] = calibration.zero;
  if (!calibration.gain.empty()) out["gain"] = calibration.gain;
  out["dead_cells"] = json::array();
  for (const int cell : calibration.dead_cells) {
    out["dead_cells"].push_back(json::array({cell / geometry.cols, cell % geometry.cols}));
  }
  out["valid_max_kpa"] = calibration.valid_max_kpa;
  return out.dump();
}

std::string_view name_of(ReadoutCircuit circuit) {
  for (const auto& [key, name] : kCircuits) {
    if (key == circuit) return name;
  }
  return "?";
}

}  // namespace palpate
