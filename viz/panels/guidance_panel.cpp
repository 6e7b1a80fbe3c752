#include <fmt/format.h>

#include <algorithm>

#include "viz/panels/guidance_parts.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

struct Nothing {
  std::string title, words;
  Rgba color;
};

// Why no place stands here; an empty title when there is one.
Nothing why_nothing(const Snapshot& snapshot) {
  using namespace palette;
  const Guidance* guidance = snapshot.guidance.get();
  if (guidance == nullptr) {
    return {"No guidance yet", "The rules that lead from findings to places have not been loaded.", kText2};
  }
  const NoPlaceWords why = words_of(guidance->blocked ? NoPlace::refer_first : guidance->no_place);
  if (guidance->blocked) return {std::string(why.title), std::string(why.sentence), kRecord};
  if (!guidance->places.empty()) return {};
  if (!snapshot.occupied) {
    return {"Nobody on the mat", "Places worth palpating appear here once somebody sits or lies down.",
            kText2};
  }
  const bool unseen = guidance->no_place == NoPlace::not_looked_yet ||
                      guidance->no_place == NoPlace::posture_unclear ||
                      guidance->no_place == NoPlace::nothing_found;
  if (unseen && !snapshot.body.found && !snapshot.body.why_not.empty()) {
    return {"No place yet", fmt::format("The body is not placed on the mat: {}.", snapshot.body.why_not),
            kText2};
  }
  return {std::string(why.title), std::string(why.sentence), kText2};
}

// Where the box is low, smaller letters; where it is lower still, the words without their title, for the
// banner or the list of findings stands beside them.
void draw_nothing(const Nothing& nothing, const Theme& theme, const Box& box) {
  const float wide = box.width();
  const auto tall = [&](const ImFont* title, const ImFont* words) {
    return theme.px(0.5F) + wrapped_height(title, nothing.title, wide) +
           wrapped_height(words, nothing.words, wide);
  };
  const bool low = tall(theme.large, theme.body) + theme.px(0.3F) > box.height();
  const ImFont* words = low ? theme.small : theme.body;
  const ImFont* title = low ? theme.strong : theme.large;
  float y = box.y0 + (low ? 0.0F : theme.px(0.3F));
  if (!low || tall(title, words) <= box.height())
    y += draw_wrapped(title, {box.x0, y}, nothing.color, nothing.title, wide) + theme.px(low ? 0.1F : 0.5F);
  draw_text(words, {box.x0, y}, palette::kText2, nothing.words, wide);
}

// A figure lower than this is too small for its markers: the list has the room to itself.
bool room_for_figure(const Box& box, const Theme& theme) {
  return box.height() > theme.px(13.0F);
}

// Back and front of the figure side by side.
bool room_for_both(const Box& box, const Theme& theme) {
  return box.width() > theme.px(62.0F);
}

void draw_figures(const Snapshot& snapshot, UiState& ui, ViewContext& context, bool places, const Box& box) {
  const auto draw = [&](BodyView view, const Box& at) {
    if (places) {
      draw_place_figure(snapshot, ui, context, view, at);
    } else {
      draw_dose_figure(snapshot, ui, context, view, at);
    }
  };
  if (box.width() < context.theme.px(30.0F)) return draw(figure_view(snapshot, ui), box);
  const float gap = context.theme.px(1.5F);
  const float middle = 0.5F * (box.x0 + box.x1);
  draw(BodyView::front, {middle + gap, box.y0, box.x1, box.y1});
  draw(BodyView::back, {box.x0, box.y0, middle - gap, box.y1});
}

void draw_head(const Snapshot& snapshot, UiState& ui, ViewContext& context, bool figure, const Box& box) {
  using namespace palette;
  const Theme& theme = context.theme;
  const bool roomy = box.width() > theme.px(36.0F);
  const bool dose = ui.guidance_tab == GuidanceTab::dose;
  const char* title = dose ? "Worked so far" : "Where to work next";
  const Box tabs = {box.x1 - theme.px(roomy ? 13.6F : 9.0F), box.y0, box.x1, box.y1};
  const Box sides = {tabs.x0 - theme.px(roomy ? 9.4F : 8.4F), box.y0, tabs.x0 - theme.px(0.6F), box.y1};
  draw_line(theme.strong, {box.x0, box.y0, sides.x0, box.y1}, kText, title, Align::left);
  if (figure && !room_for_both(box, theme)) {
    const int side = figure_view(snapshot, ui) == BodyView::back ? 0 : 1;
    const int turned = draw_segments(context, "figure", sides, {"Back", "Front"}, side);
    if (turned != side) ui.figure_view = turned == 0 ? FigureView::back : FigureView::front;
  }
  const float x = box.x0 + text_width(theme.strong, title) + theme.px(0.9F);
  const bool room = text_width(theme.small, "light techniques only") < sides.x0 - theme.px(0.5F) - x;
  if (room && !places_hidden(snapshot) && snapshot.guidance->softened && !snapshot.guidance->places.empty()) {
    draw_line(theme.small, {x, box.y0, sides.x0 - theme.px(0.5F), box.y1}, kAttention,
              "light techniques only", Align::left);
  }
  const int now = dose ? 1 : 0;
  const int chosen =
      draw_segments(context, "guidance", tabs, {"Places", roomy ? "Worked so far" : "Worked"}, now);
  ui.guidance_tab = chosen == 0 ? GuidanceTab::places : GuidanceTab::dose;
}

}  // namespace

MaybeAction draw_guidance(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box) {
  const Theme& theme = context.theme;
  begin_card("guidance card", box, palette::kCard);
  context.probes["guidance card"] = box;
  const Box in = box.inset(theme.px(1.0F));
  const bool with_figure = room_for_figure(box, theme);
  draw_head(snapshot, ui, context, with_figure,
            {in.x0, in.y0 - theme.px(0.3F), in.x1, in.y0 + theme.px(1.6F)});
  const float top = in.y0 + theme.px(2.3F);
  const float foot = in.y1 - theme.px(0.7F);
  const bool roomy = in.width() > theme.px(36.0F);
  const float figure = !with_figure ? 0.0F
                       : room_for_both(in, theme)
                           ? std::clamp(0.5F * in.width(), theme.px(32.0F), theme.px(50.0F))
                       : roomy ? std::clamp(0.28F * in.width(), theme.px(12.5F), theme.px(24.0F))
                               : theme.px(10.6F);
  const Box left = {in.x0, top, in.x0 + figure, foot};
  const Box right = {left.x1 + theme.px(with_figure ? 1.0F : 0.0F), top,
                     std::min(in.x1, left.x1 + theme.px(48.0F)), foot};
  if (snapshot.guidance != nullptr) {
    draw_line(theme.small, {in.x0, foot + theme.px(0.3F), in.x1, in.y1 + theme.px(0.7F)}, palette::kText3,
              snapshot.guidance->note, Align::left);
  }
  MaybeAction action;
  const Nothing nothing = why_nothing(snapshot);
  const bool blocked = snapshot.guidance != nullptr && snapshot.guidance->blocked;
  const bool places = ui.guidance_tab == GuidanceTab::places || blocked;
  if (with_figure) draw_figures(snapshot, ui, context, places, left);
  if (!places) action = draw_dose_list(snapshot, context, right);
  if (places && !nothing.title.empty()) draw_nothing(nothing, theme, right);
  if (ui.guidance_tab == GuidanceTab::places && !places_hidden(snapshot) &&
      (nothing.title.empty() || !snapshot.guidance->set_aside.empty())) {
    const float below = nothing.title.empty() ? 0.0F : theme.px(7.0F);
    action = draw_place_list(snapshot, ui, context, {right.x0, right.y0 + below, right.x1, right.y1});
  }
  end_card();
  return action;
}

}  // namespace palpate
