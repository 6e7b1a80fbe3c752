#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "processing/posture_words.h"
#include "viz/panels/body_marks.h"
#include "viz/panels/heatmap_marks.h"
#include "viz/panels/panels.h"
#include "viz/quantity.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

HeatmapStyle style_of(const Snapshot& snapshot, const UiState& ui) {
  const bool counts = snapshot.map.unit == PressureUnit::counts;
  return {ui.colormap, palette::kBackground, color_range(snapshot, ui),
          counts ? ui.contact_threshold_counts : ui.contact_threshold_kpa};
}

// Pixels a cell: what the screen shows, even, and at most 16: beyond that the sampler does the rest.
int scale_for(const Box& map, Eigen::Index cols) {
  const int wanted = static_cast<int>(map.width() / static_cast<float>(cols));
  return std::clamp(wanted / 2 * 2, 4, 16);
}

void upload_map(const Snapshot& snapshot, const UiState& ui, ViewContext& context, const Box& map) {
  const HeatmapStyle style = style_of(snapshot, ui);
  const Grid& grid = snapshot.map.pressure;
  const int scale = scale_for(map, grid.cols());
  std::string key =
      fmt::format("{} {} {} {} {} {} {}", static_cast<int>(ui.view), static_cast<int>(ui.colormap),
                  style.range_max, style.contact_threshold, scale, snapshot.frame_index, snapshot.t_s);
  if (key == context.heatmap_key && context.heatmap != nullptr) return;
  context.heatmap_key = std::move(key);
  context.heatmap =
      ui.view == HeatmapView::smooth
          ? context.textures.upload("heatmap", context.painter.smooth(grid, scale, style),
                                    TextureFilter::linear)
          : context.textures.upload("heatmap", context.painter.cells(grid, style), TextureFilter::nearest);
}

void upload_color_bar(const Snapshot& snapshot, const UiState& ui, ViewContext& context) {
  const HeatmapStyle style = style_of(snapshot, ui);
  std::string key =
      fmt::format("{} {} {}", static_cast<int>(ui.colormap), style.range_max, style.contact_threshold);
  if (key == context.color_bar_key && context.color_bar != nullptr) return;
  context.color_bar_key = std::move(key);
  RgbaImage image{1, 256, std::vector<Rgba>(256)};
  for (int i = 0; i < 256; ++i) {
    image.pixels[static_cast<std::size_t>(i)] = shade(style, style.range_max * (255 - i) / 255.0);
  }
  context.color_bar = context.textures.upload("colour bar", image, TextureFilter::linear);
}

void draw_color_bar(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box) {
  using namespace palette;
  const Theme& theme = context.theme;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  upload_color_bar(snapshot, ui, context);
  const Quantity quantity = quantity_of(snapshot, ui);
  draw_line(theme.strong, {box.x0, box.y0, box.x1, box.y0 + theme.px(1.4F)}, kText, quantity.unit,
            Align::left);
  const float buttons = theme.px(2.0F);
  const Box bar = {box.x0, box.y0 + theme.px(1.9F), box.x0 + theme.px(1.2F),
                   box.y1 - buttons - theme.px(0.9F)};
  list.AddImage(context.color_bar, bar.min(), bar.max(), {0, 0}, {1, 1});
  list.AddRect(bar.min(), bar.max(), u32(kBorder));

  double top = color_range(snapshot, ui) * quantity.per_kpa;
  if (quantity.decimals == 0) top = std::round(top);
  for (const double tick : ticks_up_to(top)) {
    const float y = std::round(bar.y1 - bar.height() * static_cast<float>(tick / top)) + 0.5F;
    list.AddLine({bar.x1, y}, {bar.x1 + theme.px(0.35F), y}, u32(kText3));
    const bool last = tick > 0.999 * top;
    draw_line(theme.small, {bar.x1 + theme.px(0.55F), y - theme.px(0.7F), box.x1, y + theme.px(0.7F)}, kText2,
              fmt::format("{}{:g}", last ? "\xe2\x89\xa5 " : "", tick), Align::left);
  }
  const float half = 0.5F * (box.width() - theme.px(0.3F));
  const float y0 = box.y1 - buttons;
  if (draw_button(context, "range.down", {box.x0, y0, box.x0 + half, box.y1}, "\xe2\x88\x92",
                  ButtonKind::normal)) {
    step_color_range(snapshot, ui, -1);
  }
  if (draw_button(context, "range.up", {box.x1 - half, y0, box.x1, box.y1}, "+", ButtonKind::normal)) {
    step_color_range(snapshot, ui, +1);
  }
  context.probes["colour bar"] = bar;
}

// The largest rectangle of the mat's shape, in the middle of `room`, on whole pixels.
Box fit_map(const MatGeometry& geometry, const Box& room) {
  const auto w = static_cast<float>(geometry.width_mm());
  const auto h = static_cast<float>(geometry.height_mm());
  const float k = std::min(room.width() / w, room.height() / h);
  const float x0 = std::round(room.center_x() - 0.5F * k * w);
  const float y0 = std::round(room.center_y() - 0.5F * k * h);
  return {x0, y0, x0 + std::round(k * w), y0 + std::round(k * h)};
}

// Wrapped, each line in the middle.
void draw_centered(const ImFont* font, std::string_view text, float center_x, float y, float width) {
  const char* at = text.data();
  const char* end = text.data() + text.size();
  for (; at < end; y += font->FontSize) {
    const char* stop = font->CalcWordWrapPositionA(1.0F, at, end, width);
    const std::string_view line(at, static_cast<std::size_t>(stop - at));
    draw_text(font, {center_x - 0.5F * text_width(font, line), y}, palette::kText3, line);
    for (at = stop; at < end && *at == ' ';) ++at;
  }
}

void draw_empty(const Snapshot& snapshot, const Theme& theme, const Box& map) {
  using namespace palette;
  const bool waiting = snapshot.map.pressure.size() == 0;
  const Box room = {map.x0 - theme.px(4), map.center_y() - theme.px(2.2F), map.x1 + theme.px(4),
                    map.center_y()};
  draw_line(theme.large, room, kText2, waiting ? "Waiting for the mat" : "Nobody on the mat", Align::center);
  const char* words = waiting ? "The first frame has not come yet."
                              : "The map and the numbers appear as soon as somebody sits or lies down.";
  draw_centered(theme.body, words, map.center_x(), map.center_y() + theme.px(0.4F),
                std::min(map.width() - theme.px(2), theme.px(24)));
}

// What the client does, by a name of their own where one fits, and how sure that is.
void draw_posture(const Snapshot& snapshot, const Theme& theme, const Box& box) {
  using namespace palette;
  if (!snapshot.occupied) return;
  const std::string_view own = taught_name(snapshot.taught);
  const bool known = snapshot.posture != Posture::unknown && snapshot.posture != Posture::empty;
  const std::string words =
      own.empty() ? std::string(posture_words(snapshot.posture)) : fmt::format("\"{}\"", own);
  std::string sure(!own.empty() ? sureness_words(snapshot.taught.confidence)
                   : known      ? sureness_words(snapshot.posture_confidence)
                                : "");
  // The classifier has looked, and it is none of the client's own.
  if (own.empty() && std::isfinite(snapshot.taught.confidence))
    sure += sure.empty() ? "none of those taught" : ", none of those taught";
  draw_line(theme.large, box, known || !own.empty() ? kText : kText3, words, Align::left);
  const float x = std::min(box.x0 + text_width(theme.large, words) + theme.px(0.7F), box.x1);
  draw_line(theme.body, {x, box.y0 + theme.px(0.25F), box.x1, box.y1}, kText2, sure, Align::left);
}

void draw_hover(const Snapshot& snapshot, const UiState& ui, const Theme& theme, const Box& map) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (!ImGui::IsWindowHovered() || !ImGui::IsMouseHoveringRect(map.min(), map.max())) return;
  const Grid& grid = snapshot.map.pressure;
  const auto place = [](float at, float from, float size, Eigen::Index cells) {
    return std::clamp<Eigen::Index>(static_cast<Eigen::Index>((at - from) / size * static_cast<float>(cells)),
                                    0, cells - 1);
  };
  const Eigen::Index row = place(mouse.y, map.y0, map.height(), grid.rows());
  const Eigen::Index col = place(mouse.x, map.x0, map.width(), grid.cols());
  const std::string text =
      fmt::format("{}   row {}, column {}", with_unit(quantity_of(snapshot, ui), grid(row, col)), row, col);
  ImGui::PushFont(theme.body);
  ImGui::SetTooltip("%s", text.c_str());
  ImGui::PopFont();
}

}  // namespace

MaybeAction draw_heatmap(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box) {
  const Theme& theme = context.theme;
  // No fill under the map: software renderers pay for every blended pixel.
  ImGui::SetCursorScreenPos(box.min());
  ImGui::BeginChild("heatmap", box.size(), false,
                    ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollbar);
  const MatGeometry geometry = snapshot.info ? snapshot.info->geometry : MatGeometry{16, 16, 25.0, 25.0};
  const MapSides sides = map_sides_of(snapshot);
  const float bar_width = theme.px(4.4F);
  const float bar_gap = theme.px(1.6F);
  const bool named = ui.show_regions && snapshot.body.found && snapshot.body.labels.size() > 0 &&
                     box.width() > theme.px(22.0F);
  const float flank = sides.midline_vertical ? theme.px(named ? 6.3F : 0.0F) : theme.px(4.6F);
  draw_posture(snapshot, theme, {box.x0, box.y0, box.x1, box.y0 + theme.px(2.0F)});
  const Box room = {box.x0 + flank + theme.px(0.5F), box.y0 + theme.px(4.3F),
                    box.x1 - bar_width - bar_gap - (sides.midline_vertical ? 0.0F : flank),
                    box.y1 - theme.px(5.0F)};
  Box map = fit_map(geometry, room);
  if (sides.midline_vertical) {
    // So that the word at the left over the map stays clear of the one for the head.
    const float slack = std::max(0.0F, box.x1 - bar_width - bar_gap - map.x1);
    const float shift = std::round(std::clamp(box.x0 + theme.px(7.2F) - map.center_x(), 0.0F, slack));
    map = {map.x0 + shift, map.y0, map.x1 + shift, map.y1};
  }
  context.probes["heatmap"] = map;

  const bool any = snapshot.map.pressure.size() > 0;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (any) {
    upload_map(snapshot, ui, context, map);
    list.AddImage(context.heatmap, map.min(), map.max());
  }
  list.AddRect({map.x0 - 1, map.y0 - 1}, {map.x1 + 1, map.y1 + 1}, u32(palette::kBorder), theme.px(0.2F));
  const MapFrame frame{map, geometry};
  if (any) draw_cell_marks(snapshot, ui, theme, frame);
  draw_orientation(sides, theme, frame, box);
  if (any && snapshot.occupied) {
    draw_regions(snapshot, ui, context, named, frame);
    if (!draw_body_midline(snapshot.body, theme, frame)) {
      draw_midline(sides, midline_mm(snapshot), theme, frame);
    }
    draw_center_of_pressure(snapshot, theme, frame);
    if (snapshot.guidance == nullptr || !snapshot.guidance->blocked) {
      draw_finding_marks(snapshot, theme, frame);
    }
    draw_hand_mark(snapshot.applied, theme, frame);
  } else {
    draw_empty(snapshot, theme, map);
  }
  if (!draw_ring_legend(snapshot, context, frame, box)) draw_legend(snapshot, theme, frame);
  draw_hand_peek(
      snapshot, ui, context,
      {map.x0 + theme.px(0.4F), map.y1 - theme.px(2.4F), map.x1 - theme.px(0.4F), map.y1 - theme.px(0.4F)});
  const float bar_x = map.x1 + bar_gap + (sides.midline_vertical ? 0.0F : flank);
  draw_color_bar(snapshot, ui, context, {bar_x, map.y0, bar_x + bar_width, map.y1});
  if (any) draw_hover(snapshot, ui, theme, map);
  ImGui::EndChild();
  return {};
}

}  // namespace palpate
