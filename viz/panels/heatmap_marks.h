// What is drawn over the map: sides, midline, centre of pressure, marks of findings and of cells.
#pragma once

#include "processing/snapshot.h"
#include "viz/map_sides.h"
#include "viz/ui_state.h"
#include "viz/view_context.h"

namespace palpate {

// Where the mat lies on the screen.
struct MapFrame {
  Box box;
  MatGeometry geometry;
  [[nodiscard]] ImVec2 at(double x_mm, double y_mm) const {
    return {box.x0 + box.width() * static_cast<float>(x_mm / geometry.width_mm()),
            box.y0 + box.height() * static_cast<float>(y_mm / geometry.height_mm())};
  }
  [[nodiscard]] float px(double mm) const {
    return box.width() * static_cast<float>(mm / geometry.width_mm());
  }
};

// Head end and the body's sides, written around the map, inside the panel.
void draw_orientation(const MapSides& sides, const Theme& theme, const MapFrame& frame, const Box& panel);
void draw_dashed(ImVec2 from, ImVec2 to, float dash, float gap, ImU32 color, float thickness);
// at_mm: from midline_mm().
void draw_midline(const MapSides& sides, double at_mm, const Theme& theme, const MapFrame& frame);
void draw_center_of_pressure(const Snapshot& snapshot, const Theme& theme, const MapFrame& frame);
void draw_finding_marks(const Snapshot& snapshot, const Theme& theme, const MapFrame& frame);
// Grid lines in the cell view; hatching on dead and repaired cells, a corner on saturated ones.
void draw_cell_marks(const Snapshot& snapshot, const UiState& ui, const Theme& theme, const MapFrame& frame);
// The line under the map: what the marks mean, and how long 10 cm are.
void draw_legend(const Snapshot& snapshot, const Theme& theme, const MapFrame& frame);
// The line below it: what the lettered rings are. `panel` bounds it; it may be wider than the map. True when
// it had to take the line above too.
bool draw_ring_legend(const Snapshot& snapshot, ViewContext& context, const MapFrame& frame,
                      const Box& panel);

}  // namespace palpate
