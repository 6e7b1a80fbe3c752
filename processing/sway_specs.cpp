// The table of descriptors and the JSON made from it.
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "processing/screen_report.h"
#include "processing/sway.h"

namespace palpate {
namespace {

using D = SwayDescriptors;
constexpr std::array kSpecs = {
    SwayDescriptorSpec{"mdist_rd", "mm", "mean distance", &D::mdist_rd},
    SwayDescriptorSpec{"mdist_ml", "mm", "mean distance, side to side", &D::mdist_ml},
    SwayDescriptorSpec{"mdist_ap", "mm", "mean distance, front to back", &D::mdist_ap},
    SwayDescriptorSpec{"rdist_rd", "mm", "RMS distance", &D::rdist_rd},
    SwayDescriptorSpec{"rdist_ml", "mm", "RMS distance, side to side", &D::rdist_ml},
    SwayDescriptorSpec{"rdist_ap", "mm", "RMS distance, front to back", &D::rdist_ap},
    SwayDescriptorSpec{"path_rd", "mm", "path", &D::path_rd},
    SwayDescriptorSpec{"path_ml", "mm", "path, side to side", &D::path_ml},
    SwayDescriptorSpec{"path_ap", "mm", "path, front to back", &D::path_ap},
    SwayDescriptorSpec{"mvelo_rd", "mm/s", "mean velocity", &D::mvelo_rd},
    SwayDescriptorSpec{"mvelo_ml", "mm/s", "mean velocity, side to side", &D::mvelo_ml},
    SwayDescriptorSpec{"mvelo_ap", "mm/s", "mean velocity, front to back", &D::mvelo_ap},
    SwayDescriptorSpec{"range_ml", "mm", "range, side to side", &D::range_ml},
    SwayDescriptorSpec{"range_ap", "mm", "range, front to back", &D::range_ap},
    SwayDescriptorSpec{"range_rd", "mm", "largest distance of two points", &D::range_rd},
    SwayDescriptorSpec{"maxdist_rd", "mm", "largest distance from the mean", &D::maxdist_rd},
    SwayDescriptorSpec{"area_pe", "mm2", "95 % prediction ellipse", &D::area_pe},
    SwayDescriptorSpec{"ellipse_major_mm", "mm", "its major semi-axis", &D::ellipse_major_mm},
    SwayDescriptorSpec{"ellipse_minor_mm", "mm", "its minor semi-axis", &D::ellipse_minor_mm},
    SwayDescriptorSpec{"ellipse_angle_deg", "deg", "its direction, from the client's right to the front",
                       &D::ellipse_angle_deg},
    SwayDescriptorSpec{"area_ce_prieto", "mm2", "confidence ellipse of Prieto", &D::area_ce_prieto},
    SwayDescriptorSpec{"area_cc", "mm2", "95 % confidence circle", &D::area_cc},
    SwayDescriptorSpec{"area_hull", "mm2", "convex hull", &D::area_hull},
    SwayDescriptorSpec{"area_sw", "mm2/s", "sway area a second", &D::area_sw},
    SwayDescriptorSpec{"mfreq_rd", "Hz", "mean frequency", &D::mfreq_rd},
    SwayDescriptorSpec{"mfreq_ml", "Hz", "mean frequency, side to side", &D::mfreq_ml},
    SwayDescriptorSpec{"mfreq_ap", "Hz", "mean frequency, front to back", &D::mfreq_ap},
    SwayDescriptorSpec{"total_power_rd", "mm2", "power 0.15-5 Hz", &D::total_power_rd},
    SwayDescriptorSpec{"total_power_ml", "mm2", "power 0.15-5 Hz, side to side", &D::total_power_ml},
    SwayDescriptorSpec{"total_power_ap", "mm2", "power 0.15-5 Hz, front to back", &D::total_power_ap},
    SwayDescriptorSpec{"f50_rd", "Hz", "half of the power below", &D::f50_rd},
    SwayDescriptorSpec{"f50_ml", "Hz", "half of the power below, side to side", &D::f50_ml},
    SwayDescriptorSpec{"f50_ap", "Hz", "half of the power below, front to back", &D::f50_ap},
    SwayDescriptorSpec{"f95_rd", "Hz", "95 % of the power below", &D::f95_rd},
    SwayDescriptorSpec{"f95_ml", "Hz", "95 % of the power below, side to side", &D::f95_ml},
    SwayDescriptorSpec{"f95_ap", "Hz", "95 % of the power below, front to back", &D::f95_ap},
    SwayDescriptorSpec{"cfreq_rd", "Hz", "centroid frequency", &D::cfreq_rd},
    SwayDescriptorSpec{"cfreq_ml", "Hz", "centroid frequency, side to side", &D::cfreq_ml},
    SwayDescriptorSpec{"cfreq_ap", "Hz", "centroid frequency, front to back", &D::cfreq_ap},
    SwayDescriptorSpec{"freqd_rd", "", "frequency dispersion", &D::freqd_rd},
    SwayDescriptorSpec{"freqd_ml", "", "frequency dispersion, side to side", &D::freqd_ml},
    SwayDescriptorSpec{"freqd_ap", "", "frequency dispersion, front to back", &D::freqd_ap},
    SwayDescriptorSpec{"fd_cc", "", "fractal dimension, circle", &D::fd_cc},
    SwayDescriptorSpec{"fd_ce", "", "fractal dimension, ellipse", &D::fd_ce},
};
static_assert(kSpecs.size() * sizeof(double) == sizeof(SwayDescriptors), "a descriptor has no row");

}  // namespace

std::span<const SwayDescriptorSpec> sway_descriptor_specs() {
  return kSpecs;
}

std::string sway_json(const SwayResult& result, std::string_view source, const ScreenAnswers& screen) {
  nlohmann::ordered_json json;
  json["schema"] = "palpate.sway/1";
  json["source"] = source;
  json["screen"] = screen_json(screen);
  json["samples"] = result.samples;
  json["rate_hz"] = result.rate_hz;
  json["duration_s"] = result.duration_s;
  json["resampled"] = result.resampled;
  json["filter"] = nullptr;
  if (result.filter.lowpass_hz != 0.0)
    json["filter"] = {{"kind", "butterworth-lowpass"},
                      {"order", 4},
                      {"cutoff_hz", result.filter.lowpass_hz},
                      {"zero_phase", result.filter.zero_phase}};
  nlohmann::ordered_json descriptors;
  for (const SwayDescriptorSpec& spec : kSpecs) {
    const double value = result.descriptors.*spec.member;
    if (std::isfinite(value))
      descriptors[std::string(spec.name)] = value;
    else
      descriptors[std::string(spec.name)] = nullptr;
  }
  json["descriptors"] = descriptors;
  return json.dump(2) + "\n";
}

}  // namespace palpate
