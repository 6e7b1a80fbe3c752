#include "processing/finding.h"

#include <array>

namespace palpate {

std::string_view name_of(FindingKind kind) {
  constexpr std::array<std::string_view, kFindingKinds> kNames{
      "load_asymmetry", "persistent_hot_spot", "tension_pattern", "lifted_area", "steep_edge", "restless",
      "frozen",         "shallow_breath"};
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace palpate
