#include "processing/finding.h"

namespace palpate {

std::string_view name_of(FindingKind kind) {
  switch (kind) {
    case FindingKind::load_asymmetry:
      return "load_asymmetry";
    case FindingKind::persistent_hot_spot:
      return "persistent_hot_spot";
  }
  return "?";
}

}  // namespace palpate
