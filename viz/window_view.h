// draw_window: the whole window from one Snapshot. Depends on ImGui and a TextureStore only, never on a
// graphics library, so that it runs in tests and draws pictures without a display.
#pragma once

#include <vector>

#include "processing/snapshot.h"
#include "viz/ui_state.h"
#include "viz/view_context.h"

namespace palpate {

// Between ImGui::NewFrame and ImGui::Render, over the whole of io.DisplaySize (at least 640 x 400). Keys:
// space = bookmark, in a replay pause; R = record; S = smooth or cells; U = unit. Returns what the user asked
// for.
std::vector<UiAction> draw_window(const Snapshot& snapshot, UiState& ui, ViewContext& context);

// One part of the window, alone, with the screen's banner over it.
enum class WindowView { whole, heatmap, guidance, regions, dose };
std::vector<UiAction> draw_view(WindowView view, const Snapshot& snapshot, UiState& ui, ViewContext& context);

}  // namespace palpate
