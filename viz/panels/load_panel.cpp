#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "viz/map_sides.h"
#include "viz/panels/lower_parts.h"
#include "viz/plot.h"
#include "viz/quantity.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

constexpr double kNewtonPerKg = 9.80665;

Rgba ink(double value) {
  return std::isfinite(value) ? palette::kText : palette::kText3;
}

// Text in `font` whose baseline is that of `other` drawn at y.
float on_baseline_of(const ImFont* other, float y, const ImFont* font) {
  return y + other->Ascent - font->Ascent;
}

void draw_total(const Snapshot& snapshot, const Quantity& quantity, const Theme& theme, const Box& box) {
  using namespace palette;
  const Features& f = snapshot.features;
  draw_line(theme.small, {box.x0, box.y0, box.x1, box.y0 + theme.px(1.2F)}, kText2,
            quantity.calibrated ? "Load on the mat" : "Load on the mat, in counts (not calibrated)",
            Align::left);
  const double load = quantity.calibrated ? f.total_load_n : f.load_counts;
  const std::string number = number_text(load, 0);
  const float top = box.y0 + theme.px(1.15F);
  draw_number(theme.huge, {box.x0 - theme.px(0.1F), top}, ink(load), number);
  if (!quantity.calibrated || !std::isfinite(load)) return;
  const float after = box.x0 + number_width(theme.huge, number) + theme.px(0.5F);
  draw_text(theme.large, {after, on_baseline_of(theme.huge, top, theme.large)}, kText2, "N");
  draw_text(theme.body, {after + theme.px(2.0F), on_baseline_of(theme.huge, top, theme.body)}, kText2,
            fmt::format("\xe2\x89\x88 {:.0f} kg", load / kNewtonPerKg));
}

void draw_tile(const Theme& theme, const Box& box, double value, int decimals, const std::string& unit,
               const char* label) {
  using namespace palette;
  draw_line(theme.small, {box.x0, box.y0, box.x1, box.y0 + theme.px(1.2F)}, kText2, label, Align::left);
  const float top = box.y0 + theme.px(1.25F);
  const std::string number = number_text(value, decimals);
  draw_number(theme.large, {box.x0, top}, ink(value), number);
  if (!std::isfinite(value)) return;
  const float x = box.x0 + number_width(theme.large, number) + theme.px(0.3F);
  draw_text(theme.small, {x, on_baseline_of(theme.large, top, theme.small)}, kText2, unit);
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
  draw_tile(theme, tile(0), f.contact_area_cm2, 0, "cm\xc2\xb2", "Contact area");
  draw_tile(theme, tile(1), mean * q.per_kpa, q.decimals, q.unit, "Mean pressure");
  draw_tile(theme, tile(2), ppi * q.per_kpa, q.decimals, q.unit, "Peak pressure index");
}

// The heavier half is the brighter one; near the middle both are alike, so that nothing flickers.
Rgba half_color(double share) {
  const double weight = std::clamp((share - 0.5) / 0.05, -1.0, 1.0);
  return mix(palette::kAccent, palette::kCard, 0.32 - 0.32 * weight);
}

void draw_split_bar(const Theme& theme, const Box& bar, double first) {
  using namespace palette;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float rounding = 0.35F * bar.height();
  const float middle = std::round(bar.center_x());
  if (std::isfinite(first)) {
    const float at = bar.x0 + bar.width() * static_cast<float>(std::clamp(first, 0.0, 1.0));
    const float slit = theme.px(0.08F);
    list.AddRectFilled(bar.min(), {at - slit, bar.y1}, u32(half_color(first)), rounding);
    list.AddRectFilled({at + slit, bar.y0}, bar.max(), u32(half_color(1.0 - first)), rounding);
  } else {
    list.AddRectFilled(bar.min(), bar.max(), u32(kRaised), rounding);
  }
  const float over = theme.px(0.25F);
  const float half = std::max(1.0F, std::round(theme.px(0.07F)));
  list.AddRectFilled({middle - half, bar.y0 - over}, {middle + half, bar.y1 + over}, u32(kText));
}

// Two halves as one bar with its middle marked; the numbers stand over their own end.
void draw_split(const Theme& theme, const Box& box, const Half& a, const Half& b, bool large) {
  using namespace palette;
  const ImFont* number = large ? theme.large : theme.strong;
  const std::string left = percent_text(a.share);
  const std::string right = percent_text(b.share);
  const float left_width = number_width(number, left);
  const float right_width = number_width(number, right);
  draw_number(number, box.min(), ink(a.share), left);
  draw_number(number, {box.x1 - right_width, box.y0}, ink(b.share), right);
  const float gap = theme.px(0.5F);
  const float y = on_baseline_of(number, box.y0, theme.body);
  const float room = 0.5F * box.width() - 1.5F * gap;
  draw_text(theme.body, {box.x0 + left_width + gap, y}, kText2,
            elide(theme.body, a.label, room - left_width));
  const std::string label = elide(theme.body, b.label, room - right_width);
  draw_text(theme.body, {box.x1 - right_width - gap - text_width(theme.body, label), y}, kText2, label);
  const float top = box.y0 + number->FontSize + theme.px(0.45F);
  draw_split_bar(theme, {box.x0, top, box.x1, top + theme.px(large ? 0.95F : 0.5F)}, a.share);
}

// The last minute of the left share, in 25 to 75 %.
void draw_trend(const Snapshot& snapshot, const UiState& ui, const Theme& theme, bool client_known,
                const Box& box) {
  draw_line(theme.small, {box.x0, box.y0, box.x1, box.y0 + theme.px(1.2F)}, palette::kText2,
            client_known ? "Client's left, last minute" : "Map left, last minute", Align::left);
  std::vector<PlotPoint> points;
  points.reserve(ui.trend.points().size());
  for (const TrendPoint& point : ui.trend.points()) points.push_back({point.t_s, 100.0 * point.left_share});
  PlotStyle style;
  style.x_max = snapshot.t_s;
  style.x_min = style.x_max - Trend::kSpan_s;
  style.y_min = 25.0;
  style.y_max = 75.0;
  style.reference = 50.0;
  style.top_label = "75 %";
  style.middle_label = "50 %";
  style.bottom_label = "25 %";
  draw_plot(theme, {box.x0, box.y0 + theme.px(1.6F), box.x1, box.y1}, points, style);
}

}  // namespace

void draw_load(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box) {
  const Theme& theme = context.theme;
  const Quantity quantity = quantity_of(snapshot, ui);
  const MapSides sides = map_sides_of(snapshot);
  float y = box.y0;
  const auto fits = [&](float ems) { return box.y1 - y >= theme.px(ems); };
  draw_total(snapshot, quantity, theme, {box.x0, y, box.x1, box.y1});
  y += theme.px(5.1F);
  if (fits(9.5F)) {
    draw_tiles(snapshot, quantity, theme, {box.x0, y, box.x1, box.y1});
    y += theme.px(3.8F);
  }
  draw_split(theme, {box.x0, y, box.x1, box.y1}, sides.first, sides.second, true);
  y += theme.px(3.7F);
  if (fits(1.8F)) {
    draw_split(theme, {box.x0, y, box.x1, box.y1}, sides.head, sides.foot, false);
    y += theme.px(2.9F);
  }
  if (fits(3.6F)) {
    const float tall = std::min(box.y1, y + theme.px(12.0F));
    draw_trend(snapshot, ui, theme, sides.client_known, {box.x0, y, box.x1, tall});
    context.probes["trend"] = {box.x0, y, box.x1, tall};
  }
  context.probes["load"] = box;
}

}  // namespace palpate
