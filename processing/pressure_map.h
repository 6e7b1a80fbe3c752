// PressureMap: what the mat felt in one frame, in units, with every repair marked.
#pragma once

#include <cstdint>

#include "processing/grid.h"

namespace palpate {

// `counts` where no calibration exists: shares, centres and patterns hold, kPa and newtons do not exist.
enum class PressureUnit { kpa, counts };

struct PressureMap {
  double t_s = 0.0;  // from the first frame
  PressureUnit unit = PressureUnit::kpa;
  Grid pressure;   // kPa or counts above zero, >= 0 except with --raw
  Mask dead;       // the cell gives no usable reading
  Mask repaired;   // dead, but filled from its neighbours: shown hatched, counted in sums
  Mask saturated;  // at full scale: the truth may be higher
};

}  // namespace palpate
