// Shallow breath: while a region is loaded by a hand the breath gets shallower than it was at rest. A sign to
// ease off: the body guards.
//
// At rest (nobody presses, posture stable) the usual depth (breath_depth.h) is learned as the mean of the
// windows so far, the last kRestWindows weighing most. While a press on a region is held value = depth now in
// percent of it. Moments are then taken about the middle of that region: a breath adds no load, so its moment
// is the same about every place, while a hand that wavers has none about its own. A window is used when
// nothing moved in it and the ramp, averaged over kRampAverageS because single readings scatter, stayed under
// kSteadyNPerS. Opens after kShallowForS below shallow_breath_max_pct (a hold has many windows, and breaths
// differ), ends above kShallowHysteresis of it, with the press, or when the body moves. Needs a lying client,
// newtons and the applied load; a breath held altogether is warned of by the applied load itself, at once.
#pragma once

#include "processing/breath_depth.h"
#include "processing/finding_detector.h"

namespace palpate {

inline constexpr double kShallowHysteresis = 1.2;
inline constexpr int kRestWindows = 12;
inline constexpr double kSteadyNPerS = 8.0, kRampAverageS = 1.0;
inline constexpr double kShallowForS = 1.0;

class ShallowBreathDetector final : public FindingDetector {
 public:
  explicit ShallowBreathDetector(const MatGeometry& geometry);
  void update(const FindingInput& input, const Params& params, FindingIds& ids) override;
  void end_all() override;
  void reset() override;
  [[nodiscard]] const std::vector<Finding>& findings() const override { return findings_; }
  [[nodiscard]] double rest_depth() const { return rest_depth_; }  // N mm; NaN: not known yet

 private:
  void close();
  void learn_rest();
  void describe(const FindingInput& input, const Params& params, double share_pct);
  [[nodiscard]] bool is_open() const { return !findings_.empty() && findings_.front().active; }

  MatGeometry geometry_;
  BreathDepth depth_;
  Region pressed_;
  bool pressing_ = false, placed_ = false;  // placed: the region of this press is known
  double arm_mm_ = 0.0;                     // of it, along the body from the pelvis
  double press_since_s_ = 0.0, ramp_ = 0.0, rest_depth_ = kNone, window_end_s_ = kNone,
         shallow_since_s_ = kNone, last_t_s_ = 0.0;
  int rest_windows_ = 0;
  std::vector<Finding> findings_;
};

}  // namespace palpate
