#include "viz/plot.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "viz/widgets.h"

namespace palpate {

void draw_plot(const Theme& theme, const Box& box, std::span<const PlotPoint> points,
               const PlotStyle& style) {
  using namespace palette;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float margin = theme.px(3.0F);
  const Box area = {box.x0, box.y0, box.x1 - margin, box.y1};
  const auto y_of = [&](double y) {
    const double share = std::clamp((y - style.y_min) / (style.y_max - style.y_min), 0.0, 1.0);
    return area.y1 - static_cast<float>(share) * area.height();
  };
  const auto x_of = [&](double x) {
    return area.x0 + static_cast<float>((x - style.x_min) / (style.x_max - style.x_min)) * area.width();
  };
  const auto level = [&](double y, const std::string& label, bool strong) {
    const float at = std::round(y_of(y)) + 0.5F;
    list.AddLine({area.x0, at}, {area.x1, at}, u32(strong ? kText3 : kBorder));
    draw_line(theme.small, {area.x1 + theme.px(0.4F), at - theme.px(0.7F), box.x1, at + theme.px(0.7F)},
              kText3, label, Align::right);
  };
  level(style.y_max, style.top_label, false);
  level(style.reference, style.middle_label, true);
  level(style.y_min, style.bottom_label, false);

  std::vector<ImVec2> run;
  const auto flush = [&] {
    if (run.size() > 1) {
      list.AddPolyline(run.data(), static_cast<int>(run.size()), u32(kAccent), 0, theme.px(0.13F));
    }
    run.clear();
  };
  for (const PlotPoint& point : points) {
    if (!std::isfinite(point.y)) {
      flush();
    } else if (point.x >= style.x_min && point.x <= style.x_max) {
      run.push_back({x_of(point.x), y_of(point.y)});
    }
  }
  flush();
}

}  // namespace palpate
