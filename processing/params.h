// Params: every number a user may change. One row a parameter feeds the TOML file, --set key=value and the
// sliders.
//
// Unknown key, wrong type, out of range: an error naming file and line. The text in force is stored in
// recordings.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "acquisition/result.h"

namespace palpate {

struct ParamSpec {
  std::string_view key;    // "contact_threshold_kpa"
  std::string_view label;  // for sliders
  std::string_view unit;   // "kPa", "s", "%", ""
  double min, max, step, default_value;
  std::string_view help;  // one sentence
};

// Order of kParamSpecs in params.cpp.
enum class Param {
  contact_threshold_kpa,
  contact_threshold_counts,
  smoothing_time_constant_s,
  smoothing_sigma_cells,
  median_filter,
  occupied_min_area_cm2,
  asymmetry_threshold_pct,
  asymmetry_part_threshold_pct,
  asymmetry_min_duration_s,
  hot_spot_limit_kpa,
  hot_spot_min_duration_s,
  tension_excess_pct,
  tension_over_usual_pct,
  tension_min_area_cm2,
  tension_min_duration_s,
  tension_window_s,
  lifted_max_pct,
  lifted_min_duration_s,
  steep_edge_kpa_per_mm,
  steep_edge_min_length_mm,
  steep_edge_min_duration_s,
  restless_from_per_hour,
  frozen_from_min,
  shallow_breath_max_pct,
  dispersion_box_cols,
  dispersion_box_rows,
  band_moderate_n,
  band_deep_n,
  steep_ramp_n_per_s,
  count_
};

inline constexpr std::size_t kParamCount = static_cast<std::size_t>(Param::count_);
std::span<const ParamSpec> param_specs();

class Params {
 public:
  Params();  // defaults
  [[nodiscard]] double get(Param param) const { return values_[static_cast<std::size_t>(param)]; }
  Result<void> set(std::string_view key, double value);
  Result<void> set_text(std::string_view key_equals_value);  // "contact_threshold_kpa=0.5"
  Result<void> load_toml(std::string_view text, std::string_view file_name);
  [[nodiscard]] std::string to_toml() const;
  bool operator==(const Params&) const = default;

 private:
  std::array<double, kParamCount> values_;
};

}  // namespace palpate
