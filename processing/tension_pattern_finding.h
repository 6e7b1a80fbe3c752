// Tension pattern: a place on the trunk or the seat that keeps carrying more than its mirror place and more
// than is usual for this client. An observation of load: the mat does not see muscle tone.
//
// Pressure is averaged on a grid along the body (body_grid.h) over windows of tension_window_s in which the
// posture was stable; both halves are laid on top of each other (mirror_profile.h) and compared in discs of
// the size of a hand (place_excess.h). In one window a disc stands out when its load over that of its mirror
// disc, less what the whole trunk leans, is more than 1 + limit; at a rim the limit grows as bodies scatter:
//   first recording     limit = tension_excess_pct, kSeatShare of it on a seat. It cannot tell a pattern from
//                       the way a client is built.
//   earlier recordings  over what is usual between the two (UsualLevel), limit = the measurable change
//   against (UsualLevel)        their mean; and above the mirror disc by more than one sitting's own error
//   lasting             a second detector with TensionRule::lasting: as in a first recording, and the disc
//                       stood out as far in the earlier ones
// No limit is ever less than the measurable change. The squares of such discs that carry more than kRimShare
// of the limit themselves, in most windows (kTensionShare), and touch form a place. From tension_min_area_cm2
// and tension_min_duration_s of stable windows on it is a finding if all of it together carries more than the
// limit over its mirror place (earlier recordings: more than one sitting's own error over the mirror place
// and tension_over_usual_pct over the client's own level there, so that a mirror place which only gave way is
// none); it lasts while kTensionHeldShare of the windows agree, and until the client turns over: each pose is
// judged and remembered by itself. A mirror place without contact is a lifted area, not a pattern.
// Works at most kTensionRateHz times a second.
#pragma once

#include <memory>

#include "processing/decimator.h"
#include "processing/finding_detector.h"
#include "processing/pattern_votes.h"
#include "processing/place_excess.h"
#include "processing/usual_level.h"

namespace palpate {

inline constexpr double kTensionRateHz = 2.0;
inline constexpr double kTensionShare = 0.6, kTensionHeldShare = 0.45;
inline constexpr std::size_t kMostOpenTensionPatterns = 4;

enum class TensionRule { news, lasting };

class TensionPatternDetector final : public FindingDetector {
 public:
  explicit TensionPatternDetector(const MatGeometry& geometry, TensionRule rule = TensionRule::news);
  void set_usual(std::shared_ptr<const UsualLevel> usual) { usual_ = std::move(usual); }
  [[nodiscard]] const UsualLevel& level() const { return level_; }  // of this recording so far

  void update(const FindingInput& input, const Params& params, FindingIds& ids) override;
  void end_all() override;
  void reset() override;
  [[nodiscard]] const std::vector<Finding>& findings() const override { return findings_; }

 private:
  struct Rule {
    double limit, over_mirror, over_usual;  // shares, 0.15 = 15 %; over_usual: with earlier recordings
    double floor, measurable_change;
    int least_windows;
    double least_area_cm2, window_s;
  };
  [[nodiscard]] bool lasting() const { return rule_ == TensionRule::lasting; }
  [[nodiscard]] const PoseLevel* usual_now() const;  // of this pose; null: none known
  [[nodiscard]] bool against_usual() const { return usual_now() != nullptr && !lasting(); }
  void turn_to(LevelPose pose);
  [[nodiscard]] Rule rule_of(const FindingInput& input, const Params& params) const;
  void begin_window();
  void judge_window(const FindingInput& input, const Params& params, FindingIds& ids);
  void learn_level();
  void vote(bool left, const Rule& rule);
  void expect(bool left);
  void weigh(const Rule& rule);
  void match(bool left, const FindingInput& input, const Rule& rule, FindingIds& ids);
  [[nodiscard]] Finding* finding_of(const PatternPlace& place, bool left, FindingIds& ids);
  void describe(Finding& finding, const PatternPlace& place, bool left, const FindingInput& input,
                const Rule& rule);

  MatGeometry geometry_;
  TensionRule rule_;
  Decimator rate_{kTensionRateHz};
  BodyFrame frame_;
  BodyGrid grid_;
  MirrorProfile profile_;
  std::array<PlaceExcess, kPlaceAreasCm2.size()> discs_, earlier_discs_;
  PlaceExcess rim_;
  LevelPose pose_ = LevelPose::seat;
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
