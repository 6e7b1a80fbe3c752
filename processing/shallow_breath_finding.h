// Shallow breath: while a region is loaded by a hand the breath gets shallower than it was at rest. A sign to
// ease off: the body guards.
//
// At rest (nobody presses, posture stable) the usual depth (breath_depth.h) is learned as the mean of the
// windows so far, the last kRestWindows weighing most. While a press on a region is held (ramp under
// kSteadyNPerS throughout the window) value = depth now in percent of it. Opens below shallow_breath_max_pct,
// ends above kShallowHysteresis of it, with the press, or when the body moves. Needs a lying client, newtons
// and the applied load; a breath held altogether is warned of by the applied load itself, at once.
#pragma once

#include "processing/breath_depth.h"
#include "processing/finding_detector.h"

namespace palpate {

inline constexpr double kShallowHysteresis = 1.2;
inline constexpr int kRestWindows = 12;
inline constexpr double kSteadyNPerS = 8.0;

class ShallowBreathDetector final : public FindingDetector {
 public:
  ShallowBreathDetector();
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

  BreathDepth depth_;
  Region pressed_;
  bool pressing_ = false;
  double press_since_s_ = 0.0, rest_depth_ = kNone, window_end_s_ = kNone, last_t_s_ = 0.0;
  int rest_windows_ = 0;
  std::vector<Finding> findings_;
};

}  // namespace palpate
