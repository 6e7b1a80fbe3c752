// The panels of the window: one function and one file each. A panel draws a Snapshot into its box and may
// return what the user asked for; it never acts by itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "processing/snapshot.h"
#include "viz/ui_state.h"
#include "viz/view_context.h"

namespace palpate {

using MaybeAction = std::optional<UiAction>;

// Source, view and unit switches.
MaybeAction draw_top_bar(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box);
// The map with its colour bar, centre of pressure, sides and marks.
MaybeAction draw_heatmap(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box);
// Where to work next: ranked places on a body outline, each with its reason; or what was worked so far.
MaybeAction draw_guidance(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box);
// Load on the mat, the therapist's hand and, if asked for, the findings, behind tabs.
MaybeAction draw_lower_card(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box,
                            bool with_findings);
void draw_findings_card(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box);
// The hand's load as a slim bar over the map while a hand presses and no card shows it.
void draw_hand_peek(const Snapshot& snapshot, const UiState& ui, ViewContext& context, const Box& box);
// State of the link, rate, losses.
MaybeAction draw_link(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box);
MaybeAction draw_recording_bar(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box);
MaybeAction draw_replay_bar(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box);
// What the screen found, then failures the therapist must not miss, over every view. 0: there is none.
float banners_height(const Snapshot& snapshot, const Theme& theme, float width);
MaybeAction draw_banners(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box);
// The screen's questions, in place of guidance and cards while ui.screen.open.
MaybeAction draw_screen_sheet(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box);
// Teaching a client's own postures, in the same place while ui.teach.open.
MaybeAction draw_teach_sheet(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box);
// A dialog over everything while ui.picker.open.
MaybeAction draw_source_picker(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box);

// Words for where frames come from: "Simulated client: seated left lean".
// "seated-left-lean" -> "Seated left lean".
std::string plain_words(std::string_view name);
std::string source_title(const Snapshot& snapshot);

}  // namespace palpate
