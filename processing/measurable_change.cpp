#include "processing/measurable_change.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace palpate {
namespace {

constexpr double kNormal95 = 1.96;

struct PooledRow {
  std::string_view metric;
  double sem, icc31;
};

// 20 simulated clients, 2 sittings of 30 s each: tests/processing/measurable_change_test.cpp measures them
// again.
constexpr std::array<PooledRow, 16> kPooled = {{
    {"symmetry_index_pct", 2.914, 0.922},
    {"client_left_share", 0.002290, 0.990},
    {"ppi_kpa", 0.6399, 0.678},
    {"contact_area_cm2", 12.54, 0.981},
    {"cop_x_mm", 6.338, 0.436},
    // The client's left share of a part's load, lying on the back (sit bones and seat: sitting):
    // tests/processing/asymmetry_test.cpp.
    {"upper_back_left_share", 0.0289, 0.38},
    {"mid_back_left_share", 0.0398, 0.19},
    {"low_back_left_share", 0.0417, 0.18},
    {"pelvis_left_share", 0.0286, 0.03},
    {"thigh_left_share", 0.0244, 0.65},
    {"calf_left_share", 0.0273, 0.70},
    {"ischial_left_share", 0.0219, 0.32},
    {"seat_thigh_left_share", 0.0109, 0.80},
    // Left over right of 200 cm2 of the trunk lying, and of the seat: docs/findings.md.
    {"local_excess_pct", 3.3, std::numeric_limits<double>::quiet_NaN()},
    {"local_excess_seat_pct", 1.7, std::numeric_limits<double>::quiet_NaN()},
}};
constexpr int kPooledSubjects = 20, kPooledRepeats = 2;

double mdc_of(double sem) {
  return kNormal95 * std::numbers::sqrt2 * sem;
}

struct MeanSquares {
  double rows = 0.0, error = 0.0, total_sum = 0.0;
};

MeanSquares mean_squares(std::span<const double> values, std::size_t n, std::size_t k) {
  std::vector<double> row(n, 0.0), column(k, 0.0);
  double grand = 0.0;
  for (std::size_t i = 0; i < n * k; ++i) {
    row[i / k] += values[i] / static_cast<double>(k);
    column[i % k] += values[i] / static_cast<double>(n);
    grand += values[i] / static_cast<double>(n * k);
  }
  MeanSquares squares;
  double rows = 0.0, error = 0.0;
  for (const double mean : row) rows += static_cast<double>(k) * (mean - grand) * (mean - grand);
  for (std::size_t i = 0; i < n * k; ++i) {
    const double rest = values[i] - row[i / k] - column[i % k] + grand;
    error += rest * rest;
    squares.total_sum += (values[i] - grand) * (values[i] - grand);
  }
  squares.rows = rows / static_cast<double>(n - 1);
  squares.error = error / static_cast<double>((n - 1) * (k - 1));
  return squares;
}

}  // namespace

Result<MeasurableChange> measurable_change(std::span<const double> values, int subjects, int repeats) {
  const auto n = static_cast<std::size_t>(subjects), k = static_cast<std::size_t>(repeats);
  if (subjects < 1 || repeats < 2)
    return Error{ErrorCode::bad_argument,
                 fmt::format("measurable change needs 2 repeats at least: {} given (record the client again)",
                             repeats)};
  if (values.size() != n * k)
    return Error{ErrorCode::bad_argument,
                 fmt::format("{} values for {} subjects of {} repeats each (give every repeat)",
                             values.size(), subjects, repeats)};
  for (const double value : values)
    if (!std::isfinite(value))
      return Error{ErrorCode::bad_format, "a repeat has no value (leave the recording out)"};
  MeasurableChange change;
  change.subjects = subjects, change.repeats = repeats;
  double mean = 0.0, sum = 0.0;
  for (const double value : values) mean += value / static_cast<double>(n * k);
  for (const double value : values) sum += (value - mean) * (value - mean);
  const double sd = std::sqrt(sum / static_cast<double>(n * k - 1));
  change.icc31 = std::numeric_limits<double>::quiet_NaN();
  change.sem = sd;
  if (n > 1) {
    const MeanSquares squares = mean_squares(values, n, k);
    const double below = squares.rows + static_cast<double>(k - 1) * squares.error;
    change.icc31 = below > 0.0 ? (squares.rows - squares.error) / below : 1.0;
    change.sem = sd * std::sqrt(std::max(0.0, 1.0 - change.icc31));
  }
  change.mdc95 = mdc_of(change.sem);
  return change;
}

Result<MeasurableChange> pooled_measurable_change(std::string_view metric) {
  for (const PooledRow& row : kPooled)
    if (row.metric == metric)
      return MeasurableChange{mdc_of(row.sem), row.sem,        row.icc31,
                              kPooledSubjects, kPooledRepeats, MdcOrigin::pooled_default};
  return Error{ErrorCode::not_found,
               fmt::format("no pooled measurable change: {} (record the client twice)", metric)};
}

std::string_view name_of(MdcOrigin origin) {
  return origin == MdcOrigin::own_repeats ? "own repeat recordings" : "pooled default";
}

std::string change_words(double before, double after, std::string_view unit, const MeasurableChange& change) {
  const double difference = after - before;
  if (!(std::abs(difference) > change.mdc95)) return "no change you can measure";
  const std::string of = unit.empty() ? "" : fmt::format(" {}", unit);
  return fmt::format("{:+.3g}{} (measurable change {:.2g}{}, {})", difference, of, change.mdc95, of,
                     name_of(change.origin));
}

}  // namespace palpate
