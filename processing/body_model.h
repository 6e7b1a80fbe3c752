// BodyModel: fits a body to the pressure map and follows it: midline, landmarks, regions and their loads.
//
// Fitted to the imprint, never to the mat's middle: the midline is where the imprint is most like its own
// mirror image (body_axis.h), a lying body's place along it comes from body proportions (lying_fit.h), a
// sitter's from the rear edge and the sit bones (seated_fit.h). The fit glides to what each frame says (time
// constant 1.5 s, 0.4 s while the body is somewhere else), and starts anew when the kind of posture changes
// or reset() is called. On a side, parts along the body are placed (`parts`), but left and right lie on top
// of each other: no region is labelled. Lying with the posture unknown: as on the back, and no side is
// claimed.
//
// `stable_since_s`: the posture holds and the load pattern stays: sum |fast - slow| / sum slow of the map's
// exponential means (0.7 s and 5 s) has stayed under 9 % (once it moved: under 6 % for 1.5 s).
//
// Any mat of at least 8 x 4 cells along and across the body (seat 6 x 6), any pitch, kPa or counts. When a
// body cannot be told, `found` is false and `why_not` says why. One thread; allocates only in the first
// calls.
#pragma once

#include <memory>

#include "acquisition/mat_geometry.h"
#include "processing/body_state.h"
#include "processing/posture.h"
#include "processing/pressure_map.h"

namespace palpate {

class BodyModel {
 public:
  explicit BodyModel(const MatGeometry& geometry);
  BodyModel(BodyModel&&) noexcept;
  BodyModel& operator=(BodyModel&&) noexcept;
  ~BodyModel();

  // `threshold`: contact threshold in the map's unit. Posture::empty: nobody there. t_s must not run
  // backwards without a reset(). The reference is valid until the next call.
  const BodyState& update(const PressureMap& map, float threshold, Posture posture, double t_s);
  [[nodiscard]] const BodyState& state() const;
  void reset();  // as if newly created

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace palpate
