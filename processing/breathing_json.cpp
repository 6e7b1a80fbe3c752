#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "processing/breathing.h"
#include "processing/screen_report.h"

namespace palpate {
namespace {

using Json = nlohmann::ordered_json;

Json number_or_null(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

double median_coherence(const std::vector<CoherenceWindow>& windows) {
  std::vector<double> values;
  for (const CoherenceWindow& window : windows)
    if (std::isfinite(window.coherence)) values.push_back(window.coherence);
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::sort(values.begin(), values.end());
  return 0.5 * (values[(values.size() - 1) / 2] + values[values.size() / 2]);
}

}  // namespace

std::string breathing_json(const BreathingEstimator& estimator, double rate_hz, double duration_s,
                           std::string_view source, const ScreenAnswers& screen) {
  Json json;
  json["schema"] = "palpate.breathing/1";
  json["source"] = source;
  json["screen"] = screen_json(screen);
  json["rate_hz"] = rate_hz;
  json["duration_s"] = duration_s;
  json["rate_limit_per_min"] = estimator.rate_limit_per_min();
  json["windows"] = Json::array();
  for (const BreathingWindow& w : estimator.windows())
    json["windows"].push_back({{"t0_s", w.t0_s},
                               {"t1_s", w.t1_s},
                               {"rate_per_min", number_or_null(w.rate_per_min)},
                               {"confidence", w.confidence},
                               {"movement_share", w.movement_share}});
  json["holds"] = Json::array();
  for (const BreathHold& hold : estimator.holds())
    json["holds"].push_back({{"start_s", hold.start_s}, {"length_s", hold.length_s}});
  json["coherence"] = number_or_null(median_coherence(estimator.coherence()));
  json["coherence_windows"] = Json::array();
  for (const CoherenceWindow& w : estimator.coherence())
    json["coherence_windows"].push_back(
        {{"t0_s", w.t0_s}, {"t1_s", w.t1_s}, {"coherence", number_or_null(w.coherence)}});
  return json.dump(2) + "\n";
}

}  // namespace palpate
