#include "viz/window_view.h"

#include <algorithm>
#include <cmath>

#include "viz/panels/panels.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

struct Layout {
  Box top, banners, heatmap, guidance, lower, findings, bottom;
  bool two_cards = false;  // findings have a card of their own
};

// Room beside a map that fills the height: a tall mat leaves space for two columns of cards.
float side_width(const Snapshot& snapshot, const Theme& theme, const Box& main) {
  const float narrow = theme.px(30.0F);
  const float wide = theme.px(48.0F);
  if (!snapshot.info) return narrow;
  const MatGeometry& g = snapshot.info->geometry;
  const float map_height = main.height() - theme.px(9.3F);
  const float needs = map_height * static_cast<float>(g.width_mm() / g.height_mm()) + theme.px(9.0F);
  const float left = main.width() - needs - theme.px(1.0F);
  if (left >= wide) return wide;
  return left >= narrow ? std::min(left, theme.px(34.0F)) : narrow;
}

void lay_side(Layout& l, const Theme& theme, const Box& side) {
  const float gap = theme.px(0.75F);
  l.two_cards = side.width() >= theme.px(47.0F);
  const float lower = std::min(std::max(theme.px(12.8F), 0.31F * side.height()), theme.px(20.0F));
  const float split = std::round(side.y1 - lower);
  l.guidance = {side.x0, side.y0, side.x1, split - gap};
  l.lower = {side.x0, split, side.x1, side.y1};
  if (!l.two_cards) return;
  const float middle = std::round(side.x0 + 0.5F * (side.width() - gap));
  l.lower.x1 = middle;
  l.findings = {middle + gap, split, side.x1, side.y1};
}

Layout layout_of(const Snapshot& snapshot, const Theme& theme, ImVec2 display) {
  const float margin = theme.px(1.0F);
  const float gap = theme.px(0.75F);
  Layout l;
  l.top = {margin, theme.px(0.75F), display.x - margin, theme.px(0.75F) + theme.px(2.3F)};
  l.bottom = {margin, display.y - theme.px(4.4F), display.x - margin, display.y - gap};
  float y = l.top.y1 + gap;
  l.banners = {margin, y, display.x - margin, y};
  const float banners = banners_height(snapshot, theme, l.banners.width());
  if (banners > 0.0F) {
    l.banners.y1 = y + banners;
    y = l.banners.y1 + gap;
  }
  const Box main = {margin, y, display.x - margin, l.bottom.y0 - gap};
  const float x = std::round(main.x1 - side_width(snapshot, theme, main));
  l.heatmap = {main.x0, main.y0, x - theme.px(1.0F), main.y1};
  lay_side(l, theme, {x, main.y0, main.x1, main.y1});
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
  if (ImGui::IsKeyPressed('G', false)) ui.show_regions = !ui.show_regions;
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

namespace {

void begin_window(const Theme& theme) {
  ImGui::SetNextWindowPos({0.0F, 0.0F});
  ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
  ImGui::PushFont(theme.body);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0F, 0.0F});
  ImGui::Begin("Palpate", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus);
  ImGui::PopStyleVar();
}

void end_window() {
  ImGui::End();
  ImGui::PopFont();
}

}  // namespace

std::vector<UiAction> draw_view(WindowView view, const Snapshot& snapshot, UiState& ui,
                                ViewContext& context) {
  if (view == WindowView::whole) return draw_window(snapshot, ui, context);
  std::vector<UiAction> actions;
  context.probes.clear();
  begin_window(context.theme);
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  Box box = Box{0.0F, 0.0F, display.x, display.y}.inset(context.theme.px(1.0F));
  const float banners = banners_height(snapshot, context.theme, box.width());
  if (banners > 0.0F) {
    add(actions, draw_banners(snapshot, ui, context, {box.x0, box.y0, box.x1, box.y0 + banners}));
    box.y0 += banners + context.theme.px(0.75F);
  }
  if (view == WindowView::guidance || view == WindowView::dose) {
    ui.guidance_tab = view == WindowView::dose ? GuidanceTab::dose : GuidanceTab::places;
    add(actions, draw_guidance(snapshot, ui, context, box));
  } else {
    ui.show_regions = view == WindowView::regions;
    add(actions, draw_heatmap(snapshot, ui, context, box));
  }
  end_window();
  return actions;
}

std::vector<UiAction> draw_window(const Snapshot& snapshot, UiState& ui, ViewContext& context) {
  std::vector<UiAction> actions;
  context.probes.clear();
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  begin_window(context.theme);
  handle_keys(snapshot, ui, actions);
  const Layout layout = layout_of(snapshot, context.theme, display);
  add(actions, draw_top_bar(snapshot, ui, context, layout.top));
  add(actions, draw_banners(snapshot, ui, context, layout.banners));
  add(actions, draw_heatmap(snapshot, ui, context, layout.heatmap));
  if (ui.screen.open) {
    const Box side = {layout.guidance.x0, layout.guidance.y0, layout.guidance.x1, layout.lower.y1};
    add(actions, draw_screen_sheet(snapshot, ui, context, side));
  } else if (ui.teach.open) {
    const Box side = {layout.guidance.x0, layout.guidance.y0, layout.guidance.x1, layout.lower.y1};
    add(actions, draw_teach_sheet(snapshot, ui, context, side));
  } else {
    add(actions, draw_guidance(snapshot, ui, context, layout.guidance));
    add(actions, draw_lower_card(snapshot, ui, context, layout.lower, !layout.two_cards));
    if (layout.two_cards) draw_findings_card(snapshot, ui, context, layout.findings);
  }
  draw_bottom(snapshot, ui, context, layout.bottom, actions);
  draw_notice(ui, context.theme, layout.heatmap);
  add(actions, draw_source_picker(snapshot, ui, context, {0.0F, 0.0F, display.x, display.y}));
  end_window();
  return actions;
}

}  // namespace palpate
