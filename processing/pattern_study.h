// PatternStudy: how often tension patterns (or lifted areas) of known size are found on simulated bodies, and
// how often one is claimed where none is.
//
// Each body is drawn from its seed: weight, height, pose (three of five on the back, one on the front, one
// seated), place and rotation on the mat, which edge the head lies at, reading noise, creep, dead cells.
// Every body is run through the whole Pipeline (body model included, nothing of the simulator's truth)
// without a pattern and with one of each excess on a region and side that follow from the seed. Found: an
// open tension pattern of that side within kStudyReachMm of its middle at the end. Claimed elsewhere: any
// other open one then. False alarm: a body without a pattern that has one at the end. Lifted areas: all
// bodies lie on the back, and the excess is the share of load taken off one side of the low back.
// Deterministic; one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "acquisition/result.h"
#include "processing/finding.h"
#include "processing/params.h"

namespace palpate {

inline constexpr double kStudyReachMm = 90.0;

struct PatternStudyOptions {
  FindingKind kind = FindingKind::tension_pattern;  // or lifted_area
  int bodies = 500;
  std::uint64_t first_seed = 500000;  // thresholds were chosen on seeds 1 to 99999
  std::vector<double> excesses = {0.10, 0.15, 0.20, 0.25, 0.30, 0.40, 0.50};
  double size_cm2 = 0.0;   // 0: as large as the region
  bool returning = false;  // with the usual level of two earlier recordings of the client
  double roughness = 1.0;  // natural unevenness of the bodies
  double seconds = 120.0, rate_hz = 2.0;
  Params params;
  std::function<void(int done, int all)> progress;
  std::function<bool()> stop;  // asked before each body; true: the bodies so far are the study
};

struct PatternStudyRow {
  std::string region;  // "low_back"; "" for all
  double excess = 0.0;
  int bodies = 0, found = 0,
      elsewhere = 0;  // elsewhere: bodies with an open pattern that is not the known one
  [[nodiscard]] double found_pct() const { return bodies > 0 ? 100.0 * found / bodies : 0.0; }
};

struct PatternStudy {
  int bodies = 0, without_body = 0, false_alarms = 0;  // of bodies without a pattern
  std::vector<PatternStudyRow> all;                    // one an excess
  std::vector<PatternStudyRow> regions;                // one a region and excess
  [[nodiscard]] double specificity_pct() const {
    return bodies > 0 ? 100.0 - 100.0 * false_alarms / bodies : 0.0;
  }
  // Smallest excess that `pct` of the bodies are found at, linear between rows; NaN when none reaches it.
  [[nodiscard]] double smallest_found(double pct) const;
};

Result<PatternStudy> run_pattern_study(const PatternStudyOptions& options);
std::string pattern_study_text(const PatternStudy& study, const PatternStudyOptions& options);
std::string pattern_study_json(const PatternStudy& study, const PatternStudyOptions& options);

}  // namespace palpate
