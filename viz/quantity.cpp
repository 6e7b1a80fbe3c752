#include "viz/quantity.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "viz/widgets.h"

namespace palpate {
namespace {

constexpr std::array<double, 11> kRangesKpa = {2, 4, 6, 8, 10, 12, 16, 20, 30, 40, 60};
constexpr std::array<double, 10> kRangesCounts = {50, 100, 200, 500, 1000, 2000, 4000, 8000, 20000, 60000};

bool in_counts(const Snapshot& snapshot) {
  return snapshot.map.unit == PressureUnit::counts;
}

double default_range(const Snapshot& snapshot) {
  if (in_counts(snapshot)) {
    const double full = snapshot.info ? snapshot.info->adc_full_scale : 4095.0;
    // Bodies fill about a quarter of the converter's range on the uncalibrated mats seen so far.
    double best = kRangesCounts.front();
    for (const double range : kRangesCounts) {
      if (range <= 0.26 * full) best = range;
    }
    return best;
  }
  if (!snapshot.info) return 10.0;
  switch (snapshot.info->geometry.placement) {
    case Placement::seat:
      return 20.0;
    case Placement::back_rest:
      return 6.0;
    case Placement::table:
      break;
  }
  return 10.0;
}

template <typename List>
double stepped(const List& list, double now, int direction) {
  if (direction > 0) {
    for (const double range : list) {
      if (range > now * 1.001) return range;
    }
    return list.back();
  }
  for (auto it = list.rbegin(); it != list.rend(); ++it) {
    if (*it < now * 0.999) return *it;
  }
  return list.front();
}

}  // namespace

Quantity quantity_of(const Snapshot& snapshot, const UiState& ui) {
  if (in_counts(snapshot)) return {"counts", 1.0, 0, false};
  if (ui.unit == DisplayUnit::mmhg) return {"mmHg", 1.0 / kKpaPerMmhg, 0, true};
  return {"kPa", 1.0, 1, true};
}

std::string with_unit(const Quantity& quantity, double stored_value) {
  return fmt::format("{} {}", number_text(stored_value * quantity.per_kpa, quantity.decimals), quantity.unit);
}

double color_range(const Snapshot& snapshot, const UiState& ui) {
  const double chosen = in_counts(snapshot) ? ui.range_counts : ui.range_kpa;
  return chosen > 0.0 ? chosen : default_range(snapshot);
}

void step_color_range(const Snapshot& snapshot, UiState& ui, int direction) {
  const double now = color_range(snapshot, ui);
  if (in_counts(snapshot)) {
    ui.range_counts = stepped(kRangesCounts, now, direction);
  } else {
    ui.range_kpa = stepped(kRangesKpa, now, direction);
  }
}

std::vector<double> ticks_up_to(double top) {
  constexpr std::array<double, 10> kSteps = {1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 4.5, 5.0, 7.5, 9.0};
  const double scale = std::pow(10.0, std::floor(std::log10(top)) - 1.0);
  double step = top;
  for (const double decade : {1.0, 10.0}) {
    for (const double base : kSteps) {
      const double candidate = base * scale * decade;
      const double count = top / candidate;
      if (count <= 6.001 && std::abs(count - std::round(count)) < 0.01 && step == top) step = candidate;
    }
  }
  std::vector<double> ticks;
  for (int i = 0; i * step <= top * 1.001; ++i) ticks.push_back(i * step);
  return ticks;
}

}  // namespace palpate
