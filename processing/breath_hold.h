// Breath holds: the respiration signal lies still for 8 s or more while the body lies still too. Used by
// breathing.cpp.
//
// The signal counts in usual breaths (peak to peak 1) and is averaged over 1 s, which takes the heart beat
// out. Held: over the last 8 s it stays within 0.3 of a breath about a straight line (creep) that itself
// climbs less than half a breath. Slow breath rests long between two breaths, so below 7 breaths/min it must
// lie still for nearly one usual breath, 9.5 s at most. This is the rule of what is recorded; the live
// warning under a hand is breath_watch.h. One thread; pure over (state, sample).
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "processing/breathing.h"

namespace palpate {

// How far the signal strays from the straight line through it, peak to peak; infinite where that line climbs
// more than `steepest` over the stretch, or with fewer than 3 samples.
double flat_range(std::span<const double> signal, double steepest);

class BreathHoldDetector {
 public:
  explicit BreathHoldDetector(double step_s);

  // Replaces what it remembers, when the signal's weights changed; same times.
  void rewrite(const std::vector<double>& newest_last);
  // One step; `still` false on movement, absence or an unknown signal.
  // `breath_s`: how long a usual breath takes.
  void add(double t_s, double signal, bool still, double breath_s);

  [[nodiscard]] bool holding() const { return !holds_.empty() && holds_.back().going_on; }
  [[nodiscard]] const std::vector<BreathHold>& holds() const { return holds_; }
  // The last 4 s hold less than half a breath: weights must not be learned from them.
  [[nodiscard]] bool quiet() const;

 private:
  // Range about the line through the last n samples; infinite where it climbs too much.
  [[nodiscard]] double flat_range(std::size_t n) const;
  [[nodiscard]] std::size_t steps_of(double seconds) const;
  void average_newest();
  void begin(double t_s, double breath_s);
  void go_on(double t_s);
  [[nodiscard]] double left_for_s() const;

  double step_s_;
  std::size_t averaged_;          // steps
  std::deque<double> recent_;     // still samples without interruption, newest last
  std::vector<double> averages_;  // each of the last 1 s; as many as recent_
  std::vector<BreathHold> holds_;
};

}  // namespace palpate
