// Dose against the plan: which of the places that the guidance named were worked, and which not reached yet.
// Pure function; any thread.
#pragma once

#include <string>
#include <vector>

#include "processing/applied_load_state.h"
#include "processing/guidance.h"

namespace palpate {

enum class DoseAnswer { not_reached, touched, worked };
std::string_view name_of(DoseAnswer answer);  // "not reached yet", "touched", "worked"

// What a hand worked, in words: where the plan names that region, the side of the body that it names
// ("client's right front of the hip"), otherwise the region by its plain name ("client's left low back"),
// whichever side lies on the mat: a hand works what is not on it, or reaches below the client. Every text and
// picture of presses and dose takes its words here; findings of load name what lies on the mat (words_of with
// a Facing).
std::string worked_words(Region region, const Guidance& plan);

struct PlannedDose {
  Region region;
  std::string title;  // worked_words
  DoseAnswer answer = DoseAnswer::not_reached;
  RegionDose dose;
  double seconds = 0.0;  // in any band
};

inline constexpr double kWorkedSeconds =
    20.0;  // of light, moderate or deep work: a setting, no rule of the trade

// In the plan's order; a place on both sides is two, its own side first; a region named twice counts once.
// `worked` from `worked_s` seconds in any band on.
std::vector<PlannedDose> dose_against_plan(const Guidance& plan, const AppliedLoadState& applied,
                                           double worked_s = kWorkedSeconds);

}  // namespace palpate
