// ShiftCounter: the shifts of processing/movement.h while they happen, in bounded memory.
//
// A shift: the means of the centre of pressure over the 15 s before and after a gap of 5 s differ, on either
// axis, by at least 2 sqrt(SD_before^2 + SD_after^2), an SD counting for at least 0.5 mm (Duarte and
// Zatsiorsky's definition, docs/metrics.md). Among neighbours within 15 s the largest counts, so a shift is
// known 20 to 35 s after it happened. Steps of 0.25 s; time comes with the samples. One thread; allocates
// nothing.
#pragma once

#include <array>
#include <cstddef>
#include <limits>

namespace palpate {

class ShiftCounter {
 public:
  ShiftCounter() { reset(); }
  void reset();
  void add(double t_s, double x_mm, double y_mm);
  // Known shifts later than t_s - window_s.
  [[nodiscard]] int count_within(double window_s) const;
  [[nodiscard]] double last_shift_s() const { return last_shift_s_; }  // NaN: none yet
  [[nodiscard]] double start_s() const { return start_s_; }            // of the first sample, NaN: none

 private:
  static constexpr std::size_t kBase = 60, kGap = 20, kLength = 2 * kBase + kGap;  // steps
  static constexpr std::size_t kEvents = 256;
  struct Axis {
    std::array<float, kLength> ring{};
    [[nodiscard]] double score(std::size_t head) const;
  };
  void step(double t_s, double x_mm, double y_mm);
  void know(double t_s);

  Axis x_, y_;
  std::size_t filled_ = 0, head_ = 0;
  double start_s_, now_s_ = 0.0, last_shift_s_;
  double step_end_s_ = 0.0, sum_x_ = 0.0, sum_y_ = 0.0;
  int samples_ = 0;
  double best_score_ = 0.0, best_s_ = 0.0;  // of the shift that is still being weighed, 0: none
  std::array<double, kEvents> events_{};
  std::size_t event_count_ = 0;
};

}  // namespace palpate
