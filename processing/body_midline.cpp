#include "processing/body_midline.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

namespace palpate {

namespace {

// What of a run lies before column `at`; the cell under it counts in proportion.
double sum_below(const float* p, const ContactRun& run, double sum, double at) {
  if (at >= run.end) return sum;
  if (at <= run.begin) return 0.0;
  const int cell = static_cast<int>(at);
  return sum_range(p, run.begin, cell) + static_cast<double>(p[cell]) * (at - cell);
}

// mm across for each mm along the body.
double slope_of(const Midline& line, bool across_columns) {
  if (across_columns) return std::tan(line.angle_rad);
  return std::cos(line.angle_rad) / std::sin(line.angle_rad);
}

}  // namespace

bool beyond(const Midline& line, bool across_columns, double x_mm, double y_mm) {
  const double slope = slope_of(line, across_columns);
  return across_columns ? x_mm >= line.x_mm + slope * (y_mm - line.y_mm)
                        : y_mm >= line.y_mm + slope * (x_mm - line.x_mm);
}

BodyMidline::BodyMidline(const MatGeometry& geometry, bool across_columns)
    : lines_(across_columns ? geometry.rows : geometry.cols),
      length_(across_columns ? geometry.cols : geometry.rows),
      pitch_mm_(across_columns ? geometry.pitch_x_mm : geometry.pitch_y_mm),
      along_pitch_mm_(across_columns ? geometry.pitch_y_mm : geometry.pitch_x_mm),
      across_columns_(across_columns) {
  extents_.resize(static_cast<std::size_t>(lines_));
  middles_.reserve(static_cast<std::size_t>(lines_));
}

void BodyMidline::find_extents(const ContactWorkspace& contact) {
  std::fill(extents_.begin(), extents_.end(), Extent{});
  for (const ContactRun& run : contact.runs) {
    if (across_columns_) {
      Extent& line = extents_[static_cast<std::size_t>(run.row)];
      if (line.first < 0) line.first = run.begin;
      line.last = run.end - 1;
      continue;
    }
    for (int c = run.begin; c < run.end; ++c) {
      Extent& line = extents_[static_cast<std::size_t>(c)];
      if (line.first < 0) line.first = run.row;
      line.last = run.row;
    }
  }
}

// Position in cells (centre of cell k = k + 0.5) where the pressure crosses the threshold outside cell
// `outer`.
double BodyMidline::edge(GridView view, int line, int outer, int step, float threshold) const {
  const int next = outer + step;
  if (next < 0 || next >= length_) return outer + 0.5 + 0.5 * step;
  const auto value = [&](int at) {
    return static_cast<double>(across_columns_ ? view.row(line)[at] : view.row(at)[line]);
  };
  const double inside = value(outer), outside = std::max(0.0, value(next));
  const double fall = inside - outside;
  const double part =
      fall > 0.0 ? std::clamp((inside - static_cast<double>(threshold)) / fall, 0.0, 1.0) : 0.5;
  return outer + 0.5 + step * part;
}

double BodyMidline::find(const ContactWorkspace& contact, float threshold) {
  find_extents(contact);
  middles_.clear();
  for (int line = 0; line < lines_; ++line) {
    const Extent& extent = extents_[static_cast<std::size_t>(line)];
    if (extent.first < 0) continue;
    middles_.push_back(0.5 * (edge(contact.view, line, extent.first, -1, threshold) +
                              edge(contact.view, line, extent.last, 1, threshold)));
  }
  if (middles_.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::sort(middles_.begin(), middles_.end());
  const auto quarter = static_cast<std::ptrdiff_t>(middles_.size() / 4);
  const double sum = std::accumulate(middles_.begin() + quarter, middles_.end() - quarter, 0.0);
  return pitch_mm_ * sum / static_cast<double>(static_cast<std::ptrdiff_t>(middles_.size()) - 2 * quarter);
}

Midline BodyMidline::straight_at(double at_mm) const {
  return across_columns_ ? Midline{at_mm, 0.0, 0.0} : Midline{0.0, at_mm, 0.5 * std::numbers::pi};
}

MidlineSplit BodyMidline::split(const ContactWorkspace& contact, const Midline& line) const {
  MidlineSplit out;
  out.line = line;
  const double slope = slope_of(line, across_columns_);
  const double through = (across_columns_ ? line.x_mm - slope * line.y_mm : line.y_mm - slope * line.x_mm);
  const double at0 = (through + 0.5 * slope * along_pitch_mm_) / pitch_mm_;  // in cells, of the first line
  const double step = slope * along_pitch_mm_ / pitch_mm_;
  if (!std::isfinite(at0 + step)) return out;
  double low = 0.0, total = 0.0;
  for (std::size_t i = 0; i < contact.runs.size(); ++i) {
    const ContactRun& run = contact.runs[i];
    const double sum = contact.run_sums[i].sum;
    const float* p = contact.view.row(run.row);
    total += sum;
    if (across_columns_) {
      low += sum_below(p, run, sum, at0 + step * run.row);
      continue;
    }
    for (int c = run.begin; c < run.end; ++c) {
      low += static_cast<double>(p[c]) * std::clamp(at0 + step * c - run.row, 0.0, 1.0);
    }
  }
  if (total <= 0.0) return out;
  out.found = true;
  out.low_share = low / total;
  out.high_share = 1.0 - out.low_share;
  return out;
}

}  // namespace palpate
