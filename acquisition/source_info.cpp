#include "acquisition/source_info.h"

#include <fmt/format.h>

namespace palpate {

std::string_view name_of(CellUnit unit) {
  switch (unit) {
    case CellUnit::counts:
      return "counts";
    case CellUnit::kpa:
      return "kPa";
    case CellUnit::mmhg:
      return "mmHg";
    case CellUnit::n_per_cm2:
      return "N/cm2";
  }
  return "?";
}

Result<CellUnit> cell_unit_from(std::string_view name) {
  for (const CellUnit unit : {CellUnit::counts, CellUnit::kpa, CellUnit::mmhg, CellUnit::n_per_cm2}) {
    if (name == name_of(unit)) return unit;
  }
  return Error{ErrorCode::bad_argument,
               fmt::format("unknown unit: {} (choose counts, kPa, mmHg or N/cm2)", name)};
}

}  // namespace palpate
