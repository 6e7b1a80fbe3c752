// Measurable change: the smallest difference of two recordings that is more than chance.
//
//   MDC95 = 1.96 sqrt(2) SEM,  SEM = SD sqrt(1 - ICC(3,1))
// ICC(3,1): two-way mixed, consistency, single measure (Shrout and Fleiss 1979, Psychol Bull 86:420):
//   (MSR - MSE) / (MSR + (k - 1) MSE), n subjects in rows, k repeats in columns; SD: of all values, divisor n
//   k - 1.
// One client alone has no spread between subjects, so the ICC of one client's repeats does not exist; then
// SEM is the standard deviation of the repeats themselves, the same quantity by its definition (Weir 2005, J
// Strength Cond Res 19:231). Pure; any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "acquisition/result.h"

namespace palpate {

enum class MdcOrigin { own_repeats, pooled_default };

struct MeasurableChange {
  double mdc95 = 0.0, sem = 0.0;
  double icc31 = 0.0;  // NaN with one subject
  int subjects = 0, repeats = 0;
  MdcOrigin origin = MdcOrigin::own_repeats;
};

// `values`: subjects x repeats, row-major, finite. Error: fewer than 2 repeats, or sizes that do not match.
Result<MeasurableChange> measurable_change(std::span<const double> values, int subjects, int repeats);

// The pooled default, where the client has no repeats: measured on repeated simulated sittings, not on
// people, and named so (docs/metrics.md). Metrics: "symmetry_index_pct", "client_left_share", "ppi_kpa",
// "contact_area_cm2", "cop_x_mm", "local_excess_pct", "local_excess_seat_pct" (no ICC), and
// "low_back_left_share" and the like for the parts of a body. Error: no default for that name.
Result<MeasurableChange> pooled_measurable_change(std::string_view metric);

// "own repeat recordings" or "pooled default".
std::string_view name_of(MdcOrigin origin);

// "no change you can measure" or "+4.2 % (measurable change 3.1 %, own repeat recordings)".
std::string change_words(double before, double after, std::string_view unit, const MeasurableChange& change);

}  // namespace palpate
