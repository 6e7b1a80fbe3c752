#include "processing/dose.h"

#include <algorithm>

namespace palpate {

std::string_view name_of(DoseAnswer answer) {
  switch (answer) {
    case DoseAnswer::worked:
      return "worked";
    case DoseAnswer::touched:
      return "touched";
    case DoseAnswer::not_reached:
      break;
  }
  return "not reached yet";
}

std::vector<PlannedDose> dose_against_plan(const Guidance& plan, const AppliedLoadState& applied,
                                           double worked_s) {
  std::vector<PlannedDose> list;
  for (const PlaceToPalpate& place : plan.places) {
    const auto same = [&](const PlannedDose& d) { return d.region == place.region; };
    if (std::any_of(list.begin(), list.end(), same)) continue;
    PlannedDose planned;
    planned.region = place.region;
    planned.title = place.title;
    planned.dose = applied.dose[index_of(place.region)];
    planned.seconds = planned.dose.light_s + planned.dose.moderate_s + planned.dose.deep_s;
    planned.answer = planned.seconds >= worked_s ? DoseAnswer::worked
                     : planned.seconds > 0.0     ? DoseAnswer::touched
                                                 : DoseAnswer::not_reached;
    list.push_back(std::move(planned));
  }
  return list;
}

}  // namespace palpate
