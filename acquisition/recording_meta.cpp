#include "acquisition/recording_meta.h"

#include <fmt/format.h>
#include <zlib.h>

#include <charconv>
#include <cmath>
#include <string_view>

namespace palpate {
namespace {

Error damaged(std::string_view what) {
  return Error{ErrorCode::bad_format, fmt::format("description of the recording is damaged ({})", what)};
}

// Reads rows one by one; the first failure is remembered.
struct Rows {
  const MetaRows& rows;
  std::string bad;

  std::string optional_text(const char* key) const {
    const auto found = rows.find(key);
    return found == rows.end() ? std::string() : found->second;
  }
  std::string text(const char* key) {
    const auto found = rows.find(key);
    if (found != rows.end()) return found->second;
    if (bad.empty()) bad = key;
    return {};
  }
  template <typename T>
  T number(const char* key) {
    const std::string value = text(key);
    T out{};
    const char* end = value.data() + value.size();
    const auto [stop, code] = std::from_chars(value.data(), end, out);
    if ((code != std::errc() || stop != end) && bad.empty()) bad = key;
    return out;
  }
  template <typename T>
  void named(const char* key, Result<T> value, T& out) {
    if (value) {
      out = *value;
    } else if (bad.empty()) {
      bad = key;
    }
  }
};

MetaRows base_rows(const SourceInfo& info) {
  const MatGeometry& g = info.geometry;
  return {{"rows", fmt::format("{}", g.rows)},
          {"cols", fmt::format("{}", g.cols)},
          {"pitch_x_mm", fmt::format("{}", g.pitch_x_mm)},
          {"pitch_y_mm", fmt::format("{}", g.pitch_y_mm)},
          {"head", std::string(name_of(g.head))},
          {"mirrored", g.mirrored ? "1" : "0"},
          {"placement", std::string(name_of(g.placement))},
          {"unit", std::string(name_of(info.unit))},
          {"adc_full_scale", fmt::format("{}", info.adc_full_scale)},
          {"nominal_rate_hz", fmt::format("{}", info.nominal_rate_hz)},
          {"calibration_json", info.calibration_json},
          {"source_uri", info.source_uri},
          {"device", info.device},
          {"firmware_version", info.firmware_version},
          {"host_version", info.host_version},
          {"start_utc", info.start_utc},
          {"config_toml", info.config_toml}};
}

}  // namespace

// Rows that older recordings do not have are written only where they say something.
MetaRows meta_rows(const SourceInfo& info) {
  MetaRows rows = base_rows(info);
  if (!info.screen.empty()) rows["screen"] = info.screen;
  if (!info.place_answers.empty()) rows["place_answers"] = info.place_answers;
  return rows;
}

std::uint32_t meta_crc(const MetaRows& rows) {
  uLong crc = 0;
  for (const auto& [key, value] : rows) {
    for (const std::string* text : {&key, &value}) {  // the terminating 0 is part of it
      crc = crc32_z(crc, reinterpret_cast<const std::uint8_t*>(text->c_str()), text->size() + 1);
    }
  }
  return static_cast<std::uint32_t>(crc);
}

Result<SourceInfo> source_info_from(MetaRows rows) {
  const auto crc = rows.extract("crc32");
  if (crc.empty() || crc.mapped() != fmt::format("{}", meta_crc(rows))) return damaged("checksum");
  Rows in{rows, {}};
  SourceInfo info;
  MatGeometry& g = info.geometry;
  g.rows = in.number<int>("rows");
  g.cols = in.number<int>("cols");
  g.pitch_x_mm = in.number<double>("pitch_x_mm");
  g.pitch_y_mm = in.number<double>("pitch_y_mm");
  in.named("head", head_edge_from(in.text("head")), g.head);
  g.mirrored = in.number<int>("mirrored") != 0;
  in.named("placement", placement_from(in.text("placement")), g.placement);
  in.named("unit", cell_unit_from(in.text("unit")), info.unit);
  info.adc_full_scale = in.number<double>("adc_full_scale");
  info.nominal_rate_hz = in.number<double>("nominal_rate_hz");
  info.calibration_json = in.text("calibration_json");
  info.source_uri = in.text("source_uri");
  info.device = in.text("device");
  info.firmware_version = in.text("firmware_version");
  info.host_version = in.text("host_version");
  info.start_utc = in.text("start_utc");
  info.config_toml = in.text("config_toml");
  info.screen = in.optional_text("screen");
  info.place_answers = in.optional_text("place_answers");
  if (!in.bad.empty()) return damaged(in.bad);
  if (auto ok = check_geometry(g); !ok) return damaged(ok.error().message);
  if (!std::isfinite(info.adc_full_scale) || !std::isfinite(info.nominal_rate_hz)) return damaged("numbers");
  return info;
}

}  // namespace palpate
