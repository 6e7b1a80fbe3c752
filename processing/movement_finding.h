// Restless and frozen spells of a sitter: shifts of the centre of pressure far more often, or for far longer
// not at all, than healthy sitters show.
//
// Healthy sitters shift about 18 to 22 times an hour (Akkarakittichoke and Janwantanakul 2017).
//   restless  at least restless_from_per_hour, counted over the last kRestlessWindowS: opens as soon as so
//             many have happened, ends below kRestlessHysteresis of it. value = shifts an hour; measurable
//             change: what counting alone scatters, 1.96 sqrt(2 n) an hour (Poisson).
//   frozen    no shift for frozen_from_min minutes, up to a move that is not judged yet; ends with the next
//             shift. value = minutes without one.
// A shift is known within 18 s of its end (shift_counter.h).
// Both only on a seat: the figures are about sitters. Shifts: shift_counter.h. Two detectors, each with
// a counter of its own.
#pragma once

#include "processing/finding_detector.h"
#include "processing/shift_counter.h"

namespace palpate {

inline constexpr double kRestlessWindowS = 900.0;
inline constexpr double kRestlessHysteresis = 0.75;

class RestlessDetector final : public FindingDetector {
 public:
  explicit RestlessDetector(const MatGeometry& geometry);
  void update(const FindingInput& input, const Params& params, FindingIds& ids) override;
  void end_all() override;
  void reset() override;
  [[nodiscard]] const std::vector<Finding>& findings() const override { return findings_; }

 private:
  void describe(Finding& finding, int shifts, double window_s, double least);
  bool seat_;
  ShiftCounter counter_;
  std::vector<Finding> findings_;
  double last_t_s_ = 0.0;
};

class FrozenDetector final : public FindingDetector {
 public:
  explicit FrozenDetector(const MatGeometry& geometry);
  void update(const FindingInput& input, const Params& params, FindingIds& ids) override;
  void end_all() override;
  void reset() override;
  [[nodiscard]] const std::vector<Finding>& findings() const override { return findings_; }

 private:
  bool seat_;
  ShiftCounter counter_;
  std::vector<Finding> findings_;
  double last_t_s_ = 0.0;
};

}  // namespace palpate
