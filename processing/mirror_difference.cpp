#include "processing/mirror_difference.h"

#include <algorithm>
#include <cmath>

#include "acquisition/result.h"
#include "processing/features.h"

namespace palpate {
namespace {

double value_at(const PressureMap& map, Eigen::Index r, Eigen::Index c) {
  if (r < 0 || c < 0 || r >= map.pressure.rows() || c >= map.pressure.cols()) return 0.0;
  const double p = static_cast<double>(map.pressure(r, c));
  if (!std::isfinite(p) || p < 0.0) return 0.0;
  const bool dead = map.dead.size() != 0 && map.dead(r, c);
  const bool repaired = map.repaired.size() != 0 && map.repaired(r, c);
  return dead && !repaired ? 0.0 : p;
}

// Between cell centres, in cells from the centre of cell (0, 0); 0 outside the mat.
double interpolate(const PressureMap& map, double row, double col) {
  constexpr double kSnap = 1e-9;  // a midline on a cell border is exact
  if (std::abs(row - std::round(row)) < kSnap) row = std::round(row);
  if (std::abs(col - std::round(col)) < kSnap) col = std::round(col);
  const double r0 = std::floor(row), c0 = std::floor(col);
  const double fr = row - r0, fc = col - c0;
  const auto r = static_cast<Eigen::Index>(r0), c = static_cast<Eigen::Index>(c0);
  double value = (1.0 - fr) * (1.0 - fc) * value_at(map, r, c);
  if (fc > 0.0) value += (1.0 - fr) * fc * value_at(map, r, c + 1);
  if (fr > 0.0) value += fr * (1.0 - fc) * value_at(map, r + 1, c);
  if (fr > 0.0 && fc > 0.0) value += fr * fc * value_at(map, r + 1, c + 1);
  return value;
}

}  // namespace

double mirror_difference(const PressureMap& map, const MatGeometry& g, const Midline& line) {
  PALPATE_EXPECTS(map.pressure.rows() == g.rows && map.pressure.cols() == g.cols);
  const double nx = std::cos(line.angle_rad), ny = -std::sin(line.angle_rad);  // unit normal
  double load = 0.0, mirrored_load = 0.0, difference = 0.0;
  for (int r = 0; r < g.rows; ++r) {
    for (int c = 0; c < g.cols; ++c) {
      const double x = (c + 0.5) * g.pitch_x_mm, y = (r + 0.5) * g.pitch_y_mm;
      const double distance = (x - line.x_mm) * nx + (y - line.y_mm) * ny;
      const double mx = x - 2.0 * distance * nx, my = y - 2.0 * distance * ny;
      const double p = value_at(map, r, c);
      const double m = interpolate(map, my / g.pitch_y_mm - 0.5, mx / g.pitch_x_mm - 0.5);
      load += p;
      mirrored_load += m;
      difference += std::abs(p - m);
    }
  }
  if (!(load > 0.0)) return kNone;
  // The mirror image carries the same load; what of it is not inside the mat lies outside, where p = 0.
  const double outside = std::max(0.0, load - mirrored_load);
  return std::clamp((difference + outside) / (2.0 * load), 0.0, 1.0);
}

}  // namespace palpate
