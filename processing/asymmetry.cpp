#include "processing/asymmetry.h"

#include <algorithm>
#include <cmath>

#include "processing/mirror_difference.h"

namespace palpate {
namespace {

double value_at(const PressureMap& map, int r, int c) {
  const float p = map.pressure(r, c);
  if (!std::isfinite(p) || p <= 0.0F) return 0.0;
  const bool dead = map.dead.size() > 0 && map.dead(r, c);
  return dead && !(map.repaired.size() > 0 && map.repaired(r, c)) ? 0.0 : static_cast<double>(p);
}

// Bilinear between cell centres, 0 outside the mat.
double sample(const PressureMap& map, const MatGeometry& g, double x_mm, double y_mm) {
  const double x = x_mm / g.pitch_x_mm - 0.5, y = y_mm / g.pitch_y_mm - 0.5;
  if (!(x > -1.0) || !(y > -1.0) || !(x < g.cols) || !(y < g.rows)) return 0.0;
  const int c = static_cast<int>(x + 1.0) - 1, r = static_cast<int>(y + 1.0) - 1;
  const double fx = x - c, fy = y - r;
  const auto at = [&](int row, int col) {
    return row < 0 || col < 0 || row >= g.rows || col >= g.cols ? 0.0 : value_at(map, row, col);
  };
  return (1.0 - fy) * ((1.0 - fx) * at(r, c) + fx * at(r, c + 1)) +
         fy * ((1.0 - fx) * at(r + 1, c) + fx * at(r + 1, c + 1));
}

// Unit vector across the midline towards the client's left, on the map.
struct Across {
  double x, y;
};

Across towards_left(const MatGeometry& g, const BodyState& body) {
  // Seen from above with the head up, lying on the back or sitting, the client's left is on the right.
  double turn = body.facing == Facing::down ? -1.0 : 1.0;
  if (g.mirrored) turn = -turn;
  return {-turn * body.axis_y, turn * body.axis_x};
}

struct PartSums {
  double difference = 0.0, load = 0.0;
};

}  // namespace

AsymmetryState measure_asymmetry(const PressureMap& map, const MatGeometry& g, float threshold,
                                 const BodyState& body) {
  AsymmetryState out;
  if (!body.found || !body.sides_known) return out;
  const Across left = towards_left(g, body);
  const double thickness = std::abs(left.x) * g.pitch_x_mm + std::abs(left.y) * g.pitch_y_mm;
  std::array<PartSums, kRegionKinds> parts{};
  double load = 0.0, left_load = 0.0, moment = 0.0;
  for (int r = 0; r < g.rows; ++r) {
    for (int c = 0; c < g.cols; ++c) {
      const double p = value_at(map, r, c);
      const std::int8_t part = body.parts(r, c);
      const bool contact = p > 0.0 && map.pressure(r, c) >= threshold;
      if (!contact && part == kNoRegion) continue;
      const double x = (c + 0.5) * g.pitch_x_mm, y = (r + 0.5) * g.pitch_y_mm;
      const double away = (x - body.pelvis_x_mm) * left.x + (y - body.pelvis_y_mm) * left.y;
      if (contact) {
        load += p;
        left_load += p * std::clamp(0.5 + away / thickness, 0.0, 1.0);
        moment += p * away;
      }
      if (part == kNoRegion) continue;
      PartSums& sums = parts[static_cast<std::size_t>(part)];
      sums.difference += std::abs(p - sample(map, g, x - 2.0 * away * left.x, y - 2.0 * away * left.y));
      sums.load += p;
    }
  }
  if (load <= 0.0) return out;
  out.valid = true;
  out.stable_since_s = body.stable_since_s;
  out.left_share = left_load / load;
  out.cop_offset_mm = moment / load;
  out.mirror_difference = mirror_difference(
      map, g, Midline{body.pelvis_x_mm, body.pelvis_y_mm, std::atan2(-body.axis_x, -body.axis_y)});
  for (std::size_t k = 0; k < kRegionKinds; ++k) {
    const auto kind = static_cast<RegionKind>(k);
    const RegionLoad& l = body.regions[index_of({kind, BodySide::left})];
    const RegionLoad& r = body.regions[index_of({kind, BodySide::right})];
    PairAsymmetry& pair = out.pairs[k];
    const double share = l.load_share + r.load_share;
    if (!l.present || !r.present || !(share >= kLeastPairShare)) continue;
    pair.valid = true;
    pair.load_share = share;
    pair.left_share = l.load_share / share;
    pair.ppi_ratio = r.ppi > 0.0 ? l.ppi / r.ppi : kNone;
    pair.mirror_difference =
        parts[k].load > 0.0 ? std::min(1.0, 0.5 * parts[k].difference / parts[k].load) : kNone;
  }
  return out;
}

}  // namespace palpate
