#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "viz/panels/panels.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

constexpr std::array<const char*, 3> kPages{"Refer first", "Caution", "Areas"};
constexpr std::array<const char*, 3> kMeaning{
    "A yes to any of these: no massage today, no place is shown. Send the client to a doctor.",
    "A yes to any of these: light techniques only.", "A yes to any of these: that area is left out."};

ScreenGroup group_of(int page) {
  return static_cast<ScreenGroup>(std::clamp(page, 0, 2));
}

ScreenAnswer answer_of(const ScreenSheetState& sheet, const std::string& id) {
  if (sheet.stored.get(id) == ScreenAnswer::yes) return ScreenAnswer::yes;
  const auto found = sheet.draft.find(id);
  return found != sheet.draft.end() ? found->second : sheet.stored.get(id);
}

bool asked(const ScreenSheetState& sheet, const ScreenQuestion& question) {
  return answer_of(sheet, question.id) != ScreenAnswer::not_asked;
}

// A yes in the group of areas says nothing until a place is named.
bool place_missing(const ScreenSheetState& sheet) {
  for (const ScreenQuestion& question : screen_questions()) {
    if (question.group != ScreenGroup::area || sheet.stored.get(question.id) == ScreenAnswer::yes) continue;
    if (answer_of(sheet, question.id) != ScreenAnswer::yes) continue;
    const auto found = sheet.areas.find(question.id);
    if (found == sheet.areas.end() || found->second.none()) return true;
  }
  return false;
}

ScreenAnswers with_draft(const ScreenSheetState& sheet) {
  ScreenAnswers all = sheet.stored;
  for (const auto& [id, answer] : sheet.draft) static_cast<void>(all.set(id, answer));
  for (const auto& [id, regions] : sheet.areas) {
    if (all.get(id) != ScreenAnswer::yes) continue;
    for (std::size_t i = 0; i < kRegionCount; ++i) {
      if (regions.test(i)) static_cast<void>(all.block(region_at(i), id));
    }
  }
  return all;
}

int count_asked(const ScreenSheetState& sheet, int page, int& of) {
  int count = 0;
  of = 0;
  for (const ScreenQuestion& question : screen_questions()) {
    if (page >= 0 && question.group != group_of(page)) continue;
    ++of;
    count += asked(sheet, question) ? 1 : 0;
  }
  return count;
}

Rgba yes_color(ScreenGroup group) {
  return group == ScreenGroup::refer_first ? palette::kRecord : palette::kAttention;
}

// No | Yes; what is stored as a yes cannot be taken back.
void draw_answer(ScreenSheetState& sheet, const ScreenQuestion& question, ViewContext& context,
                 const Box& box) {
  const Theme& theme = context.theme;
  const ScreenAnswer now = answer_of(sheet, question.id);
  if (sheet.stored.get(question.id) == ScreenAnswer::yes) {
    draw_line(theme.strong, box, yes_color(question.group), "Yes, stored", Align::center);
    return;
  }
  ImGui::GetWindowDrawList()->AddRectFilled(box.min(), box.max(), u32(palette::kRaised), theme.px(0.4F));
  const float middle = box.center_x();
  const auto part = [&](const char* name, const Box& half, ScreenAnswer answer, Rgba lit) {
    const std::string probe = fmt::format("screen.{}.{}", question.id, name);
    ImGui::SetCursorScreenPos(half.min());
    if (ImGui::InvisibleButton(probe.c_str(), half.size())) sheet.draft[question.id] = answer;
    const bool on = now == answer;
    if (on || ImGui::IsItemHovered()) {
      const Box pill = half.inset(theme.px(0.12F));
      ImGui::GetWindowDrawList()->AddRectFilled(pill.min(), pill.max(), u32(on ? lit : palette::kHover),
                                                theme.px(0.35F));
    }
    draw_line(on ? theme.strong : theme.body, half, on ? palette::kBackground : palette::kText2,
              answer == ScreenAnswer::yes ? "Yes" : "No", Align::center);
    context.probes[probe] = half;
  };
  part("no", {box.x0, box.y0, middle, box.y1}, ScreenAnswer::no, palette::kText2);
  part("yes", {middle, box.y0, box.x1, box.y1}, ScreenAnswer::yes, yes_color(question.group));
}

// Where: a row of regions for each side. Lying regions only; the sit bones go with the pelvis.
float draw_regions_row(RegionSet& regions, const ScreenQuestion& question, BodySide side,
                       ViewContext& context, const Box& row) {
  const Theme& theme = context.theme;
  float x = row.x0, y = row.y0;
  const float tall = theme.px(1.7F);
  const std::string label = side == BodySide::left ? "Client's left" : "Client's right";
  draw_line(theme.small, {x, y, x + theme.px(6.0F), y + tall}, palette::kText2, label, Align::left);
  x += theme.px(6.0F);
  const float first = x;
  for (std::size_t i = 0; i < kRegionCount; ++i) {
    const Region region = region_at(i);
    if (region.side != side || is_seated(region.kind)) continue;
    const std::string words = words_of(region).substr(side == BodySide::left ? 14 : 15);
    const float wide = text_width(theme.strong, words) + theme.px(1.2F);
    if (x + wide > row.x1) {
      x = first;
      y += tall + theme.px(0.25F);
    }
    const std::string probe = fmt::format("screen.{}.{}", question.id, id_of(region));
    regions.set(i, draw_toggle(context, probe.c_str(), {x, y, x + wide, y + tall}, words, regions.test(i)));
    x += wide + theme.px(0.25F);
  }
  return y + tall + theme.px(0.25F) - row.y0;
}

void draw_question(ScreenSheetState& sheet, const ScreenQuestion& question, ViewContext& context,
                   float width) {
  const Theme& theme = context.theme;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float answer_width = theme.px(8.4F);
  const float room = width - answer_width - theme.px(1.2F);
  const float words = wrapped_height(theme.body, question.ask, room);
  const float least = theme.px(1.9F);
  float tall = std::max(words, least);
  draw_text(theme.body, {at.x, at.y + 0.5F * (tall - words)}, palette::kText, question.ask, room);
  const float top = at.y + 0.5F * (tall - least);
  draw_answer(sheet, question, context, {at.x + width - answer_width, top, at.x + width, top + least});
  const bool where = question.group == ScreenGroup::area &&
                     answer_of(sheet, question.id) == ScreenAnswer::yes &&
                     sheet.stored.get(question.id) != ScreenAnswer::yes;
  if (where) {
    RegionSet& regions = sheet.areas[question.id];
    tall += theme.px(0.3F);
    for (const BodySide side : {BodySide::left, BodySide::right}) {
      tall += draw_regions_row(regions, question, side, context,
                               {at.x + theme.px(1.0F), at.y + tall, at.x + width, at.y + tall});
    }
  }
  tall += theme.px(0.35F);
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy({width, tall});
}

void draw_questions(ScreenSheetState& sheet, ViewContext& context, const Box& box) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0F, 0.0F});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0.0F, 0.0F});
  begin_card("questions", {box.x0, box.y0, box.x1 + context.theme.px(0.7F), box.y1}, palette::kCard, true);
  for (const ScreenQuestion& question : screen_questions()) {
    if (question.group == group_of(sheet.page)) draw_question(sheet, question, context, box.width());
  }
  end_card();
  ImGui::PopStyleVar(2);
}

// What these answers would do, before they are stored.
void draw_preview(const ScreenSheetState& sheet, const Theme& theme, const Box& box) {
  using namespace palette;
  if (place_missing(sheet)) {
    return draw_line(theme.body, box, kAttention, "Say where: choose at least one area", Align::left);
  }
  const ScreenEffect effect = effect_of(with_draft(sheet));
  int of = 0;
  const int open = -count_asked(sheet, -1, of) + of;
  if (effect.blocked) {
    draw_line(theme.strong, box, kRecord, "Refer first: no place will be shown", Align::left);
  } else if (open > 0) {
    draw_line(theme.body, box, kText2,
              fmt::format("{} open: light techniques only until all are asked", open), Align::left);
  } else if (effect.softened) {
    draw_line(theme.strong, box, kAttention, "Caution: light techniques only", Align::left);
  } else {
    draw_line(theme.body, box, kAccent,
              effect.regions.any() ? "All asked: the areas named are left out" : "All asked, nothing found",
              Align::left);
  }
}

void answer_rest_no(ScreenSheetState& sheet) {
  for (const ScreenQuestion& question : screen_questions()) {
    if (question.group == group_of(sheet.page) && !asked(sheet, question)) {
      sheet.draft[question.id] = ScreenAnswer::no;
    }
  }
}

MaybeAction draw_foot(ScreenSheetState& sheet, ViewContext& context, const Box& box) {
  const Theme& theme = context.theme;
  MaybeAction action;
  const float gap = theme.px(0.5F);
  const Box store = {box.x1 - theme.px(7.5F), box.y0, box.x1, box.y1};
  const Box cancel = {store.x0 - gap - theme.px(6.5F), box.y0, store.x0 - gap, box.y1};
  if (draw_button(context, "screen.store", store, "Store", ButtonKind::primary) && !place_missing(sheet)) {
    keep_answers(sheet, with_draft(sheet));
    sheet.draft.clear();
    sheet.areas.clear();
    sheet.open = false;
    action = Command{SetScreen{sheet.stored}};
  }
  if (draw_button(context, "screen.cancel", cancel, "Cancel", ButtonKind::normal)) {
    sheet.draft.clear();
    sheet.areas.clear();
    sheet.open = false;
  }
  draw_preview(sheet, theme, {box.x0, box.y0, cancel.x0 - gap, box.y1});
  return action;
}

}  // namespace

void keep_answers(ScreenSheetState& sheet, const ScreenAnswers& answers) {
  sheet.stored.merge(answers);
  sheet.blocked = effect_of(sheet.stored).regions;
}

MaybeAction draw_screen_sheet(const Snapshot&, UiState& ui, ViewContext& context, const Box& box) {
  using namespace palette;
  const Theme& theme = context.theme;
  ScreenSheetState& sheet = ui.screen;
  begin_card("screen sheet", box, kCard);
  context.probes["screen sheet"] = box;
  const Box in = box.inset(theme.px(1.2F));
  int of = 0;
  const int done = count_asked(sheet, -1, of);
  const std::string progress = fmt::format("{} of {} asked", done, of);
  const float progress_width = text_width(theme.body, progress);
  draw_line(theme.large, {in.x0, in.y0, in.x1 - progress_width - theme.px(1.0F), in.y0 + theme.px(2.0F)},
            kText, "Before you work, ask", Align::left);
  draw_line(theme.body, {in.x0, in.y0, in.x1, in.y0 + theme.px(2.0F)}, kText2, progress, Align::right);
  float y = in.y0 + theme.px(2.7F);
  std::array<std::string, 3> labels;
  for (int page = 0; page < 3; ++page) {
    const int count = count_asked(sheet, page, of);
    labels[static_cast<std::size_t>(page)] =
        fmt::format("{}  {}/{}", kPages[static_cast<std::size_t>(page)], count, of);
  }
  const float tabs = std::min(in.width(), theme.px(27.0F));
  sheet.page = draw_segments(context, "screen.page", {in.x0, y, in.x0 + tabs, y + theme.px(2.1F)},
                             {labels[0].c_str(), labels[1].c_str(), labels[2].c_str()}, sheet.page);
  y += theme.px(2.6F);
  const float rest = theme.px(10.0F);
  y += draw_wrapped(theme.body, {in.x0, y + theme.px(0.35F)}, kText2,
                    kMeaning[static_cast<std::size_t>(sheet.page)], in.width() - rest) +
       theme.px(0.9F);
  const Box others = {in.x1 - rest + theme.px(0.6F), y - theme.px(2.2F), in.x1, y - theme.px(0.3F)};
  if (draw_button(context, "screen.rest", others, "All others no", ButtonKind::normal)) answer_rest_no(sheet);
  const float foot = in.y1 - theme.px(2.3F);
  draw_questions(sheet, context, {in.x0, y, in.x1, foot - theme.px(0.8F)});
  const MaybeAction action = draw_foot(sheet, context, {in.x0, foot, in.x1, in.y1});
  end_card();
  return action;
}

}  // namespace palpate
