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
// Total load, contact, peak, how the load is shared, and the last minute of that share.
MaybeAction draw_load(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box);
MaybeAction draw_findings(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box);
// State of the link, rate, losses.
MaybeAction draw_link(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box);
MaybeAction draw_recording_bar(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box);
MaybeAction draw_replay_bar(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box);
// Failures the therapist must not miss. banner_count() of them, each `banner_height` tall, top down.
int banner_count(const Snapshot& snapshot);
MaybeAction draw_banners(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box);
// A dialog over everything while ui.picker.open.
MaybeAction draw_source_picker(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box);

// Words for where frames come from: "Simulated client: seated left lean".
// "seated-left-lean" -> "Seated left lean".
std::string plain_words(std::string_view name);
std::string source_title(const Snapshot& snapshot);
// The letter that ties a mark on the map to a card: 'A' for the first active hot spot.
char mark_of(const Snapshot& snapshot, const Finding& finding);

}  // namespace palpate
