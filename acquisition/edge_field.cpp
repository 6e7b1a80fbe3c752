#include "acquisition/edge_field.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace palpate::sim {
namespace {

constexpr float kTouchKpa = 0.6F;  // of this pressure on, a place is half in contact (press_field.cpp)

// 1 inside, 0 outside, linear over the fall about +-half.
double inside(double x, double half) {
  return std::clamp(0.5 + (half - std::abs(x)) / kEdgeFallMm, 0.0, 1.0);
}

}  // namespace

Result<void> check_edge(const SimulatedEdge& e, Pose pose) {
  const struct {
    double value, low, high;
    std::string_view what;
  } ranges[] = {{e.step_kpa, 0.5, 40, "pressure of an edge in kPa"},
                {e.length_mm, 10, 600, "length of an edge in mm"},
                {e.width_mm, 10, 600, "width of an edge in mm"},
                {e.turn_deg, -180, 180, "turn of an edge in degrees"}};
  for (const auto& r : ranges) {
    if (!(r.value >= r.low && r.value <= r.high)) {
      return Error{ErrorCode::bad_argument,
                   fmt::format("impossible {}: {} ({} to {})", r.what, r.value, r.low, r.high)};
    }
  }
  const auto names = region_names(pose);
  if (std::find(names.begin(), names.end(), e.region) != names.end()) return {};
  return Error{ErrorCode::bad_argument,
               names.empty() ? "no edge is possible in this scenario (sit, or lie supine or prone)"
                             : fmt::format("unknown region of an edge: {} (choose {})", e.region,
                                           fmt::join(names, ", "))};
}

HandPlace edge_place(const SimulatedEdge& edge, const PressedBody& body, const BodyPlace& place) {
  SimulatedPress press;
  press.region = edge.region;
  press.client_left = edge.client_left;
  return hand_place(press, body, place);
}

void render_edge(const SimulatedEdge& edge, const HandPlace& at, const BodyPlace& place,
                 const MatGeometry& mat, std::vector<float>& share) {
  constexpr int kSub = 5;
  const double turn = edge.turn_deg * std::numbers::pi / 180.0, cosine = std::cos(turn),
               sine = std::sin(turn);
  share.assign(mat.cells(), 0.0F);
  std::size_t i = 0;
  for (int r = 0; r < mat.rows; ++r) {
    for (int c = 0; c < mat.cols; ++c, ++i) {
      double sum = 0.0;
      for (int s = 0; s < kSub * kSub; ++s) {
        const auto [x, y] = to_body(mat, place, (c + (s % kSub + 0.5) / kSub) * mat.pitch_x_mm,
                                    (r + (s / kSub + 0.5) / kSub) * mat.pitch_y_mm);
        const double dx = x - at.body_x, dy = y - at.body_y;
        sum += inside(cosine * dx + sine * dy, 0.5 * edge.length_mm) *
               inside(cosine * dy - sine * dx, 0.5 * edge.width_mm);
      }
      share[i] = static_cast<float>(sum / (kSub * kSub));
    }
  }
}

void lie_on(const std::vector<float>& share, double step_kpa, std::vector<float>& kpa) {
  const auto step = static_cast<float>(step_kpa);
  double added = 0.0, elsewhere = 0.0;
  for (std::size_t i = 0; i < kpa.size(); ++i) {
    const float touch = kpa[i] / (kpa[i] + kTouchKpa);
    added += static_cast<double>(step * share[i] * touch);
    elsewhere += static_cast<double>(kpa[i] * (1.0F - share[i]));
  }
  if (elsewhere <= 0.0) return;
  const auto lost = static_cast<float>(std::min(0.9, added / elsewhere));
  for (std::size_t i = 0; i < kpa.size(); ++i) {
    const float touch = kpa[i] / (kpa[i] + kTouchKpa);
    kpa[i] += step * share[i] * touch - kpa[i] * (1.0F - share[i]) * lost;
  }
}

}  // namespace palpate::sim
