#include "processing/seated_fit.h"

#include <algorithm>
#include <cmath>

namespace palpate {
namespace {

constexpr double kUsualWidthMm = 370.0;
constexpr double kUsualBoneXMm = 60.0, kUsualBonesMm = 130.0;

}  // namespace

SeatedPlace find_seated(const BodyImprint& imprint, const BodyAxis& axis) {
  const double cosine = std::cos(axis.angle_rad), sine = std::sin(axis.angle_rad);
  SeatedPlace place;
  double rear = 1e9, front = -1e9;
  const auto body = [&](const ImprintCell& cell) {
    return to_body(cosine, sine, axis.offset_mm, cell.u, cell.v);
  };
  // Edges half a cell beyond the outermost firm cells; a soft cell counts by its weight.
  double soft_x2 = 0.0, soft = 0.0;
  for (const ImprintCell& cell : imprint.cells()) {
    const auto [x, y] = body(cell);
    const double reach = (cell.soft - 0.5) * imprint.pitch_v();
    rear = std::min(rear, y - reach);
    front = std::max(front, y + reach);
    soft += cell.soft, soft_x2 += cell.soft * x * x;
  }
  if (soft <= 0.0) return place;
  place.rear_mm = rear, place.front_mm = front;
  // A uniform strip of width w has a standard deviation of w / sqrt(12).
  place.scale = std::clamp(std::sqrt(12.0 * soft_x2 / soft) / kUsualWidthMm, 0.6, 1.5);
  std::array<double, 2> mass{}, sum_x{}, sum_y{};
  double band = 0.0;
  for (const ImprintCell& cell : imprint.cells()) {
    const auto [x, y] = body(cell);
    const double depth = (y - rear) / place.scale, across = std::abs(x) / place.scale;
    if (depth < 60.0 || depth > 210.0 || across < 20.0 || across > 110.0) continue;
    const std::size_t side = x > 0.0 ? 1 : 0;
    const double weight = cell.load * cell.load * cell.load;
    mass[side] += weight, sum_x[side] += weight * x, sum_y[side] += weight * y;
    band += cell.load;
  }
  double y_sum = 0.0, y_weight = 0.0;
  for (std::size_t side = 0; side < 2; ++side) {
    const double sign = side == 1 ? 1.0 : -1.0;
    place.bone_x_mm[side] = mass[side] > 0.0 ? sum_x[side] / mass[side] : sign * kUsualBoneXMm * place.scale;
    place.bone_sure[side] = mass[side] > 0.0 ? 1.0 : 0.0;
    if (mass[side] <= 0.0) continue;
    const double weight = std::cbrt(mass[side]);
    y_sum += weight * sum_y[side] / mass[side];
    y_weight += weight;
  }
  place.bones_mm = y_weight > 0.0 ? y_sum / y_weight : rear + kUsualBonesMm * place.scale;
  const double share = imprint.load() > 0.0 ? band / imprint.load() : 0.0;
  place.score = std::clamp(share / 0.30, 0.0, 1.0);
  return place;
}

}  // namespace palpate
