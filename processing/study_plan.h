// StudyPlan: how one kind of finding is studied on simulated bodies (pattern_study.h). One row a kind: what
// the strength of a pattern means, how a body without one is drawn, how the pattern is put there, and how an
// open finding is known to be it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "acquisition/simulated_source.h"
#include "processing/finding.h"

namespace palpate {

inline constexpr double kStudyReachMm = 90.0;

struct StudyWishes {
  double size_cm2 = 0.0;   // of the place; 0: as large as the region
  double roughness = 1.0;  // natural unevenness of the bodies
};

// A body of the study.
struct StudySubject {
  SimulationOptions simulation;
  std::string place;  // where the pattern goes: "low_back_left"; "": nowhere in particular
};

struct StudyPlan {
  FindingKind kind;
  std::string_view name;            // "lifted-area", as the command takes it
  std::string_view title;           // "Lifted areas"
  std::string_view meaning;         // of a strength, for --help
  std::string_view strength, unit;  // what is put there: "taken", "%"
  double shown = 1.0;               // strengths are printed times this
  std::vector<double> ladder;       // strengths, from weak to strong
  double seconds, rate_hz;          // of each recording that `draw` leaves open
  bool at_the_end;                  // only findings open at the end of the recording count; else all
  StudySubject (*draw)(std::uint64_t seed, const StudyWishes& wishes);
  void (*put)(StudySubject& subject, double strength, const StudyWishes& wishes);
  // A finding of this kind: is it the pattern put there?
  bool (*is_it)(const Finding& finding, const GroundTruth& truth, const StudySubject& subject);
  // The strength is a rate of shifts that come by chance: told also is whether as many truly happened.
  bool by_chance = false;
};

std::span<const StudyPlan> study_plans();
const StudyPlan& study_plan(FindingKind kind);  // of a kind in study_plans()

}  // namespace palpate
