#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "viz/panels/panels.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

constexpr std::array<double, 5> kSpeeds = {0.5, 1.0, 2.0, 5.0, 10.0};

// The seek bar. A press or drag moves the handle at once; the seek itself is asked for on each move, so that
// the map follows.
MaybeAction draw_seek(const ReplayState& replay, UiState& ui, ViewContext& context, const Box& box) {
  using namespace palette;
  const Theme& theme = context.theme;
  ImGui::SetCursorScreenPos(box.min());
  ImGui::InvisibleButton("seek", box.size());
  context.probes["seek"] = box;
  const bool held = ImGui::IsItemActive();
  const double duration = std::max(replay.duration_s, 1e-9);
  MaybeAction action;
  if (held) {
    const double share = std::clamp((ImGui::GetIO().MousePos.x - box.x0) / box.width(), 0.0F, 1.0F);
    const double wanted = share * duration;
    if (!ui.seeking || std::abs(wanted - ui.seek_position_s) > 1e-9) action = Command{Seek{wanted}};
    ui.seek_position_s = wanted;
  }
  ui.seeking = held;
  const double position = held ? ui.seek_position_s : replay.position_s;
  const float share = static_cast<float>(std::clamp(position / duration, 0.0, 1.0));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float half = theme.px(0.22F);
  const float y = box.center_y();
  const float x = box.x0 + share * box.width();
  list.AddRectFilled({box.x0, y - half}, {box.x1, y + half}, u32(kHover), half);
  list.AddRectFilled({box.x0, y - half}, {x, y + half}, u32(kAccent), half);
  list.AddCircleFilled({x, y}, theme.px(held || ImGui::IsItemHovered() ? 0.65F : 0.5F), u32(kText));
  return action;
}

MaybeAction draw_speed(const ReplayState& replay, ViewContext& context, const Box& box) {
  int current = -1;
  for (std::size_t i = 0; i < kSpeeds.size(); ++i) {
    if (std::abs(kSpeeds[i] - replay.speed) < 1e-6) current = static_cast<int>(i);
  }
  const int chosen = draw_segments(
      context, "speed", box, {"0.5\xc3\x97", "1\xc3\x97", "2\xc3\x97", "5\xc3\x97", "10\xc3\x97"}, current);
  if (chosen == current) return {};
  return Command{SetSpeed{kSpeeds[static_cast<std::size_t>(chosen)]}};
}

}  // namespace

MaybeAction draw_replay_bar(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box) {
  using namespace palette;
  const Theme& theme = context.theme;
  const ReplayState& replay = snapshot.replay;
  const std::string label = replay.paused ? label_with_icon(theme, icon::kPlay, "Play")
                                          : label_with_icon(theme, icon::kPause, "Pause");
  MaybeAction action;
  const Box button = {box.x0, box.y0, box.x0 + theme.px(7.0F), box.y1};
  if (draw_button(context, "play", button, label, ButtonKind::primary)) {
    action = Command{SetPaused{!replay.paused}};
  }
  const double position = ui.seeking ? ui.seek_position_s : replay.position_s;
  const std::string now = clock_text(position);
  const std::string all = clock_text(replay.duration_s);
  const float y = box.center_y() - 0.5F * theme.body->FontSize;
  float x = button.x1 + theme.px(1.0F);
  const float now_wide = number_width(theme.body, all);
  draw_number(theme.body, {x + now_wide - number_width(theme.body, now), y}, kText, now);
  x += now_wide + theme.px(1.0F);
  const Box speed = {box.x1 - theme.px(17.0F), box.y0, box.x1, box.y1};
  const float end = speed.x0 - theme.px(1.0F) - now_wide;
  draw_number(theme.body, {end, y}, kText2, all);
  if (auto seek = draw_seek(replay, ui, context, {x, box.y0, end - theme.px(1.0F), box.y1})) action = seek;
  if (auto change = draw_speed(replay, context, speed)) action = change;
  return action;
}

}  // namespace palpate
