// Lifted area: the client lies on the back and one side of the low back hardly touches the mat, compared with
// the ribs above and the pelvis below it.
//
// Per side: value = pressure of the low back region (its load over its whole area, in contact or not) in
// percent of the mean of the mid back and the pelvis of the same side, smoothed over 5 s. Open after
// lifted_min_duration_s of stable posture below lifted_max_pct; it ends when the value has come back above
// lifted_max_pct * kLiftedHysteresis, or with the posture. A hollow under the low back is usual; one that is
// deeper on one side says where to feel, nothing about angles. Needs the body model's regions.
#pragma once

#include <array>

#include "processing/finding_detector.h"

namespace palpate {

inline constexpr double kLiftedHysteresis = 1.25;

class LiftedAreaDetector final : public FindingDetector {
 public:
  explicit LiftedAreaDetector(const MatGeometry& geometry);
  void update(const FindingInput& input, const Params& params, FindingIds& ids) override;
  void end_all() override;
  void reset() override;
  [[nodiscard]] const std::vector<Finding>& findings() const override { return findings_; }

 private:
  struct Side {
    double level_pct = kNone;  // smoothed
    double since_s = kNone;    // below the limit since then
    int id = 0;                // of its open finding
  };
  void follow(BodySide side, const FindingInput& input, const Params& params, FindingIds& ids);
  void close(Side& side, double t_s);
  void describe(Finding& finding, BodySide side, const FindingInput& input, const Params& params);
  Finding* find_open(int id);

  MatGeometry geometry_;
  std::array<Side, 2> sides_;
  std::vector<Finding> findings_;
  double last_t_s_ = 0.0;
  bool started_ = false;
};

}  // namespace palpate
