// Decimator: lets a slow analysis (posture, body model) run on some frames only, at most N times a second.
//
// Frame time decides, never a clock, so live, replay and offline run it on the same frames. Due on the first
// frame, then whenever 1 / N s have passed since the last time it was due (a microsecond less counts: frame
// times are whole microseconds). Time running backwards starts anew; call restart() on a discontinuity. A
// stream slower than N frames a second is due on every frame. One thread; allocates nothing.
//
//   Decimator posture_rate{5.0};
//   if (posture_rate.due(snapshot.t_s)) recognise(..);  // in restart_stream(): posture_rate.restart();
#pragma once

#include "acquisition/result.h"

namespace palpate {

class Decimator {
 public:
  explicit Decimator(double most_per_s) : period_s_(1.0 / most_per_s) { PALPATE_EXPECTS(most_per_s > 0.0); }

  // Once a frame, in order of time.
  bool due(double t_s) {
    constexpr double kMicrosecond = 1e-6;
    if (started_ && t_s >= last_s_ && t_s - last_s_ < period_s_ - kMicrosecond) return false;
    started_ = true;
    last_s_ = t_s;
    return true;
  }
  void restart() { started_ = false; }

 private:
  double period_s_;
  bool started_ = false;
  double last_s_ = 0.0;
};

}  // namespace palpate
