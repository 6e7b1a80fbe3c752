// Posture estimator: the live answer to "how does the client lie or sit", from frames of time-stamped maps.
//
// Table: the lying model on at most 5 frames a second of frame time (decimator.h), and only on pictures that
// changed (map_change.h), else its last answer again; the classes'
// probabilities run through a one-pole low-pass (1.5 s), so that a frame of turning over does not flicker. A
// new answer needs a mean probability of 0.80 and an answer held stays until its own falls under 0.55; below
// that, and for a stream's first frame under 0.80, the answer is `unknown`. Seat: seated_posture.h. Back
// rest: unknown, a back rest alone does not tell. After a gap in time (restart) the next frame is judged by
// itself. A raw stream whose frames are 1 s or more apart is judged frame by frame: nothing says that they
// belong together.
//
// Single thread; pure over (state, frame); allocates nothing after the first frame of somebody.
#pragma once

#include <memory>

#include "acquisition/mat_geometry.h"
#include "processing/decimator.h"
#include "processing/map_change.h"
#include "processing/posture_model.h"
#include "processing/seated_posture.h"

namespace palpate {

inline constexpr double kPostureRateHz = 5.0;
inline constexpr double kPostureSureAt = 0.80;
inline constexpr double kPostureHeldAt = 0.55;

class PostureEstimator {
 public:
  explicit PostureEstimator(const MatGeometry& geometry);
  // Once a frame in which somebody is there and which is no garbage. The map must have the geometry's size.
  const PostureEstimate& update(const Grid& pressure, double t_s);
  // Nobody is there, or time jumped: the next body is judged anew.
  void restart();
  // A sitter whom one side edge of the mat cuts: where the middle is cannot be told.
  [[nodiscard]] bool over_the_edge() const { return started_ && mean_shares_.cut > kMostCut; }
  [[nodiscard]] const PostureEstimate& estimate() const { return estimate_; }

 private:
  [[nodiscard]] PostureEstimate lying(double weight);
  [[nodiscard]] PostureEstimate seated(double weight);
  void settle(const PostureEstimate& now);

  MatGeometry geometry_;
  Decimator rate_{kPostureRateHz};
  MapChange change_;
  bool fresh_ = false;  // the picture changed: recognise it again
  PostureImager imager_;
  PostureFeatures features_;
  PostureImage image_;
  ClassScores now_, mean_;
  SeatedPosture seat_;
  SeatShares mean_shares_;
  bool started_ = false;
  double last_s_ = 0.0;
  PostureEstimate estimate_;
};

}  // namespace palpate
