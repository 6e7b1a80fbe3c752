#include "viz/panels/heatmap_marks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "viz/finding_marks.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

constexpr Rgba kMark{255, 255, 255, 255};
constexpr Rgba kShadow{0, 0, 0, 255};

ImDrawList& canvas() {
  return *ImGui::GetWindowDrawList();
}

void draw_edge_label(const Theme& theme, const Box& map, MapSide edge, Rgba color, const std::string& text,
                     Align align) {
  const float tall = theme.px(1.9F);
  const float wide = theme.px(4.6F);
  const float clear = theme.px(0.35F);
  Box box;
  switch (edge) {
    case MapSide::top:
      box = {map.x0, map.y0 - tall, map.x1, map.y0 - clear};
      break;
    case MapSide::bottom:
      box = {map.x0, map.y1 + clear, map.x1, map.y1 + tall};
      break;
    case MapSide::left:
      box = {map.x0 - wide, map.center_y() - tall, map.x0 - clear, map.center_y() + tall};
      break;
    case MapSide::right:
      box = {map.x1 + clear, map.center_y() - tall, map.x1 + wide, map.center_y() + tall};
      break;
  }
  draw_line(theme.body, box, color, text, align);
}

void hatch(const Box& cell, ImU32 color, float thickness) {
  canvas().AddLine({cell.x0, cell.y1}, {cell.x1, cell.y0}, color, thickness);
  canvas().AddLine({cell.x0, cell.center_y()}, {cell.center_x(), cell.y0}, color, thickness);
  canvas().AddLine({cell.center_x(), cell.y1}, {cell.x1, cell.center_y()}, color, thickness);
}

}  // namespace

void draw_dashed(ImVec2 from, ImVec2 to, float dash, float gap, ImU32 color, float thickness) {
  const float length = std::hypot(to.x - from.x, to.y - from.y);
  if (length <= 0.0F) return;
  const ImVec2 unit = {(to.x - from.x) / length, (to.y - from.y) / length};
  for (float s = 0.0F; s < length; s += dash + gap) {
    const float e = std::min(s + dash, length);
    canvas().AddLine({from.x + unit.x * s, from.y + unit.y * s}, {from.x + unit.x * e, from.y + unit.y * e},
                     color, thickness);
  }
}

void draw_orientation(const MapSides& sides, const Theme& theme, const MapFrame& frame, const Box& panel) {
  using namespace palette;
  const Box& map = frame.box;
  const auto end_align = [](MapSide edge) {
    return edge == MapSide::left ? Align::right : edge == MapSide::right ? Align::left : Align::center;
  };
  draw_edge_label(theme, map, sides.head.edge, kAccent, sides.head_label, end_align(sides.head.edge));
  draw_edge_label(theme, map, sides.foot.edge, kText2, sides.foot_label, end_align(sides.foot.edge));
  if (sides.midline_vertical) {
    // A narrow map: the words stand out over its corners, clear of the word for the head.
    const float over = std::max(0.0F, theme.px(8.5F) - 0.5F * map.width());
    const Box wide = {std::max(panel.x0, map.x0 - over), map.y0, std::min(panel.x1, map.x1 + over), map.y1};
    draw_edge_label(theme, wide, MapSide::top, kText2, sides.first.label, Align::left);
    draw_edge_label(theme, wide, MapSide::top, kText2, sides.second.label, Align::right);
  } else {
    draw_edge_label(theme, map, MapSide::top, kText2, sides.first.label, Align::center);
    draw_edge_label(theme, map, MapSide::bottom, kText2, sides.second.label, Align::center);
  }
}

void draw_midline(const MapSides& sides, double at_mm, const Theme& theme, const MapFrame& frame) {
  const Box& map = frame.box;
  const ImU32 color = u32(kMark, 0.38);
  if (sides.midline_vertical) {
    const float x = std::round(frame.at(at_mm, 0.0).x) + 0.5F;
    draw_dashed({x, map.y0}, {x, map.y1}, theme.px(0.5F), theme.px(0.4F), color, theme.px(0.08F));
  } else {
    const float y = std::round(frame.at(0.0, at_mm).y) + 0.5F;
    draw_dashed({map.x0, y}, {map.x1, y}, theme.px(0.5F), theme.px(0.4F), color, theme.px(0.08F));
  }
}

void draw_center_of_pressure(const Snapshot& snapshot, const Theme& theme, const MapFrame& frame) {
  const Features& f = snapshot.features;
  if (!f.valid || !std::isfinite(f.cop_x_mm) || !std::isfinite(f.cop_y_mm)) return;
  const auto count = static_cast<double>(snapshot.cop_trail.size());
  for (std::size_t i = 1; i < snapshot.cop_trail.size(); ++i) {
    const CopPoint& a = snapshot.cop_trail[i - 1];
    const CopPoint& b = snapshot.cop_trail[i];
    canvas().AddLine(frame.at(a.x_mm, a.y_mm), frame.at(b.x_mm, b.y_mm),
                     u32(kMark, 0.1 + 0.7 * static_cast<double>(i) / count), theme.px(0.13F));
  }
  const ImVec2 at = frame.at(f.cop_x_mm, f.cop_y_mm);
  const float r = theme.px(0.62F);
  canvas().AddCircle(at, r, u32(kShadow, 0.65), 0, theme.px(0.34F));
  canvas().AddCircle(at, r, u32(kMark), 0, theme.px(0.16F));
  canvas().AddCircleFilled(at, theme.px(0.24F), u32(kShadow, 0.65));
  canvas().AddCircleFilled(at, theme.px(0.16F), u32(kMark));
}

void draw_finding_marks(const Snapshot& snapshot, const Theme& theme, const MapFrame& frame) {
  using namespace palette;
  for (const Finding& finding : snapshot.findings) {
    const char mark = mark_of(snapshot, finding);
    if (mark == 0) continue;
    const ImVec2 at = frame.at(finding.x_mm, finding.y_mm);
    const float r = std::max(theme.px(1.3F), frame.px(35.0));
    canvas().AddCircle(at, r, u32(kShadow, 0.7), 0, theme.px(0.32F));
    canvas().AddCircle(at, r, u32(kAttention), 0, theme.px(0.16F));
    // The badge sits on the ring, inside the map.
    const float dx = at.x + 0.71F * r + theme.px(1) > frame.box.x1 ? -0.71F * r : 0.71F * r;
    const float dy = at.y - 0.71F * r - theme.px(1) < frame.box.y0 ? 0.71F * r : -0.71F * r;
    const ImVec2 badge = {at.x + dx, at.y + dy};
    draw_mark(theme, badge, mark, kAttention, theme.px(0.8F));
  }
}

void draw_cell_marks(const Snapshot& snapshot, const UiState& ui, const Theme& theme, const MapFrame& frame) {
  const PressureMap& map = snapshot.map;
  const Eigen::Index rows = map.pressure.rows();
  const Eigen::Index cols = map.pressure.cols();
  const float w = frame.box.width() / static_cast<float>(cols);
  const float h = frame.box.height() / static_cast<float>(rows);
  if (ui.view == HeatmapView::cells && std::min(w, h) >= 5.0F) {
    const ImU32 line = u32(palette::kBackground, 0.8);
    for (Eigen::Index c = 1; c < cols; ++c) {
      const float x = std::round(frame.box.x0 + w * static_cast<float>(c));
      canvas().AddRectFilled({x, frame.box.y0}, {x + 1, frame.box.y1}, line);
    }
    for (Eigen::Index r = 1; r < rows; ++r) {
      const float y = std::round(frame.box.y0 + h * static_cast<float>(r));
      canvas().AddRectFilled({frame.box.x0, y}, {frame.box.x1, y + 1}, line);
    }
  }
  const auto marked = [](const Mask& mask, Eigen::Index r, Eigen::Index c) {
    return r < mask.rows() && c < mask.cols() && mask(r, c);
  };
  for (Eigen::Index r = 0; r < rows; ++r) {
    for (Eigen::Index c = 0; c < cols; ++c) {
      const bool repaired = marked(map.repaired, r, c);
      const bool dead = marked(map.dead, r, c) && !repaired;
      const bool saturated = marked(map.saturated, r, c);
      if (!repaired && !dead && !saturated) continue;
      const float x = frame.box.x0 + w * static_cast<float>(c);
      const float y = frame.box.y0 + h * static_cast<float>(r);
      const Box cell = {x, y, x + w, y + h};
      if (dead) canvas().AddRectFilled(cell.min(), cell.max(), u32(palette::kRaised));
      if (dead || repaired) hatch(cell, u32(kMark, dead ? 0.55 : 0.4), theme.px(0.06F));
      if (saturated) {
        canvas().AddTriangleFilled({cell.x1 - 0.5F * w, cell.y0}, {cell.x1, cell.y0},
                                   {cell.x1, cell.y0 + 0.5F * h}, u32(kMark));
      }
    }
  }
}

void draw_legend(const Snapshot& snapshot, const Theme& theme, const MapFrame& frame) {
  using namespace palette;
  const Box& map = frame.box;
  // A little wider than a narrow map: beside it is only the colour bar, which ends above.
  const Box row = {map.x0, map.y1 + theme.px(2.1F), map.x1 + theme.px(6.0F), map.y1 + theme.px(3.4F)};
  const float mid = row.center_y();
  float x = row.x0;
  if (snapshot.occupied && std::isfinite(snapshot.features.cop_x_mm)) {
    canvas().AddCircle({x + theme.px(0.5F), mid}, theme.px(0.42F), u32(kMark), 0, theme.px(0.12F));
    canvas().AddCircleFilled({x + theme.px(0.5F), mid}, theme.px(0.13F), u32(kMark));
    x += theme.px(1.4F);
    draw_line(theme.small, {x, row.y0, row.x1, row.y1}, kText2, "Centre of pressure", Align::left);
    x += text_width(theme.small, "Centre of pressure") + theme.px(1.2F);
  }
  const float landmark = theme.px(1.2F) + text_width(theme.small, "Landmark");
  if (snapshot.body.found && !snapshot.body.landmarks.empty() && x + landmark <= row.x1) {
    canvas().AddCircle({x + theme.px(0.5F), mid}, theme.px(0.32F), u32(kMark), 0, theme.px(0.13F));
    x += theme.px(1.2F);
    draw_line(theme.small, {x, row.y0, row.x1, row.y1}, kText2, "Landmark", Align::left);
    x += text_width(theme.small, "Landmark") + theme.px(1.2F);
  }
  const float ten_cm = frame.px(100.0);
  const float label = text_width(theme.small, "10 cm") + theme.px(0.5F);
  if (map.x1 - ten_cm - label < x) return;
  const float x0 = std::round(map.x1 - ten_cm), y = std::round(mid) + 0.5F, tick = theme.px(0.28F);
  canvas().AddLine({x0, y}, {map.x1, y}, u32(kText3), 1.0F);
  canvas().AddLine({x0 + 0.5F, y - tick}, {x0 + 0.5F, y + tick}, u32(kText3), 1.0F);
  canvas().AddLine({map.x1 - 0.5F, y - tick}, {map.x1 - 0.5F, y + tick}, u32(kText3), 1.0F);
  draw_line(theme.small, {x, row.y0, x0 - theme.px(0.5F), row.y1}, kText2, "10 cm", Align::right);
}

bool draw_ring_legend(const Snapshot& snapshot, ViewContext& context, const MapFrame& frame,
                      const Box& panel) {
  const Theme& theme = context.theme;
  const float gap = theme.px(0.9F);
  struct Line {
    std::vector<MarkedKind> kinds;
    float width = 0.0F;
  };
  std::vector<Line> lines;
  for (const MarkedKind& kind : marked_kinds(snapshot)) {
    const float wide = marks_width(theme, kind.letters) + text_width(theme.small, kind.words);
    if (lines.empty() || lines.back().width + gap + wide > panel.width()) lines.emplace_back();
    lines.back().width += (lines.back().kinds.empty() ? 0.0F : gap) + wide;
    lines.back().kinds.push_back(kind);
  }
  if (lines.empty()) return false;
  const float left =
      panel.x1 - std::max_element(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
                   return a.width < b.width;
                 })->width;
  const float x0 = std::max(panel.x0, std::min(frame.box.x0, left));
  const float y1 = frame.box.y1 + theme.px(4.9F);
  const float y0 = y1 - theme.px(1.4F) * static_cast<float>(lines.size());
  float y = y0;
  for (const Line& line : lines) {
    const Box row = {x0, y, panel.x1, y + theme.px(1.4F)};
    float x = x0;
    for (const MarkedKind& kind : line.kinds) {
      x += draw_marks(theme, x, row.center_y(), kind.letters);
      draw_line(theme.small, {x, row.y0, row.x1, row.y1}, palette::kText, kind.words, Align::left);
      x += text_width(theme.small, kind.words) + gap;
    }
    y = row.y1;
  }
  context.probes["legend.rings"] = {x0, y0, panel.x1, y1};
  return lines.size() > 1;
}

}  // namespace palpate
