// Features: every number of docs/metrics.md for one frame. Names are the names of the JSON and CSV output.
//
// `valid` is false when nobody is there (no contact cell); then every other number is NaN or empty, never a
// zero that looks like data. A single number that does not exist is NaN (written as null or an empty field):
// absolute values where the mat is not calibrated (unit counts), client sides where the posture leaves them
// open.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "processing/pressure_map.h"

namespace palpate {

inline constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// An 8-connected region of contact cells; largest first.
struct ContactRegion {
  int cells = 0;
  double area_cm2 = kNone;
  double centroid_x_mm = kNone, centroid_y_mm = kNone;
  double cop_x_mm = kNone, cop_y_mm = kNone;
  double load_n = kNone;
  double peak_kpa = kNone;
};

struct Features {
  bool valid = false;
  PressureUnit unit = PressureUnit::kpa;

  double total_load_n = kNone;
  double contact_area_cm2 = kNone;
  double mean_pressure_kpa = kNone, peak_pressure_kpa = kNone;
  int peak_row = -1, peak_col = -1;
  double ppi_kpa = kNone;
  int ppi_row = -1, ppi_col = -1, ppi_rows = 0, ppi_cols = 0;  // corner and size of the window
  double cop_x_mm = kNone, cop_y_mm = kNone;
  double left_share = kNone, right_share = kNone, front_share = kNone, back_share = kNone;  // of the map
  double client_left_share = kNone, client_right_share = kNone;                             // of the body
  double symmetry_index_pct = kNone;
  double cov_pct = kNone;
  double gradient_max_kpa_per_mm = kNone, gradient_mean_kpa_per_mm = kNone;
  double dispersion_index_pct = kNone;
  double mirror_difference_index = kNone;

  // Only for unit == counts, where the kPa and N above do not exist; in counts.
  double load_counts = kNone, mean_counts = kNone, peak_counts = kNone, ppi_counts = kNone;

  std::vector<ContactRegion> contact_regions;
};

}  // namespace palpate
