#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "processing/pattern_study.h"

namespace palpate {
namespace {

using nlohmann::ordered_json;

ordered_json rows_of(const std::vector<PatternStudyRow>& list, bool by_chance) {
  ordered_json json = ordered_json::array();
  for (const PatternStudyRow& row : list) {
    json.push_back({{"region", row.region},
                    {"strength", row.strength},
                    {"bodies", row.bodies},
                    {"found", row.found},
                    {"elsewhere", row.elsewhere}});
    if (!by_chance) continue;
    json.back()["happened"] = row.happened;
    json.back()["happened_found"] = row.happened_found;
  }
  return json;
}

// What comes by chance happens less often, or more often, than was asked for.
std::string by_chance_text(const PatternStudy& study) {
  std::string text =
      "\nrecordings in which as many as the limit asks for truly happened, and of these found:\n";
  for (const PatternStudyRow& row : study.without)
    text += fmt::format("{:<12} {:>12} {:>7} {:>7} {:>7}\n", "without", "", row.bodies, row.happened,
                        row.happened_found);
  PatternStudyRow sum;
  for (const PatternStudyRow& row : study.all) {
    text += fmt::format("{:<12} {:>12.3g} {:>7} {:>7} {:>7}\n", "all", row.strength, row.bodies, row.happened,
                        row.happened_found);
    sum.bodies += row.bodies;
    sum.happened += row.happened;
    sum.happened_found += row.happened_found;
    sum.found += row.found;
  }
  text += fmt::format(
      "of {} recordings it truly happened in {}, found in {} of them; found in {} of the others\n",
      sum.bodies, sum.happened, sum.happened_found, sum.found - sum.happened_found);
  return text;
}

}  // namespace

std::string pattern_study_text(const PatternStudy& study, const PatternStudyOptions& options) {
  const StudyPlan& plan = study_plan(options.kind);
  std::string text;
  if (!study.complete(options))
    text = fmt::format("interrupted after {} of {} bodies\n", study.bodies, options.bodies);
  if (study.bodies == 0) return text;
  text += fmt::format(
      "{} on {} simulated bodies, seeds from {}, {}, roughness {:g}\n"
      "without one: {} false alarms, specificity {:.1f} %; no body found: {}\n",
      plan.title, study.bodies, options.first_seed,
      options.earlier == 0   ? "first recording"
      : options.earlier == 1 ? "one earlier recording"
                             : fmt::format("{} earlier recordings", options.earlier),
      options.wishes.roughness, study.false_alarms, study.specificity_pct(), study.without_body);
  if (study.without.size() > 1) {
    for (const PatternStudyRow& row : study.without)
      text += fmt::format("  {}: {} of {}\n", row.region, row.found, row.bodies);
  }
  text += fmt::format("\n{:<12} {:>12} {:>7} {:>7} {:>7} {:>10}\n", "region",
                      fmt::format("{} [{}]", plan.strength, plan.unit), "bodies", "found", "%", "elsewhere");
  const auto add = [&](const PatternStudyRow& row) {
    text +=
        fmt::format("{:<12} {:>12.3g} {:>7} {:>7} {:>7.1f} {:>10}\n", row.region.empty() ? "all" : row.region,
                    plan.shown * row.strength, row.bodies, row.found, row.found_pct(), row.elsewhere);
  };
  for (const PatternStudyRow& row : study.all) add(row);
  for (const PatternStudyRow& row : study.regions) add(row);
  if (plan.by_chance) text += by_chance_text(study);
  const double smallest = study.smallest_found(90.0);
  text += std::isfinite(smallest)
              ? fmt::format("\n90 % are found from {:.3g} {} on\n", plan.shown * smallest, plan.unit)
              : "\nnone of these is found in 90 %\n";
  return text;
}

std::string pattern_study_json(const PatternStudy& study, const PatternStudyOptions& options) {
  const StudyPlan& plan = study_plan(options.kind);
  ordered_json out;
  out["kind"] = name_of(options.kind);
  out["strength"] = {{"what", plan.strength}, {"unit", plan.unit}, {"shown_times", plan.shown}};
  out["bodies"] = study.bodies;
  out["bodies_asked"] = options.bodies;
  out["complete"] = study.complete(options);
  out["first_seed"] = options.first_seed;
  out["earlier_recordings"] = options.earlier;
  out["roughness"] = options.wishes.roughness;
  out["without_body"] = study.without_body;
  out["false_alarms"] = study.false_alarms;
  out["specificity_pct"] = study.bodies > 0 ? ordered_json(study.specificity_pct()) : ordered_json(nullptr);
  const double smallest = study.smallest_found(90.0);
  out["smallest_found_in_90_pct"] = std::isfinite(smallest) ? ordered_json(smallest) : ordered_json(nullptr);
  for (const PatternStudyRow& row : study.without)
    out["without"].push_back({{"scenario", row.region}, {"bodies", row.bodies}, {"false_alarms", row.found}});
  out["all"] = rows_of(study.all, plan.by_chance);
  out["regions"] = rows_of(study.regions, plan.by_chance);
  return out.dump(2) + "\n";
}

}  // namespace palpate
