#include "processing/params.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <sstream>

#include <toml++/toml.h>

namespace palpate {
namespace {

// Rows in the order of Param.
constexpr std::array<ParamSpec, kParamCount> kParamSpecs{{
    {"contact_threshold_kpa", "Contact threshold", "kPa", 0.05, 10.0, 0.01, 0.67,
     "A cell is in contact from this pressure on; 0.67 kPa is 5 mmHg."},
    {"contact_threshold_counts", "Contact threshold, uncalibrated", "counts", 1.0, 4095.0, 1.0, 10.0,
     "The same for a mat without calibration, in its own counts."},
    {"smoothing_time_constant_s", "Smoothing in time", "s", 0.0, 5.0, 0.01, 0.1,
     "Time constant of the low-pass filter of each cell; 0 turns it off."},
    {"smoothing_sigma_cells", "Smoothing in space", "cells", 0.0, 3.0, 0.1, 0.0,
     "Standard deviation of the Gaussian over the map; 0 turns it off, so that peaks stay as measured."},
    {"median_filter", "Median filter", "", 0.0, 1.0, 1.0, 0.0,
     "1 removes single-cell spikes with a 3 x 3 median; 0 turns it off."},
    {"occupied_min_area_cm2", "Smallest contact of a person", "cm2", 1.0, 2000.0, 1.0, 50.0,
     "Less contact than this counts as an empty mat, which is the only time a zero is learned."},
    {"asymmetry_threshold_pct", "Load asymmetry from", "%", 51.0, 95.0, 0.5, 55.0,
     "A load asymmetry is reported when one side keeps more than this share of the load."},
    {"asymmetry_part_threshold_pct", "Load asymmetry of a part from", "%", 51.0, 95.0, 0.5, 60.0,
     "The same for one part of the body: the share that one side carries of what both sides carry there."},
    {"asymmetry_min_duration_s", "Load asymmetry for", "s", 1.0, 600.0, 1.0, 10.0,
     "How long the share must stay above its threshold before it is reported."},
    {"hot_spot_limit_kpa", "Hot spot from", "kPa", 0.5, 200.0, 0.5, 16.0,
     "A place above this pressure may become a persistent hot spot: a setting of yours, not a clinical "
     "limit."},
    {"hot_spot_min_duration_s", "Hot spot for", "s", 1.0, 3600.0, 1.0, 30.0,
     "How long a place must stay above the limit before it is reported; a setting, not a clinical limit."},
    {"tension_excess_pct", "Tension pattern from", "%", 5.0, 100.0, 1.0, 16.0,
     "A place of 200 cm2 inside the trunk is reported when it keeps carrying so much more than its mirror "
     "place; six tenths of it on a seat, more at a rim; never less than the measurable change."},
    {"tension_over_usual_pct", "Tension pattern, over the usual, from", "%", 3.0, 100.0, 1.0, 6.5,
     "With earlier recordings of the client: so much more than its own level there; never less than the "
     "measurable change."},
    {"tension_min_area_cm2", "Tension pattern, smallest size", "cm2", 10.0, 400.0, 5.0, 60.0,
     "A smaller place is left out."},
    {"tension_min_duration_s", "Tension pattern for", "s", 20.0, 600.0, 10.0, 60.0,
     "How much time with a stable posture is looked at before a tension pattern is reported."},
    {"tension_window_s", "Tension pattern, window", "s", 2.0, 60.0, 1.0, 10.0,
     "Length of one window; a place must stand out in most of them."},
    {"lifted_max_pct", "Lifted area up to", "%", 2.0, 80.0, 1.0, 20.0,
     "The low back counts as lifted when it carries no more than this share of what ribs and pelvis beside "
     "it carry."},
    {"lifted_min_duration_s", "Lifted area for", "s", 5.0, 600.0, 1.0, 20.0,
     "How long the low back must stay lifted before it is reported."},
    {"steep_edge_kpa_per_mm", "Steep edge from", "kPa/mm", 0.05, 5.0, 0.05, 0.4,
     "Pressure that falls off so steeply may be a steep edge: a setting of yours, not a clinical limit."},
    {"steep_edge_min_length_mm", "Steep edge, shortest", "mm", 10.0, 500.0, 5.0, 50.0,
     "A shorter steep place is left out."},
    {"steep_edge_min_duration_s", "Steep edge for", "s", 5.0, 600.0, 5.0, 30.0,
     "How long an edge must stay steep before it is reported."},
    {"restless_from_per_hour", "Restless from", "1/h", 25.0, 200.0, 1.0, 45.0,
     "So many shifts an hour make a restless spell; healthy sitters make about 18 to 22."},
    {"frozen_from_min", "Frozen from", "min", 2.0, 120.0, 1.0, 20.0,
     "So long without a single shift makes a frozen spell."},
    {"shallow_breath_max_pct", "Shallow breath up to", "%", 10.0, 90.0, 5.0, 60.0,
     "The breath counts as shallow when it is no deeper than this share of the breath at rest."},
    {"dispersion_box_cols", "Dispersion box, columns", "cells", 1.0, 256.0, 1.0, 8.0,
     "Width of the box whose best-placed share of the load is the dispersion index."},
    {"dispersion_box_rows", "Dispersion box, rows", "cells", 1.0, 256.0, 1.0, 6.0,
     "Height of the box whose best-placed share of the load is the dispersion index."},
    {"band_moderate_n", "Moderate work from", "N", 10.0, 200.0, 1.0, 30.0,
     "Load above rest from which work counts as moderate, until the client has taught other bands: a "
     "starting "
     "point, not a measurement."},
    {"band_deep_n", "Deep work from", "N", 15.0, 400.0, 1.0, 60.0,
     "Load above rest from which work counts as deep, until the client has taught other bands: a starting "
     "point, not a measurement."},
    {"steep_ramp_n_per_s", "Steep ramp from", "N/s", 5.0, 500.0, 5.0, 40.0,
     "A hand that presses faster than this is warned of, and its load not trusted."},
}};

const ParamSpec* find_spec(std::string_view key) {
  for (const auto& spec : kParamSpecs) {
    if (spec.key == key) return &spec;
  }
  return nullptr;
}

std::string known_keys() {
  std::string text;
  for (const auto& spec : kParamSpecs) text += (text.empty() ? "" : ", ") + std::string(spec.key);
  return text;
}

bool is_whole_step(const ParamSpec& spec) {
  return spec.step == 1.0 && (spec.unit == "cells" || spec.unit.empty());
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::span<const ParamSpec> param_specs() {
  return kParamSpecs;
}

Params::Params() : values_{} {
  for (std::size_t i = 0; i < kParamCount; ++i) values_[i] = kParamSpecs[i].default_value;
}

Result<void> Params::set(std::string_view key, double value) {
  const ParamSpec* spec = find_spec(key);
  if (spec == nullptr) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("unknown parameter: {} (known: {})", key, known_keys())};
  }
  if (!(value >= spec->min && value <= spec->max)) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("parameter out of range: {} = {} (choose {} to {}{}{})", key, value, spec->min,
                             spec->max, spec->unit.empty() ? "" : " ", spec->unit)};
  }
  if (is_whole_step(*spec) && value != std::floor(value)) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("parameter must be a whole number: {} = {} (choose {} to {})", key, value,
                             spec->min, spec->max)};
  }
  values_[static_cast<std::size_t>(spec - kParamSpecs.data())] = value;
  return {};
}

Result<void> Params::set_text(std::string_view key_equals_value) {
  const auto equals = key_equals_value.find('=');
  if (equals == std::string_view::npos) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("parameter without a value: {} (write key=value, for example "
                             "contact_threshold_kpa=0.5)",
                             key_equals_value)};
  }
  const auto key = trimmed(key_equals_value.substr(0, equals));
  const auto text = trimmed(key_equals_value.substr(equals + 1));
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("parameter is not a number: {} = \"{}\" (write {}=0.5)", key, text, key)};
  }
  return set(key, value);
}

// All or nothing: a file with one bad line changes no parameter.
Result<void> Params::load_toml(std::string_view text, std::string_view file_name) {
  toml::table table;
  try {
    table = toml::parse(text, std::string(file_name));
  } catch (const toml::parse_error& error) {
    return Error{ErrorCode::bad_format,
                 fmt::format("{}:{}: {} (one line a parameter: key = number)", file_name,
                             error.source().begin.line, error.description())};
  }
  Params changed = *this;
  for (const auto& [key, node] : table) {
    const auto line = node.source().begin.line;
    const ParamSpec* spec = find_spec(key.str());
    if (spec != nullptr && !node.is_number()) {
      return Error{ErrorCode::bad_format,
                   fmt::format("{}:{}: parameter is not a number: {} (write {} = {})", file_name, line,
                               key.str(), key.str(), spec->default_value)};
    }
    if (auto ok = changed.set(key.str(), node.value<double>().value_or(0.0)); !ok) {
      return Error{ErrorCode::bad_format, fmt::format("{}:{}: {}", file_name, line, ok.error().message)};
    }
  }
  *this = changed;
  return {};
}

std::string Params::to_toml() const {
  std::string text;
  for (std::size_t i = 0; i < kParamCount; ++i) {
    const auto& spec = kParamSpecs[i];
    text += fmt::format("# {}{}{}{}: {}\n{} = {}\n", spec.label, spec.unit.empty() ? "" : " [", spec.unit,
                        spec.unit.empty() ? "" : "]", spec.help, spec.key, values_[i]);
  }
  return text;
}

}  // namespace palpate
