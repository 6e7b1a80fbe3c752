#include "viz/panels/place_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "processing/shown_numbers.h"
#include "viz/body_figure.h"
#include "viz/finding_marks.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

constexpr const char* kDot = "  \xc2\xb7  ";
constexpr float kIndent = 2.9F, kAfterOpen = 0.55F, kAfterClosed = 0.15F;  // em

// Draws downwards and knows how far it came; a dry one only measures.
struct Column {
  ViewContext& context;
  float x0, x1, y;
  bool dry = false;

  [[nodiscard]] float width() const { return x1 - x0; }
  void gap(float ems) { y += context.theme.px(ems); }
  void text(const ImFont* font, Rgba color, std::string_view words, float indent = 0.0F, float up = 0.0F) {
    const float wide = width() - indent;
    y += dry ? wrapped_height(font, words, wide)
             : draw_wrapped(font, {x0 + indent, y - up}, color, words, wide);
  }
  // Behind the marks of the findings that say so.
  void marked(std::string_view marks, Rgba color, std::string_view words) {
    const Theme& theme = context.theme;
    if (!dry) draw_marks(theme, x0, y + 0.5F * theme.body->FontSize, marks);
    text(theme.body, color, words, marks_width(theme, marks));
  }
  // A label in its own column, the words beside it.
  void labelled(std::string_view label, Rgba label_color, std::string_view words, Rgba color) {
    const Theme& theme = context.theme;
    if (!dry) draw_text(theme.small, {x0, y + theme.px(0.08F)}, label_color, label);
    text(theme.body, color, words, theme.px(5.4F), theme.px(0.04F));
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
  std::string text;
  if (std::isfinite(reason.value))
    text += "measured " + value_words(reason.value, reason.threshold, reason.unit);
  if (std::isfinite(reason.threshold))
    text += kDot + ("threshold " + threshold_words(reason.threshold, reason.unit));
  text += std::isfinite(reason.measurable_change)
              ? kDot + ("measurable change " + change_words(reason.measurable_change, reason.unit))
              : kDot + std::string("measurable change not known yet for this client");
  return text;
}

void lay_neighbours(Column& column, const PlaceToPalpate& place) {
  if (!place.check_first.empty())
    column.labelled("Check first", palette::kAttention, joined(place.check_first), palette::kText);
}

void lay_techniques(Column& column, const PlaceToPalpate& place) {
  const std::string ladder = technique_ladder(place);
  if (!ladder.empty()) column.labelled("Techniques", palette::kText3, ladder, palette::kText2);
}

void lay_why(Column& column, const PlaceToPalpate& place, ListDetail detail) {
  using namespace palette;
  const Theme& theme = column.context.theme;
  column.gap(0.5F);
  if (detail >= ListDetail::no_neighbours) lay_neighbours(column, place);
  if (detail >= ListDetail::no_techniques) lay_techniques(column, place);
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

constexpr float kAnswers = 2.0F;  // em

MaybeAction draw_answers(const Column& column, const PlaceToPalpate& place, UiState& ui, ListDetail detail) {
  const Theme& theme = column.context.theme;
  MaybeAction action;
  const float tall = theme.px(kAnswers);
  const Box why = {column.x1 - theme.px(4.6F), column.y, column.x1, column.y + tall};
  float x = column.x0;
  const float two = button_width(theme, label_with_icon(theme, icon::kCheck, "Confirm")) +
                    button_width(theme, label_with_icon(theme, icon::kClose, "Dismiss")) + theme.px(0.8F);
  const bool roomy = column.x0 + two <= why.x0;
  const auto button = [&](const char* what, const char* symbol, const char* words, ButtonKind kind) {
    const std::string label = roomy ? label_with_icon(theme, symbol, words) : words;
    const float half = 0.5F * (why.x0 - column.x0) - theme.px(0.4F);
    const float wide = roomy ? button_width(theme, label) : std::min(button_width(theme, label), half);
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
  const std::string probe = fmt::format("place.{}.why", place.id);
  const char* label = ui.open_why ? "Less" : detail >= ListDetail::no_techniques ? "More" : "Why?";
  if (draw_button(column.context, probe.c_str(), why, label, ButtonKind::quiet)) ui.open_why = !ui.open_why;
  return action;
}

void lay_answer_note(Column& column, const PlaceToPalpate& place) {
  if (place.answer != ClientAnswer::confirmed) return;
  column.text(column.context.theme.body, palette::kAccent,
              label_with_icon(column.context.theme, icon::kCheck, "The client feels it here"));
  column.gap(0.35F);
}

// The place in full, but for marker and buttons; where the buttons stand.
float lay_open(Column& column, const RankedPlace& ranked, ListDetail detail, bool unfolded) {
  using namespace palette;
  const Theme& theme = column.context.theme;
  const PlaceToPalpate& place = ranked.place;
  column.gap(0.15F);
  column.text(theme.large, ranked.ended ? kText2 : kText, capitalised(place.title));
  column.gap(0.2F);
  column.marked(ranked.marks, kText2, capitalised(place.reason));
  column.gap(0.45F);
  lay_answer_note(column, place);
  if (detail < ListDetail::no_neighbours) lay_neighbours(column, place);
  if (detail < ListDetail::no_techniques) lay_techniques(column, place);
  column.gap(0.3F);
  const float answers = column.y;
  column.gap(kAnswers);
  if (unfolded) lay_why(column, place, detail);
  return answers;
}

Column column_of(const PlaceRows& rows, float y, bool dry) {
  return {rows.context, rows.x0 + rows.context.theme.px(kIndent), rows.x1, y, dry};
}

bool with_reason(const PlaceRows& rows) {
  return rows.detail == ListDetail::full;
}

// Title, marks and, where there is room, the reason, in one line.
void draw_one_line(const Theme& theme, const RankedPlace& ranked, const Box& line) {
  using namespace palette;
  const std::string name = capitalised(ranked.place.title);
  const float marks = marks_width(theme, ranked.marks);
  const float room = line.width() - marks - theme.px(0.6F);
  const float title = std::min(text_width(theme.strong, name), room);
  draw_line(theme.strong, {line.x0, line.y0, line.x0 + room, line.y1}, ranked.ended ? kText3 : kText, name,
            Align::left);
  const float x = line.x0 + title + theme.px(0.6F);
  draw_marks(theme, x, line.center_y(), ranked.marks);
  if (line.width() < theme.px(24.0F)) return;  // a few of its words would say nothing
  draw_line(theme.small, {x + marks, line.y0, line.x1, line.y1}, kText2, capitalised(ranked.place.reason),
            Align::left);
}

void draw_two_lines(const Theme& theme, const RankedPlace& ranked, const Box& row) {
  using namespace palette;
  const Box title = {row.x0, row.y0, row.x1, row.y0 + theme.px(1.55F)};
  draw_line(theme.strong, title, ranked.ended ? kText3 : kText, capitalised(ranked.place.title), Align::left);
  const Box line = {row.x0, title.y1 - theme.px(0.1F), row.x1, row.y1 - theme.px(0.1F)};
  const float marks = draw_marks(theme, row.x0, line.center_y(), ranked.marks);
  draw_line(theme.small, {row.x0 + marks, line.y0, row.x1, line.y1}, kText2, capitalised(ranked.place.reason),
            Align::left);
}

}  // namespace

float PlaceRows::open_height(const RankedPlace& ranked, bool unfolded) const {
  Column column = column_of(*this, 0.0F, true);
  lay_open(column, ranked, detail, unfolded);
  return column.y + context.theme.px(kAfterOpen);
}

float PlaceRows::closed_height() const {
  return context.theme.px((with_reason(*this)             ? 2.8F
                           : detail == ListDetail::closed ? 1.85F
                                                          : 2.1F) +
                          kAfterClosed);
}

float PlaceRows::aside_height() const {
  return context.theme.px(2.0F + kAfterClosed);
}

MaybeAction PlaceRows::draw_open(const RankedPlace& ranked, float y) const {
  const Theme& theme = context.theme;
  draw_marker(theme, {x0 + theme.px(1.15F), y + theme.px(1.1F)}, fmt::format("{}", ranked.rank), true,
              palette::kAccent);
  Column column = column_of(*this, y, false);
  Column answers = column;
  answers.y = lay_open(column, ranked, detail, ui.open_why);
  context.probes["place.open"] = {x0, y, x1, column.y};
  return draw_answers(answers, ranked.place, ui, detail);
}

void PlaceRows::draw_closed(const RankedPlace& ranked, float y) const {
  using namespace palette;
  const Theme& theme = context.theme;
  const PlaceToPalpate& place = ranked.place;
  const Box box = {x0, y, x1, y + closed_height() - theme.px(kAfterClosed)};
  const std::string probe = fmt::format("place.{}", place.id);
  ImGui::SetCursorScreenPos(box.min());
  if (ImGui::InvisibleButton(probe.c_str(), box.size())) {
    ui.open_place = place.id;
    ui.open_why = detail == ListDetail::closed;
  }
  if (ImGui::IsItemHovered()) {
    ImGui::GetWindowDrawList()->AddRectFilled(box.min(), box.max(), u32(kRaised), theme.px(0.4F));
  }
  context.probes[probe] = box;
  draw_marker(theme, {x0 + theme.px(1.15F), box.center_y()}, fmt::format("{}", ranked.rank), ranked.chosen,
              kAccent);
  const Box words = {x0 + theme.px(kIndent), box.y0, x1 - theme.px(1.6F), box.y1};
  if (with_reason(*this)) {
    draw_two_lines(theme, ranked, words);
  } else {
    draw_one_line(theme, ranked, words);
  }
  const bool confirmed = place.answer == ClientAnswer::confirmed;
  if (!theme.has_icons) return;
  draw_line(theme.strong, {words.x1, box.y0, x1, box.y1}, confirmed ? kAccent : kText3,
            confirmed ? icon::kCheck : icon::kDown, Align::center);
}

MaybeAction PlaceRows::draw_aside(const PlaceToPalpate& place, float y) const {
  using namespace palette;
  const Theme& theme = context.theme;
  MaybeAction action;
  const Box box = {x0, y, x1, y + aside_height() - theme.px(kAfterClosed)};
  const float wide = button_width(theme, "Undo");
  const std::string probe = fmt::format("place.{}.undo", place.id);
  if (draw_button(context, probe.c_str(), {box.x1 - wide, box.y0, box.x1, box.y1}, "Undo",
                  ButtonKind::quiet)) {
    action = Command{AnswerPlace{place.id, ClientAnswer::none}};
  }
  draw_line(theme.body, {box.x0 + theme.px(kIndent), box.y0, box.x1 - wide, box.y1}, kText3,
            "Dismissed: " + place.title, Align::left);
  return action;
}

}  // namespace palpate
