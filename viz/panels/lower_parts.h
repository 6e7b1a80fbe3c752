// The cards below the guidance: load on the mat, the therapist's hand, findings. One card with tabs, or two.
#pragma once

#include <string>

#include "viz/panels/panels.h"

namespace palpate {

// Each draws into the box, without a card of its own.
void draw_load(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box);
MaybeAction draw_hand(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box);
void draw_findings(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box);

// "steep ramp" -> "Steep ramp: slow down".
std::string warning_words(const std::string& warning);

}  // namespace palpate
