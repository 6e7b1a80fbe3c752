#include "processing/finding.h"

#include <array>
#include <cmath>

namespace palpate {

double lasted_s(const Finding& f) {
  return std::isfinite(f.told_s) ? f.told_s : f.end_s - f.start_s;
}

std::string_view name_of(FindingKind kind) {
  constexpr std::array<std::string_view, kFindingKinds> kNames{
      "load_asymmetry", "persistent_hot_spot", "tension_pattern", "lifted_area", "steep_edge", "restless",
      "frozen",         "shallow_breath"};
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace palpate
