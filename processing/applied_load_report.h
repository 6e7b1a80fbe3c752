// AppliedLoadReport: the presses of a whole recording and the dose they left, collected from Snapshots: the
// sections `applied_load` and `dose` (with what was worked of a plan) of the analysis JSON and their text. A
// press is told when it was trusted for at least half of its time; the others are counted, with why. One
// thread, no failure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "processing/decimator.h"
#include "processing/snapshot.h"

namespace palpate {

class AppliedLoadReport {
 public:
  struct Press {
    PressSummary summary;
    double x_mm = kNone, y_mm = kNone;  // mean of where it was shown
    double trusted_s = 0.0;
    double moving_s = 0.0, steep_s = 0.0;  // not trusted while the client moved; on a steep ramp
    double uncertainty_n = kNone;          // largest 95 % while trusted
    bool deep_first = false, steep_ramp = false, breath_held = false;
    double breath_unseen_s = 0.0;  // a held breath could not have been told
    [[nodiscard]] bool trusted() const;
    [[nodiscard]] std::string_view why_not() const;  // "" where it is trusted
  };
  // While a press runs, at most five a second.
  struct Sample {
    double t_s, baseline_n, load_n, uncertainty_n, ramp_n_per_s, x_mm, y_mm;
    bool trusted;
    LoadBand band;
    int region;  // index_of, -1: not known
    std::string warning;
    bool breath_seen;
  };

  void add(const Snapshot& snapshot);
  [[nodiscard]] const std::vector<Press>& presses() const { return presses_; }
  [[nodiscard]] const std::vector<Sample>& samples() const { return samples_; }
  [[nodiscard]] const AppliedLoadState& last() const { return last_; }
  [[nodiscard]] double available_s() const { return available_s_; }
  // "" where nobody pressed. `plan`: what the guidance named.
  [[nodiscard]] std::string text(const Guidance& plan) const;

 private:
  [[nodiscard]] std::string presses_text(const Guidance& plan) const;
  void add_press(const Snapshot& snapshot, double dt_s);

  std::vector<Press> presses_;
  std::vector<std::uint64_t> shown_;  // frames with a place, one a press
  std::vector<Sample> samples_;
  AppliedLoadState last_;
  Decimator sample_rate_{5.0};
  double last_t_s_ = 0.0, available_s_ = 0.0;
  bool started_ = false;
};

}  // namespace palpate
