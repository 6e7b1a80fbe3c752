// ViewContext: what drawing needs beside the Snapshot and the UiState: fonts, textures, kept buffers, and the
// probes by which tests find a widget on the screen. Owned by whoever owns the ImGui context; same thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "viz/heatmap_image.h"
#include "viz/region_outlines.h"
#include "viz/texture_store.h"
#include "viz/theme.h"

namespace palpate {

// A rectangle on the screen, pixels.
struct Box {
  float x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  [[nodiscard]] float width() const { return x1 - x0; }
  [[nodiscard]] float height() const { return y1 - y0; }
  [[nodiscard]] float center_x() const { return 0.5F * (x0 + x1); }
  [[nodiscard]] float center_y() const { return 0.5F * (y0 + y1); }
  [[nodiscard]] ImVec2 min() const { return {x0, y0}; }
  [[nodiscard]] ImVec2 max() const { return {x1, y1}; }
  [[nodiscard]] ImVec2 size() const { return {width(), height()}; }
  [[nodiscard]] Box inset(float by) const { return {x0 + by, y0 + by, x1 - by, y1 - by}; }
};

// Name -> rectangle of every widget drawn in this frame: "record", "seek", "heatmap", "finding.3.why".
using Probes = std::map<std::string, Box, std::less<>>;

struct ViewContext {
  const Theme& theme;
  TextureStore& textures;
  Probes probes = {};

  // The heatmap is painted again only when this key changes.
  HeatmapPainter painter = {};
  std::string heatmap_key = {}, color_bar_key = {};
  TextureId heatmap = nullptr, color_bar = nullptr;

  // Borders of the regions, made again only when the body was fitted again; and room for one of them.
  std::vector<RegionOutline> outlines = {};
  double outlines_of = -1.0;
  Eigen::Index outlines_frame_rows = 0;
  std::vector<ImVec2> points = {};
};

}  // namespace palpate
