#include "viz/body_figure.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "viz/widgets.h"

namespace palpate {
namespace {

constexpr Rgba kFigure{43, 53, 64, 255};
constexpr Rgba kFigureEdge{84, 99, 115, 255};
constexpr Rgba kFigureLine{67, 80, 94, 255};

ImDrawList& canvas() {
  return *ImGui::GetWindowDrawList();
}

// Kept between calls: the frame path allocates nothing in steady state. One thread, ImGui's.
std::vector<ImVec2>& scratch() {
  static std::vector<ImVec2> points;
  points.clear();
  return points;
}

const std::vector<ImVec2>& ring_of(const BodyStrip& strip, const FigureFrame& frame) {
  std::vector<ImVec2>& ring = scratch();
  for (const BodyPoint& p : strip.low) ring.push_back(frame.at(p));
  for (auto p = strip.high.rbegin(); p != strip.high.rend(); ++p) ring.push_back(frame.at(*p));
  return ring;
}

void stroke(const BodyStrip& strip, const FigureFrame& frame, Rgba color, float thickness) {
  const std::vector<ImVec2>& ring = ring_of(strip, frame);
  canvas().AddPolyline(ring.data(), static_cast<int>(ring.size()), u32(color), ImDrawFlags_Closed, thickness);
}

void fill(const BodyStrip& strip, const FigureFrame& frame, Rgba color) {
  const auto count = static_cast<int>(strip.low.size());
  if (count < 2) return;
  ImDrawList& list = canvas();
  const ImVec2 uv = ImGui::GetFontTexUvWhitePixel();
  const ImU32 ink = u32(color);
  list.PrimReserve(6 * (count - 1), 2 * count);
  const unsigned int base = list._VtxCurrentIdx;
  for (int i = 0; i < count; ++i) {
    list.PrimWriteVtx(frame.at(strip.low[static_cast<std::size_t>(i)]), uv, ink);
    list.PrimWriteVtx(frame.at(strip.high[static_cast<std::size_t>(i)]), uv, ink);
  }
  const auto index = [&](int i) {
    list.PrimWriteIdx(static_cast<ImDrawIdx>(base + static_cast<unsigned int>(i)));
  };
  for (int i = 0; i + 1 < count; ++i) {
    for (const int corner : {0, 1, 2, 1, 3, 2}) index(2 * i + corner);
  }
}

}  // namespace

FigureFrame fit_figure(const Box& box) {
  const float height = std::min(box.height(), 0.5F * box.width() / kOutlineHalfWidth);
  return {box.center_x(), box.center_y() - 0.5F * height, height};
}

void draw_silhouette(const Theme& theme, const FigureFrame& frame, BodyView view) {
  // Every part with a rim first, then every part without: what is left of the rims is the outline of all.
  const float rim = std::max(2.0F, theme.px(0.16F));
  for (const BodyStrip& part : body_silhouette()) stroke(part, frame, kFigureEdge, rim);
  for (const BodyStrip& part : body_silhouette()) {
    fill(part, frame, kFigure);
    stroke(part, frame, kFigure, 1.0F);
  }
  std::vector<ImVec2>& line = scratch();
  for (const std::vector<BodyPoint>& detail : body_details(view)) {
    line.clear();
    for (const BodyPoint& p : detail) line.push_back(frame.at(p));
    canvas().AddPolyline(line.data(), static_cast<int>(line.size()), u32(kFigureLine), 0,
                         std::max(1.0F, theme.px(0.08F)));
  }
}

void fill_region(const FigureFrame& frame, BodyView view, Region region, Rgba color) {
  fill(region_strip(region, view), frame, color);
  stroke(region_strip(region, view), frame, color, 1.0F);
}

void outline_region(const FigureFrame& frame, BodyView view, Region region, Rgba color, float thickness) {
  stroke(region_strip(region, view), frame, color, thickness);
}

void hatch_region(const Theme& theme, const FigureFrame& frame, BodyView view, Region region, Rgba color) {
  const std::vector<ImVec2>& ring = ring_of(region_strip(region, view), frame);
  // Lines x + y = c; their crossings with the ring, in pairs.
  float low = 1e9F, high = -1e9F;
  for (const ImVec2& p : ring) {
    low = std::min(low, p.x + p.y);
    high = std::max(high, p.x + p.y);
  }
  const float step = theme.px(0.45F);
  float hits[16];
  for (float c = std::ceil(low / step) * step; c < high; c += step) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < ring.size() && count < std::size(hits); ++i) {
      const ImVec2 a = ring[i], b = ring[(i + 1) % ring.size()];
      const float da = a.x + a.y - c, db = b.x + b.y - c;
      if ((da < 0.0F) == (db < 0.0F)) continue;
      hits[count++] = a.x + (b.x - a.x) * da / (da - db);
    }
    std::sort(hits, hits + count);
    for (std::size_t i = 0; i + 1 < count; i += 2) {
      canvas().AddLine({hits[i], c - hits[i]}, {hits[i + 1], c - hits[i + 1]}, u32(color), theme.px(0.09F));
    }
  }
}

void draw_marker(const Theme& theme, ImVec2 center, std::string_view text, bool strong, Rgba color) {
  const float r = theme.px(strong ? 0.88F : 0.7F);
  ImDrawList& list = canvas();
  list.AddCircleFilled(center, r + theme.px(0.14F), u32(palette::kCard));
  if (strong) {
    list.AddCircleFilled(center, r, u32(color));
  } else {
    list.AddCircleFilled(center, r, u32(palette::kRaised));
    list.AddCircle(center, r - theme.px(0.05F), u32(color), 0, theme.px(0.11F));
  }
  draw_line(theme.strong, {center.x - r, center.y - r, center.x + r, center.y + r},
            strong ? palette::kBackground : palette::kText, text, Align::center);
}

void draw_figure_sides(const Theme& theme, const Box& box, BodyView view) {
  const Box row = {box.x0, box.y0, box.x1, box.y0 + theme.px(1.2F)};
  const bool left_first = picture_side(BodySide::left, view) < 0;
  draw_line(theme.small, row, palette::kText2, left_first ? "Client's left" : "Client's right", Align::left);
  draw_line(theme.small, row, palette::kText2, left_first ? "Client's right" : "Client's left", Align::right);
}

}  // namespace palpate
