// Numbers of a whole sitting, cell by cell: pressure-time integral, highest and mean map, sustained pressure.
//
// Time comes with the frames and must not run backwards. Cells that are left out in a frame (dead and not
// repaired, not finite) add nothing in that frame and have no highest value from it. One object a thread;
// add() allocates nothing after the first frame.
#pragma once

#include <limits>

#include "processing/pressure_map.h"

namespace palpate {

using GridD = Eigen::Array<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// Rectangle rule: frame k holds from its own time to that of frame k+1, the last one for the mean frame
// period; at a steady rate f this is sum p / f over all frames. A gap longer than `max_hold_s` counts only
// that long.
class PressureTimeIntegral {
 public:
  explicit PressureTimeIntegral(double max_hold_s = std::numeric_limits<double>::infinity());

  void add(const PressureMap& map);

  [[nodiscard]] int frames() const { return frames_; }
  [[nodiscard]] double duration_s() const;  // first to last frame, plus one mean period
  [[nodiscard]] GridD integral() const;     // unit of the map * s, e.g. kPa s
  [[nodiscard]] GridD mean() const;         // of the frames in which the cell was there; NaN if in none
  [[nodiscard]] const GridD& maximum() const { return maximum_; }  // NaN where the cell was never there

 private:
  double max_hold_s_;
  int frames_ = 0;
  double first_t_s_ = 0.0, last_t_s_ = 0.0;
  GridD integral_, sum_, maximum_, last_;
  Eigen::ArrayXXi count_;  // of the frames in which some cell was missing
  int whole_frames_ = 0;
};

// A cell is sustained while p > limit has held without a break for at least `min_duration_s` (both chosen by
// the user; the limits of 32, 60 and 200 mmHg found in the literature are contested and no default here).
class SustainedPressure {
 public:
  SustainedPressure(double limit, double min_duration_s);

  void add(const PressureMap& map);
  void reset();

  [[nodiscard]] const Mask& now() const { return now_; }         // sustained in the latest frame
  [[nodiscard]] const Mask& ever() const { return ever_; }       // in any frame so far
  [[nodiscard]] const GridD& spell_s() const { return spell_; }  // present unbroken time above, 0 if below
  [[nodiscard]] const GridD& longest_s() const { return longest_; }  // longest unbroken time above

 private:
  double limit_, min_duration_s_;
  GridD since_, spell_, longest_;  // since: NaN while not above
  Mask now_, ever_;
};

}  // namespace palpate
