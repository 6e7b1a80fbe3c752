#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "processing/guidance_measured.h"
#include "viz/finding_marks.h"
#include "viz/panels/guidance_parts.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

constexpr const char* kDot = "  \xc2\xb7  ";

// Draws downwards and knows how far it came.
struct Column {
  ViewContext& context;
  float x0, x1, y;

  [[nodiscard]] float width() const { return x1 - x0; }
  void gap(float ems) { y += context.theme.px(ems); }
  void text(const ImFont* font, Rgba color, std::string_view words) {
    y += draw_wrapped(font, {x0, y}, color, words, width());
  }
  // Behind the marks of the findings that say so.
  void marked(std::string_view marks, Rgba color, std::string_view words) {
    const Theme& theme = context.theme;
    const float wide = draw_marks(theme, x0, y + 0.5F * theme.body->FontSize, marks);
    y += draw_wrapped(theme.body, {x0 + wide, y}, color, words, width() - wide);
  }
  // A label in its own column, the words beside it.
  void labelled(std::string_view label, Rgba label_color, std::string_view words, Rgba color) {
    const Theme& theme = context.theme;
    const float indent = theme.px(5.4F);
    draw_text(theme.small, {x0, y + theme.px(0.08F)}, label_color, label);
    y += draw_wrapped(theme.body, {x0 + indent, y - theme.px(0.04F)}, color, words, width() - indent);
    gap(0.28F);
  }
};

std::string joined(const std::vector<std::string>& list) {
  std::string text;
  for (const std::string& item : list) text += (text.empty() ? "" : kDot) + item;
  return text;
}

// "light: Swedish massage, long gliding strokes" -> depth "light", name "Swedish massage".
struct TechniqueName {
  std::string_view depth, name;
};
TechniqueName technique_name(std::string_view words) {
  const std::size_t colon = words.find(": ");
  if (colon == std::string_view::npos) return {"", words};
  const std::string_view rest = words.substr(colon + 2);
  return {words.substr(0, colon), rest.substr(0, rest.find(','))};
}

// Light, then moderate, then deep, joined by arrows: the order is the message.
std::string technique_ladder(const PlaceToPalpate& place) {
  constexpr std::array<std::string_view, 3> kDepths{"light", "moderate", "deep"};
  std::string text;
  for (const std::string_view depth : kDepths) {
    std::string names;
    for (const std::string& technique : place.techniques) {
      const TechniqueName t = technique_name(technique);
      if (t.depth != depth) continue;
      names += (names.empty() ? "" : ", ") + std::string(t.name);
    }
    if (!names.empty()) text += fmt::format("{}{}: {}", text.empty() ? "" : "  \xe2\x86\x92  ", depth, names);
  }
  return text;
}

std::string figures_of(const PlaceReason& reason) {
  const auto number = [&](double value) {
    return fmt::format("{} {}", number_text(value, std::abs(value) < 10.0 ? 1 : 0), reason.unit);
  };
  std::string text;
  if (std::isfinite(reason.value)) text += "measured " + number(reason.value);
  if (std::isfinite(reason.threshold)) text += kDot + ("threshold " + number(reason.threshold));
  text += std::isfinite(reason.measurable_change)
              ? kDot + ("measurable change " + number(reason.measurable_change))
              : kDot + std::string("measurable change not known yet for this client");
  return text;
}

void draw_why(Column& column, const PlaceToPalpate& place) {
  using namespace palette;
  const Theme& theme = column.context.theme;
  column.gap(0.5F);
  if (!place.muscles.empty()) column.labelled("Muscles", kText3, joined(place.muscles), kText2);
  for (const std::string& caution : place.cautions) column.labelled("Mind", kAttention, caution, kText2);
  for (const PlaceReason& reason : place.why) {
    column.gap(0.3F);
    column.text(theme.small, kText, capitalised(reason.inputs));
    column.text(theme.small, kText2, figures_of(reason));
    column.text(theme.small, kText2, fmt::format("Rule {} ({})", reason.rule, reason.rule_place));
    column.text(theme.small, kText3, "Source: " + reason.source);
  }
  column.gap(0.3F);
}

MaybeAction draw_answers(Column& column, const PlaceToPalpate& place, UiState& ui) {
  const Theme& theme = column.context.theme;
  MaybeAction action;
  const float tall = theme.px(2.0F);
  float x = column.x0;
  const auto button = [&](const char* what, const char* symbol, const char* words, ButtonKind kind) {
    const std::string label = label_with_icon(theme, symbol, words);
    const float wide = button_width(theme, label);
    const std::string probe = fmt::format("place.{}.{}", place.id, what);
    const Box box = {x, column.y, x + wide, column.y + tall};
    x += wide + theme.px(0.4F);
    return draw_button(column.context, probe.c_str(), box, label, kind);
  };
  if (place.answer == ClientAnswer::none) {
    if (button("confirm", icon::kCheck, "Confirm", ButtonKind::normal)) {
      action = Command{AnswerPlace{place.id, ClientAnswer::confirmed}};
    }
    if (button("dismiss", icon::kClose, "Dismiss", ButtonKind::normal)) {
      action = Command{AnswerPlace{place.id, ClientAnswer::dismissed}};
    }
  } else if (button("undo", icon::kRefresh, "Take back", ButtonKind::normal)) {
    action = Command{AnswerPlace{place.id, ClientAnswer::none}};
  }
  const Box why = {column.x1 - theme.px(4.6F), column.y, column.x1, column.y + tall};
  const std::string probe = fmt::format("place.{}.why", place.id);
  if (draw_button(column.context, probe.c_str(), why, ui.open_why ? "Less" : "Why?", ButtonKind::quiet)) {
    ui.open_why = !ui.open_why;
  }
  column.y += tall;
  return action;
}

void draw_answer_note(Column& column, const PlaceToPalpate& place) {
  if (place.answer != ClientAnswer::confirmed) return;
  column.text(column.context.theme.body, palette::kAccent,
              label_with_icon(column.context.theme, icon::kCheck, "The client feels it here"));
  column.gap(0.35F);
}

// A place as it stands in the list: its rank, and the marks of the findings it stems from.
struct Ranked {
  const PlaceToPalpate& place;
  int rank = 0;
  std::string marks;
};

// The place to begin with, in full.
MaybeAction draw_open(const Ranked& ranked, UiState& ui, ViewContext& context, const Box& row, float& y) {
  using namespace palette;
  const Theme& theme = context.theme;
  const PlaceToPalpate& place = ranked.place;
  draw_marker(theme, {row.x0 + theme.px(1.15F), y + theme.px(1.1F)}, fmt::format("{}", ranked.rank), true,
              kAccent);
  Column column{context, row.x0 + theme.px(2.9F), row.x1, y};
  column.gap(0.15F);
  column.text(theme.large, kText, capitalised(place.title));
  column.gap(0.2F);
  column.marked(ranked.marks, kText2, capitalised(place.reason));
  column.gap(0.45F);
  draw_answer_note(column, place);
  if (!place.check_first.empty())
    column.labelled("Check first", kAttention, joined(place.check_first), kText);
  const std::string ladder = technique_ladder(place);
  if (!ladder.empty()) column.labelled("Techniques", kText3, ladder, kText2);
  column.gap(0.3F);
  const MaybeAction action = draw_answers(column, place, ui);
  if (ui.open_why) draw_why(column, place);
  context.probes["place.open"] = {row.x0, y, row.x1, column.y};
  y = column.y + theme.px(0.55F);
  return action;
}

void draw_closed(const Ranked& ranked, UiState& ui, ViewContext& context, const Box& row, float& y) {
  using namespace palette;
  const Theme& theme = context.theme;
  const PlaceToPalpate& place = ranked.place;
  const bool with_reason = row.width() > theme.px(26.0F);
  const Box box = {row.x0, y, row.x1, y + theme.px(with_reason ? 2.8F : 2.1F)};
  const std::string probe = fmt::format("place.{}", place.id);
  ImGui::SetCursorScreenPos(box.min());
  if (ImGui::InvisibleButton(probe.c_str(), box.size())) {
    ui.open_place = place.id;
    ui.open_why = false;
  }
  if (ImGui::IsItemHovered()) {
    ImGui::GetWindowDrawList()->AddRectFilled(box.min(), box.max(), u32(kRaised), theme.px(0.4F));
  }
  context.probes[probe] = box;
  draw_marker(theme, {box.x0 + theme.px(1.15F), box.center_y()}, fmt::format("{}", ranked.rank), false,
              kAccent);
  const float x = box.x0 + theme.px(2.9F);
  const float right = box.x1 - theme.px(1.6F);
  const std::string name = capitalised(place.title);
  if (with_reason) {
    const Box title = {x, box.y0, right, box.y0 + theme.px(1.55F)};
    draw_line(theme.strong, title, kText, name, Align::left);
    const Box line = {x, title.y1 - theme.px(0.1F), right, box.y1 - theme.px(0.1F)};
    const float marks = draw_marks(theme, x, line.center_y(), ranked.marks);
    draw_line(theme.small, {x + marks, line.y0, right, line.y1}, kText2, capitalised(place.reason),
              Align::left);
  } else {
    const float room = right - x - marks_width(theme, ranked.marks) - theme.px(0.5F);
    draw_line(theme.strong, {x, box.y0, x + room, box.y1}, kText, name, Align::left);
    draw_marks(theme, x + std::min(text_width(theme.strong, name), room) + theme.px(0.5F), box.center_y(),
               ranked.marks);
  }
  const char* mark = place.answer == ClientAnswer::confirmed ? icon::kCheck : icon::kDown;
  if (theme.has_icons) {
    draw_line(theme.strong, {right, box.y0, box.x1, box.y1},
              place.answer == ClientAnswer::confirmed ? kAccent : kText3, mark, Align::center);
  }
  y = box.y1 + theme.px(0.15F);
}

MaybeAction draw_set_aside(const PlaceToPalpate& place, ViewContext& context, const Box& row, float& y) {
  using namespace palette;
  const Theme& theme = context.theme;
  MaybeAction action;
  const Box box = {row.x0, y, row.x1, y + theme.px(2.0F)};
  const float wide = button_width(theme, "Undo");
  const std::string probe = fmt::format("place.{}.undo", place.id);
  if (draw_button(context, probe.c_str(), {box.x1 - wide, box.y0, box.x1, box.y1}, "Undo",
                  ButtonKind::quiet)) {
    action = Command{AnswerPlace{place.id, ClientAnswer::none}};
  }
  draw_line(theme.body, {box.x0 + theme.px(2.9F), box.y0, box.x1 - wide, box.y1}, kText3,
            "Dismissed: " + place.title, Align::left);
  y = box.y1 + theme.px(0.15F);
  return action;
}

}  // namespace

MaybeAction draw_place_list(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box) {
  const Theme& theme = context.theme;
  const Guidance guidance = as_measured(*snapshot.guidance, snapshot.findings);
  MaybeAction action;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0F, 0.0F});
  begin_card("places", {box.x0, box.y0, box.x1 + theme.px(0.7F), box.y1}, palette::kCard, true);
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const Box row = {start.x, start.y, start.x + box.width(), start.y};
  float y = start.y;
  const PlaceToPalpate* open = open_place(snapshot, ui);
  int rank = 0;
  const auto keep = [&](const MaybeAction& asked) {
    if (asked) action = asked;
  };
  for (const PlaceToPalpate& place : guidance.places) {
    const Ranked ranked{place, ++rank, marks_of(snapshot, place)};
    if (open != nullptr && place.id == open->id) {
      keep(draw_open(ranked, ui, context, row, y));
    } else {
      draw_closed(ranked, ui, context, row, y);
    }
  }
  for (const PlaceToPalpate& place : guidance.set_aside) keep(draw_set_aside(place, context, row, y));
  ImGui::SetCursorScreenPos(start);
  ImGui::Dummy({box.width(), y - start.y});
  end_card();
  ImGui::PopStyleVar();
  return action;
}

}  // namespace palpate
