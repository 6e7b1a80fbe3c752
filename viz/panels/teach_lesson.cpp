#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "viz/panels/teach_parts.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

struct Said {
  std::string title, words;
};

Said now_words(const Snapshot& snapshot) {
  const TeachingState& teaching = *snapshot.teaching;
  if (snapshot.replay.available && snapshot.replay.paused)
    return {"Paused", "Press play: the count stands still."};
  if (snapshot.link_state != LinkState::streaming)
    return {"No frames", "The count goes on when the mat is back."};
  switch (teaching.step) {
    case TeachStep::settling:
      return {"Get ready", fmt::format("\"{}\" begins in a moment", teaching.name)};
    case TeachStep::holding:
      if (teaching.moving)
        return {"Hold still", fmt::format("moving too much: {:.0f} s left", std::ceil(teaching.left_s))};
      return {"Hold still", fmt::format("\"{}\": {:.0f} s left", teaching.name, std::ceil(teaching.left_s))};
    default:
      return {"Waiting", fmt::format("Nobody is on the mat: take the posture \"{}\"", teaching.name)};
  }
}

void draw_centered(const ImFont* font, const Box& box, float y, Rgba color, std::string_view text) {
  draw_line(font, {box.x0, y, box.x1, y + font->FontSize}, color, text, Align::center);
}

// A circle that empties clockwise, the seconds in it.
void draw_clock(const TeachingState& teaching, const Theme& theme, ImVec2 center, float radius) {
  using namespace palette;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float thick = theme.px(0.7F);
  list.AddCircle(center, radius, u32(kRaised), 96, thick);
  const bool holding = teaching.step == TeachStep::holding;
  const double whole = holding ? kTeachSeconds : kTeachSettleSeconds;
  const auto share = static_cast<float>(std::clamp(teaching.left_s / whole, 0.0, 1.0));
  const Rgba color = !holding ? kText2 : teaching.moving ? kAttention : kAccent;
  if (share > 0.0F) {
    const float from = -0.5F * std::numbers::pi_v<float>;
    list.PathArcTo(center, radius, from, from + 2.0F * std::numbers::pi_v<float> * share, 96);
    list.PathStroke(u32(color), 0, thick);
  }
  const std::string number =
      teaching.step == TeachStep::waiting ? "-" : fmt::format("{:.0f}", std::ceil(teaching.left_s));
  const Box box = {center.x - radius, center.y - radius, center.x + radius, center.y + radius};
  draw_line(theme.huge, box, holding ? kText : kText2, number, Align::center);
}

Said taught_words(const TeachingState& teaching) {
  const std::string kept = teaching.unstored ? "It is in memory only." : "It is stored.";
  const auto line = std::find_if(teaching.lines.begin(), teaching.lines.end(),
                                 [&](const TaughtLine& l) { return l.name == teaching.name; });
  const bool first = line != teaching.lines.end() && line->takes == 1;
  return {fmt::format("\"{}\" is taught", teaching.name),
          first
              ? kept + " A second take, after getting up and coming back, makes it surer."
              : fmt::format("{} It has {} takes now.", kept, line != teaching.lines.end() ? line->takes : 0)};
}

Said refused_words(const Snapshot& snapshot) {
  const TeachingState& teaching = *snapshot.teaching;
  switch (teaching.refusal) {
    case TeachRefusal::nobody:
      return {"Not taught: nobody was there", "Ask the client onto the mat, then press Again."};
    case TeachRefusal::left:
      return {"Not taught: the client got up", "Stay in the posture until the count is at 0."};
    case TeachRefusal::too_short:
      return {"Not taught: too few frames", "Stay in the posture until the count is at 0."};
    case TeachRefusal::moved:
      return {"Not taught: moved too much",
              "Hold still for the whole ten seconds. Kept anyway, it may be mixed up with others."};
    case TeachRefusal::alike:
      return {fmt::format("Not taught: too like \"{}\"", teaching.like),
              "On this mat the two cannot be told apart. Show a clearer difference, or keep this as another "
              "take of it."};
    case TeachRefusal::broken:
      return {"Not taught: the frames broke off", snapshot.replay.available
                                                      ? "Let the recording run while it counts."
                                                      : "Look at the mat's cable, then press Again."};
    default:
      return {"Not taught", teaching.message};
  }
}

struct Choice {
  const char* probe;
  std::string label;
  ButtonKind kind;
  TeachCommand command;
};

// What makes sense after this end.
std::vector<Choice> choices_of(const TeachingState& teaching, bool replace) {
  std::vector<Choice> choices;
  const bool known = std::any_of(teaching.lines.begin(), teaching.lines.end(),
                                 [&](const TaughtLine& l) { return l.name == teaching.name; });
  const StartTeaching once_more{teaching.name, !known    ? TeachHow::as_new
                                               : replace ? TeachHow::replace
                                                         : TeachHow::append};
  if (teaching.step == TeachStep::taught) {
    choices.push_back(
        {"teach.more", "Another take", ButtonKind::normal, StartTeaching{teaching.name, TeachHow::append}});
    return choices;
  }
  choices.push_back({"teach.again", "Again", ButtonKind::primary, once_more});
  if (teaching.refusal == TeachRefusal::moved)
    choices.push_back({"teach.keep", "Keep anyway", ButtonKind::normal, KeepTake{}});
  if (teaching.refusal == TeachRefusal::alike) {
    choices.push_back(
        {"teach.keep", fmt::format("Add to \"{}\"", teaching.like), ButtonKind::normal, KeepTake{}});
  }
  return choices;
}

}  // namespace

MaybeAction draw_teach_countdown(const Snapshot& snapshot, ViewContext& context, const Box& box) {
  using namespace palette;
  const Theme& theme = context.theme;
  const TeachingState& teaching = *snapshot.teaching;
  const float foot = box.y1 - theme.px(2.6F);
  const float below = theme.px(8.0F);
  const float radius = std::max(
      theme.px(3.0F), std::min({theme.px(8.5F), 0.5F * (foot - box.y0 - below), 0.45F * box.width()}));
  const float top = box.y0 + std::max(0.0F, 0.4F * (foot - box.y0 - below - 2.0F * radius));
  draw_clock(teaching, theme, {std::round(box.center_x()), std::round(top + radius)},
             radius - theme.px(0.5F));
  const Said said = now_words(snapshot);
  const float y = top + 2.0F * radius + theme.px(1.0F);
  draw_centered(theme.huge, box, y, kText, said.title);
  draw_centered(theme.large, box, y + theme.px(4.2F), teaching.moving ? kAttention : kText2, said.words);
  context.probes["teach.count"] = {box.x0, top, box.x1, y + theme.px(6.0F)};
  const float wide = theme.px(9.0F);
  const Box cancel = {box.center_x() - 0.5F * wide, foot, box.center_x() + 0.5F * wide, box.y1};
  if (draw_button(context, "teach.cancel", cancel, "Cancel", ButtonKind::normal)) {
    return Command{TeachCommand{CancelTeaching{}}};
  }
  return {};
}

float draw_teach_result(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box,
                        MaybeAction& action) {
  using namespace palette;
  const Theme& theme = context.theme;
  const TeachingState& teaching = *snapshot.teaching;
  if (teaching.step == TeachStep::idle) return 0.0F;
  const bool taught = teaching.step == TeachStep::taught;
  const Said said = taught ? taught_words(teaching) : refused_words(snapshot);
  const Rgba color = taught ? kAccent : kAttention;
  const float pad = theme.px(0.9F), bar = theme.px(0.3F);
  const float width = box.width() - 2.0F * pad - bar;
  const float title = wrapped_height(theme.large, said.title, width);
  const float words = wrapped_height(theme.body, said.words, width);
  const float button = theme.px(2.2F);
  const float tall = pad + title + theme.px(0.3F) + words + theme.px(0.7F) + button + pad;
  const Box card = {box.x0, box.y0, box.x1, box.y0 + tall};
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(card.min(), card.max(), u32(kBackground), theme.px(0.4F));
  list.AddRectFilled(card.min(), {card.x0 + bar, card.y1}, u32(color), theme.px(0.1F));
  const float x = card.x0 + bar + pad;
  float y = card.y0 + pad;
  y += draw_wrapped(theme.large, {x, y}, color, said.title, width) + theme.px(0.3F);
  y += draw_wrapped(theme.body, {x, y}, kText, said.words, width) + theme.px(0.7F);
  float at = x;
  for (Choice& choice : choices_of(teaching, ui.teach.replace)) {
    const float wide = std::min(button_width(theme, choice.label), card.x1 - pad - at);
    if (draw_button(context, choice.probe, {at, y, at + wide, y + button}, choice.label, choice.kind)) {
      action = Command{std::move(choice.command)};
      ui.teach.name = teaching.name;
    }
    at += wide + theme.px(0.5F);
  }
  context.probes["teach.result"] = card;
  return tall;
}

}  // namespace palpate
