#include "processing/over_time_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iterator>
#include <limits>

#include "acquisition/output_file.h"

namespace palpate {
namespace {

double longest_hold_s(const OverTimeOptions& options) {
  if (options.raw || !(options.nominal_rate_hz > 0.0)) return std::numeric_limits<double>::infinity();
  return std::max(1.0, 2.0 / options.nominal_rate_hz);
}

std::string map_json(const GridD& map) {
  std::string text = "[";
  for (Eigen::Index r = 0; r < map.rows(); ++r) {
    text += r == 0 ? "[" : ", [";
    for (Eigen::Index c = 0; c < map.cols(); ++c) {
      if (c > 0) text += ", ";
      std::isfinite(map(r, c)) ? fmt::format_to(std::back_inserter(text), "{}", map(r, c))
                               : fmt::format_to(std::back_inserter(text), "null");
    }
    text += ']';
  }
  return text + ']';
}

Result<void> write_map(const std::filesystem::path& path, const GridD& map) {
  std::string text;
  for (Eigen::Index r = 0; r < map.rows(); ++r) {
    for (Eigen::Index c = 0; c < map.cols(); ++c) {
      if (c > 0) text += ',';
      if (std::isfinite(map(r, c))) fmt::format_to(std::back_inserter(text), "{}", map(r, c));
    }
    text += '\n';
  }
  return write_output_file(path.string(), text);
}

}  // namespace

OverTimeReport::OverTimeReport(const OverTimeOptions& options)
    : options_(options), integral_(longest_hold_s(options)) {
  if (options.sustained) sustained_.emplace(options.sustained->limit, options.sustained->seconds);
}

void OverTimeReport::add(const Snapshot& snapshot) {
  unit_ = snapshot.map.unit;
  if (snapshot.map.t_s < last_t_s_ || (snapshot.glitch && !options_.raw)) return;
  last_t_s_ = snapshot.map.t_s;
  if (sustained_) sustained_->add(snapshot.map);  // an empty mat ends a spell
  if (options_.raw || snapshot.occupied) integral_.add(snapshot.map);
}

std::string OverTimeReport::json() const {
  const bool any = integral_.frames() > 0;
  std::string sustained = "null";
  if (sustained_ && any)
    sustained = fmt::format(
        "{{\"limit\": {}, \"seconds\": {}, \"cells_ever\": {}, \"cells_at_end\": {},\n"
        "      \"longest_s\": {}}}",
        options_.sustained->limit, options_.sustained->seconds, sustained_->ever().count(),
        sustained_->now().count(), map_json(sustained_->longest_s()));
  return fmt::format(
      "{{\n    \"frames\": {},\n    \"seconds\": {},\n    \"unit\": \"{}\",\n"
      "    \"pressure_time_integral\": {},\n    \"maximum_map\": {},\n    \"mean_map\": {},\n"
      "    \"sustained\": {}\n  }}",
      integral_.frames(), integral_.duration_s(), unit_ == PressureUnit::kpa ? "kPa" : "counts",
      any ? map_json(integral_.integral()) : "null", any ? map_json(integral_.maximum()) : "null",
      any ? map_json(integral_.mean()) : "null", sustained);
}

Result<void> OverTimeReport::write_maps(const std::string& folder) const {
  if (integral_.frames() == 0)
    return Error{ErrorCode::bad_format,
                 fmt::format("no map to write: nobody was on the mat: {} (--raw takes every frame)", folder)};
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed)
    return Error{ErrorCode::io, fmt::format("cannot make folder: {}: {} (choose another --maps folder)",
                                            failed.message(), folder)};
  const std::filesystem::path in(folder);
  const std::string unit = unit_ == PressureUnit::kpa ? "kpa" : "counts";
  if (auto done = write_map(in / ("pressure_time_integral_" + unit + "_s.csv"), integral_.integral()); !done)
    return done;
  if (auto done = write_map(in / ("maximum_map_" + unit + ".csv"), integral_.maximum()); !done) return done;
  if (auto done = write_map(in / ("mean_map_" + unit + ".csv"), integral_.mean()); !done) return done;
  return sustained_ ? write_map(in / "sustained_longest_s.csv", sustained_->longest_s()) : Result<void>{};
}

}  // namespace palpate
