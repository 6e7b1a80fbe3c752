// ShiftCounter: the shifts of processing/movement.h while they happen, in bounded memory (move_finder.h).
//
// A shift is known within 18 s of its end, sooner when the next move begins; in the first 30 s none is told.
// Steps of 0.25 s, each the mean of its samples; one without a sample repeats the last. Time comes with the
// samples and increases. One thread; allocates nothing.
#pragma once

#include <array>
#include <cstddef>
#include <limits>

#include "processing/move_finder.h"

namespace palpate {

class ShiftCounter {
 public:
  ShiftCounter() { reset(); }
  void reset();
  void add(double t_s, double x_mm, double y_mm);
  // Shifts in the last window_s before judged_until_s(), of the 512 latest.
  [[nodiscard]] int count_within(double window_s) const;
  [[nodiscard]] double last_shift_s() const { return last_shift_s_; }  // its middle; NaN: none yet
  [[nodiscard]] double start_s() const { return start_s_; }            // of the first sample, NaN: none
  // Up to here it is known whether there was a shift: before a move that is not judged yet. NaN: no sample.
  [[nodiscard]] double judged_until_s() const { return start_s_ + finder_.judged_until_s(); }

 private:
  static constexpr std::size_t kEvents = 512;
  void step(double x_mm, double y_mm);

  MoveFinder finder_;
  double start_s_, last_shift_s_;
  double sum_x_ = 0.0, sum_y_ = 0.0, last_x_ = 0.0, last_y_ = 0.0;
  int samples_ = 0;
  std::size_t steps_ = 0;
  std::array<double, kEvents> events_{};
  std::size_t event_count_ = 0;
};

}  // namespace palpate
