// Mirror difference index: how unlike its mirror image about the body's midline a load pattern is. 0 = the
// same, 1 = nothing overlaps.
//
//   sum abs(p - mirror(p)) / (2 sum p)
//
// over the whole plane, with p = 0 outside the mat, so a load whose mirror image falls off the mat counts in
// full. The mirror image is read between cell centres bilinearly; exact for midlines along a cell border or
// centre. Cells left out (dead and not repaired, not finite) and values below 0 count as 0.
#pragma once

#include "acquisition/mat_geometry.h"
#include "processing/body_midline.h"
#include "processing/pressure_map.h"

namespace palpate {

// NaN when the map carries no load. Allocates nothing.
double mirror_difference(const PressureMap& map, const MatGeometry& geometry, const Midline& midline);

}  // namespace palpate
