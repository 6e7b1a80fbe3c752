// Peak pressure index: the highest mean pressure over any window of about 9 to 10 cm2 (idea of
// ISO/TR 16840-9).
//
// Window: among all h <= rows, w <= cols with 900 <= h*w*a <= 1000 mm2 and aspect
// max(h*py, w*px)/min(h*py, w*px) <= 2 the smallest aspect, ties by area nearest 950 mm2, then smaller h. If
// there is none, among aspect <= 2 the area nearest 950 mm2, ties by smaller aspect, smaller area, smaller h;
// if there is still none, the same without the aspect limit. Comparisons hold to 1e-9 relative, so that
// pitches such as 7.9 mm do not break ties by rounding.
#pragma once

#include "acquisition/mat_geometry.h"

namespace palpate {

struct PpiWindow {
  int rows = 0, cols = 0;
  bool operator==(const PpiWindow&) const = default;
};

PpiWindow choose_ppi_window(const MatGeometry& geometry);

}  // namespace palpate
