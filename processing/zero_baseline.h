// ZeroBaseline: the mat's own zero in this session, learned only while the mat is proven empty.
//
// Readings of a proven-empty mat are averaged over windows of kZeroWindowS. A window is put in force only
// when the whole next one was proven empty too, so the first touch of somebody arriving is never learned. A
// cell that reads more than `threshold` above the zero in force is left as it is (something lies there).
// While anybody is on the mat nothing is learned: the zero is frozen, however still the client lies. One
// thread; allocates only in the constructor.
#pragma once

#include "acquisition/mat_geometry.h"
#include "processing/grid.h"

namespace palpate {

inline constexpr double kZeroWindowS = 2.0;

class ZeroBaseline {
 public:
  explicit ZeroBaseline(const MatGeometry& geometry);

  // pressure = reading less the zero in force; what falls below 0 becomes 0. `pressure` has the mat's size.
  void subtract(const Grid& reading, Grid& pressure) const;

  // One frame before subtraction; call only while proven empty. A gap in time starts a new window.
  void learn(const Grid& reading, double t_s, float threshold);
  void interrupt();  // the mat is no longer proven empty: windows not yet in force are dropped

  void take(const Grid& reading);  // the user's own tare: all cells at once
  void clear();                    // no zero; learns again only after take() or reset()
  void reset();                    // as new

  [[nodiscard]] bool in_force() const { return in_force_; }
  [[nodiscard]] const Grid& zero() const { return zero_; }

 private:
  void put_in_force(const Grid& window, float threshold);

  Grid zero_, sum_, waiting_;
  int frames_ = 0;
  double window_start_s_ = 0.0;
  bool in_force_ = false, has_waiting_ = false, learns_ = true;
};

}  // namespace palpate
