#include "acquisition/simulated_body_check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "acquisition/body_shape.h"
#include "acquisition/edge_field.h"
#include "acquisition/press_field.h"

namespace palpate::sim {
namespace {

Result<void> check_range(const std::optional<double>& value, double low, double high, bool zero_too,
                         std::string_view what) {
  if (!value || (*value >= low && *value <= high) || (zero_too && *value == 0.0)) return {};
  return Error{ErrorCode::bad_argument, fmt::format("impossible {}: {} ({} to {}{})", what, *value, low, high,
                                                    zero_too ? ", or 0 for none" : "")};
}

Result<void> check_numbers(const SimulatedBodyOptions& o) {
  const struct {
    const std::optional<double> value;
    double low, high;
    bool zero_too;
    std::string_view what;
  } ranges[] = {
      {o.weight_kg, 20, 300, false, "weight in kg"},
      {o.height_mm, 1000, 2300, false, "height in mm"},
      {o.breaths_per_min, 3, 60, true, "breaths per minute"},
      {o.beats_per_min, 30, 220, true, "heart beats per minute"},
      {o.offset_x_mm, -2000, 2000, false, "offset in mm"},
      {o.offset_y_mm, -2000, 2000, false, "offset in mm"},
      {o.rotation_deg, -180, 180, false, "rotation in degrees"},
      {o.shifts_per_hour, 0, 600, false, "shifts an hour"},
      {o.fidgets_per_hour, 0, 600, false, "fidgets an hour"},
      {o.left_share, 0.2, 0.8, false, "client's left share"},
      {o.roughness, 0, 2, false, "roughness"},
      {o.motion, 0, 5, false, "motion level"},
      {o.press_breath, 0, 10, false, "effect of a press on the breath"},
      {o.hold_start_s, -1, 1e6, false, "start of the breath hold in s"},
      {o.hold_seconds, 0, 120, false, "length of the breath hold in s"},
      {o.breath_depth, 0, 3, false, "depth of the breath"},
      {o.breath_scatter, 0, 0.4, false, "scatter of the breath"},
  };
  for (const auto& r : ranges) {
    if (auto ok = check_range(r.value, r.low, r.high, r.zero_too, r.what); !ok) return ok;
  }
  return {};
}

Result<void> check_spot(const SimulatedBodyOptions& o, const Scenario& scenario) {
  if (!o.spot) return {};
  if (!(o.spot->change >= -1.0 && o.spot->change <= 2.0)) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("impossible change of a spot: {} (-1 to 2)", o.spot->change)};
  }
  if (o.spot->size_cm2 != 0.0 && !(o.spot->size_cm2 >= 5.0 && o.spot->size_cm2 <= 600.0)) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("impossible size of a spot: {} cm2 (5 to 600)", o.spot->size_cm2)};
  }
  const auto names = region_names(scenario.pose);
  if (std::find(names.begin(), names.end(), o.spot->region) != names.end()) return {};
  if (names.empty()) {
    return Error{
        ErrorCode::bad_argument,
        fmt::format("no spot is possible in this scenario: {} (sit, or lie supine or prone)", o.scenario)};
  }
  return Error{ErrorCode::bad_argument, fmt::format("unknown region of a spot: {} (choose {})",
                                                    o.spot->region, fmt::join(names, ", "))};
}

}  // namespace

Result<void> check_body(const SimulatedBodyOptions& o, const Scenario& scenario) {
  if (auto ok = check_numbers(o); !ok) return ok;
  if (auto ok = check_spot(o, scenario); !ok) return ok;
  for (const SimulatedPress& press : o.presses) {
    if (auto ok = check_press(press, scenario.pose); !ok) return ok;
  }
  return o.edge ? check_edge(*o.edge, scenario.pose) : Result<void>();
}

}  // namespace palpate::sim
