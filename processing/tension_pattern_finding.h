// Tension pattern: a place on the trunk or the seat that keeps carrying more than its mirror place and more
// than is usual for this client. An observation of load: the mat does not see muscle tone.
//
// Pressure is averaged on a grid along the body (body_grid.h) over windows of tension_window_s in which the
// posture was stable; both halves are laid on top of each other and smoothed (mirror_profile.h). In one
// window a square stands out when it is above its mirror square and above what is usual for this client:
//   first recording     here / there > 1 + tension_excess_pct, with and without what the whole trunk leans,
//   and
//                       here / usual > 1 + half of it; usual = the long mean of this recording with both
//                       sides made equal: a pattern there from the first second must not be its own yardstick
//   earlier recordings  here / usual > 1 + tension_over_usual_pct, usual = the client's level in those
//   (UsualLevel)        recordings, scaled so that most of the side is as usual, and
//                       here / there > 1 + the measurable change
// No limit is ever less than the measurable change. The first rule cannot tell a pattern from the way a
// client is built; the second can. Pressures are relative to the mean of the trunk. Squares that stood out in
// most windows (kTensionShare) and touch form a place; from tension_min_area_cm2 and tension_min_duration_s
// of stable windows on it is a finding, which lasts while kTensionHeldShare of the windows agree. A mirror
// place without contact is a lifted area, not a pattern. Works at most kTensionRateHz times a second.
#pragma once

#include <memory>

#include "processing/decimator.h"
#include "processing/finding_detector.h"
#include "processing/pattern_votes.h"
#include "processing/usual_level.h"

namespace palpate {

inline constexpr double kTensionRateHz = 2.0;
inline constexpr double kTensionShare = 0.6, kTensionHeldShare = 0.45;
inline constexpr std::size_t kMostOpenTensionPatterns = 4;

class TensionPatternDetector final : public FindingDetector {
 public:
  explicit TensionPatternDetector(const MatGeometry& geometry);
  void set_usual(std::shared_ptr<const UsualLevel> usual) { usual_ = std::move(usual); }
  [[nodiscard]] const UsualLevel& level() const { return level_; }  // of this recording so far

  void update(const FindingInput& input, const Params& params, FindingIds& ids) override;
  void end_all() override;
  void reset() override;
  [[nodiscard]] const std::vector<Finding>& findings() const override { return findings_; }

 private:
  struct Rule {
    double over_mirror, over_usual;  // shares, 0.15 = 15 %
    double floor, measurable_change;
    int least_windows;
    double least_area_cm2, window_s;
  };
  [[nodiscard]] Rule rule_of(const FindingInput& input, const Params& params) const;
  void begin_window();
  void judge_window(const FindingInput& input, const Params& params, FindingIds& ids);
  void learn_level();
  void vote(bool left, const Rule& rule);
  void expect(bool left);
  void match(bool left, const FindingInput& input, const Rule& rule, FindingIds& ids);
  [[nodiscard]] Finding* finding_of(const PatternPlace& place, bool left, FindingIds& ids);
  void describe(Finding& finding, const PatternPlace& place, bool left, const FindingInput& input,
                const Rule& rule);

  MatGeometry geometry_;
  Decimator rate_{kTensionRateHz};
  BodyFrame frame_;
  BodyGrid grid_;
  MirrorProfile profile_;
  UsualLevel level_;
  std::shared_ptr<const UsualLevel> usual_;
  HalfArray mean_left_, mean_right_;    // over the remembered windows, unit of the map
  HalfArray usual_left_, usual_right_;  // the same unit; 0: not known
  std::array<PatternVotes, 2> votes_;   // left, right
  PatternVotes::Places places_;
  std::array<double, kMostVotes> window_start_s_{};
  std::size_t windows_ = 0;  // judged since the client came
  std::vector<Finding> findings_;
  double window_start_ = 0.0, last_t_s_ = 0.0;
  bool in_window_ = false, started_ = false;
};

}  // namespace palpate
