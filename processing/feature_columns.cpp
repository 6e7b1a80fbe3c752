#include "processing/feature_columns.h"

#include <array>

namespace palpate {
namespace {

using F = Features;
constexpr bool kSummary = true;
constexpr bool kCounts = true;

constexpr std::array kColumns{
    FeatureColumn{"total_load_n", &F::total_load_n, nullptr, kSummary},
    FeatureColumn{"contact_area_cm2", &F::contact_area_cm2, nullptr, kSummary},
    FeatureColumn{"mean_pressure_kpa", &F::mean_pressure_kpa, nullptr, kSummary},
    FeatureColumn{"peak_pressure_kpa", &F::peak_pressure_kpa, nullptr, kSummary},
    FeatureColumn{"peak_row", nullptr, &F::peak_row},
    FeatureColumn{"peak_col", nullptr, &F::peak_col},
    FeatureColumn{"ppi_kpa", &F::ppi_kpa, nullptr, kSummary},
    FeatureColumn{"ppi_row", nullptr, &F::ppi_row},
    FeatureColumn{"ppi_col", nullptr, &F::ppi_col},
    FeatureColumn{"ppi_rows", nullptr, &F::ppi_rows},
    FeatureColumn{"ppi_cols", nullptr, &F::ppi_cols},
    FeatureColumn{"cop_x_mm", &F::cop_x_mm, nullptr, kSummary},
    FeatureColumn{"cop_y_mm", &F::cop_y_mm, nullptr, kSummary},
    FeatureColumn{"left_share", &F::left_share, nullptr, kSummary},
    FeatureColumn{"right_share", &F::right_share, nullptr, kSummary},
    FeatureColumn{"front_share", &F::front_share, nullptr, kSummary},
    FeatureColumn{"back_share", &F::back_share, nullptr, kSummary},
    FeatureColumn{"client_left_share", &F::client_left_share, nullptr, kSummary},
    FeatureColumn{"client_right_share", &F::client_right_share, nullptr, kSummary},
    FeatureColumn{"symmetry_index_pct", &F::symmetry_index_pct, nullptr, kSummary},
    FeatureColumn{"cov_pct", &F::cov_pct, nullptr, kSummary},
    FeatureColumn{"gradient_max_kpa_per_mm", &F::gradient_max_kpa_per_mm, nullptr, kSummary},
    FeatureColumn{"gradient_mean_kpa_per_mm", &F::gradient_mean_kpa_per_mm, nullptr, kSummary},
    FeatureColumn{"dispersion_index_pct", &F::dispersion_index_pct, nullptr, kSummary},
    FeatureColumn{"mirror_difference_index", &F::mirror_difference_index, nullptr, kSummary},
    FeatureColumn{"load_counts", &F::load_counts, nullptr, kSummary, kCounts},
    FeatureColumn{"mean_counts", &F::mean_counts, nullptr, kSummary, kCounts},
    FeatureColumn{"peak_counts", &F::peak_counts, nullptr, kSummary, kCounts},
    FeatureColumn{"ppi_counts", &F::ppi_counts, nullptr, kSummary, kCounts},
};

constexpr std::array kApplied{
    AppliedColumn{"all_cells_load_n",
                  [](const AppliedLoadState& a) { return a.available ? a.baseline_n + a.load_n : kNone; }},
    AppliedColumn{"baseline_n", [](const AppliedLoadState& a) { return a.available ? a.baseline_n : kNone; }},
    AppliedColumn{"applied_load_n", [](const AppliedLoadState& a) { return a.available ? a.load_n : kNone; }},
};

}  // namespace

std::span<const AppliedColumn> applied_columns() {
  return kApplied;
}

std::span<const FeatureColumn> feature_columns() {
  return kColumns;
}

bool has_column(const FeatureColumn& column, PressureUnit unit) {
  return !column.only_counts || unit == PressureUnit::counts;
}

double value_of(const FeatureColumn& column, const Features& features) {
  if (!features.valid) return kNone;
  if (column.number != nullptr) return features.*column.number;
  const int index = features.*column.index;
  return index < 0 ? kNone : static_cast<double>(index);
}

}  // namespace palpate
