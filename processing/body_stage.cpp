#include "processing/body_stage.h"

#include <cmath>

#include "processing/asymmetry.h"
#include "processing/mirror_difference.h"

namespace palpate {
namespace {

constexpr double kMiddleTimeConstantS = 2.0;

}  // namespace

BodyStage::BodyStage(const MatGeometry& geometry, bool raw)
    : geometry_(geometry),
      raw_(raw),
      sides_(client_sides(geometry)),
      posture_(geometry),
      body_(geometry),
      midline_(geometry, sides_.across_columns) {}

void BodyStage::update(Snapshot& snapshot, const ContactWorkspace& contact, float contact_threshold,
                       double dt_s) {
  if (!snapshot.features.valid) {
    posture_.restart();
  } else if (!snapshot.glitch) {
    posture_.update(snapshot.map.pressure, snapshot.t_s);
  }
  tell_posture(snapshot);
  if (!snapshot.glitch) place_body(snapshot, contact_threshold);
  // The body model takes a posture that is lost for a moment to last.
  const Facing facing = posture_.estimate().facing;
  const bool held = facing == Facing::unknown && snapshot.body.found && snapshot.body.sides_known;
  sides_ = client_sides(geometry_, held ? snapshot.body.facing : facing);
  split_sides(snapshot, contact, contact_threshold, dt_s);
}

void BodyStage::tell_posture(Snapshot& snapshot) const {
  const PostureEstimate& estimate = posture_.estimate();
  snapshot.posture = snapshot.occupied ? estimate.posture : Posture::empty;
  snapshot.posture_confidence = snapshot.occupied ? estimate.confidence : kNone;
  snapshot.body_roll_deg = snapshot.occupied ? estimate.body_roll_deg : kNone;
}

void BodyStage::place_body(Snapshot& snapshot, float contact_threshold) {
  if (!body_rate_.due(snapshot.t_s)) return;
  const bool somebody = snapshot.features.valid && snapshot.occupied;
  const Posture now = somebody ? posture_.estimate().posture : Posture::empty;
  const bool another = now != body_posture_;
  if (body_change_.look_again(snapshot.map.pressure, snapshot.t_s) || another || !snapshot.body.found) {
    snapshot.body = body_.update(snapshot.map, contact_threshold, now, snapshot.t_s);
    if (posture_.over_the_edge()) snapshot.body.sides_known = false;
    body_posture_ = now;
  }
  snapshot.asymmetry = measure_asymmetry(snapshot.map, geometry_, contact_threshold, snapshot.body);
}

Midline BodyStage::midline_of(const BodyState& body, const ContactWorkspace& contact, float contact_threshold,
                              double dt_s) {
  if (body.found && body.sides_known) {
    contact_middle_mm_ = kNone;
    return {body.pelvis_x_mm, body.pelvis_y_mm, std::atan2(-body.axis_x, -body.axis_y)};
  }
  const double now_mm = midline_.find(contact, contact_threshold);
  if (!std::isfinite(contact_middle_mm_) || raw_) {
    contact_middle_mm_ = now_mm;
  } else if (std::isfinite(now_mm)) {
    contact_middle_mm_ += (1.0 - std::exp(-dt_s / kMiddleTimeConstantS)) * (now_mm - contact_middle_mm_);
  }
  return midline_.straight_at(contact_middle_mm_);
}

void BodyStage::split_sides(Snapshot& snapshot, const ContactWorkspace& contact, float contact_threshold,
                            double dt_s) {
  snapshot.midline = {};
  Features& f = snapshot.features;
  if (!f.valid) return;
  snapshot.midline = midline_.split(contact, midline_of(snapshot.body, contact, contact_threshold, dt_s));
  if (!snapshot.midline.found) return;
  f.mirror_difference_index = snapshot.asymmetry.valid
                                  ? snapshot.asymmetry.mirror_difference
                                  : mirror_difference(snapshot.map, geometry_, snapshot.midline.line);
  if (!sides_.known || posture_.over_the_edge()) return;
  const bool left_is_high = sides_.left == MapSide::right || sides_.left == MapSide::bottom;
  f.client_left_share = left_is_high ? snapshot.midline.high_share : snapshot.midline.low_share;
  f.client_right_share = left_is_high ? snapshot.midline.low_share : snapshot.midline.high_share;
}

void BodyStage::end_sitting() {
  contact_middle_mm_ = kNone;
}

void BodyStage::restart_stream() {
  posture_.restart();
  body_.reset();
  body_rate_.restart();
  body_change_.restart();
  contact_middle_mm_ = kNone;
}

}  // namespace palpate
