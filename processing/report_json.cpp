#include "processing/report_json.h"

#include <cmath>

#include "processing/feature_columns.h"
#include "processing/frame_table.h"

namespace palpate {

using nlohmann::ordered_json;

namespace {

ordered_json index_json(int index) {
  return index < 0 ? ordered_json(nullptr) : ordered_json(index);
}

ordered_json region_json(const ContactRegion& region) {
  return {{"cells", region.cells},
          {"area_cm2", number_json(region.area_cm2)},
          {"centroid_x_mm", number_json(region.centroid_x_mm)},
          {"centroid_y_mm", number_json(region.centroid_y_mm)},
          {"cop_x_mm", number_json(region.cop_x_mm)},
          {"cop_y_mm", number_json(region.cop_y_mm)},
          {"load_n", number_json(region.load_n)},
          {"peak_kpa", number_json(region.peak_kpa)}};
}

}  // namespace

ordered_json number_json(double value) {
  return std::isfinite(value) ? ordered_json(value) : ordered_json(nullptr);
}

namespace {

ordered_json recording_json(const RecordingSummary& recording) {
  return {{"complete", recording.complete},
          {"why_not_complete", incomplete_words(recording)},
          {"lost_frames", recording.lost_frames},
          {"damaged_chunks", recording.damaged_chunks},
          {"missing_chunks", recording.missing_chunks}};
}

}  // namespace

ordered_json source_json(const SourceInfo& info, const RecordingSummary* recording) {
  return {{"uri", info.source_uri},
          {"unit", name_of(info.unit)},
          {"nominal_rate_hz", info.nominal_rate_hz},
          {"device", info.device},
          {"firmware_version", info.firmware_version},
          {"host_version", info.host_version},
          {"start_utc", info.start_utc},
          {"notes", info.notes},
          {"recording", recording == nullptr ? ordered_json(nullptr) : recording_json(*recording)}};
}

ordered_json geometry_json(const MatGeometry& g) {
  return {{"rows", g.rows},
          {"cols", g.cols},
          {"pitch_x_mm", g.pitch_x_mm},
          {"pitch_y_mm", g.pitch_y_mm},
          {"head", name_of(g.head)},
          {"mirrored", g.mirrored},
          {"placement", name_of(g.placement)}};
}

ordered_json params_json(const Params& params) {
  ordered_json out = ordered_json::object();
  const auto specs = param_specs();
  for (std::size_t i = 0; i < specs.size(); ++i)
    out[std::string(specs[i].key)] = params.get(static_cast<Param>(i));
  return out;
}

ordered_json finding_json(const Finding& f) {
  return {{"kind", name_of(f.kind)},
          {"id", f.id},
          {"active", f.active},
          {"start_s", f.start_s},
          {"end_s", f.end_s},
          {"value", number_json(f.value)},
          {"threshold", number_json(f.threshold)},
          {"unit", f.unit},
          {"measurable_change", number_json(f.measurable_change)},
          {"confidence", number_json(f.confidence)},
          {"side", f.side},
          {"x_mm", number_json(f.x_mm)},
          {"y_mm", number_json(f.y_mm)},
          {"row", index_json(f.row)},
          {"col", index_json(f.col)},
          {"region", f.has_region ? ordered_json(id_of(f.region)) : ordered_json(nullptr)},
          {"area_cm2", number_json(f.area_cm2)},
          {"recurred", f.recurred},
          {"recordings", f.recordings},
          {"title", f.title},
          {"words", f.words},
          {"why", f.why}};
}

ordered_json frame_json(const Snapshot& snapshot) {
  std::string flags;
  append_flags(flags, snapshot);
  ordered_json out{{"t_s", snapshot.t_s},
                   {"frame", snapshot.frame_index},
                   {"occupied", snapshot.occupied},
                   {"flags", flags},
                   {"posture", name_of(snapshot.posture)},
                   {"posture_confidence", number_json(snapshot.posture_confidence)}};
  if (snapshot.taught.postures) {
    const std::string_view name = taught_column(snapshot.taught);
    out["taught_posture"] = name.empty() ? ordered_json(nullptr) : ordered_json(name);
    out["taught_confidence"] = number_json(snapshot.taught.confidence);
  }
  for (const FeatureColumn& column : feature_columns()) {
    if (!has_column(column, snapshot.map.unit)) continue;
    const double value = value_of(column, snapshot.features);
    out[std::string(column.name)] = column.index != nullptr && std::isfinite(value)
                                        ? ordered_json(static_cast<int>(value))
                                        : number_json(value);
  }
  if (has_applied_columns(snapshot.map.unit))
    for (const AppliedColumn& column : applied_columns())
      out[std::string(column.name)] = number_json(column.value(snapshot.applied));
  ordered_json& regions = out["contact_regions"] = ordered_json::array();
  for (const ContactRegion& region : snapshot.features.contact_regions)
    regions.push_back(region_json(region));
  return out;
}

}  // namespace palpate
