#include <fmt/format.h>

#include <filesystem>

#include "processing/time_text.h"
#include "viz/panels/panels.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

// Nothing is being recorded: the zero of the empty mat, and what is known about it.
MaybeAction draw_idle(const Snapshot& snapshot, ViewContext& context, const Box& box) {
  using namespace palette;
  const Theme& theme = context.theme;
  MaybeAction action;
  const Box button = {box.x0 - theme.px(0.5F), box.y0, box.x0 + theme.px(5.5F), box.y1};
  if (draw_button(context, "tare", button, "Zero", ButtonKind::normal)) action = Command{Tare{}};
  const float x = button.x1 + theme.px(1.0F);
  const float row = theme.px(1.35F);
  const float top = box.center_y() - (snapshot.zero_note.empty() ? 0.5F * row : row);
  draw_line(theme.body, {x, top, box.x1, top + row}, kText2, "Not recording", Align::left);
  draw_line(theme.small, {x, top + row, box.x1, top + 2.0F * row}, kText3, snapshot.zero_note, Align::left);
  return action;
}

}  // namespace

MaybeAction draw_recording_bar(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box) {
  using namespace palette;
  const Theme& theme = context.theme;
  const RecordingState& recording = snapshot.recording;
  const bool on = recording.recording;
  const std::string label = on ? label_with_icon(theme, icon::kStop, "Stop") : "Record";
  const float wide = theme.px(8.0F);
  const Box button = {box.x0, box.y0, box.x0 + wide, box.y1};
  MaybeAction action;
  if (draw_button(context, "record", button, label, ButtonKind::normal)) {
    action = on ? Command{StopRecording{}} : Command{StartRecording{ui.next_recording_path}};
  }
  float x = button.x1 + theme.px(1.0F);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (!on) {
    list.AddCircleFilled({button.x0 + theme.px(1.4F), box.center_y()}, theme.px(0.42F), u32(kRecord));
    if (auto tare = draw_idle(snapshot, context, {x, box.y0, box.x1, box.y1})) action = tare;
    return action;
  }
  list.AddCircleFilled({x + theme.px(0.4F), box.center_y()}, theme.px(0.4F), u32(kRecord));
  x += theme.px(1.3F);
  const std::string elapsed = clock_text(recording.seconds);
  draw_number(theme.large, {x, box.center_y() - 0.5F * theme.large->FontSize}, kText, elapsed);
  x += number_width(theme.large, elapsed) + theme.px(1.0F);
  const std::string bookmark = label_with_icon(theme, icon::kBookmark, "Bookmark");
  const float bookmark_wide = button_width(theme, bookmark);
  if (draw_button(context, "bookmark", {x, box.y0, x + bookmark_wide, box.y1}, bookmark,
                  ButtonKind::normal)) {
    action = Command{AddBookmark{}};
  }
  x += bookmark_wide + theme.px(1.0F);
  const float row = theme.px(1.35F);
  const Box words = {x, box.center_y() - row, box.x1, box.center_y()};
  draw_line(theme.body, words, kText2, std::filesystem::path(recording.path).filename().string(),
            Align::left);
  draw_line(theme.small, {x, words.y1, box.x1, words.y1 + row}, kText3, frames_text(recording.frames),
            Align::left);
  return action;
}

}  // namespace palpate
