// What the parts of the guidance card share: the figure with its marks, the ranked list, the dose.
#pragma once

#include "processing/snapshot.h"
#include "viz/body_figure.h"
#include "viz/panels/panels.h"

namespace palpate {

// No place may be shown: nothing was loaded, nobody is there, or the screen says refer first.
bool places_hidden(const Snapshot& snapshot);
// The place that is unfolded; nullptr when there is none.
const PlaceToPalpate* open_place(const Snapshot& snapshot, const UiState& ui);
// Back or front: the user's choice, else where the unfolded place lies.
BodyView figure_view(const Snapshot& snapshot, const UiState& ui);

// A press on a marker unfolds its place.
void draw_place_figure(const Snapshot& snapshot, UiState& ui, ViewContext& context, BodyView view,
                       const Box& box);
void draw_dose_figure(const Snapshot& snapshot, const UiState& ui, ViewContext& context, BodyView view,
                      const Box& box);

MaybeAction draw_place_list(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box);
MaybeAction draw_dose_list(const Snapshot& snapshot, ViewContext& context, const Box& box);

}  // namespace palpate
