// BodyStage: how the client lies or sits and where the body is: posture, body model, midline and the load on
// each side of it, asymmetry. One home for the question "which side is the client's left".
//
// The posture decides how a lying client faces and so whether sides may be claimed. The body is fitted at
// most kBodyFitsPerS times a second of frame time, and only when the picture changed (map_change.h); between
// fits the snapshot keeps the last one. The midline in force is the fitted body's, else the middle of the
// contact, which follows slowly (2 s) so that its own jitter does not pass for a shift of load. Shares of
// load are this frame's about that line; the mirror difference, which costs as much as all other features of
// a frame, is that of the last fit. One thread; allocates only in the first frames of somebody.
#pragma once

#include "acquisition/mat_geometry.h"
#include "processing/body_midline.h"
#include "processing/body_model.h"
#include "processing/decimator.h"
#include "processing/map_change.h"
#include "processing/posture_estimator.h"
#include "processing/sides.h"
#include "processing/snapshot.h"

namespace palpate {

inline constexpr double kBodyFitsPerS = 5.0;

class BodyStage {
 public:
  // `raw`: every frame stands for itself, so the midline does not follow.
  BodyStage(const MatGeometry& geometry, bool raw);

  // Once a frame, after the features of the contact were measured and snapshot.occupied was told. Fills
  // posture, body, asymmetry, midline, client's shares and mirror difference.
  void update(Snapshot& snapshot, const ContactWorkspace& contact, float contact_threshold, double dt_s);
  void tell_posture(Snapshot& snapshot) const;  // of what is known; for a frame of garbage
  void end_sitting();                           // the client left
  void restart_stream();

  [[nodiscard]] const ClientSides& sides() const { return sides_; }

 private:
  void place_body(Snapshot& snapshot, float contact_threshold);
  void split_sides(Snapshot& snapshot, const ContactWorkspace& contact, float contact_threshold, double dt_s);
  [[nodiscard]] Midline midline_of(const BodyState& body, const ContactWorkspace& contact,
                                   float contact_threshold, double dt_s);

  MatGeometry geometry_;
  bool raw_;
  ClientSides sides_;
  PostureEstimator posture_;
  BodyModel body_;
  Decimator body_rate_{kBodyFitsPerS};
  MapChange body_change_;
  Posture body_posture_ = Posture::empty;  // at the last fit
  BodyMidline midline_;
  double contact_middle_mm_ = kNone;  // follows
};

}  // namespace palpate
