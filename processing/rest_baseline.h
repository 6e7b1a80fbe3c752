// RestBaseline: what the mat carries while the client lies still and no hand presses. Used by
// applied_load.cpp.
//
//   learning --six quiet seconds--> learned --nine quiet seconds--> learned anew from the oldest six of them
//                                      |  ^
//                    an event or movement: frozen, for as long as it takes
//
// Nothing is learned from a second in which a contact event runs, the body moves or the load trends, and the
// newest three seconds of a quiet spell are never used, so that the slow beginning of a press stays out. A
// hand that lies still for minutes keeps its force, because nothing but the loss of load ends the event.
// Load that stays below the baseline by more than the detection limit proves that a hand was there when it
// was learned (a hand can only add load): then six quiet seconds replace it. One thread; allocates only in
// the constructor.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "acquisition/mat_geometry.h"

namespace palpate {

inline constexpr int kLearnSeconds = 6;
inline constexpr int kWithheldSeconds = 3;
inline constexpr double kLeastDetectable_n = 5.0;

class RestBaseline {
 public:
  explicit RestBaseline(const MatGeometry& geometry);

  struct Step {
    double t_s = 0.0;
    double total_n = 0.0;   // all cells
    double smooth_n = 0.0;  // the same as shown: smoothed
    bool calm = true;       // the body does not move
    bool event = false;     // a contact event runs
  };
  // `kpa`: mean pressure of the step, rows * cols.
  void add(const Step& step, const std::vector<float>& kpa);
  void reset();
  // The body lies elsewhere now: the total holds, the map does not.
  void body_moved() { map_fresh_ = false; }

  [[nodiscard]] bool learned() const { return learned_; }
  [[nodiscard]] bool map_fresh() const { return map_fresh_; }
  [[nodiscard]] double total_n() const { return total_n_; }
  [[nodiscard]] const std::vector<float>& kpa() const { return kpa_; }
  // Smallest load above rest that counts as a hand.
  [[nodiscard]] double detectable_n() const;
  // 95 % uncertainty of load above rest at a time: rest noise with the breath's ripple, and drift since.
  [[nodiscard]] double uncertainty_n(double t_s) const;
  [[nodiscard]] double learned_at_s() const { return learned_at_s_; }
  [[nodiscard]] double cop_x_mm() const { return cop_x_mm_; }
  [[nodiscard]] double cop_y_mm() const { return cop_y_mm_; }
  [[nodiscard]] double quiet_s() const { return static_cast<double>(count_); }

 private:
  struct Second {
    std::vector<float> kpa;
    double total = 0.0, smooth = 0.0, smooth2 = 0.0;  // sums over its steps
    int steps = 0;
    [[nodiscard]] double mean_n() const { return total / steps; }
  };
  void forget_quiet();
  void close_second(double t_s, bool event);
  [[nodiscard]] const Second& second(int ago) const;  // 0 is the newest complete one
  [[nodiscard]] bool steady(int seconds) const;
  void adopt(int newest_ago, double t_s);
  void note_drift(double total_n, double t_s);

  MatGeometry geometry_;
  std::array<Second, kLearnSeconds + kWithheldSeconds> ring_;
  Second now_;
  std::size_t newest_ = 0;
  int count_ = 0;  // complete quiet seconds in a row, at most the ring's
  double second_start_s_ = 0.0;

  bool learned_ = false, map_fresh_ = false;
  std::vector<float> kpa_;
  double total_n_ = 0.0, sigma_n_ = 0.0, learned_at_s_ = 0.0;
  double drift_n_per_s_ = 0.0;
  double cop_x_mm_ = 0.0, cop_y_mm_ = 0.0;
};

}  // namespace palpate
