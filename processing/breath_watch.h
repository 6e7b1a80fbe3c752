// BreathWatch: is the client's next breath overdue? For the warning while a therapist's hand presses.
//
// Nobody can know a held breath before the next breath fails to come. So the client's own breath is learned
// at rest (nobody presses, the body lies still): the pattern, i.e. how each cell moves with the breath, as
// the strongest common movement of the cells (first principal component of their changes over 1.4 s, power
// iteration over the last minute), and from its signal the length of each breath, T = the median, and
// s = how much the lengths scatter (share of T, drawn to 0.15 while few breaths are known, 0.1 to 0.2). Due:
// the next breath is overdue once no breath movement was seen for T (1 + 2.5 s), 1.25 to 1.5 of the client's
// own breaths, 3 s at least. No breath movement: flat_range() (breath_hold.h) of the signal <= 0.3 of a usual
// breath. Under a hand the pattern stays as learned, and cells that the hand changes by more than the breath
// could (and more than 15 % of the most changed) take no part; the others carry on.
//
// `seen` is false, and `why` says so in words, where the breath cannot be followed: then silence means
// nothing. One thread; pure over (state, step): no clock. add() costs O(channels) a step, O(300 channels)
// once a second at rest and where the hand's cells change; no allocation after the constructor.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

#include "processing/breath_cycles.h"
#include "processing/breath_watch_now.h"
#include "processing/breathing_steps.h"

namespace palpate {

inline constexpr double kDueScatters = 2.5;
inline constexpr double kLeastScatter = 0.1, kMostScatter = 0.2;
inline constexpr double kShortestDue_s = 3.0;
// When the next breath is overdue, counted from the last breath movement.
double breath_due_s(double cycle_s, double scatter);

class BreathWatch {
 public:
  BreathWatch(Eigen::Index channels, double step_s, std::int64_t capacity);

  // One step, the newest of `steps`. `still`: the body does not move; `hand`: somebody presses.
  void add(const BreathingSteps& steps, bool present, bool still, bool hand);
  [[nodiscard]] const BreathWatchNow& now() const { return now_; }

 private:
  void learn(const BreathingSteps& steps);
  void iterate(const BreathingSteps& steps, std::int64_t n);
  void learn_rest(const BreathingSteps& steps, std::int64_t n);
  void use_whole_pattern();
  void leave_out_hand(const BreathingSteps& steps);
  void append_average(double value, std::vector<double>& raw, std::vector<double>& averages) const;
  void follow(const BreathingSteps& steps);
  void judge(bool present);
  [[nodiscard]] std::uint8_t& at_rest(std::int64_t step);
  [[nodiscard]] std::int64_t steps_of(double seconds) const;

  double step_s_;
  std::int64_t capacity_, lag_, averaged_;  // steps
  std::vector<std::uint8_t> at_rest_;       // ring, one a step: may be learned from
  Eigen::VectorXf pattern_, next_, change_, rest_;
  Eigen::VectorXf weights_;  // the pattern without the hand's cells, so scaled that the signal's unit stays
  double left_share_ = 1.0;  // of the pattern, beside the hand
  double swing_ = 0.0;       // of the signal over the lag, root mean square
  BreathCycles cycles_;
  std::int64_t still_steps_ = 0;
  bool hand_ = false, known_ = false, changed_ = false;
  std::vector<double> followed_, averages_;  // signal, and of 1 s, while the body lies still; newest last
  std::vector<double> raw_, signal_;         // of the last minute
  std::vector<std::uint8_t> used_;
  BreathWatchNow now_;
};

}  // namespace palpate
