// The therapist's window as a picture, without a display and without a graphics library.
//
// The same draw_window as on the screen, drawn by SoftRaster. One thread at a time (ImGui's context is
// global).
#pragma once

#include <string>

#include "acquisition/result.h"
#include "processing/snapshot.h"
#include "viz/heatmap_image.h"
#include "viz/theme.h"
#include "viz/ui_state.h"
#include "viz/window_view.h"

namespace palpate {

// 640 x 400 to 7680 x 4320; otherwise an error. For a trend in the picture feed the snapshots before this one
// to ui.trend.add().
Result<RgbaImage> render_window(const Snapshot& snapshot, const UiState& ui, int width, int height,
                                const FontPaths& fonts = FontPaths::system());
// The same of one view.
Result<RgbaImage> render_view(WindowView view, const Snapshot& snapshot, const UiState& ui, int width,
                              int height, const FontPaths& fonts = FontPaths::system());
Result<void> render_window_png(const Snapshot& snapshot, const UiState& ui, int width, int height,
                               const std::string& path, WindowView view = WindowView::whole);

}  // namespace palpate
