// What the guidance engine remembers of findings: they outlive the detectors' own records. For guidance_*.cpp
// only.
#pragma once

#include <vector>

#include "processing/guidance_engine.h"
#include "processing/guidance_place.h"

namespace palpate {

class GuidanceRecords {
 public:
  GuidanceRecords();

  // Rules are matched while a finding holds, in the posture that it holds in; what a client who has turned
  // over showed before still counts.
  void take(const GuidanceInput& input, const GuidanceRules& rules, double dt_s);
  void clear() { list_.clear(); }

  [[nodiscard]] const std::vector<FindingRecord>& list() const { return list_; }
  [[nodiscard]] const FindingRecord& at(int index) const { return list_[static_cast<std::size_t>(index)]; }

 private:
  FindingRecord* record_of(const Finding& finding);
  void explain();

  std::vector<FindingRecord> list_;
  Posture posture_ = Posture::unknown;
  double posture_since_s_ = 0.0;
};

}  // namespace palpate
