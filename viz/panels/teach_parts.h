// The parts of the sheet on which postures are taught, one after the other from its top.
#pragma once

#include "viz/panels/panels.h"

namespace palpate {

// Whose postures, and where they are stored; what to do where they are not. Returns the height taken.
float draw_teach_client(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box,
                        MaybeAction& action);
// While a posture is shown: what happens, and how long still.
MaybeAction draw_teach_countdown(const Snapshot& snapshot, ViewContext& context, const Box& box);
// How the last lesson ended, and what may be done now. Returns the height taken, 0 where there is nothing to
// tell.
float draw_teach_result(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box,
                        MaybeAction& action);
// The name of the posture to show next, with Start. Returns the height taken.
float draw_teach_name(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box,
                      MaybeAction& action);
// What is taught, each to be chosen again or removed, and the step back.
MaybeAction draw_teach_list(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box);

}  // namespace palpate
