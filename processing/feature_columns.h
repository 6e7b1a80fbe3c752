// The numbers of one frame under the names of docs/metrics.md, in one table for JSON, CSV and text.
#pragma once

#include <span>
#include <string_view>

#include "processing/applied_load_state.h"
#include "processing/features.h"

namespace palpate {

struct FeatureColumn {
  std::string_view name;
  double Features::*number = nullptr;  // either a number (NaN: does not exist)
  int Features::*index = nullptr;  // or a row, column or size (below 0, or invalid features: does not exist)
  bool in_summary = false;         // mean, lowest and highest value are told
  bool only_counts = false;        // exists only for a mat without calibration
};

std::span<const FeatureColumn> feature_columns();

// The columns that a frame of this unit has.
bool has_column(const FeatureColumn& column, PressureUnit unit);
// NaN where it does not exist.
double value_of(const FeatureColumn& column, const Features& features);

// Load above rest, after the features; only where there are newtons. applied_load_n = all_cells_load_n -
// baseline_n.
struct AppliedColumn {
  std::string_view name;
  double (*value)(const AppliedLoadState& applied);  // NaN while no client lies still on the mat
};

std::span<const AppliedColumn> applied_columns();
inline bool has_applied_columns(PressureUnit unit) {
  return unit == PressureUnit::kpa;
}

}  // namespace palpate
