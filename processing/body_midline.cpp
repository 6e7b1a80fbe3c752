#include "processing/body_midline.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace palpate {

BodyMidline::BodyMidline(const MatGeometry& geometry, bool across_columns)
    : lines_(across_columns ? geometry.rows : geometry.cols),
      length_(across_columns ? geometry.cols : geometry.rows),
      pitch_mm_(across_columns ? geometry.pitch_x_mm : geometry.pitch_y_mm),
      across_columns_(across_columns) {
  middles_.reserve(static_cast<std::size_t>(lines_));
}

// 0 where the cell is not in contact or left out.
float BodyMidline::value(const PressureMap& map, int line, int at, float threshold) const {
  const int r = across_columns_ ? line : at;
  const int c = across_columns_ ? at : line;
  const bool left_out = map.dead(r, c) && !map.repaired(r, c);
  const float p = map.pressure(r, c);
  return left_out || !(p >= threshold) ? 0.0F : p;
}

// Position in cells (centre of cell k = k + 0.5) where the pressure crosses the threshold outside cell
// `outer`.
double BodyMidline::edge(const PressureMap& map, int line, int outer, int step, float threshold) const {
  const int next = outer + step;
  if (next < 0 || next >= length_) return outer + 0.5 + 0.5 * step;
  const double inside = static_cast<double>(value(map, line, outer, threshold));
  const double outside = std::max(
      0.0, static_cast<double>(across_columns_ ? map.pressure(line, next) : map.pressure(next, line)));
  const double fall = inside - outside;
  const double part =
      fall > 0.0 ? std::clamp((inside - static_cast<double>(threshold)) / fall, 0.0, 1.0) : 0.5;
  return outer + 0.5 + step * part;
}

double BodyMidline::find(const PressureMap& map, float threshold) {
  middles_.clear();
  for (int line = 0; line < lines_; ++line) {
    int first = 0;
    while (first < length_ && value(map, line, first, threshold) <= 0.0F) ++first;
    if (first == length_) continue;
    int last = length_ - 1;
    while (value(map, line, last, threshold) <= 0.0F) --last;
    middles_.push_back(0.5 * (edge(map, line, first, -1, threshold) + edge(map, line, last, 1, threshold)));
  }
  if (middles_.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::sort(middles_.begin(), middles_.end());
  const auto quarter = static_cast<std::ptrdiff_t>(middles_.size() / 4);
  const double sum = std::accumulate(middles_.begin() + quarter, middles_.end() - quarter, 0.0);
  return pitch_mm_ * sum / static_cast<double>(static_cast<std::ptrdiff_t>(middles_.size()) - 2 * quarter);
}

MidlineSplit BodyMidline::split(const PressureMap& map, float threshold, double at_mm) const {
  MidlineSplit out;
  out.at_mm = at_mm;
  if (!std::isfinite(at_mm)) return out;
  const double at = at_mm / pitch_mm_;
  double low = 0.0, total = 0.0;
  for (int k = 0; k < length_; ++k) {
    double sum = 0.0;
    for (int line = 0; line < lines_; ++line) sum += static_cast<double>(value(map, line, k, threshold));
    low += sum * std::clamp(at - k, 0.0, 1.0);
    total += sum;
  }
  if (total <= 0.0) return out;
  out.found = true;
  out.low_share = low / total;
  out.high_share = 1.0 - out.low_share;
  return out;
}

}  // namespace palpate
