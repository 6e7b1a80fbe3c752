// BodyFit: one body on one imprint: midline and places along it. What BodyModel smooths over time and what
// regions and landmarks are drawn from.
//
// Body axes (processing/body_imprint.h): x from the midline, y towards the feet (seat: towards the knees).
// Plain data, any thread.
#pragma once

#include <cmath>
#include <utility>

#include "processing/body_imprint.h"
#include "processing/lying_fit.h"
#include "processing/seated_fit.h"

namespace palpate {

struct BodyFit {
  bool seated = false;
  bool on_side = false;  // lying on a side: left and right lie on top of each other
  Facing facing = Facing::unknown;
  BodyAxis axis;
  LyingPlace lying;                         // if !seated
  SeatedPlace sitting;                      // if seated
  double head_x_mm = 0.0, head_y_mm = 0.0;  // if !seated: middle of the head's print
  double head_sure = 0.0;                   // 0..1: its load against what a head usually carries
  double certainty = 1.0;                   // what the imprint itself leaves of the confidence (body_doubt.h)
  bool posture_known = true;

  // x of the body's middle at a fraction of stature; 0 unless it lies on a side.
  [[nodiscard]] double centre_x(double f) const { return on_side ? lying.centre_x(f) : 0.0; }
  [[nodiscard]] bool sides_known() const { return seated || (!on_side && facing != Facing::unknown); }
  // +1: the client's left is at x > 0.
  [[nodiscard]] double left_sign() const { return !seated && facing == Facing::down ? -1.0 : 1.0; }
  [[nodiscard]] BodySide side_of(double x) const {
    return x * left_sign() > 0.0 ? BodySide::left : BodySide::right;
  }
};

// Between map and body for one fit.
class BodyAxes {
 public:
  BodyAxes(const BodyImprint& imprint, const BodyAxis& axis)
      : imprint_(imprint),
        cosine_(std::cos(axis.angle_rad)),
        sine_(std::sin(axis.angle_rad)),
        offset_mm_(axis.offset_mm) {}
  [[nodiscard]] std::pair<double, double> body(double u, double v) const {
    return to_body(cosine_, sine_, offset_mm_, u, v);
  }
  [[nodiscard]] std::pair<double, double> map(double x, double y) const {
    const auto [u, v] = from_body(cosine_, sine_, offset_mm_, x, y);
    return imprint_.to_map(u, v);
  }

 private:
  const BodyImprint& imprint_;
  double cosine_, sine_, offset_mm_;
};

}  // namespace palpate
