#include "processing/steep_edge_finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "processing/body_grid.h"
#include "processing/finding_place.h"
#include "processing/finding_text.h"
#include "processing/shown_numbers.h"

namespace palpate {
SteepEdgeDetector::SteepEdgeDetector(const MatGeometry& geometry) : geometry_(geometry) {
  mean_.setZero(geometry.rows, geometry.cols);
  calm_ = slope_ = mean_;
  steep_.assign(geometry.cells(), 0);
  stack_.reserve(geometry.cells());
  edges_.reserve(kMostSteepEdges + 1);
  before_.reserve(kMostSteepEdges + 1);
  findings_.reserve(kMostSteepEdges + kMostEndedFindings + 2);
}

void SteepEdgeDetector::reset() {
  end_all();
  findings_.clear();
}

void SteepEdgeDetector::end_all() {
  while (!findings_.empty() && findings_.front().active) {
    findings_.front().end_s = last_t_s_;
    end_finding(findings_, 0);
  }
  edges_.clear();
  before_.clear();
  started_ = false;
  rate_.restart();
}

void SteepEdgeDetector::update(const FindingInput& input, const Params& params, FindingIds& ids) {
  if (input.map == nullptr || input.map->unit != PressureUnit::kpa) return;
  if (started_ && input.t_s - last_t_s_ > kLongestGapS) end_all();
  last_t_s_ = input.t_s;
  if (input.hands || !rate_.due(input.t_s)) return;
  average(*input.map, input.t_s);
  clamp_to_neighbours(mean_, calm_);
  find_slopes(static_cast<float>(params.get(Param::contact_threshold_kpa)));
  const double limit = params.get(Param::steep_edge_kpa_per_mm);
  collect(before_.empty() ? limit : kSteepHysteresis * limit, params.get(Param::steep_edge_min_length_mm));
  follow(input.t_s);
  publish(input, params, ids);
}

void SteepEdgeDetector::average(const PressureMap& map, double t_s) {
  const double gain = started_ ? 1.0 - std::exp(-(t_s - averaged_s_) / kSteepAverageS) : 1.0;
  started_ = true;
  averaged_s_ = t_s;
  const auto g = static_cast<float>(gain);
  for (Eigen::Index i = 0; i < mean_.size(); ++i) {
    const bool known =
        (!map.dead.data()[i] || map.repaired.data()[i]) && std::isfinite(map.pressure.data()[i]);
    const float p = known ? map.pressure.data()[i] : mean_.data()[i];
    mean_.data()[i] += g * (p - mean_.data()[i]);
  }
}

// Of cells in contact; central differences, one-sided at the borders. A difference over `span` mm shows what
// falls off within kSteepFallMm as if it took the whole span.
void SteepEdgeDetector::find_slopes(float floor) {
  const int rows = geometry_.rows, cols = geometry_.cols;
  const auto slope = [](float fall_kpa, int cells, double pitch_mm) {
    const double span = std::min(cells * pitch_mm, kSteepFallMm);
    return cells > 0 ? fall_kpa / static_cast<float>(span) : 0.0F;
  };
  for (int r = 0; r < rows; ++r) {
    const int up = std::max(0, r - 1), down = std::min(rows - 1, r + 1);
    for (int c = 0; c < cols; ++c) {
      const int left = std::max(0, c - 1), right = std::min(cols - 1, c + 1);
      const float gx = slope(calm_(r, right) - calm_(r, left), right - left, geometry_.pitch_x_mm);
      const float gy = slope(calm_(down, c) - calm_(up, c), down - up, geometry_.pitch_y_mm);
      slope_(r, c) = calm_(r, c) >= floor ? std::sqrt(gx * gx + gy * gy) : 0.0F;
    }
  }
}

double SteepEdgeDetector::length_mm(const Edge& e) const {
  return std::hypot((e.last_row - e.first_row + 1) * geometry_.pitch_y_mm,
                    (e.last_col - e.first_col + 1) * geometry_.pitch_x_mm);
}

void SteepEdgeDetector::collect(double limit, double least_mm) {
  std::swap(edges_, before_);
  edges_.clear();
  const auto least = static_cast<float>(limit);
  for (std::size_t i = 0; i < steep_.size(); ++i) steep_[i] = slope_.data()[i] >= least ? 1 : 0;
  for (int i = 0; i < static_cast<int>(steep_.size()); ++i) {
    if (steep_[static_cast<std::size_t>(i)] != 1) continue;
    const Edge edge = flood(i);
    if (length_mm(edge) < least_mm) continue;
    const auto at =
        std::find_if(edges_.begin(), edges_.end(), [&](const Edge& e) { return e.slope < edge.slope; });
    edges_.insert(at, edge);
    if (edges_.size() > kMostSteepEdges) edges_.pop_back();
  }
}

SteepEdgeDetector::Edge SteepEdgeDetector::flood(int cell) {
  const int rows = geometry_.rows, cols = geometry_.cols;
  Edge edge;
  edge.first_row = edge.last_row = cell / cols;
  edge.first_col = edge.last_col = cell % cols;
  stack_.clear();
  stack_.push_back(cell);
  steep_[static_cast<std::size_t>(cell)] = 2;
  while (!stack_.empty()) {
    const int at = stack_.back(), row = at / cols, col = at % cols;
    stack_.pop_back();
    ++edge.cells;
    edge.first_row = std::min(edge.first_row, row), edge.last_row = std::max(edge.last_row, row);
    edge.first_col = std::min(edge.first_col, col), edge.last_col = std::max(edge.last_col, col);
    if (slope_(row, col) > edge.slope) edge.slope = slope_(row, col), edge.row = row, edge.col = col;
    for (int r = std::max(0, row - 1); r <= std::min(rows - 1, row + 1); ++r) {
      for (int c = std::max(0, col - 1); c <= std::min(cols - 1, col + 1); ++c) {
        auto& mark = steep_[static_cast<std::size_t>(r * cols + c)];
        if (mark != 1) continue;
        mark = 2;
        stack_.push_back(r * cols + c);
      }
    }
  }
  return edge;
}

// Of a long edge the steepest cell may be now at one end, now at the other.
bool SteepEdgeDetector::same(const Edge& a, const Edge& b) const {
  const bool touch = a.first_row <= b.last_row + 1 && b.first_row <= a.last_row + 1 &&
                     a.first_col <= b.last_col + 1 && b.first_col <= a.last_col + 1;
  const double away =
      std::hypot((a.row - b.row) * geometry_.pitch_y_mm, (a.col - b.col) * geometry_.pitch_x_mm);
  return touch || away <= kSteepReachMm;
}

// Edges of now that are one of before keep its age; of several the oldest counts. Each of before is taken
// once.
void SteepEdgeDetector::follow(double t_s) {
  for (Edge& edge : edges_) {
    edge.since_s = t_s;
    for (Edge& old : before_) {
      if (old.cells == 0 || !same(edge, old)) continue;
      if (old.since_s <= edge.since_s) edge.id = old.id;
      edge.since_s = std::min(edge.since_s, old.since_s);
      old.cells = 0;
    }
  }
}

void SteepEdgeDetector::publish(const FindingInput& input, const Params& params, FindingIds& ids) {
  for (Finding& f : findings_)
    if (f.active) f.end_s = -1.0;  // not seen yet
  const double limit = params.get(Param::steep_edge_kpa_per_mm),
               least_s = params.get(Param::steep_edge_min_duration_s);
  for (Edge& edge : edges_) {
    if (input.t_s - edge.since_s < least_s) continue;
    auto found = std::find_if(findings_.begin(), findings_.end(),
                              [&](const Finding& f) { return f.active && f.id == edge.id; });
    if (found == findings_.end()) {
      if (static_cast<double>(edge.slope) < limit) continue;  // what opens one is steep in full
      found = findings_.emplace(findings_.begin());
      found->kind = FindingKind::steep_edge;
      found->id = edge.id = ids.next();
      found->active = true;
      found->start_s = edge.since_s;
      found->unit = "kPa/mm";
    }
    describe(*found, edge, input, params);
  }
  for (std::size_t i = 0; i < findings_.size() && findings_[i].active;) {
    if (findings_[i].end_s >= 0.0) {
      ++i;
      continue;
    }
    findings_[i].end_s = input.t_s;
    end_finding(findings_, i);
  }
}

void SteepEdgeDetector::describe(Finding& f, const Edge& edge, const FindingInput& input,
                                 const Params& params) const {
  f.end_s = input.t_s;
  f.value = static_cast<double>(edge.slope);
  f.threshold = params.get(Param::steep_edge_kpa_per_mm);
  f.row = edge.row;
  f.col = edge.col;
  f.x_mm = (edge.col + 0.5) * geometry_.pitch_x_mm;
  f.y_mm = (edge.row + 0.5) * geometry_.pitch_y_mm;
  f.area_cm2 = edge.cells * geometry_.cell_area_mm2() / 100.0;
  f.confidence = std::clamp(0.5 + 0.5 * (f.value / f.threshold - 1.0), 0.0, 1.0);
  const auto region = region_of_cell(input.body, edge.row, edge.col);
  f.has_region = region.has_value();
  if (region) place_in(f, *region, input.body);
  if (f.has_region) {
    f.side = client_side(f.region.side);
  } else {
    const MapSide high = input.sides.across_columns ? MapSide::right : MapSide::bottom;
    f.side =
        side_name(input.sides,
                  beyond(input.midline, input.sides.across_columns, f.x_mm, f.y_mm) ? high : opposite(high));
  }
  const std::string_view part =
      f.has_region ? words_of(f.region.kind, input.body->facing) : std::string_view{};
  f.told_s = f.end_s - f.start_s;
  rewrite(f.title, "Steep edge: {}{}{}", f.side, part.empty() ? "" : " ", part);
  rewrite(f.words,
          "Steep edge: at the {}{}{} the pressure has fallen off by {:.2f} kPa a mm for {} (threshold "
          "{:.2f}), "
          "along {:.0f} mm. Look what lies under it, then palpate.",
          f.side, part.empty() ? "" : " ", part, f.value, lasted_words(f.told_s), f.threshold,
          length_mm(edge));
  rewrite(
      f.why,
      "gradient of the pressure, averaged over {:g} s, = {:.3f} kPa/mm >= {:.2f} at row {}, column {}, for "
      "at "
      "least {:g} s; settings steep_edge_kpa_per_mm, steep_edge_min_length_mm, steep_edge_min_duration_s, "
      "which are "
      "not clinical limits; the measurable change of this client is not known yet. The slope is that of an "
      "edge which "
      "falls off within {:g} mm; gentler ones on a coarse mat are told as if they did.",
      kSteepAverageS, f.value, f.threshold, f.row, f.col, params.get(Param::steep_edge_min_duration_s),
      kSteepFallMm);
}

}  // namespace palpate
