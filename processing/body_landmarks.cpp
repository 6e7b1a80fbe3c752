#include "processing/body_landmarks.h"

#include <algorithm>
#include <cmath>

namespace palpate {
namespace {

struct Window {
  double x, y, half_x, half_y;  // mm, body axes
  double usual_share;           // of the whole load
  double low_x, high_x;         // the place stays within
};

struct Found {
  double x, y, confidence;
};

Found settle(const BodyImprint& imprint, const BodyAxes& axes, const Window& window, double confidence) {
  double x = window.x, y = window.y, load = 0.0;
  for (int round = 0; round < 3; ++round) {
    double weight = 0.0, sum_x = 0.0, sum_y = 0.0;
    load = 0.0;
    for (const ImprintCell& cell : imprint.cells()) {
      const auto [cx, cy] = axes.body(cell.u, cell.v);
      if (std::abs(cx - x) > window.half_x || std::abs(cy - y) > window.half_y) continue;
      if (cx < window.low_x || cx > window.high_x) continue;
      const double w = cell.load * cell.load;
      weight += w, sum_x += w * cx, sum_y += w * cy, load += cell.load;
    }
    if (weight <= 0.0) return {window.x, window.y, 0.0};
    x = sum_x / weight;
    y = window.y + std::clamp(sum_y / weight - window.y, -window.half_y, window.half_y);
  }
  return {x, y, confidence * std::clamp(load / imprint.load() / window.usual_share, 0.0, 1.0)};
}

class Finder {
 public:
  Finder(const BodyImprint& imprint, const BodyFit& fit, double confidence, std::vector<Landmark>& list)
      : imprint_(imprint), fit_(fit), axes_(imprint, fit.axis), confidence_(confidence), list_(list) {}

  // On the midline, at `f` of the stature; `free_mm` sideways.
  void middle(LandmarkKind kind, double f, double half_x, double half_y, double share, double free_mm) {
    const double s = fit_.lying.stature_mm / 1700.0;
    add(kind, {0.0, fit_.lying.y_at(f), half_x * s, half_y * s, share, -free_mm * s, free_mm * s});
  }
  // Both sides, `x_mm` from the midline.
  void pair(LandmarkKind left, LandmarkKind right, double f, double x_mm, double half_x, double half_y,
            double share, double high_x) {
    if (!fit_.sides_known()) return;
    const double s = fit_.lying.stature_mm / 1700.0;
    for (const double sign : {1.0, -1.0}) {
      const Window window{sign * x_mm * s,
                          fit_.lying.y_at(f),
                          half_x * s,
                          half_y * s,
                          share,
                          sign > 0 ? 0.0 : -high_x * s,
                          sign > 0 ? high_x * s : 0.0};
      add(fit_.side_of(sign) == BodySide::left ? left : right, window);
    }
  }
  void add(LandmarkKind kind, const Window& window) {
    const Found found = settle(imprint_, axes_, window, confidence_);
    put(kind, found.x, found.y, found.confidence);
  }
  void put(LandmarkKind kind, double x, double y, double confidence) {
    const auto [map_x, map_y] = axes_.map(x, y);
    list_.push_back({kind, map_x, map_y, confidence});
  }
  void lying();
  void sitting();

 private:
  const BodyImprint& imprint_;
  const BodyFit& fit_;
  BodyAxes axes_;
  double confidence_;
  std::vector<Landmark>& list_;
};

void Finder::lying() {
  using enum LandmarkKind;
  middle(head, kHeadCentre, 95, 70, 0.03, 110);
  if (!fit_.on_side) {
    pair(left_shoulder_blade, right_shoulder_blade, kBlade, 82, 70, 60, 0.03, 170);
    middle(sacrum, kSacrum, 70, 45, 0.04, 60);
    pair(left_thigh, right_thigh, kThighMiddle, 98, 80, 80, 0.03, 230);
    pair(left_calf, right_calf, kCalf, 105, 90, 70, 0.01, 300);
    pair(left_heel, right_heel, kHeel, 110, 90, 50, 0.006, 300);
  }
}

void Finder::sitting() {
  using enum LandmarkKind;
  const SeatedPlace& place = fit_.sitting;
  const double s = place.scale;
  put(sacrum, 0.0, place.bones_mm - 58.0 * s, 0.5 * confidence_);  // from proportions alone
  for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
    const double sign = side == 1 ? 1.0 : -1.0;
    const bool left = fit_.side_of(sign) == BodySide::left;
    put(left ? left_ischial : right_ischial, place.bone_x_mm[side], place.bones_mm,
        confidence_ * place.bone_sure[side]);
    add(left ? left_thigh : right_thigh, {sign * 112.0 * s, place.bones_mm + 168.0 * s, 80.0 * s, 90.0 * s,
                                          0.05, sign > 0 ? 0.0 : -230.0 * s, sign > 0 ? 230.0 * s : 0.0});
  }
}

}  // namespace

void find_landmarks(const BodyImprint& imprint, const BodyFit& fit, double confidence,
                    std::vector<Landmark>& landmarks) {
  landmarks.clear();
  Finder finder(imprint, fit, confidence, landmarks);
  if (fit.seated) {
    finder.sitting();
  } else {
    finder.lying();
  }
}

}  // namespace palpate
