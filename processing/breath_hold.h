// Breath holds: the respiration signal lies still for 8 s or more while the body lies still too. Used by
// breathing.cpp.
//
// The signal counts in usual breaths (peak to peak 1). Held: over the last 8 s it stays within 0.3 of a
// breath about a straight line (creep) that itself climbs less than half a breath. Found as soon as 8 s are
// over, so at most the smoothing late. One thread; pure over (state, sample).
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "processing/breathing.h"

namespace palpate {

class BreathHoldDetector {
 public:
  explicit BreathHoldDetector(double step_s) : step_s_(step_s) {}

  // Replaces what it remembers, when the signal's weights changed; same times.
  void rewrite(const std::vector<double>& newest_last);
  // One step; `still` false on movement, absence or an unknown signal.
  void add(double t_s, double signal, bool still);

  [[nodiscard]] bool holding() const { return !holds_.empty() && holds_.back().going_on; }
  [[nodiscard]] const std::vector<BreathHold>& holds() const { return holds_; }
  // The last 3 s are flat: weights must not be learned from them.
  [[nodiscard]] bool quiet() const;

 private:
  // Range about the line through the last n samples; infinite where it climbs too much.
  [[nodiscard]] double flat_range(std::size_t n) const;
  void begin(double t_s);
  void go_on(double t_s);

  double step_s_;
  std::deque<double> recent_;  // still samples without interruption, newest last
  std::vector<BreathHold> holds_;
};

}  // namespace palpate
