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

}  // namespace

void place_head(const BodyImprint& imprint, BodyFit& fit) {
  const double s = fit.lying.stature_mm / 1700.0, x = fit.centre_x(kHeadCentre);
  const double y = fit.lying.y_at(kHeadCentre);
  const BodyAxes axes(imprint, fit.axis);
  double highest = -1.0;
  for (const double aside : {0.0, -80.0, 80.0, -160.0, 160.0}) {  // on a side a neck may be bent
    if (aside != 0.0 && !fit.on_side) break;
    const double free = fit.on_side ? 85.0 : 110.0, middle = x + aside * s;
    const Window window{middle, y, 85.0 * s, 70.0 * s, 0.03, middle - free * s, middle + free * s};
    const Found found = settle(imprint, axes, window, 1.0);
    const double value = found.confidence * (1.0 - 0.002 * std::abs(aside));
    if (value <= highest) continue;
    highest = value;
    fit.head_x_mm = found.x, fit.head_y_mm = found.y, fit.head_sure = found.confidence;
  }
}

namespace {

// Part of a leg: fractions of stature from the hip joint, and the share of the whole load usual there.
struct LegSpan {
  double from, to, usual_share;
};
constexpr LegSpan kThighSpan{0.09, 0.20, 0.03}, kCalfSpan{0.27, 0.40, 0.01}, kHeelSpan{0.44, 0.55, 0.006};
constexpr LegSpan kKneeSpan{0.195, 0.295, 0.02}, kAnkleSpan{0.43, 0.54, 0.01};
constexpr double kUnsidedLimbs = 0.5;

class Finder {
 public:
  Finder(const BodyImprint& imprint, const BodyFit& fit, const LegMap& legs, double confidence,
         std::vector<Landmark>& list)
      : imprint_(imprint),
        fit_(fit),
        legs_(legs),
        axes_(imprint, fit.axis),
        confidence_(confidence),
        list_(list) {}
  void lying();
  void on_side();
  void sitting();

 private:
  // On the body's middle, at `f` of the stature; `free_mm` sideways.
  void middle(LandmarkKind kind, double f, double half_x, double half_y, double share, double free_mm) {
    const double s = fit_.lying.stature_mm / 1700.0, x = fit_.centre_x(f);
    add(kind, {x, fit_.lying.y_at(f), half_x * s, half_y * s, share, x - free_mm * s, x + free_mm * s});
  }
  // Both sides, `x_mm` from the midline.
  void pair(LandmarkKind left, LandmarkKind right, double f, double x_mm, double half_x, double half_y,
            double share, double high_x) {
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
  void leg(LandmarkKind kind, const LegSpan& span, double sign, double power, double most_sure);
  void legs(LandmarkKind left, LandmarkKind right, const LegSpan& span, double power) {
    for (const double sign : {1.0, -1.0}) {
      leg(fit_.side_of(sign) == BodySide::left ? left : right, span, sign, power, 1.0);
    }
  }

  const BodyImprint& imprint_;
  const BodyFit& fit_;
  const LegMap& legs_;
  BodyAxes axes_;
  double confidence_;
  std::vector<Landmark>& list_;
};

// Centre of the load of one leg's span; `sign`: of the leg at x > 0 or x < 0, 0: of any leg. Not given where
// nothing lies on the mat.
void Finder::leg(LandmarkKind kind, const LegSpan& span, double sign, double power, double most_sure) {
  const double st = fit_.lying.stature_mm;
  double x = 0.0, y = 0.0, load = 0.0, reach = 1e9;
  for (int round = 0; round < 3; ++round) {
    double weight = 0.0, sum_x = 0.0, sum_y = 0.0;
    load = 0.0;
    for (const ImprintCell& cell : imprint_.cells()) {
      const double along = legs_.along_mm(cell.index) / st;
      if (!legs_.in_mask(cell.index) || along < span.from || along > span.to) continue;
      const auto [cx, cy] = axes_.body(cell.u, cell.v);
      if (sign * (cx - legs_.parting_x(cy)) < 0.0 || std::hypot(cx - x, cy - y) > reach) continue;
      const double w = std::pow(cell.load, power);
      weight += w, sum_x += w * cx, sum_y += w * cy, load += cell.load;
    }
    if (weight <= 0.0) return;
    x = sum_x / weight, y = sum_y / weight;
    reach = power > 1.0 ? 0.06 * st : 0.09 * st;
  }
  const double share = load / imprint_.load() / span.usual_share;
  put(kind, x, y, most_sure * confidence_ * std::clamp(share, 0.0, 1.0));
}

void Finder::lying() {
  using enum LandmarkKind;
  put(head, fit_.head_x_mm, fit_.head_y_mm, confidence_ * fit_.head_sure);
  if (fit_.sides_known()) {
    pair(left_shoulder_blade, right_shoulder_blade, kBlade, 82, 70, 60, 0.03, 170);
  }
  middle(sacrum, kSacrum, 70, 45, 0.04, 60);
  if (!fit_.sides_known()) return;
  legs(left_thigh, right_thigh, kThighSpan, 1.0);
  legs(left_calf, right_calf, kCalfSpan, 1.0);
  if (fit_.facing == Facing::up) legs(left_heel, right_heel, kHeelSpan, 2.0);
}

void Finder::on_side() {
  using enum LandmarkKind;
  put(head, fit_.head_x_mm, fit_.head_y_mm, confidence_ * fit_.head_sure);
  middle(shoulder, kShoulder, 75, 60, 0.05, 90);
  middle(hip, kHipJoint + 0.012, 75, 60, 0.08, 90);
  leg(knee, kKneeSpan, 0.0, 2.0, kUnsidedLimbs);
  leg(ankle, kAnkleSpan, 0.0, 2.0, kUnsidedLimbs);
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
    double weight = 0.0, sum_x = 0.0, front = place.bones_mm;
    for (const ImprintCell& cell : imprint_.cells()) {
      const auto [x, y] = axes_.body(cell.u, cell.v);
      if (sign * x < 0.0) continue;
      front = std::max(front, y);
      if (y < place.bones_mm + 0.25 * (place.front_mm - place.bones_mm)) continue;
      weight += cell.load, sum_x += cell.load * x;
    }
    const double share = std::clamp(weight / imprint_.load() / 0.08, 0.0, 1.0);
    put(left ? left_thigh : right_thigh, weight > 0.0 ? sum_x / weight : sign * 112.0 * s,
        0.5 * (place.bones_mm + front), confidence_ * share);
  }
}

}  // namespace

void find_landmarks(const BodyImprint& imprint, const BodyFit& fit, const LegMap& legs, double confidence,
                    std::vector<Landmark>& landmarks) {
  landmarks.clear();
  Finder finder(imprint, fit, legs, confidence, landmarks);
  if (fit.seated) {
    finder.sitting();
  } else if (fit.on_side) {
    finder.on_side();
  } else {
    finder.lying();
  }
}

}  // namespace palpate
