#include "processing/applied_load_state.h"

namespace palpate {

std::string_view name_of(LoadBand band) {
  switch (band) {
    case LoadBand::light:
      return "light";
    case LoadBand::moderate:
      return "moderate";
    case LoadBand::deep:
      return "deep";
    case LoadBand::none:
      break;
  }
  return "none";
}

}  // namespace palpate
