#include "processing/body_regions.h"

#include <algorithm>
#include <cmath>

namespace palpate {
namespace {

// Half-widths of the parts at a stature of 1700 mm: half of bi-deltoid and hip breadth and room for soft
// tissue; legs lie apart.
double half_width_mm(RegionKind kind) {
  switch (kind) {
    case RegionKind::head:
      return 100.0;
    case RegionKind::neck:
      return 75.0;
    case RegionKind::upper_back:
      return 200.0;
    case RegionKind::mid_back:
    case RegionKind::low_back:
      return 190.0;
    case RegionKind::pelvis:
      return 225.0;
    default:
      return 260.0;
  }
}

bool lying_part(const BodyFit& fit, double x, double y, RegionKind& kind) {
  if (!part_at(fit.lying.f_at(y), kind)) return false;
  return std::abs(x) <= half_width_mm(kind) * fit.lying.stature_mm / 1700.0;
}

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
  region.mean_kpa = cells > 0.0 ? sum / cells : kNone;
  region.load_n = kpa ? sum * cell_area_mm2 * kNewtonPerKpaMm2 : kNone;
  region.contact_area_cm2 = cells * cell_area_mm2 / 100.0;
  region.area_cm2 *= cell_area_mm2 / 100.0;
}

}  // namespace

void label_regions(const BodyImprint& imprint, const MatGeometry& geometry, const BodyFit& fit,
                   RegionLabels& parts, RegionLabels& labels) {
  parts.resize(geometry.rows, geometry.cols);
  labels.resize(geometry.rows, geometry.cols);
  parts.setConstant(kNoRegion);
  labels.setConstant(kNoRegion);
  const BodyAxes axes(imprint, fit.axis);
  for (int r = 0; r < geometry.rows; ++r) {
    for (int c = 0; c < geometry.cols; ++c) {
      const auto [u, v] = imprint.centre_of(r, c);
      const auto [x, y] = axes.body(u, v);
      RegionKind kind = RegionKind::head;
      if (!(fit.seated ? seated_part(fit.sitting, x, y, kind) : lying_part(fit, x, y, kind))) continue;
      parts(r, c) = static_cast<std::int8_t>(kind);
      if (!fit.sides_known()) continue;
      labels(r, c) = static_cast<std::int8_t>(index_of(Region{kind, fit.side_of(x)}));
    }
  }
}

void load_regions(const PressureMap& map, const MatGeometry& geometry, float threshold,
                  const RegionLabels& labels, PpiWindow window,
                  std::array<RegionLoad, kRegionCount>& regions) {
  regions.fill(RegionLoad{});
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
        region.load_n = region.contact_area_cm2 = region.area_cm2 = region.ppi_kpa = 0.0;
      }
      region.area_cm2 += 1.0;
      if (!contact) continue;
      region.contact_area_cm2 += 1.0;
      region.load_n += p;
      region.ppi_kpa = std::max(region.ppi_kpa, window_mean(map, labels, window, r, c));
    }
  }
  for (RegionLoad& region : regions) {
    finish(region, total, geometry.cell_area_mm2(), map.unit == PressureUnit::kpa);
  }
}

}  // namespace palpate
