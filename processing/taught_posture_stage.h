// TaughtPostureStage: the live answer to "which of the client's own postures is it", for the Pipeline.
//
// At most kTaughtRateHz times a second of frame time, and only on pictures that changed (map_change.h), the
// classifier's shares run through a low-pass of 1.5 s. A name is told from a share of 0.60 and held down to
// 0.45; else unknown. A stream whose frames are 1 s or more apart is judged frame by frame. One thread; pure
// over (state, frame); allocates only in the constructor.
#pragma once

#include <memory>
#include <optional>

#include "processing/decimator.h"
#include "processing/map_change.h"
#include "processing/snapshot.h"
#include "processing/taught_classifier.h"

namespace palpate {

class TaughtPostureStage {
 public:
  // Null: `update` does nothing.
  explicit TaughtPostureStage(std::shared_ptr<const TaughtPostures> taught);
  // Once a frame, after the map and whether somebody is there are known; fills snapshot.taught. The map must
  // be that of taught->mat.
  void update(Snapshot& snapshot);
  void restart_stream();

 private:
  void settle(TaughtPostureState& state) const;

  std::shared_ptr<const TaughtPostures> taught_;
  std::optional<TaughtClassifier> classifier_;
  Decimator rate_{kTaughtRateHz};
  MapChange change_;
  Eigen::ArrayXd now_, mean_;
  bool started_ = false;
  double last_s_ = 0.0;
};

}  // namespace palpate
