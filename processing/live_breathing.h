// LiveBreathing: breathing beside the live chain, as one plain struct a frame.
//
// Feeds a BreathingEstimator (breathing.h holds the method) and starts it anew after a gap of more than 5 s,
// when time runs backwards, and on restart(). The frame rate is the source's, else that of the first 32
// frames. Most frames cost one sum over the cells; once a second the last 30 s are judged, which takes about
// 9 ms at 32 x 32 and allocates: so the Pipeline does it only where PipelineOptions::breathing asks for it
// (a LiveSession does). One thread; pure over (state, frame): no clock.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string_view>

#include "processing/breath_watch_now.h"

namespace palpate {

class BreathingEstimator;

struct BreathingNow {
  bool available = false;  // false: breathing is not computed here
  // Of the last 30 s, renewed once a second; NaN where it cannot be told, and `why` says so in words.
  double rate_per_min = std::numeric_limits<double>::quiet_NaN();
  double confidence = 0.0;      // 0..1
  double movement_share = 0.0;  // of the last 30 s
  // The respiration signal, a usual breath counts 1 from peak to peak; NaN until a rhythm is known.
  double signal = std::numeric_limits<double>::quiet_NaN();
  bool holding = false;       // held for 8 s at least, as it will be recorded
  double hold_seconds = 0.0;  // so far; 0 when not holding
  std::string_view why;       // text that lives for ever; empty where there is a rate
  BreathWatchNow watch;       // under a hand too: is the breath seen, and is the next one overdue
};

class LiveBreathing {
 public:
  LiveBreathing(int rows, int cols, double nominal_rate_hz);  // rate 0: measured
  LiveBreathing(LiveBreathing&&) noexcept;
  LiveBreathing& operator=(LiveBreathing&&) noexcept;
  ~LiveBreathing();

  // `cells` as in BreathingEstimator::push; `occupied` false also for a garbage frame.
  // `hand`: somebody presses.
  const BreathingNow& add(double t_s, std::span<const float> cells, bool occupied, bool hand = false);
  void restart();  // what comes next has nothing to do with what was

 private:
  void start(double t_s);
  void judge(bool occupied);

  int rows_, cols_;
  double nominal_rate_hz_;
  std::unique_ptr<BreathingEstimator> estimator_;
  double start_s_ = 0.0, last_s_ = 0.0;  // of this stretch
  std::int64_t waiting_frames_ = 0;      // before the estimator, where the rate has to be measured
  BreathingNow now_;
};

}  // namespace palpate
