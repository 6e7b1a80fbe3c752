// Load asymmetry: one side of the body, or of one of its parts, keeps carrying more than a set share.
//
// Share s of the heavier side: of the whole load about the fitted midline, and of each pair of regions
// (processing/asymmetry.h). A spell begins when s rises above the threshold and the difference from even is
// more than the measurable change (pooled default, named so). It counts only posture-stable time
// (BodyState::stable_since_s) and ends when s has stayed below threshold - 2 % for longer than 2 s, when the
// other side becomes the heavier one above the threshold, when no side is known for 5 s, or when the client
// leaves. After asymmetry_min_duration_s of stable spell the finding opens, if value = mean share over it,
// weighted by time, is kAsymmetryOpensPct above the threshold; it ends when that mean falls below it. The
// threshold is that of the spell's begin. A part is named only
// when it is 8 % heavier than the whole body's same side: one lean is one finding. Where no body is fitted
// but the sides are known (a back rest), the load about the midline of processing/body_midline.h stands in.
// On a side, and lying while the posture is unknown, nothing is claimed. Rule and numbers are settings of the
// product; sitters with chronic low-back pain load their seat less evenly (Akkarakittichoke and Janwantanakul
// 2017). It says nothing about angles.
#pragma once

#include <array>

#include "processing/asymmetry.h"
#include "processing/finding_detector.h"
#include "processing/finding_text.h"

namespace palpate {

inline constexpr double kAsymmetryHysteresisPct = 2.0;
inline constexpr double kAsymmetryOpensPct = 0.5;
inline constexpr double kAsymmetryGraceS = 2.0;
inline constexpr double kPartBeyondWholePct = 8.0;

class LoadAsymmetryDetector final : public FindingDetector {
 public:
  LoadAsymmetryDetector();
  void update(const FindingInput& input, const Params& params, FindingIds& ids) override;
  void end_all() override;
  void reset() override;
  [[nodiscard]] const std::vector<Finding>& findings() const override { return findings_; }

 private:
  static constexpr std::size_t kWhole = kRegionKinds;
  // What holds for one pair, or for the whole body.
  struct Spell {
    bool running = false, left = false, below = false;
    double start_s = 0.0, below_since_s = 0.0;
    double threshold = 0.0;  // as the spell began: what a finding is told against does not move under it
    double weighted_share = 0.0, stable_s = 0.0;
    int finding_id = 0;  // 0: not open
    ShownNumbers shown;
  };
  struct Reading {
    double left_share = kNone, threshold = 0.0, measurable = 0.0;  // shares 0..1
    double grown_dt_s = 0.0;                                       // posture-stable time since the last frame
  };
  [[nodiscard]] Reading read(std::size_t k, const FindingInput& input, const Params& params) const;
  void follow(std::size_t k, const Reading& now, const FindingInput& input, const Params& params,
              FindingIds& ids);
  void begin(Spell& spell, bool left, double threshold, double t_s);
  void end(Spell& spell);
  void describe(std::size_t k, const FindingInput& input, const Params& params);
  [[nodiscard]] std::size_t index_of_open(const Spell& spell) const;

  std::vector<Finding> findings_;
  std::array<Spell, kRegionKinds + 1> spells_;
  double whole_mdc_ = 0.0;
  std::array<double, kRegionKinds> part_mdc_{};
  bool started_ = false;
  double last_t_s_ = 0.0, last_known_s_ = 0.0, dt_s_ = 0.0;
};

}  // namespace palpate
