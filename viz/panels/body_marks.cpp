#include "viz/panels/body_marks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "viz/widgets.h"

namespace palpate {
namespace {

constexpr Rgba kLine{226, 236, 244, 255};

ImDrawList& canvas() {
  return *ImGui::GetWindowDrawList();
}

// Where no side is claimed: the parts, outlined as if they were of one side.
RegionLabels labels_of(const BodyState& body) {
  if (body.sides_known) return body.labels;
  RegionLabels labels = body.parts;
  for (std::int8_t& label : labels.reshaped()) {
    if (label != kNoRegion) label = static_cast<std::int8_t>(2 * label);
  }
  return labels;
}

void refresh_outlines(const Snapshot& snapshot, ViewContext& context) {
  const BodyState& body = snapshot.body;
  if (context.outlines_of == body.t_s && context.outlines_frame_rows == body.labels.rows()) return;
  context.outlines_of = body.t_s;
  context.outlines_frame_rows = body.labels.rows();
  context.outlines = region_outlines(labels_of(body));
}

struct KindLabel {
  bool there = false;
  float top = 0.0F, bottom = 0.0F, left = 0.0F, right = 0.0F;  // on the screen
};

using KindLabels = std::array<KindLabel, kRegionKinds>;

void widen(KindLabel& label, ImVec2 at) {
  if (!label.there) label = {true, at.y, at.y, at.x, at.x};
  label.top = std::min(label.top, at.y);
  label.bottom = std::max(label.bottom, at.y);
  label.left = std::min(label.left, at.x);
  label.right = std::max(label.right, at.x);
}

// "client's left low back" -> "low back"; the sides are written over the map.
std::string name_without_side(RegionKind kind, Facing facing) {
  constexpr std::string_view kPrefix = "client's left ";
  return words_of({kind, BodySide::left}, facing).substr(kPrefix.size());
}

// Names in the margin beside the map, each with a fine line to its region.
void draw_names(const KindLabels& labels, const BodyState& body, const Theme& theme, const MapFrame& frame) {
  using namespace palette;
  std::array<std::size_t, kRegionKinds> order{};
  std::size_t count = 0;
  for (std::size_t i = 0; i < kRegionKinds; ++i) {
    if (labels[i].there) order[count++] = i;
  }
  const auto middle = [&](std::size_t i) { return 0.5F * (labels[i].top + labels[i].bottom); };
  std::sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count),
            [&](std::size_t a, std::size_t b) { return middle(a) < middle(b); });
  const float right = frame.box.x0 - theme.px(0.5F);
  float least = frame.box.y0;
  for (std::size_t k = 0; k < count; ++k) {
    const std::size_t i = order[k];
    const float y = std::max(middle(i), least);
    least = y + theme.px(1.15F);
    draw_line(theme.small, {right - theme.px(7.0F), y - theme.px(0.6F), right, y + theme.px(0.6F)}, kText2,
              name_without_side(static_cast<RegionKind>(i), body.facing), Align::right);
    canvas().AddLine({right + theme.px(0.25F), y}, {labels[i].left - theme.px(0.15F), middle(i)},
                     u32(kLine, 0.22), 1.0F);
  }
}

// A ring each, fainter the less sure the place is.
void draw_landmarks(const BodyState& body, const Theme& theme, const MapFrame& frame) {
  for (const Landmark& mark : body.landmarks) {
    if (mark.confidence < 0.15) continue;
    const ImVec2 at = frame.at(mark.x_mm, mark.y_mm);
    const float r = theme.px(0.32F), sure = static_cast<float>(std::min(1.0, mark.confidence));
    canvas().AddCircle(at, r, u32(palette::kBackground, 0.6F * sure), 0, theme.px(0.3F));
    canvas().AddCircle(at, r, u32(kLine, 0.35F + 0.6F * sure), 0, theme.px(0.13F));
  }
}

}  // namespace

void draw_regions(const Snapshot& snapshot, const UiState& ui, ViewContext& context, bool named,
                  const MapFrame& frame) {
  const BodyState& body = snapshot.body;
  if (!ui.show_regions || !body.found || body.labels.size() == 0) return;
  refresh_outlines(snapshot, context);
  const Theme& theme = context.theme;
  const float w = frame.box.width() / static_cast<float>(body.labels.cols());
  const float h = frame.box.height() / static_cast<float>(body.labels.rows());
  KindLabels labels;
  std::vector<ImVec2>& points = context.points;
  for (const RegionOutline& outline : context.outlines) {
    points.clear();
    KindLabel& label = labels[static_cast<std::size_t>(outline.region.kind)];
    for (const OutlinePoint& p : outline.loop) {
      points.push_back({frame.box.x0 + p.x * w, frame.box.y0 + p.y * h});
      widen(label, points.back());
    }
    canvas().AddPolyline(points.data(), static_cast<int>(points.size()), u32(kLine, 0.36), ImDrawFlags_Closed,
                         std::max(1.0F, theme.px(0.07F)));
  }
  if (named && std::abs(body.axis_y) > std::abs(body.axis_x)) draw_names(labels, body, theme, frame);
  context.probes["regions"] = frame.box;
}

bool draw_body_midline(const BodyState& body, const Theme& theme, const MapFrame& frame) {
  if (!body.found || !std::isfinite(body.pelvis_x_mm) || !std::isfinite(body.pelvis_y_mm)) return false;
  const double reach = std::isfinite(body.length_mm) ? body.length_mm : frame.geometry.height_mm();
  const auto along = [&](double mm) {
    return frame.at(body.pelvis_x_mm + mm * body.axis_x, body.pelvis_y_mm + mm * body.axis_y);
  };
  const auto dashes = [&](ImVec2 from, ImVec2 to) {
    draw_dashed(from, to, theme.px(0.5F), theme.px(0.4F), u32(kLine, 0.45), theme.px(0.08F));
  };
  canvas().PushClipRect(frame.box.min(), frame.box.max(), true);
  if (body.seated || body.line.size() < 2) dashes(along(-reach), along(reach));
  for (std::size_t i = 1; !body.seated && i < body.line.size(); ++i) {
    dashes(frame.at(body.line[i - 1].first, body.line[i - 1].second),
           frame.at(body.line[i].first, body.line[i].second));
  }
  draw_landmarks(body, theme, frame);
  canvas().PopClipRect();
  return true;
}

void draw_hand_mark(const AppliedLoadState& applied, const Theme& theme, const MapFrame& frame) {
  using namespace palette;
  if (!applied.pressing || !std::isfinite(applied.x_mm) || !std::isfinite(applied.y_mm)) return;
  const ImVec2 at = frame.at(applied.x_mm, applied.y_mm);
  const float r = std::max(theme.px(1.4F), frame.px(45.0));
  canvas().AddCircle(at, r, u32(kBackground, 0.7), 0, theme.px(0.36F));
  canvas().AddCircle(at, r, u32(kAccent), 0, theme.px(0.18F));
  const float arm = 0.35F * r;
  canvas().AddLine({at.x - arm, at.y}, {at.x + arm, at.y}, u32(kAccent), theme.px(0.16F));
  canvas().AddLine({at.x, at.y - arm}, {at.x, at.y + arm}, u32(kAccent), theme.px(0.16F));
}

}  // namespace palpate
