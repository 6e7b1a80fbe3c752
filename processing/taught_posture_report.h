// TaughtPostureReport: how long the client was in each taught posture, and when it changed: the section
// `taught` of the analysis JSON (null where none were given) and its text. Time counts while somebody is
// there. One thread, no failure.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "processing/snapshot.h"

namespace palpate {

class TaughtPostureReport {
 public:
  struct Change {
    double t_s = 0.0;
    int from = -1, to = -1;  // -1: unknown
  };
  void add(const Snapshot& snapshot);
  [[nodiscard]] nlohmann::ordered_json json() const;
  [[nodiscard]] std::string text() const;  // "" where none were given
  [[nodiscard]] const std::vector<Change>& changes() const { return changes_; }

 private:
  [[nodiscard]] std::string name(int index) const;  // in quotes; unknown without
  [[nodiscard]] double all_s() const;

  std::shared_ptr<const TaughtPostures> postures_;
  std::vector<double> seconds_;       // one a posture, then unknown
  std::vector<double> confidence_s_;  // its integral over time
  std::vector<Change> changes_;
  bool there_ = false;
  int last_ = -1;
  double last_t_s_ = 0.0, last_confidence_ = 0.0;
};

}  // namespace palpate
