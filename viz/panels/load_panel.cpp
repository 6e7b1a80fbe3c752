#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "viz/panels/panels.h"
#include "viz/quantity.h"
#include "viz/sides.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

constexpr double kNewtonPerKg = 9.80665;

void draw_total(const Snapshot& snapshot, const Quantity& quantity, const Theme& theme, const Box& box) {
  using namespace palette;
  const Features& f = snapshot.features;
  draw_line(theme.small, {box.x0, box.y0, box.x1, box.y0 + theme.px(1.2F)}, kText2,
            quantity.calibrated ? "Load on the mat" : "Load on the mat, in counts (not calibrated)",
            Align::left);
  const double load = quantity.calibrated ? f.total_load_n : f.load_counts;
  const std::string number = number_text(load, 0);
  const float top = box.y0 + theme.px(1.25F);
  draw_number(theme.huge, {box.x0 - theme.px(0.1F), top}, kText, number);
  const float after = box.x0 + number_width(theme.huge, number) + theme.px(0.5F);
  const float foot = top + theme.huge->FontSize;
  if (!quantity.calibrated) return;
  draw_text(theme.large, {after, foot - theme.large->FontSize - theme.px(0.36F)}, kText2, "N");
  if (std::isfinite(load)) {
    const float left = after + theme.px(2.0F);
    draw_line(theme.body, {left, foot - theme.px(1.7F), box.x1, foot - theme.px(0.4F)}, kText2,
              fmt::format("like {:.0f} kg at rest", load / kNewtonPerKg), Align::left);
  }
}

void draw_tile(const Theme& theme, const Box& box, const std::string& number, const std::string& unit,
               const char* label) {
  using namespace palette;
  draw_line(theme.small, {box.x0, box.y0, box.x1, box.y0 + theme.px(1.2F)}, kText2, label, Align::left);
  const float top = box.y0 + theme.px(1.35F);
  draw_number(theme.large, {box.x0, top}, kText, number);
  const float x = box.x0 + number_width(theme.large, number) + theme.px(0.3F);
  draw_line(theme.small, {x, top + theme.px(0.35F), box.x1, top + theme.px(1.55F)}, kText2, unit,
            Align::left);
}

void draw_tiles(const Snapshot& snapshot, const Quantity& q, const Theme& theme, const Box& box) {
  const Features& f = snapshot.features;
  const float third = box.width() / 3.0F;
  const auto tile = [&](int i) {
    return Box{box.x0 + third * static_cast<float>(i), box.y0, box.x0 + third * static_cast<float>(i + 1),
               box.y1};
  };
  const double mean = q.calibrated ? f.mean_pressure_kpa : f.mean_counts;
  const double ppi = q.calibrated ? f.ppi_kpa : f.ppi_counts;
  draw_tile(theme, tile(0), number_text(f.contact_area_cm2, 0), "cm\xc2\xb2", "Contact area");
  draw_tile(theme, tile(1), number_text(mean * q.per_kpa, q.decimals), q.unit, "Mean pressure");
  draw_tile(theme, tile(2), number_text(ppi * q.per_kpa, q.decimals), q.unit, "Peak pressure index");
}

// Two halves as one bar with its middle marked; the numbers stand over their own end.
void draw_split(const Theme& theme, const Box& box, const Half& a, const Half& b, bool large) {
  using namespace palette;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImFont* number = large ? theme.large : theme.strong;
  const float row = number->FontSize + theme.px(0.3F);
  const float label_drop = row - theme.px(1.35F);
  const std::string left = percent_text(a.share);
  const std::string right = percent_text(b.share);
  const float left_width = number_width(number, left);
  const float right_width = number_width(number, right);
  draw_number(number, {box.x0, box.y0}, kText, left);
  draw_number(number, {box.x1 - right_width, box.y0}, kText, right);
  const float gap = theme.px(0.5F);
  draw_line(theme.body,
            {box.x0 + left_width + gap, box.y0 + label_drop, box.center_x(), box.y0 + row - theme.px(0.15F)},
            kText2, a.label, Align::left);
  draw_line(theme.body,
            {box.center_x(), box.y0 + label_drop, box.x1 - right_width - gap, box.y0 + row - theme.px(0.15F)},
            kText2, b.label, Align::right);

  const float height = theme.px(large ? 0.95F : 0.5F);
  const Box bar = {box.x0, box.y0 + row + theme.px(0.25F), box.x1, box.y0 + row + theme.px(0.25F) + height};
  const float rounding = 0.35F * height;
  list.AddRectFilled(bar.min(), bar.max(), u32(kRaised), rounding);
  if (std::isfinite(a.share)) {
    const float at = bar.x0 + bar.width() * static_cast<float>(std::clamp(a.share, 0.0, 1.0));
    const float slit = theme.px(0.1F);
    list.AddRectFilled(bar.min(), {at - slit, bar.y1}, u32(kAccent), rounding);
    list.AddRectFilled({at + slit, bar.y0}, bar.max(), u32(mix(kAccent, kCard, 0.55)), rounding);
  }
  const float over = theme.px(0.22F);
  list.AddLine({std::round(bar.center_x()) + 0.5F, bar.y0 - over},
               {std::round(bar.center_x()) + 0.5F, bar.y1 + over}, u32(kText), theme.px(0.1F));
}

}  // namespace

MaybeAction draw_load(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box) {
  const Theme& theme = context.theme;
  begin_card("load", box, palette::kCard);
  const Box in = box.inset(theme.px(1.0F));
  const Quantity quantity = quantity_of(snapshot, ui);
  const Sides sides = sides_of(snapshot);
  float y = in.y0;
  draw_total(snapshot, quantity, theme, {in.x0, y, in.x1, in.y1});
  y += theme.px(5.4F);
  draw_tiles(snapshot, quantity, theme, {in.x0, y, in.x1, in.y1});
  y += theme.px(4.1F);
  draw_split(theme, {in.x0, y, in.x1, in.y1}, sides.left, sides.right, true);
  y += theme.px(4.0F);
  draw_split(theme, {in.x0, y, in.x1, in.y1}, sides.head, sides.foot, false);
  context.probes["load"] = box;
  end_card();
  return {};
}

}  // namespace palpate
