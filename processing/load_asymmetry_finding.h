// Load asymmetry: one side of the body keeps carrying more than a set share of the load.
//
// Share s of the heavier side about the body midline (processing/body_midline.h). A spell begins when s rises
// above the threshold and ends when s has stayed below threshold - 2 % (of the load) for longer than 2 s,
// when the other side becomes the heavier one above the threshold, or when the client leaves. After
// asymmetry_min_duration_s of spell the finding opens, if value = mean share over the spell, weighted by
// time, has reached the threshold; it ends when that mean falls below it. Rule and numbers are settings of
// the product; sitters with chronic low-back pain load their seat less evenly (Akkarakittichoke and
// Janwantanakul 2017). It says nothing about angles.
#pragma once

#include "processing/finding_detector.h"

namespace palpate {

inline constexpr double kAsymmetryHysteresisPct = 2.0;
inline constexpr double kAsymmetryGraceS = 2.0;

class LoadAsymmetryDetector final : public FindingDetector {
 public:
  LoadAsymmetryDetector();
  void update(const FindingInput& input, const Params& params, FindingIds& ids) override;
  void end_all() override;
  void reset() override;
  [[nodiscard]] const std::vector<Finding>& findings() const override { return findings_; }

 private:
  void begin_spell(bool high_side, double t_s);
  void open(const FindingInput& input, FindingIds& ids);
  void describe(const FindingInput& input, const Params& params);
  [[nodiscard]] bool is_open() const { return !findings_.empty() && findings_.front().active; }

  std::vector<Finding> findings_;
  ShownNumbers shown_;
  bool in_spell_ = false, high_side_ = false, started_ = false;
  double spell_start_s_ = 0.0, last_t_s_ = 0.0, below_since_s_ = 0.0;
  bool below_ = false;
  double weighted_share_ = 0.0, weight_s_ = 0.0;
};

}  // namespace palpate
