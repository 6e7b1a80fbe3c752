// What the body model found, drawn over the map: regions with their names, midline, the therapist's hand.
#pragma once

#include "viz/panels/heatmap_marks.h"

namespace palpate {

// `named`: with names in the margin beside the map.
void draw_regions(const Snapshot& snapshot, const UiState& ui, ViewContext& context, bool named,
                  const MapFrame& frame);
// Along the fitted axis, which may be rotated against the mat. False: no body found, nothing drawn.
bool draw_body_midline(const BodyState& body, const Theme& theme, const MapFrame& frame);
void draw_hand_mark(const AppliedLoadState& applied, const Theme& theme, const MapFrame& frame);

}  // namespace palpate
