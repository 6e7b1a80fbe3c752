#include "processing/body_regions.h"

#include <algorithm>
#include <cmath>

namespace palpate {
namespace {

// Half-widths of the parts at a stature of 1700 mm: half of bi-deltoid and hip breadth and room for soft
// tissue. On a side: half of the depth of thorax and pelvis, as much room.
double half_width_mm(RegionKind kind, bool on_side) {
  if (on_side) return kind == RegionKind::upper_back ? 160.0 : 190.0;
  switch (kind) {
    case RegionKind::upper_back:
      return 200.0;
    case RegionKind::pelvis:
      return 225.0;
    default:
      return 190.0;
  }
}

constexpr double kUsualStatureMm = 1700.0;
constexpr double kHeadHalfX = 0.052, kHeadHalfY = 0.068, kNeckHalfX = 0.045;  // of stature
constexpr double kBridgeMm = 110.0;
constexpr double kHipBall = 0.085;  // on a side: of stature around the hip joint that is pelvis, not thigh

bool seated_part(const SeatedPlace& place, double x, double y, RegionKind& kind) {
  const double band = kBoneBandMm * place.scale;
  if (y < place.rear_mm - band || y > place.front_mm + band) return false;
  if (std::abs(x) > 260.0 * place.scale) return false;
  kind = y < place.bones_mm - band   ? RegionKind::sacral
         : y > place.bones_mm + band ? RegionKind::seat_thigh
                                     : RegionKind::ischial;
  return kind != RegionKind::ischial || std::abs(x) <= kBoneReachMm * place.scale;
}

bool usable(const PressureMap& map, int r, int c) {
  const bool dead = map.dead.size() > 0 && map.dead(r, c);
  return !dead || (map.repaired.size() > 0 && map.repaired(r, c));
}

double pressure_at(const PressureMap& map, int r, int c) {
  const float p = map.pressure(r, c);
  return std::isfinite(p) && p > 0.0F && usable(map, r, c) ? static_cast<double>(p) : 0.0;
}

// Mean over the window around a cell, counting only cells of its own region.
double window_mean(const PressureMap& map, const RegionLabels& labels, PpiWindow window, int row, int col) {
  const int r0 = row - window.rows / 2, c0 = col - window.cols / 2;
  const int r1 = r0 + window.rows, c1 = c0 + window.cols;
  if (r0 < 0 || c0 < 0 || r1 > labels.rows() || c1 > labels.cols()) return 0.0;
  const std::int8_t label = labels(row, col);
  double sum = 0.0;
  for (int r = r0; r < r1; ++r) {
    for (int c = c0; c < c1; ++c) {
      if (labels(r, c) == label) sum += pressure_at(map, r, c);
    }
  }
  return sum / (window.rows * window.cols);
}

void finish(RegionLoad& region, double total, double cell_area_mm2, bool kpa) {
  if (!region.present) return;
  const double sum = region.load_n, cells = region.contact_area_cm2;
  region.load_share = total > 0.0 ? sum / total : kNone;
  region.mean = cells > 0.0 ? sum / cells : kNone;
  region.load_n = kpa ? sum * cell_area_mm2 * kNewtonPerKpaMm2 : kNone;
  region.contact_area_cm2 = cells * cell_area_mm2 / 100.0;
  region.area_cm2 *= cell_area_mm2 / 100.0;
}

}  // namespace

// x of the contact in bins along the trunk, and the widest of the bins within kBridgeMm.
void RegionLabeller::measure_trunk(const BodyImprint& imprint, const BodyContact& contact,
                                   const BodyFit& fit) {
  const double s = fit.lying.stature_mm / kUsualStatureMm;
  pitch_ = std::max(imprint.pitch_u(), imprint.pitch_v());
  step_ = std::max(25.0, pitch_);
  first_y_ = fit.lying.y_at(kShoulderTop);
  const double length = fit.lying.y_at(kHipFold) - first_y_;
  const auto bins = static_cast<std::size_t>(std::max(1.0, length / step_)) + 1;
  row_.assign(bins, Width{1e9, -1e9});
  const BodyAxes axes(imprint, fit.axis);
  for (int r = 0; r < imprint.rows(); ++r) {
    for (int c = 0; c < imprint.cols(); ++c) {
      if (!contact.touches(r, c)) continue;
      const auto [u, v] = imprint.centre_at(r, c);
      const auto [x, y] = axes.body(u, v);
      RegionKind kind = RegionKind::head;
      const double f = fit.lying.f_at(y), bin = (y - first_y_) / step_;
      if (!(bin >= 0.0) || bin >= static_cast<double>(bins) || !part_at(f, kind)) continue;
      const double away = x - fit.centre_x(f);
      if (std::abs(away) > half_width_mm(kind, fit.on_side) * s) continue;
      Width& width = row_[static_cast<std::size_t>(bin)];
      width.low = std::min(width.low, away), width.high = std::max(width.high, away);
    }
  }
  trunk_ = row_;
  const int reach = static_cast<int>(kBridgeMm / step_ + 0.5);
  for (int b = 0; b < static_cast<int>(bins); ++b) {
    Width& widest = trunk_[static_cast<std::size_t>(b)];
    for (int k = std::max(0, b - reach); k <= std::min(static_cast<int>(bins) - 1, b + reach); ++k) {
      widest.low = std::min(widest.low, row_[static_cast<std::size_t>(k)].low);
      widest.high = std::max(widest.high, row_[static_cast<std::size_t>(k)].high);
    }
  }
}

bool RegionLabeller::in_trunk(const BodyFit& fit, const Cell& cell, RegionKind kind) const {
  const double away = cell.x - fit.centre_x(fit.lying.f_at(cell.y));
  if (std::abs(away) > half_width_mm(kind, fit.on_side) * fit.lying.stature_mm / kUsualStatureMm)
    return false;
  const double bin = std::clamp((cell.y - first_y_) / step_, 0.0, static_cast<double>(trunk_.size() - 1));
  const Width& width = trunk_[static_cast<std::size_t>(bin)];
  return away >= width.low - pitch_ && away <= width.high + pitch_;
}

bool RegionLabeller::lying_part(const BodyFit& fit, const LegMap& legs, const Cell& cell,
                                RegionKind& kind) const {
  const double st = fit.lying.stature_mm, f = fit.lying.f_at(cell.y);
  const double head_x = (cell.x - fit.head_x_mm) / (kHeadHalfX * st + 0.3 * pitch_);
  const double head_y = (cell.y - fit.head_y_mm) / (kHeadHalfY * st + 0.3 * pitch_);
  if (f < kShoulderTop && head_x * head_x + head_y * head_y <= 1.0) {
    kind = RegionKind::head;
    return cell.near;
  }
  if (f < kShoulderTop) {
    const double top = fit.head_y_mm + 0.6 * kHeadHalfY * st, end = fit.lying.y_at(kShoulderTop);
    const double part = std::clamp((cell.y - top) / std::max(1.0, end - top), 0.0, 1.0);
    const double middle = fit.head_x_mm + part * (fit.centre_x(kShoulderTop) - fit.head_x_mm);
    kind = RegionKind::neck;
    return cell.y > top && std::abs(cell.x - middle) <= kNeckHalfX * st;
  }
  const double along = legs.along_mm(cell.index) / st;
  const bool leg = legs.in_mask(cell.index) && along >= 0.0;
  if (f < kHipFold && part_at(f, kind)) {
    if (in_trunk(fit, cell, kind)) return true;
    if (!fit.on_side || !legs.drawn_up(cell.x - fit.centre_x(f))) return false;
  }
  if (!leg) return false;
  kind = fit.on_side && along < kHipBall ? RegionKind::pelvis
         : along < kThighLength          ? RegionKind::thigh
                                         : RegionKind::calf;
  return true;
}

void RegionLabeller::label(const BodyImprint& imprint, const BodyContact& contact,
                           const MatGeometry& geometry, const BodyFit& fit, const LegMap& legs,
                           RegionLabels& parts, RegionLabels& labels) {
  parts.resize(geometry.rows, geometry.cols);
  labels.resize(geometry.rows, geometry.cols);
  parts.setConstant(kNoRegion);
  labels.setConstant(kNoRegion);
  if (!fit.seated) measure_trunk(imprint, contact, fit);
  const BodyAxes axes(imprint, fit.axis);
  for (int r = 0; r < geometry.rows; ++r) {
    for (int c = 0; c < geometry.cols; ++c) {
      const auto [u, v] = imprint.centre_of(r, c);
      const auto [x, y] = axes.body(u, v);
      const std::size_t index = imprint.index_at(u, v);
      const auto row = static_cast<int>(index) / imprint.cols(),
                 col = static_cast<int>(index) % imprint.cols();
      const Cell cell{x, y, index, contact.near(row, col)};
      RegionKind kind = RegionKind::head;
      if (fit.seated ? !seated_part(fit.sitting, x, y, kind) : !lying_part(fit, legs, cell, kind)) continue;
      if (fit.seated && kind != RegionKind::ischial && !cell.near) continue;
      parts(r, c) = static_cast<std::int8_t>(kind);
      if (!fit.sides_known()) continue;
      const bool leg = kind == RegionKind::thigh || kind == RegionKind::calf;
      const double parting = leg ? legs.parting_x(y) : 0.0;
      labels(r, c) = static_cast<std::int8_t>(index_of(Region{kind, fit.side_of(x - parting)}));
    }
  }
}

void load_regions(const PressureMap& map, const MatGeometry& geometry, float threshold,
                  const RegionLabels& labels, PpiWindow window, std::span<RegionLoad> regions) {
  std::fill(regions.begin(), regions.end(), RegionLoad{});
  double total = 0.0;
  for (int r = 0; r < geometry.rows; ++r) {
    for (int c = 0; c < geometry.cols; ++c) {
      const double p = pressure_at(map, r, c);
      const bool contact = p > 0.0 && map.pressure(r, c) >= threshold;
      if (contact) total += p;
      const std::int8_t label = labels(r, c);
      if (label == kNoRegion) continue;
      RegionLoad& region = regions[static_cast<std::size_t>(label)];
      if (!region.present) {
        region.present = true;
        region.load_n = region.contact_area_cm2 = region.area_cm2 = region.ppi = 0.0;
      }
      region.area_cm2 += 1.0;
      if (!contact) continue;
      region.contact_area_cm2 += 1.0;
      region.load_n += p;
      region.ppi = std::max(region.ppi, window_mean(map, labels, window, r, c));
    }
  }
  for (RegionLoad& region : regions) {
    finish(region, total, geometry.cell_area_mm2(), map.unit == PressureUnit::kpa);
  }
}

}  // namespace palpate
