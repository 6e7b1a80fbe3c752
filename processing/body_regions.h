// Body regions: masks of the parts of a fitted body on the mat, and what each carries.
//
// A cell belongs to the part its centre lies in; parts end where the body ends sideways (arms beside the
// trunk belong to none). Left and right part at the midline, only where BodyFit::sides_known(). Loads count
// contact cells; ppi is the highest mean over the windows of processing/peak_pressure_index.h whose middle
// cell is in the region, cells of other regions counting as 0. One thread; allocates only while buffers grow.
#pragma once

#include "processing/body_fit.h"
#include "processing/body_state.h"
#include "processing/peak_pressure_index.h"

namespace palpate {

// Fills `parts` (RegionKind or kNoRegion) and `labels` (index_of(Region) or kNoRegion), rows x cols of the
// map.
void label_regions(const BodyImprint& imprint, const MatGeometry& geometry, const BodyFit& fit,
                   RegionLabels& parts, RegionLabels& labels);

// Loads of all regions; those without a cell are not `present`.
void load_regions(const PressureMap& map, const MatGeometry& geometry, float threshold,
                  const RegionLabels& labels, PpiWindow window,
                  std::array<RegionLoad, kRegionCount>& regions);

}  // namespace palpate
