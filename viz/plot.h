// A small line plot over time: fixed vertical range, one reference line, gaps where values are NaN.
#pragma once

#include <span>
#include <string>

#include "viz/view_context.h"

namespace palpate {

struct PlotPoint {
  double x = 0.0, y = 0.0;
};

struct PlotStyle {
  double x_min = 0.0, x_max = 1.0;
  double y_min = 0.0, y_max = 1.0;
  double reference = 0.5;                             // a horizontal line
  std::string top_label, middle_label, bottom_label;  // at y_max, reference, y_min
};

// Points in order of x. Values outside the vertical range are held at its edge. Fewer than 16 000 points.
void draw_plot(const Theme& theme, const Box& box, std::span<const PlotPoint> points, const PlotStyle& style);

}  // namespace palpate
