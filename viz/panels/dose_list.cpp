#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "processing/dose.h"
#include "processing/time_text.h"
#include "viz/panels/guidance_parts.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

double worked_s(const RegionDose& dose) {
  return dose.light_s + dose.moderate_s + dose.deep_s;
}

struct DoseRow {
  std::string title, words;
  RegionDose dose;
  std::vector<int> ranks;  // of the places of the plan that lie here, as on the figure
};

// Light, moderate and deep as one bar; its full width stands for the region worked longest.
void draw_bar(const Box& bar, const RegionDose& dose, double most) {
  using namespace palette;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(bar.min(), bar.max(), u32(kRaised), 0.5F * bar.height());
  float x = bar.x0;
  const double parts[] = {dose.light_s, dose.moderate_s, dose.deep_s};
  for (int i = 0; i < 3; ++i) {
    const float wide = bar.width() * static_cast<float>(parts[i] / most);
    if (wide < 1.0F) continue;
    list.AddRectFilled({x, bar.y0}, {x + wide, bar.y1}, u32(mix(kCard, kAccent, 0.4 + 0.3 * i)),
                       0.3F * bar.height());
    x += wide;
  }
}

std::string words_of_dose(const RegionDose& dose) {
  std::string text;
  const auto add = [&](const char* name, double seconds) {
    if (seconds < 0.5) return;
    text += fmt::format("{}{} {}", text.empty() ? "" : "  \xc2\xb7  ", name,
                        duration_text(std::nearbyint(seconds)));
  };
  add("light", dose.light_s);
  add("moderate", dose.moderate_s);
  add("deep", dose.deep_s);
  return text;
}

// The plan first, in its order; then whatever else was worked.
std::vector<DoseRow> rows_of(const Snapshot& snapshot) {
  std::vector<DoseRow> rows;
  std::array<int, kRegionCount> row_of{};  // 1-based; 0: not listed
  const auto add = [&](Region region, const std::string& title, int rank) {
    int& row = row_of[index_of(region)];
    const RegionDose& dose = snapshot.applied.dose[index_of(region)];
    const bool worked = worked_s(dose) > 0.0;
    if (row == 0 && (worked || rank > 0)) {
      rows.push_back({capitalised(title), worked ? words_of_dose(dose) : "not reached yet", dose, {}});
      row = static_cast<int>(rows.size());
    }
    if (rank > 0) rows[static_cast<std::size_t>(row - 1)].ranks.push_back(rank);
  };
  if (!places_hidden(snapshot)) {
    int rank = 0;
    for (const PlaceToPalpate& place : snapshot.guidance->places) {
      const Guidance& plan = *snapshot.guidance;
      add(place.region, worked_words(place.region, plan), ++rank);
      if (place.both_sides) add(mirror(place.region), worked_words(mirror(place.region), plan), rank);
    }
  }
  for (std::size_t i = 0; i < kRegionCount; ++i) add(region_at(i), words_of(region_at(i)), 0);
  return rows;
}

}  // namespace

MaybeAction draw_dose_list(const Snapshot& snapshot, ViewContext& context, const Box& box) {
  using namespace palette;
  const Theme& theme = context.theme;
  const std::vector<DoseRow> rows = rows_of(snapshot);
  double most = 1.0;
  for (const DoseRow& row : rows) most = std::max(most, worked_s(row.dose));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0F, 0.0F});
  begin_card("dose", {box.x0, box.y0, box.x1 + theme.px(0.7F), box.y1}, kCard, true);
  const ImVec2 start = ImGui::GetCursorScreenPos();
  float y = start.y;
  for (const DoseRow& row : rows) {
    const bool worked = worked_s(row.dose) > 0.0;
    const Box line = {start.x + theme.px(2.9F), y, start.x + box.width(), y + theme.px(1.4F)};
    float marker = y + theme.px(0.9F);
    for (const int rank : row.ranks) {
      draw_marker(theme, {start.x + theme.px(1.15F), marker}, fmt::format("{}", rank), false,
                  worked ? kAccent : kAttention);
      marker += theme.px(1.75F);
    }
    draw_line(theme.strong, line, kText, row.title, Align::left);
    y += theme.px(1.4F);
    draw_line(theme.small, {line.x0, y, line.x1, y + theme.px(1.3F)}, worked ? kText2 : kAttention, row.words,
              Align::left);
    y += theme.px(1.5F);
    draw_bar({line.x0, y, line.x1 - theme.px(0.5F), y + theme.px(0.4F)}, row.dose, most);
    y += theme.px(1.15F);
  }
  if (rows.empty()) {
    y += draw_wrapped(theme.body, {start.x, y}, kText2,
                      snapshot.applied.why_not.empty()
                          ? "No press yet. What your hands add is summed up here, region by region."
                          : "No press yet: " + snapshot.applied.why_not + ".",
                      box.width());
  }
  MaybeAction action;
  if (snapshot.applied.dose_in_all.newton_seconds > 0.0) {
    constexpr const char* kAgain = "New session: start at zero";
    y += theme.px(0.6F);
    const Box button = {start.x, y, start.x + button_width(theme, kAgain), y + theme.px(1.9F)};
    if (draw_button(context, "new session", button, kAgain, ButtonKind::normal))
      action = Command{NewSession{}};
    y = button.y1 + theme.px(0.3F);
  }
  if (!places_hidden(snapshot) && !snapshot.guidance->aftercare.empty()) {
    draw_text(theme.strong, {start.x, y + theme.px(0.3F)}, kText, "For the client afterwards");
    y += theme.px(1.9F);
    for (const std::string& line : snapshot.guidance->aftercare) {
      y += draw_wrapped(theme.body, {start.x, y}, kText2, capitalised(line), box.width()) + theme.px(0.2F);
    }
  }
  ImGui::SetCursorScreenPos(start);
  ImGui::Dummy({box.width(), y - start.y});
  end_card();
  ImGui::PopStyleVar();
  return action;
}

}  // namespace palpate
