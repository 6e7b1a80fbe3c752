// FindingsStage: every detector of findings, in one list. One file a detector (finding_detector.h); a new one
// is one more member here.
//
// One thread; allocates only when a finding opens or its words change.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "processing/asymmetry_finding.h"
#include "processing/hot_spot_finding.h"
#include "processing/lifted_area_finding.h"
#include "processing/movement_finding.h"
#include "processing/params.h"
#include "processing/shallow_breath_finding.h"
#include "processing/snapshot.h"
#include "processing/steep_edge_finding.h"
#include "processing/tension_pattern_finding.h"

namespace palpate {

class FindingsStage {
 public:
  // `usual`: of this client's earlier recordings; null: none known.
  FindingsStage(const MatGeometry& geometry, std::shared_ptr<const UsualLevel> usual);

  // Once a frame with somebody on the mat and no garbage. `hands`: pressing hands are followed
  // (Snapshot::applied, as of the frame before).
  void look(const Snapshot& snapshot, const ClientSides& sides, bool hands, const Params& params);
  // Snapshot::findings: active first, then those that ended, newest first.
  void tell(Snapshot& snapshot);
  void end_sitting();
  // Nothing measured before holds on. Time goes on: what was found stays listed, as ended; time went back (a
  // seek): it is forgotten.
  void restart_stream(bool time_goes_on);

  [[nodiscard]] const UsualLevel& usual_level() const { return tension_.level(); }

 private:
  std::array<FindingDetector*, 9> detectors() {
    return {&asymmetry_,   &hot_spots_, &tension_, &lasting_tension_, &lifted_,
            &steep_edges_, &restless_,  &frozen_,  &shallow_breath_};
  }

  // What was found in one pose is not claimed of another: a client who turned over lies elsewhere.
  void end_with_the_pose(Posture posture, double t_s);
  [[nodiscard]] bool is_told_as_news(const Finding& lasting) const;

  FindingIds ids_;
  LoadAsymmetryDetector asymmetry_;
  HotSpotDetector hot_spots_;
  TensionPatternDetector tension_, lasting_tension_;
  LiftedAreaDetector lifted_;
  SteepEdgeDetector steep_edges_;
  RestlessDetector restless_;
  FrozenDetector frozen_;
  ShallowBreathDetector shallow_breath_;
  enum class Pose { unknown, seat, back, front, side_left, side_right };
  static Pose pose_of(Posture posture);
  Pose pose_ = Pose::unknown;      // the latest that was known
  double turned_since_s_ = kNone;  // another one is known since
  std::vector<Finding> before_;    // ended with an earlier stream, newest first
  std::vector<const Finding*> order_;
};

}  // namespace palpate
