#include "acquisition/body_placement.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <tuple>

#include "acquisition/sim_random.h"

namespace palpate::sim {

BodyPlace place_of(const MatGeometry& mat, const Scenario& scenario, const BodyShape& shape,
                   const PlaceWishes& wishes, std::uint64_t number) {
  const bool seat = scenario.placement == Placement::seat;
  const auto draw = [&](std::uint64_t index) { return normal(wishes.seed, kPlace, index); };
  const auto shift = [&](std::uint64_t index) {
    return number == 0 ? 0.0
                       : std::min(1.0, wishes.motion) * normal(wishes.seed, kKeyPose, 8 * number + index);
  };
  BodyPlace place;
  place.scenario_mirrored = scenario.mirrored;
  place.mirrored = scenario.mirrored != mat.mirrored;
  place.centre_y = shape.centre_y;
  place.offset_x_mm =
      wishes.offset_x_mm.value_or((seat ? 6.0 : 12.0) * draw(0)) + (seat ? 7.0 : 10.0) * shift(0);
  place.offset_y_mm =
      wishes.offset_y_mm.value_or((seat ? 6.0 : 10.0) * draw(1)) + (seat ? 8.0 : 8.0) * shift(1);
  const double degrees =
      wishes.rotation_deg.value_or((seat ? 1.5 : 1.0) * draw(2)) + (seat ? 1.5 : 0.8) * shift(2);
  place.cosine = std::cos(degrees * std::numbers::pi / 180.0);
  place.sine = std::sin(degrees * std::numbers::pi / 180.0);
  place.lean_x = 0.030 * shift(3);
  place.lean_y = 0.06 * shift(4);
  if (scenario.mirrored && wishes.offset_x_mm) place.offset_x_mm = -place.offset_x_mm;
  if (scenario.mirrored && wishes.rotation_deg) place.sine = -place.sine;
  return place;
}

std::pair<double, double> to_body(const MatGeometry& mat, const BodyPlace& place, double x_mm, double y_mm) {
  const double mx = x_mm - 0.5 * mat.width_mm(), my = y_mm - 0.5 * mat.height_mm();
  double u = mx, v = my;
  if (mat.head == HeadEdge::bottom) u = -mx, v = -my;
  if (mat.head == HeadEdge::left) u = -my, v = mx;
  if (mat.head == HeadEdge::right) u = my, v = -mx;
  if (place.mirrored) u = -u;
  const double dx = u - place.offset_x_mm, dy = v - place.offset_y_mm;
  return {place.cosine * dx + place.sine * dy, place.cosine * dy - place.sine * dx + place.centre_y};
}

std::pair<double, double> to_map(const MatGeometry& mat, const BodyPlace& place, double body_x,
                                 double body_y) {
  const double by = body_y - place.centre_y;
  double u = place.cosine * body_x - place.sine * by + place.offset_x_mm;
  const double v = place.sine * body_x + place.cosine * by + place.offset_y_mm;
  if (place.mirrored) u = -u;
  double mx = u, my = v;
  if (mat.head == HeadEdge::bottom) mx = -u, my = -v;
  if (mat.head == HeadEdge::left) mx = v, my = -u;
  if (mat.head == HeadEdge::right) mx = -v, my = u;
  return {mx + 0.5 * mat.width_mm(), my + 0.5 * mat.height_mm()};
}

namespace {

// x = x0 + slope y. The midline; on a side, where there is none, the trunk's long axis through shoulder and
// hip.
std::pair<double, double> long_axis(const BodyShape& shape) {
  const ShapeLandmark *shoulder = nullptr, *hip = nullptr;
  for (const ShapeLandmark& mark : shape.landmarks) {
    if (mark.name == "shoulder") shoulder = &mark;
    if (mark.name == "hip") hip = &mark;
  }
  if (shoulder == nullptr || hip == nullptr) return {0.0, 0.0};
  const double slope = (hip->x - shoulder->x) / (hip->y - shoulder->y);
  return {slope, shoulder->x - slope * shoulder->y};
}

}  // namespace

void render_key(const MatGeometry& mat, const BodyShape& shape, const BodyPlace& place, double client_left,
                std::uint64_t number, Key& key) {
  constexpr int kSub = 3;
  const std::size_t cells = mat.cells();
  key.number = number;
  key.place = place;
  for (auto& layer : key.layers) layer.assign(cells, 0.0F);
  key.left.assign(cells, 0.0F);
  key.load = key.left_load = key.left_lean = 0.0;
  const double across = 1.0 / std::max(mat.pitch_x_mm, mat.pitch_y_mm);
  for (int r = 0; r < mat.rows; ++r) {
    for (int c = 0; c < mat.cols; ++c) {
      const std::size_t i =
          static_cast<std::size_t>(r) * static_cast<std::size_t>(mat.cols) + static_cast<std::size_t>(c);
      LayerValues sum{};
      for (int s = 0; s < kSub * kSub; ++s) {
        const auto [x, y] = to_body(mat, place, (c + (s % kSub + 0.5) / kSub) * mat.pitch_x_mm,
                                    (r + (s / kSub + 0.5) / kSub) * mat.pitch_y_mm);
        const LayerValues values = shape.field.at(x, y);
        for (std::size_t k = 0; k < kLayers; ++k) sum[k] += values[k];
      }
      for (std::size_t k = 0; k < kLayers; ++k) key.layers[k][i] = sum[k] / (kSub * kSub);
      const auto [x, y] = to_body(mat, place, (c + 0.5) * mat.pitch_x_mm, (r + 0.5) * mat.pitch_y_mm);
      key.left[i] = static_cast<float>(std::clamp(0.5 + client_left * x * across, 0.0, 1.0));
      key.load += key.layers[kLoad][i];
      key.left_load += key.layers[kLoad][i] * key.left[i];
      key.left_lean += key.layers[kLeanX][i] * key.left[i];
    }
  }
  const double reach = place.centre_y;
  const auto [slope, x0] = long_axis(shape);
  std::tie(key.head_x_mm, key.head_y_mm) = to_map(mat, place, x0, 0.0);
  std::tie(key.foot_x_mm, key.foot_y_mm) = to_map(mat, place, x0 + slope * 2.0 * reach, 2.0 * reach);
}

void lift_off(double presence, std::vector<float>& kpa) {
  float peak = 0.0F;
  double before = 0.0, after = 0.0;
  for (const float p : kpa) {
    peak = std::max(peak, p);
    before += static_cast<double>(p);
  }
  const auto gap = static_cast<float>(0.5 * (1.0 - presence) * static_cast<double>(peak));
  for (float& p : kpa) {
    p = std::max(0.0F, p - gap);
    after += static_cast<double>(p);
  }
  const auto factor = static_cast<float>(after > 0.0 ? presence * before / after : 0.0);
  for (float& p : kpa) p *= factor;
}

}  // namespace palpate::sim
