// SourceInfo: what is known about a stream of frames before the first frame; stored whole in a recording.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "acquisition/mat_geometry.h"
#include "acquisition/result.h"

namespace palpate {

// The unit of RawFrame::cells. `counts` need a calibration before anything can be said in kPa or newtons.
enum class CellUnit { counts, kpa, mmhg, n_per_cm2 };

struct SourceInfo {
  MatGeometry geometry;
  CellUnit unit = CellUnit::counts;
  double adc_full_scale = 4095.0;  // counts only: the reading at which a cell saturates
  double nominal_rate_hz = 0.0;    // 0: unknown
  std::string calibration_json;    // empty: none; parsed by processing/calibration.h
  std::string source_uri;          // "sim:supine-even?seed=7"
  std::string device;              // board or vendor, free text
  std::string firmware_version;    // empty where there is none
  std::string host_version;        // version of palpate that made the recording
  std::string start_utc;           // ISO 8601 UTC of the first frame; empty: unknown
  std::string notes;               // the therapist's words
  std::string config_toml;         // parameters in force
  std::string screen;  // answers to the screen, one line each (processing/screen.h); in order, all kept
  std::string place_answers;  // what the client said of places, one line each; the last one counts
  bool operator==(const SourceInfo&) const = default;
};

// "counts", "kPa", "mmHg", "N/cm2".
std::string_view name_of(CellUnit unit);
Result<CellUnit> cell_unit_from(std::string_view name);

}  // namespace palpate
