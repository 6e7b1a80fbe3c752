// OverTimeReport: the maps of a whole recording (over_time.h) for the analysis JSON and as CSV files.
//
// Which frames count: with `raw` all of them; otherwise those with somebody there and no garbage, and a gap
// between two of them counts for at most 1 s or two frame periods. A frame earlier than the one before it
// (the mat started anew) is left out. One thread.
#pragma once

#include <limits>
#include <optional>
#include <string>

#include "acquisition/result.h"
#include "processing/over_time.h"
#include "processing/snapshot.h"

namespace palpate {

struct SustainedLimit {
  double limit = 0.0;  // in the unit of the map
  double seconds = 0.0;
};

struct OverTimeOptions {
  bool raw = false;
  double nominal_rate_hz = 0.0;  // 0: not known
  std::optional<SustainedLimit> sustained;
};

class OverTimeReport {
 public:
  explicit OverTimeReport(const OverTimeOptions& options);

  void add(const Snapshot& snapshot);
  // The member "over_time" of the analysis JSON as text, one line a map: frames, seconds, unit,
  // pressure_time_integral, maximum_map, mean_map, sustained (null where no limit was given). Null for a cell
  // that was never there.
  [[nodiscard]] std::string json() const;
  // pressure_time_integral_kpa_s.csv, maximum_map_kpa.csv, mean_map_kpa.csv and, where a limit was given,
  // sustained_longest_s.csv (counts: _counts). An empty field for a cell that was never there. Makes the
  // folder; fails on I/O.
  [[nodiscard]] Result<void> write_maps(const std::string& folder) const;

 private:
  OverTimeOptions options_;
  PressureUnit unit_ = PressureUnit::kpa;
  double last_t_s_ = -std::numeric_limits<double>::infinity();
  PressureTimeIntegral integral_;
  std::optional<SustainedPressure> sustained_;
};

}  // namespace palpate
