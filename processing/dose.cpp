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

std::string worked_words(Region region, const Guidance& plan) {
  for (const PlaceToPalpate& place : plan.places) {
    if (place.region == region || (place.both_sides && mirror(place.region) == region))
      return words_of(region, place.front ? Facing::down : Facing::up);
  }
  return words_of(region);
}

std::vector<PlannedDose> dose_against_plan(const Guidance& plan, const AppliedLoadState& applied,
                                           double worked_s) {
  std::vector<PlannedDose> list;
  const auto add = [&](Region region) {
    if (std::any_of(list.begin(), list.end(), [&](const PlannedDose& d) { return d.region == region; }))
      return;
    PlannedDose planned;
    planned.region = region;
    planned.title = worked_words(region, plan);
    planned.dose = applied.dose[index_of(region)];
    planned.seconds = planned.dose.light_s + planned.dose.moderate_s + planned.dose.deep_s;
    planned.answer = planned.seconds >= worked_s ? DoseAnswer::worked
                     : planned.seconds > 0.0     ? DoseAnswer::touched
                                                 : DoseAnswer::not_reached;
    list.push_back(std::move(planned));
  };
  for (const PlaceToPalpate& place : plan.places) {
    add(place.region);
    if (place.both_sides) add(mirror(place.region));
  }
  return list;
}

}  // namespace palpate
