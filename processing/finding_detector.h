// FindingDetector: what turns features over time into findings. One file a detector.
//
// One thread. Time comes with the frames and must not run backwards without a reset(). Detectors see only
// frames with somebody on the mat and no garbage; end_all() closes what is open when the client leaves.
#pragma once

#include <vector>

#include "acquisition/result.h"
#include "processing/applied_load_state.h"
#include "processing/asymmetry.h"
#include "processing/body_midline.h"
#include "processing/body_state.h"
#include "processing/finding.h"
#include "processing/params.h"
#include "processing/pressure_map.h"
#include "processing/sides.h"

namespace palpate {

// What a detector may look at in one frame.
struct FindingInput {
  double t_s = 0.0;
  const PressureMap* map = nullptr;
  const Features* features = nullptr;
  ClientSides sides;
  Midline midline;
  const AsymmetryState* asymmetry = nullptr;  // of the latest fit; null or !valid: no side may be claimed
  bool hands = false;  // a therapist presses: the map shows the hand, so a detector waits and keeps its state
  const AppliedLoadState* applied = nullptr;  // of the frame before; null: no hands are followed
  const BodyState* body = nullptr;            // null or !found: no region may be claimed
};

// Ids count up over all detectors of one Pipeline.
class FindingIds {
 public:
  int next() { return ++last_; }
  void reset() { last_ = 0; }

 private:
  int last_ = 0;
};

class FindingDetector {
 public:
  virtual ~FindingDetector() = default;
  virtual void update(const FindingInput& input, const Params& params, FindingIds& ids) = 0;
  virtual void end_all() = 0;
  virtual void reset() = 0;
  // Open ones first, then those that ended, newest first.
  [[nodiscard]] virtual const std::vector<Finding>& findings() const = 0;
};

// A frame that comes later than this after the one before breaks every spell.
inline constexpr double kLongestGapS = 5.0;
inline constexpr std::size_t kMostEndedFindings = 32;

// Marks the open finding at `index` as ended and moves it behind the open ones, newest ended first.
void end_finding(std::vector<Finding>& findings, std::size_t index);

}  // namespace palpate
