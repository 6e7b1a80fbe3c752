#include "acquisition/device_info.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>

namespace palpate {
namespace {

std::string board_name(const matlink_info& info) {
  std::string name;
  for (const std::uint8_t byte : info.board) {
    if (byte == 0) break;
    name += byte >= 0x20 && byte < 0x7F ? static_cast<char>(byte) : '?';
  }
  return name;
}

Result<Placement> placement_of(std::uint8_t code) {
  switch (code) {
    case MATLINK_PLACEMENT_TABLE:
      return Placement::table;
    case MATLINK_PLACEMENT_SEAT:
      return Placement::seat;
    case MATLINK_PLACEMENT_BACK_REST:
      return Placement::back_rest;
    default:
      return Error{ErrorCode::bad_format,
                   fmt::format("the mat tells a placement that this program does not know: {}", code)};
  }
}

}  // namespace

Error wrong_protocol(int major, int minor) {
  return {ErrorCode::bad_version,
          fmt::format("the mat's firmware speaks protocol {}.{}, this program {}.{} ({})", major, minor,
                      MATLINK_VERSION_MAJOR, MATLINK_VERSION_MINOR,
                      major > MATLINK_VERSION_MAJOR ? "install a newer Palpate"
                                                    : "flash the firmware of this Palpate")};
}

Result<SourceInfo> source_info_of(const matlink_info& info) {
  if (info.protocol_major != MATLINK_VERSION_MAJOR) {
    return wrong_protocol(info.protocol_major, info.protocol_minor);
  }
  if (info.adc_bits < 1 || info.adc_bits > 16) {
    return Error{ErrorCode::bad_format,
                 fmt::format("the mat tells an impossible ADC width: {} bits", info.adc_bits)};
  }
  auto geometry = make_geometry(info.rows, info.cols, info.pitch_x_um10 / 100.0, info.pitch_y_um10 / 100.0);
  if (!geometry) return geometry.error();
  auto placement = placement_of(info.placement);
  if (!placement) return placement.error();
  geometry->placement = *placement;

  SourceInfo source;
  source.geometry = *geometry;
  source.unit = CellUnit::counts;
  source.adc_full_scale = static_cast<double>((1U << info.adc_bits) - 1U);
  source.calibration_json = nominal_calibration(info);
  source.device = board_name(info);
  source.firmware_version =
      fmt::format("{}.{}.{}", info.firmware_major, info.firmware_minor, info.firmware_patch);
  return source;
}

std::string nominal_calibration(const matlink_info& info) {
  if (info.cell_ns_per_kpa == 0 || info.feedback_mohm == 0 || info.vref_mv == 0 || info.drive_mv == 0)
    return "";
  const double us_per_kpa = info.cell_ns_per_kpa / 1000.0;
  const double ohm = info.feedback_mohm / 1000.0;
  nlohmann::ordered_json out{{"id", board_name(info) + " nominal"}, {"date", ""}};
  double full_scale_us = 0.0;
  switch (info.readout) {
    case MATLINK_READOUT_VIRTUAL_GROUND: {
      // reading / full scale = (drive / vref) * R * G / (1 + row * sum G)
      const double feedback_ohm = ohm * info.drive_mv / info.vref_mv;
      out["circuit"] = "zero-potential";
      out["r_feedback_ohm"] = feedback_ohm;
      out["r_on_ohm"] = info.row_mohm / 1000.0;
      full_scale_us = 1e6 / feedback_ohm;
      break;
    }
    case MATLINK_READOUT_DIVIDER:
      // The closed form needs the supply as full scale and rows without resistance.
      if (info.drive_mv != info.vref_mv || info.row_mohm != 0) return "";
      out["circuit"] = "pulldown-grounded";
      out["r_load_ohm"] = ohm;
      break;
    default:
      return "";
  }
  out["curve"] = {{"kind", "polynomial"}, {"coefficients", {0.0, 1.0 / us_per_kpa}}};
  if (full_scale_us > 0.0) out["valid_max_kpa"] = full_scale_us / us_per_kpa;
  return out.dump();
}

}  // namespace palpate
