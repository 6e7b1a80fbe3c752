// BreathDepth: how deep a lying client breathes, from the load that every breath moves along the body.
//
// A breath shifts load between ribs and pelvis, so the moment of the load along the body axis, M = load *
// (centre of pressure along the axis), swings with it, while a steady hand only adds a constant. Depth =
// standard deviation of M about its own straight line over the last kBreathDepthS, less the scatter of the
// readings (from second differences, so that a noisy mat does not make a flat breath look deep). Means over
// steps of 0.2 s. One thread; allocates nothing.
#pragma once

#include <array>
#include <cstddef>

#include "processing/decimator.h"

namespace palpate {

inline constexpr double kBreathDepthS = 10.0;

class BreathDepth {
 public:
  void reset();
  // False when the sample was not due.
  bool add(double t_s, double moment);
  [[nodiscard]] bool full() const { return count_ >= kSamples; }
  [[nodiscard]] double depth() const;  // of the last kBreathDepthS; NaN until full()

 private:
  [[nodiscard]] double noise_variance() const;

  static constexpr double kRateHz = 5.0;
  static constexpr std::size_t kSamples = 50;
  Decimator rate_{kRateHz};
  std::array<double, kSamples> ring_{}, time_{};
  std::size_t count_ = 0;
  double sum_ = 0.0;  // of the step being gathered
  int summed_ = 0;
};

}  // namespace palpate
