#include <cmath>

#include <nlohmann/json.hpp>

#include "processing/pattern_study.h"

namespace palpate {

std::string pattern_study_json(const PatternStudy& study, const PatternStudyOptions& options) {
  using nlohmann::ordered_json;
  ordered_json out;
  out["kind"] = name_of(options.kind);
  out["bodies"] = study.bodies;
  out["first_seed"] = options.first_seed;
  out["returning"] = options.returning;
  out["roughness"] = options.roughness;
  out["without_body"] = study.without_body;
  out["false_alarms"] = study.false_alarms;
  out["specificity_pct"] = study.specificity_pct();
  const double smallest = study.smallest_found(90.0);
  out["smallest_found_in_90_pct"] = std::isfinite(smallest) ? ordered_json(smallest) : ordered_json(nullptr);
  const auto rows = [](const std::vector<PatternStudyRow>& list) {
    ordered_json json = ordered_json::array();
    for (const PatternStudyRow& row : list)
      json.push_back({{"region", row.region},
                      {"excess", row.excess},
                      {"bodies", row.bodies},
                      {"found", row.found},
                      {"elsewhere", row.elsewhere}});
    return json;
  };
  out["all"] = rows(study.all);
  out["regions"] = rows(study.regions);
  return out.dump(2) + "\n";
}

}  // namespace palpate
