#include <vector>

#include "viz/panels/panels.h"
#include "viz/plot.h"
#include "viz/sides.h"
#include "viz/widgets.h"

namespace palpate {

MaybeAction draw_trend(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box) {
  const Theme& theme = context.theme;
  begin_card("trend", box, palette::kCard);
  const Box in = box.inset(theme.px(1.0F));
  const bool client = sides_of(snapshot).client_known;
  draw_line(theme.small, {in.x0, in.y0 - theme.px(0.2F), in.x1, in.y0 + theme.px(1.0F)}, palette::kText2,
            client ? "Share on the client's left" : "Share on the map's left", Align::left);
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
  style.left_label = "60 s ago";
  style.right_label = "now";
  draw_plot(theme, {in.x0, in.y0 + theme.px(1.5F), in.x1, in.y1 + theme.px(0.3F)}, points, style);
  context.probes["trend"] = box;
  end_card();
  return {};
}

}  // namespace palpate
