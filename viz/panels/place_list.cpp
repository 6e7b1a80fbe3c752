#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "processing/guidance_measured.h"
#include "viz/finding_marks.h"
#include "viz/panels/guidance_parts.h"
#include "viz/panels/place_rows.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

constexpr float kCue = 1.7F;  // em: the line that says there is more

// One row of the list, from its top.
struct Row {
  float y = 0.0F, height = 0.0F;
  const RankedPlace* place = nullptr;  // nullptr: set aside
  bool open = false;
};

bool all_ended(const Snapshot& snapshot, const PlaceToPalpate& place) {
  return std::all_of(place.why.begin(), place.why.end(), [&](const PlaceReason& why) {
    return std::any_of(snapshot.findings.begin(), snapshot.findings.end(),
                       [&](const Finding& f) { return f.id == why.finding_id && !f.active; });
  });
}

std::vector<RankedPlace> ranked_places(const Snapshot& snapshot, const Guidance& guidance, int open_id) {
  std::vector<RankedPlace> places;
  places.reserve(guidance.places.size());
  for (const PlaceToPalpate& place : guidance.places) {
    places.push_back({place, static_cast<int>(places.size()) + 1, marks_of(snapshot, place),
                      place.id == open_id, all_ended(snapshot, place)});
  }
  return places;
}

// The fullest way to tell every place at once; where even the shortest is too long, the open place folds up
// rather than fill the list alone.
ListDetail detail_for(PlaceRows rows, const std::vector<RankedPlace>& places, float room) {
  const auto chosen =
      std::find_if(places.begin(), places.end(), [](const RankedPlace& p) { return p.chosen; });
  if (chosen == places.end()) return ListDetail::full;
  for (const ListDetail detail :
       {ListDetail::full, ListDetail::lines, ListDetail::no_techniques, ListDetail::no_neighbours}) {
    rows.detail = detail;
    const float others = rows.closed_height() * static_cast<float>(places.size() - 1);
    if (rows.open_height(*chosen, false) + others <= room) return detail;
  }
  const float beside = rows.closed_height() + rows.context.theme.px(kCue);
  return rows.open_height(*chosen, false) + beside <= room ? ListDetail::no_neighbours : ListDetail::closed;
}

std::vector<Row> plan(const PlaceRows& rows, const std::vector<RankedPlace>& places, std::size_t set_aside) {
  std::vector<Row> list;
  float y = 0.0F;
  const auto add = [&](float height, const RankedPlace* place, bool open) {
    list.push_back({y, height, place, open});
    y += height;
  };
  for (const RankedPlace& place : places) {
    const bool open = place.chosen && (rows.detail != ListDetail::closed || rows.ui.open_why);
    add(open ? rows.open_height(place, rows.ui.open_why) : rows.closed_height(), &place, open);
  }
  for (std::size_t i = 0; i < set_aside; ++i) add(rows.aside_height(), nullptr, false);
  return list;
}

// How much of the list shows over the line that says there is more: whole rows, except of an unfolded place.
float visible_height(const std::vector<Row>& list, float room) {
  for (const Row& row : list) {
    if (row.y + row.height > room) return row.open || row.y <= 0.0F ? room : row.y;
  }
  return room;
}

void begin_list(const Theme& theme, const Box& box, float visible) {
  begin_card("places", {box.x0, box.y0, box.x1 + theme.px(0.7F), box.y0 + visible}, palette::kCard, true);
}

// Says what lies below and leads there.
void draw_cue(ViewContext& context, const std::vector<Row>& list, const Box& box, float visible) {
  using namespace palette;
  const Theme& theme = context.theme;
  begin_list(theme, box, visible);
  const float scroll = ImGui::GetScrollY();
  const float bottom = scroll + visible + 0.5F * theme.em;
  const bool end = list.back().y + list.back().height <= bottom;
  const float y = box.y0 + visible;
  const bool cut = std::any_of(list.begin(), list.end(), [&](const Row& row) {
    return row.y < scroll + visible - 1.0F && row.y + row.height > bottom;
  });
  if (cut) {
    ImGui::GetWindowDrawList()->AddRectFilledMultiColor(
        {box.x0, y - theme.px(2.0F)}, {box.x1, y}, u32(kCard, 0.0), u32(kCard, 0.0), u32(kCard), u32(kCard));
  }
  end_card();
  const auto below = std::count_if(list.begin(), list.end(),
                                   [&](const Row& row) { return !row.open && row.y + row.height > bottom; });
  const std::string words = end ? "Back to the first" : below > 0 ? fmt::format("+{} more", below) : "more";
  const std::string label = label_with_icon(theme, end ? icon::kUp : icon::kDown, words);
  const float x = box.x0 + theme.px(1.7F);
  const Box cue = {x, y, std::min(box.x1, x + button_width(theme, label)), y + theme.px(kCue)};
  if (!draw_button(context, "places.more", cue, label, ButtonKind::quiet)) return;
  begin_list(theme, box, visible);
  ImGui::SetScrollY(end ? 0.0F : scroll + visible);
  end_card();
}

}  // namespace

MaybeAction draw_place_list(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box) {
  const Theme& theme = context.theme;
  const Guidance guidance = as_measured(*snapshot.guidance, snapshot.findings, snapshot.t_s);
  const PlaceToPalpate* open = open_place(snapshot, ui);
  const std::vector<RankedPlace> places = ranked_places(snapshot, guidance, open == nullptr ? 0 : open->id);
  PlaceRows rows{ui, context, box.x0, box.x1};
  rows.detail = detail_for(rows, places, box.height());
  const std::vector<Row> list = plan(rows, places, guidance.set_aside.size());
  const float height = list.empty() ? 0.0F : list.back().y + list.back().height;
  const bool scrolls = height > box.height();
  const float visible = scrolls ? visible_height(list, box.height() - theme.px(kCue)) : box.height();

  MaybeAction action;
  const auto keep = [&](const MaybeAction& asked) {
    if (asked) action = asked;
  };
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0F, 0.0F});
  begin_list(theme, box, visible);
  const ImVec2 start = ImGui::GetCursorScreenPos();
  std::size_t aside = 0;
  for (const Row& row : list) {
    const float y = start.y + row.y;
    if (row.place == nullptr) {
      keep(rows.draw_aside(guidance.set_aside[aside++], y));
    } else if (row.open) {
      keep(rows.draw_open(*row.place, y));
    } else {
      rows.draw_closed(*row.place, y);
    }
  }
  ImGui::SetCursorScreenPos(start);
  ImGui::Dummy({box.width(), height});
  end_card();
  if (scrolls) draw_cue(context, list, box, visible);
  ImGui::PopStyleVar();
  return action;
}

}  // namespace palpate
