#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "viz/panels/panels.h"
#include "viz/quantity.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

bool starts_with(const std::string& text, std::string_view prefix) {
  return text.rfind(prefix, 0) == 0;
}

std::string before_options(std::string text) {
  return text.substr(0, text.find('?'));
}

}  // namespace

std::string plain_words(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '-', ' ');
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string source_title(const Snapshot& snapshot) {
  if (!snapshot.info) return "No source";
  const std::string uri = before_options(snapshot.info->source_uri);
  const std::string replay = snapshot.replay.available ? "Recording of " : "";
  if (starts_with(uri, "sim:")) {
    return fmt::format("{}{} {}", replay, replay.empty() ? "Simulated client:" : "a simulated client:",
                       plain_words(uri.substr(4)));
  }
  if (starts_with(uri, "firmware:")) {
    return fmt::format("{}{} {}", replay,
                       replay.empty() ? "Firmware in its simulator:" : "the simulated firmware:",
                       plain_words(uri.substr(9)));
  }
  if (starts_with(uri, "serial:"))
    return fmt::format("{}{} {}", replay, replay.empty() ? "Mat on" : "the mat on", uri.substr(7));
  const std::string path = starts_with(uri, "file:") ? uri.substr(5) : uri;
  return path.empty() ? "Unknown source"
                      : fmt::format("Recording: {}", std::filesystem::path(path).filename().string());
}

MaybeAction draw_top_bar(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box) {
  using namespace palette;
  const Theme& theme = context.theme;
  const float gap = theme.px(0.75F);
  float right = box.x1;
  const Quantity quantity = quantity_of(snapshot, ui);
  const float segment = theme.px(9.6F);
  if (quantity.calibrated) {
    const Box unit = {right - theme.px(8.6F), box.y0, right, box.y1};
    const int chosen =
        draw_segments(context, "unit", unit, {"kPa", "mmHg"}, ui.unit == DisplayUnit::kpa ? 0 : 1);
    ui.unit = chosen == 0 ? DisplayUnit::kpa : DisplayUnit::mmhg;
    right = unit.x0 - gap;
  }
  const Box view = {right - segment, box.y0, right, box.y1};
  const int chosen =
      draw_segments(context, "view", view, {"Smooth", "Cells"}, ui.view == HeatmapView::smooth ? 0 : 1);
  ui.view = chosen == 0 ? HeatmapView::smooth : HeatmapView::cells;
  right = view.x0 - gap;
  const Box regions = {right - theme.px(6.4F), box.y0, right, box.y1};
  ui.show_regions = draw_toggle(context, "regions.toggle", regions, "Regions", ui.show_regions);
  right = regions.x0 - gap;

  const std::string name = "Palpate";
  draw_line(theme.large, {box.x0, box.y0, right, box.y1}, kText, name, Align::left);
  const float left = box.x0 + text_width(theme.large, name) + theme.px(1.2F);
  const std::string change = label_with_icon(theme, icon::kArrows, "Source");
  const float wide = button_width(theme, change);
  if (draw_button(context, "source", {left, box.y0, left + wide, box.y1}, change, ButtonKind::normal)) {
    ui.picker.open = true;
    ui.picker.error.clear();
    return RefreshPorts{};
  }
  const bool asked = snapshot.guidance != nullptr && snapshot.guidance->screen_answered;
  const std::string screen = label_with_icon(theme, asked ? icon::kCheck : icon::kUser, "Screen");
  const float x = left + wide + theme.px(0.5F);
  const Box ask = {x, box.y0, x + button_width(theme, screen), box.y1};
  if (draw_button(context, "screen", ask, screen, ButtonKind::normal)) {
    ui.screen.open = !ui.screen.open;
    ui.teach.open = false;
  }
  const std::string teach = label_with_icon(theme, icon::kTeach, "Teach");
  const float teach_x = ask.x1 + theme.px(0.5F);
  const Box lesson = {teach_x, box.y0, teach_x + button_width(theme, teach), box.y1};
  if (draw_button(context, "teach", lesson, teach, ButtonKind::normal)) {
    ui.teach.open = !ui.teach.open;
    ui.screen.open = false;
  }
  const Box title = {lesson.x1 + theme.px(0.9F), box.y0, right, box.y1};
  if (title.width() > theme.px(4.0F)) {
    draw_line(theme.body, title, kText2, source_title(snapshot), Align::left);
  }
  return {};
}

}  // namespace palpate
