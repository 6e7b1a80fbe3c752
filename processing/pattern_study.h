// PatternStudy: how often a pattern of known strength is found on simulated bodies, and how often one is
// claimed where none is; one study for every kind of finding in study_plan.h.
//
// Each body is drawn from its seed (study_body.h) and run through the whole Pipeline (nothing of the
// simulator's truth) without a pattern and with one of each strength, at a place that follows from the seed.
// Found: a finding of the kind that is the pattern put there (StudyPlan::is_it). Elsewhere: bodies with one
// that is not. False alarm: a body without a pattern that has one. Where the strength is a rate of what comes
// by chance (StudyPlan::by_chance), also: in how many recordings as many shifts as the limit asks for truly
// happened within kRestlessWindowS, and how many of those were found. Deterministic; one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "acquisition/result.h"
#include "processing/params.h"
#include "processing/study_plan.h"

namespace palpate {

struct PatternStudyOptions {
  FindingKind kind = FindingKind::tension_pattern;  // of study_plans()
  int bodies = 500;
  std::uint64_t first_seed = 500000;  // thresholds were chosen on seeds 1 to 99999
  std::vector<double> strengths;      // empty: the plan's ladder
  StudyWishes wishes;
  int earlier = 0;       // recordings of each client before it, from which the usual level comes
  double seconds = 0.0;  // of each recording; 0: the plan's
  Params params;
  std::function<void(int done, int all)> progress;
  std::function<bool()> stop;  // asked before each body; true: the bodies so far are the study, said
};

struct PatternStudyRow {
  std::string region;  // "low_back"; "" for all
  double strength = 0.0;
  int bodies = 0, found = 0;
  int elsewhere = 0;                     // bodies with a finding that is not the known one
  int happened = 0, happened_found = 0;  // StudyPlan::by_chance: bodies that truly were it; of these, found
  [[nodiscard]] double found_pct() const { return bodies > 0 ? 100.0 * found / bodies : 0.0; }
};

struct PatternStudy {
  int bodies = 0, without_body = 0, false_alarms = 0;  // of bodies without a pattern
  std::vector<PatternStudyRow> all;                    // one a strength
  std::vector<PatternStudyRow> regions;                // one a region and strength
  std::vector<PatternStudyRow> without;                // one a scenario: found = false alarms
  [[nodiscard]] double specificity_pct() const {
    return bodies > 0 ? 100.0 - 100.0 * false_alarms / bodies : 0.0;
  }
  // Every body that was asked for; not where `stop` ended it.
  [[nodiscard]] bool complete(const PatternStudyOptions& options) const { return bodies >= options.bodies; }
  // Weakest strength that `pct` of the bodies are found at, linear between rows; NaN when none reaches it.
  [[nodiscard]] double smallest_found(double pct) const;
};

Result<PatternStudy> run_pattern_study(const PatternStudyOptions& options);
std::string pattern_study_text(const PatternStudy& study, const PatternStudyOptions& options);
std::string pattern_study_json(const PatternStudy& study, const PatternStudyOptions& options);

}  // namespace palpate
