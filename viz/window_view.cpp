#include "viz/window_view.h"

#include <algorithm>
#include <cmath>

#include "viz/panels/panels.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

struct Layout {
  Box top, banners, heatmap, load, findings, bottom;
};

// Room beside a map that fills the height: a tall mat leaves space for two columns of cards.
float side_width(const Snapshot& snapshot, const Theme& theme, const Box& main) {
  const float narrow = theme.px(25.0F);
  const float wide = theme.px(48.0F);
  if (!snapshot.info) return narrow;
  const MatGeometry& g = snapshot.info->geometry;
  const float map_height = main.height() - theme.px(5.6F);
  const float needs = map_height * static_cast<float>(g.width_mm() / g.height_mm()) + theme.px(9.0F);
  const float left = main.width() - needs - theme.px(1.0F);
  if (left >= wide) return wide;
  return left >= narrow ? std::min(left, theme.px(29.0F)) : narrow;
}

Layout layout_of(const Snapshot& snapshot, const Theme& theme, ImVec2 display) {
  const float margin = theme.px(1.0F);
  const float gap = theme.px(0.75F);
  Layout l;
  l.top = {margin, theme.px(0.75F), display.x - margin, theme.px(0.75F) + theme.px(2.3F)};
  l.bottom = {margin, display.y - theme.px(4.4F), display.x - margin, display.y - gap};
  float y = l.top.y1 + gap;
  const int banners = banner_count(snapshot);
  l.banners = {margin, y, display.x - margin, y};
  if (banners > 0) {
    l.banners.y1 = y + static_cast<float>(banners) * theme.px(2.8F) - theme.px(0.4F);
    y = l.banners.y1 + gap;
  }
  const Box main = {margin, y, display.x - margin, l.bottom.y0 - gap};
  const float side = side_width(snapshot, theme, main);
  const float x = std::round(main.x1 - side);
  l.heatmap = {main.x0, main.y0, x - theme.px(1.0F), main.y1};
  if (side >= theme.px(47.0F)) {
    const float middle = std::round(x + 0.5F * (side - gap));
    l.load = {x, main.y0, middle, main.y1};
    l.findings = {middle + gap, main.y0, main.x1, main.y1};
    return l;
  }
  // Findings come first: the trend at the foot of the load card yields where the window is low.
  const float with_trend = theme.px(22.6F);
  const float without = theme.px(17.4F);
  const float load = main.height() - with_trend > theme.px(14.0F) ? with_trend : without;
  l.load = {x, main.y0, main.x1, main.y0 + load};
  l.findings = {x, l.load.y1 + gap, main.x1, main.y1};
  return l;
}

void add(std::vector<UiAction>& actions, const MaybeAction& action) {
  if (action) actions.push_back(*action);
}

void draw_bottom(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box,
                 std::vector<UiAction>& actions) {
  const Theme& theme = context.theme;
  begin_card("bottom", box, palette::kCard);
  const Box in = {box.x0 + theme.px(0.6F), box.y0 + theme.px(0.6F), box.x1 - theme.px(1.0F),
                  box.y1 - theme.px(0.6F)};
  const float link = theme.px(15.0F);
  const Box left = {in.x0, in.y0, in.x1 - link - theme.px(1.0F), in.y1};
  add(actions, snapshot.replay.available ? draw_replay_bar(snapshot, ui, context, left)
                                         : draw_recording_bar(snapshot, ui, context, left));
  add(actions, draw_link(snapshot, ui, context, {in.x1 - link, in.y0, in.x1, in.y1}));
  end_card();
}

void draw_notice(const UiState& ui, const Theme& theme, const Box& over) {
  if (ui.notice.empty() || ImGui::GetTime() > ui.notice_until_s) return;
  const float wide = std::min(text_width(theme.strong, ui.notice) + theme.px(2.4F), over.width());
  const Box box = {over.center_x() - 0.5F * wide, over.y1 - theme.px(3.2F), over.center_x() + 0.5F * wide,
                   over.y1 - theme.px(0.8F)};
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  list.AddRectFilled(box.min(), box.max(), u32(palette::kHover), theme.px(1.2F));
  const std::string text = elide(theme.strong, ui.notice, wide - theme.px(2.0F));
  list.AddText(theme.strong, theme.strong->FontSize,
               {std::round(box.center_x() - 0.5F * text_width(theme.strong, text)),
                std::round(box.center_y() - 0.5F * theme.strong->FontSize)},
               u32(palette::kText), text.c_str());
}

void handle_keys(const Snapshot& snapshot, UiState& ui, std::vector<UiAction>& actions) {
  if (ImGui::GetIO().WantTextInput || ui.picker.open) return;
  if (ImGui::IsKeyPressed('S', false)) {
    ui.view = ui.view == HeatmapView::smooth ? HeatmapView::cells : HeatmapView::smooth;
  }
  if (ImGui::IsKeyPressed('U', false)) {
    ui.unit = ui.unit == DisplayUnit::kpa ? DisplayUnit::mmhg : DisplayUnit::kpa;
  }
  const bool recording = snapshot.recording.recording;
  if (ImGui::IsKeyPressed('R', false) && !snapshot.replay.available) {
    actions.emplace_back(recording ? Command{StopRecording{}}
                                   : Command{StartRecording{ui.next_recording_path}});
  }
  if (ImGui::IsKeyPressed(' ', false)) {
    if (snapshot.replay.available) {
      actions.emplace_back(Command{SetPaused{!snapshot.replay.paused}});
    } else if (recording) {
      actions.emplace_back(Command{AddBookmark{}});
    }
  }
}

}  // namespace

std::vector<UiAction> draw_window(const Snapshot& snapshot, UiState& ui, ViewContext& context) {
  std::vector<UiAction> actions;
  context.probes.clear();
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({0.0F, 0.0F});
  ImGui::SetNextWindowSize(display);
  ImGui::PushFont(context.theme.body);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0F, 0.0F});
  ImGui::Begin("Palpate", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus);
  ImGui::PopStyleVar();
  handle_keys(snapshot, ui, actions);
  const Layout layout = layout_of(snapshot, context.theme, display);
  add(actions, draw_top_bar(snapshot, ui, context, layout.top));
  add(actions, draw_banners(snapshot, ui, context, layout.banners));
  add(actions, draw_heatmap(snapshot, ui, context, layout.heatmap));
  add(actions, draw_load(snapshot, ui, context, layout.load));
  add(actions, draw_findings(snapshot, ui, context, layout.findings));
  draw_bottom(snapshot, ui, context, layout.bottom, actions);
  draw_notice(ui, context.theme, layout.heatmap);
  add(actions, draw_source_picker(snapshot, ui, context, {0.0F, 0.0F, display.x, display.y}));
  ImGui::End();
  ImGui::PopFont();
  return actions;
}

}  // namespace palpate
