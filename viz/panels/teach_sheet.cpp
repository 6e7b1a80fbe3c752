#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <filesystem>

#include "viz/panels/teach_parts.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

bool is_lesson(TeachStep step) {
  return step == TeachStep::waiting || step == TeachStep::settling || step == TeachStep::holding;
}

// The field for a client's name or file, with a button; true when it was sent.
bool draw_client_field(TeachSheetState& sheet, ViewContext& context, const Box& row, const char* label) {
  const Theme& theme = context.theme;
  const float wide = button_width(theme, label);
  ImGui::SetCursorScreenPos({row.x0, row.y0});
  ImGui::SetNextItemWidth(row.width() - wide - theme.px(0.5F));
  const bool entered = ImGui::InputTextWithHint("##client", "Name or initials, or a file", &sheet.client,
                                                ImGuiInputTextFlags_EnterReturnsTrue);
  context.probes["teach.client"] = {row.x0, row.y0, row.x1 - wide - theme.px(0.5F), row.y1};
  const bool pressed = draw_button(context, "teach.client.use", {row.x1 - wide, row.y0, row.x1, row.y1},
                                   label, ButtonKind::primary);
  return entered || pressed;
}

}  // namespace

float draw_teach_client(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box,
                        MaybeAction& action) {
  using namespace palette;
  const Theme& theme = context.theme;
  const TeachingState& teaching = *snapshot.teaching;
  TeachSheetState& sheet = ui.teach;
  const float tall = theme.px(2.1F);
  float y = box.y0;
  if (teaching.unstored && !teaching.file.empty()) {
    y += draw_wrapped(theme.strong, {box.x0, y}, kRecord, "Not stored: kept in memory only", box.width());
    y += draw_wrapped(theme.body, {box.x0, y + theme.px(0.2F)}, kText2, teaching.store_error, box.width()) +
         theme.px(0.7F);
    const Box again = {box.x0, y, box.x0 + button_width(theme, "Try again"), y + tall};
    if (draw_button(context, "teach.store", again, "Try again", ButtonKind::normal)) {
      action = Command{TeachCommand{StoreTaught{}}};
    }
    const Box row = {again.x1 + theme.px(0.5F), y, box.x1, y + tall};
    if (draw_client_field(sheet, context, row, "Store there") && !sheet.client.empty()) {
      action = Command{TeachCommand{StoreTaught{sheet.client}}};
    }
    return y + tall - box.y0;
  }
  if (teaching.file.empty() || sheet.asks_client) {
    y += draw_wrapped(theme.strong, {box.x0, y}, kText, "Whose postures are these?", box.width());
    y += draw_wrapped(theme.body, {box.x0, y + theme.px(0.2F)}, kText2,
                      "They are stored in this client's own file, on this computer only.", box.width()) +
         theme.px(0.7F);
    if (draw_client_field(sheet, context, {box.x0, y, box.x1, y + tall}, "Use")) {
      if (!sheet.client.empty()) action = Command{TeachCommand{OpenTaught{sheet.client}}};
      sheet.asks_client = false;  // without a name: as before
    }
    return y + tall - box.y0;
  }
  const Box change = {box.x1 - button_width(theme, "Other client"), y, box.x1, y + tall};
  if (draw_button(context, "teach.client.change", change, "Other client", ButtonKind::normal)) {
    sheet.asks_client = true;
    sheet.client.clear();
  }
  const std::filesystem::path file(teaching.file);
  const Box words = {box.x0, y, change.x0 - theme.px(0.7F), y + tall};
  const std::string who = teaching.taught->client.empty() ? file.stem().string() : teaching.taught->client;
  const std::string client = "Client: " + who;
  draw_line(theme.strong, words, kText, client, Align::left);
  const float x = words.x0 + text_width(theme.strong, client) + theme.px(0.8F);
  draw_line(theme.small, {std::min(x, words.x1), y, words.x1, y + tall}, kText3, teaching.file, Align::left);
  return tall;
}

MaybeAction draw_teach_sheet(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box) {
  using namespace palette;
  const Theme& theme = context.theme;
  begin_card("teach sheet", box, kCard);
  context.probes["teach sheet"] = box;
  const Box in = box.inset(theme.px(1.2F));
  const float close = button_width(theme, "Close");
  draw_line(theme.large, {in.x0, in.y0, in.x1 - close, in.y0 + theme.px(2.0F)}, kText, "Teach a posture",
            Align::left);
  const Box close_box = {in.x1 - close, in.y0, in.x1, in.y0 + theme.px(2.1F)};
  if (draw_button(context, "teach.close", close_box, "Close", ButtonKind::normal)) ui.teach.open = false;
  MaybeAction action;
  float y = in.y0 + theme.px(3.2F);
  if (!snapshot.teaching) {
    draw_text(theme.body, {in.x0, y}, kText2, "Choose a source first.", in.width());
  } else if (is_lesson(snapshot.teaching->step)) {
    ui.teach.counting = true;
    action = draw_teach_countdown(snapshot, context, {in.x0, y, in.x1, in.y1});
  } else {
    if (ui.teach.counting && snapshot.teaching->step == TeachStep::taught) ui.teach.name.clear();
    ui.teach.counting = false;
    const float gap = theme.px(1.1F);
    y += draw_teach_client(snapshot, ui, context, {in.x0, y, in.x1, in.y1}, action) + gap;
    if (!snapshot.teaching->file.empty()) {
      const float result = draw_teach_result(snapshot, ui, context, {in.x0, y, in.x1, in.y1}, action);
      y += result > 0.0F ? result + gap : 0.0F;
      y += draw_teach_name(snapshot, ui, context, {in.x0, y, in.x1, in.y1}, action) + gap;
    }
    if (auto asked = draw_teach_list(snapshot, ui, context, {in.x0, y, in.x1, in.y1})) action = asked;
  }
  end_card();
  return action;
}

}  // namespace palpate
