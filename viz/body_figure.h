// Drawing the outline of viz/body_outline.h with ImGui: figure, filled and hatched regions, numbered markers.
// To be called between ImGui::NewFrame and Render.
#pragma once

#include <string_view>

#include "viz/body_outline.h"
#include "viz/view_context.h"

namespace palpate {

// Where the figure stands on the screen.
struct FigureFrame {
  float center_x = 0.0F, top = 0.0F, height = 0.0F;
  [[nodiscard]] ImVec2 at(BodyPoint p) const { return {center_x + p.x * height, top + p.y * height}; }
  [[nodiscard]] BodyPoint from(ImVec2 p) const { return {(p.x - center_x) / height, (p.y - top) / height}; }
};
// The tallest figure in the middle of the box.
FigureFrame fit_figure(const Box& box);

void draw_silhouette(const Theme& theme, const FigureFrame& frame, BodyView view);
// Opaque colours: the fill's edge is smoothed by a line of the same colour.
void fill_region(const FigureFrame& frame, BodyView view, Region region, Rgba color);
void outline_region(const FigureFrame& frame, BodyView view, Region region, Rgba color, float thickness);
void hatch_region(const Theme& theme, const FigureFrame& frame, BodyView view, Region region, Rgba color);
// A disc with a number (or a tick) in it.
void draw_marker(const Theme& theme, ImVec2 center, std::string_view text, bool strong, Rgba color);
// "Client's left" and "Client's right" in their places under the box's upper edge.
void draw_figure_sides(const Theme& theme, const Box& box, BodyView view);

}  // namespace palpate
