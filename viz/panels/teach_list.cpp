#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <span>

#include "viz/panels/teach_parts.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

constexpr const char* kSeated[] = {"upright",         "usual slump",  "at the desk",
                                   "leaning forward", "leaning back", "legs crossed"};
constexpr const char* kLying[] = {"on the back", "face down", "client's left side", "client's right side",
                                  "as in sleep"};

std::span<const char* const> suggestions(const Snapshot& snapshot) {
  const bool table = snapshot.info && snapshot.info->geometry.placement == Placement::table;
  return table ? std::span<const char* const>(kLying) : std::span<const char* const>(kSeated);
}

const TaughtLine* line_of(const TeachingState& teaching, std::string_view name) {
  const auto found = std::find_if(teaching.lines.begin(), teaching.lines.end(),
                                  [&](const TaughtLine& line) { return line.name == name; });
  return found == teaching.lines.end() ? nullptr : &*found;
}

// Rows of names to choose from; those that are taught stand in the list below. Returns the height taken.
float draw_suggestions(const Snapshot& snapshot, TeachSheetState& sheet, ViewContext& context,
                       const Box& box) {
  const Theme& theme = context.theme;
  const float tall = theme.px(1.9F), gap = theme.px(0.35F);
  float x = box.x0, y = box.y0;
  int i = 0;
  for (const char* name : suggestions(snapshot)) {
    const std::string probe = fmt::format("teach.suggest.{}", i++);
    if (line_of(*snapshot.teaching, name) != nullptr) continue;
    const float wide = text_width(theme.strong, name) + theme.px(1.3F);
    if (x + wide > box.x1 && x > box.x0) {
      x = box.x0;
      y += tall + gap;
    }
    const bool chosen = sheet.name == name;
    const Box chip = {x, y, x + wide, y + tall};
    if (draw_toggle(context, probe.c_str(), chip, name, chosen) != chosen) sheet.name = chosen ? "" : name;
    ImGui::GetWindowDrawList()->AddRect(chip.min(), chip.max(), u32(palette::kBorder), theme.px(0.4F));
    x += wide + gap;
  }
  return x > box.x0 || y > box.y0 ? y + tall - box.y0 : 0.0F;
}

// What the mat shows at this moment, by the names below.
void draw_now(const Snapshot& snapshot, const Theme& theme, const Box& box) {
  using namespace palette;
  if (snapshot.teaching->lines.empty() || !snapshot.occupied) return;
  const std::string_view name = taught_name(snapshot.taught);
  const std::string words =
      name.empty() ? std::string("now: none of them") : fmt::format("now: \"{}\"", name);
  draw_line(theme.body, box, name.empty() ? kText2 : kAccent, words, Align::right);
}

struct Row {
  int number;
  const TaughtLine& line;
  bool shown_now;
  double share;
};

std::string words_of(const Row& row) {
  std::string words = fmt::format("{} take{}", row.line.takes, row.line.takes == 1 ? "" : "s");
  if (row.line.nearest && row.line.nearest->distance < 1.0)
    return words + fmt::format(", much like \"{}\"", row.line.nearest->name);
  return row.line.nearest ? words + ", apart from the others" : words;
}

MaybeAction draw_row(const Row& row, UiState& ui, ViewContext& context, float width) {
  using namespace palette;
  const Theme& theme = context.theme;
  MaybeAction action;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const Box box = {at.x, at.y, at.x + width, at.y + theme.px(3.0F)};
  const float remove = button_width(theme, "Remove");
  const Box name = {box.x0, box.y0, box.x1 - remove - theme.px(0.4F), box.y1};
  const std::string pick = fmt::format("teach.pick.{}", row.number);
  ImGui::SetCursorScreenPos(name.min());
  if (ImGui::InvisibleButton(pick.c_str(), name.size())) ui.teach.name = row.line.name;
  const bool chosen = ui.teach.name == row.line.name;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float rounding = theme.px(0.4F);
  if (chosen || ImGui::IsItemHovered())
    list.AddRectFilled(name.min(), name.max(), u32(chosen ? kHover : kRaised), rounding);
  if (row.shown_now)
    list.AddRectFilled(name.min(), {name.x0 + theme.px(0.3F), name.y1}, u32(kAccent), rounding);
  context.probes[pick] = name;
  const Box in = {name.x0 + theme.px(0.9F), name.y0 + theme.px(0.2F), name.x1 - theme.px(0.6F), name.y1};
  const std::string share = row.shown_now ? percent_text(row.share) : "";
  const float shares = text_width(theme.strong, share) + theme.px(0.5F);
  draw_line(theme.strong, {in.x0, in.y0, in.x1 - shares, in.y0 + theme.px(1.4F)}, kText,
            fmt::format("\"{}\"", row.line.name), Align::left);
  draw_line(theme.strong, {in.x0, in.y0, in.x1, in.y0 + theme.px(1.4F)}, kAccent, share, Align::right);
  const bool alike = row.line.nearest && row.line.nearest->distance < 1.0;
  draw_line(theme.small, {in.x0, in.y0 + theme.px(1.3F), in.x1, in.y0 + theme.px(2.6F)},
            alike ? kAttention : kText2, words_of(row), Align::left);
  const Box bin = {box.x1 - remove, box.y0 + theme.px(0.4F), box.x1, box.y1 - theme.px(0.4F)};
  if (draw_button(context, fmt::format("teach.remove.{}", row.number).c_str(), bin, "Remove",
                  ButtonKind::quiet)) {
    action = Command{TeachCommand{RemoveTaught{row.line.name}}};
  }
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy({width, box.height()});
  return action;
}

}  // namespace

float draw_teach_name(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box,
                      MaybeAction& action) {
  using namespace palette;
  const Theme& theme = context.theme;
  TeachSheetState& sheet = ui.teach;
  const float tall = theme.px(2.3F);
  float y = box.y0;
  y += draw_wrapped(theme.strong, {box.x0, y}, kText, "Which posture does the client show?", box.width()) +
       theme.px(0.5F);
  const float chips = draw_suggestions(snapshot, sheet, context, {box.x0, y, box.x1, box.y1});
  y += chips > 0.0F ? chips + theme.px(0.5F) : 0.0F;
  const Box start = {box.x1 - button_width(theme, "Start: 10 s"), y, box.x1, y + tall};
  ImGui::SetCursorScreenPos({box.x0, y});
  ImGui::SetNextItemWidth(start.x0 - theme.px(0.5F) - box.x0);
  ImGui::InputTextWithHint("##posture", "Or a name of your own", &sheet.name);
  context.probes["teach.name"] = {box.x0, y, start.x0 - theme.px(0.5F), y + tall};
  const bool known = line_of(*snapshot.teaching, sheet.name) != nullptr;
  const bool pressed = draw_button(context, "teach.start", start, "Start: 10 s",
                                   sheet.name.empty() ? ButtonKind::normal : ButtonKind::primary);
  if (pressed && !sheet.name.empty()) {
    const TeachHow how = !known ? TeachHow::as_new : sheet.replace ? TeachHow::replace : TeachHow::append;
    action = Command{TeachCommand{StartTeaching{sheet.name, how}}};
  }
  y += tall;
  if (!known) {
    sheet.replace = false;
    return y - box.y0;
  }
  y += theme.px(0.5F);
  const float wide = theme.px(20.0F);
  const Box how = {std::max(box.x0, box.x1 - wide), y, box.x1, y + tall};
  draw_line(theme.body, {box.x0, y, how.x0 - theme.px(0.5F), y + tall}, kText2, "Taught already",
            Align::left);
  sheet.replace =
      draw_segments(context, "teach.how", how, {"Another take", "Replace"}, sheet.replace ? 1 : 0) == 1;
  return y + tall - box.y0;
}

MaybeAction draw_teach_list(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box) {
  using namespace palette;
  const Theme& theme = context.theme;
  const TeachingState& teaching = *snapshot.teaching;
  const bool undo = !teaching.undo.empty();
  const float foot = undo ? box.y1 - theme.px(2.2F) : box.y1;
  MaybeAction action;
  if (teaching.lines.empty() && !undo) return action;
  const float title = theme.px(1.6F);
  draw_line(theme.strong, {box.x0, box.y0, box.x1, box.y0 + title}, kText,
            fmt::format("{} taught", teaching.lines.size()), Align::left);
  draw_now(snapshot, theme, {box.x0 + theme.px(6.0F), box.y0, box.x1, box.y0 + title});
  const Box rows = {box.x0, box.y0 + title + theme.px(0.4F), box.x1, foot - theme.px(0.4F)};
  if (rows.height() > theme.px(2.0F)) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0F, 0.0F});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0.0F, theme.px(0.2F)});
    begin_card("taught", {rows.x0, rows.y0, rows.x1 + theme.px(0.7F), rows.y1}, kCard, true);
    int number = 0;
    const std::string_view now = taught_name(snapshot.taught);
    for (const TaughtLine& line : teaching.lines) {
      const bool shown = !now.empty() && now == line.name;
      if (auto asked =
              draw_row({number++, line, shown, snapshot.taught.confidence}, ui, context, rows.width())) {
        action = asked;
      }
    }
    end_card();
    ImGui::PopStyleVar(2);
  }
  if (undo) {
    const std::string label = label_with_icon(theme, icon::kUndo, "Undo " + teaching.undo);
    const float wide = std::min(button_width(theme, label), box.width());
    if (draw_button(context, "teach.undo", {box.x0, foot, box.x0 + wide, box.y1}, label,
                    ButtonKind::normal)) {
      action = Command{TeachCommand{UndoTaught{}}};
    }
  }
  return action;
}

}  // namespace palpate
