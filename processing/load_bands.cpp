#include "processing/load_bands.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace palpate {
namespace {

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  return n % 2 == 1 ? values[n / 2] : 0.5 * (values[n / 2 - 1] + values[n / 2]);
}

double start_of(const LoadBands& bands, LoadBand band) {
  return band == LoadBand::deep       ? bands.deep_n
         : band == LoadBand::moderate ? bands.moderate_n
         : band == LoadBand::light    ? bands.light_n
                                      : -1e300;
}

bool in_order(const LoadBands& b) {
  return b.light_n > 0.0 && b.moderate_n > b.light_n && b.deep_n > b.moderate_n && b.deep_n <= 1000.0;
}

}  // namespace

LoadBand band_of(const LoadBands& bands, double load_n, LoadBand before) {
  if (!std::isfinite(load_n)) return LoadBand::none;
  constexpr double kStay = 0.95;
  LoadBand band = LoadBand::none;
  for (const LoadBand higher : {LoadBand::light, LoadBand::moderate, LoadBand::deep}) {
    const double start = start_of(bands, higher) * (before >= higher ? kStay : 1.0);
    if (load_n >= start) band = higher;
  }
  return band;
}

LoadBand band_from(std::string_view word) {
  for (const LoadBand band : {LoadBand::light, LoadBand::moderate, LoadBand::deep}) {
    if (word == name_of(band)) return band;
  }
  return LoadBand::none;
}

void BandTeacher::say(LoadBand band, double load_n) {
  if (band != LoadBand::none && std::isfinite(load_n)) words_.push_back({band, load_n});
}

std::size_t BandTeacher::count(LoadBand band) const {
  return static_cast<std::size_t>(
      std::count_if(words_.begin(), words_.end(), [band](const Word& w) { return w.band == band; }));
}

Result<LoadBands> BandTeacher::bands() const {
  double middle[3] = {};
  constexpr LoadBand kBands[] = {LoadBand::light, LoadBand::moderate, LoadBand::deep};
  for (std::size_t k = 0; k < 3; ++k) {
    std::vector<double> loads;
    for (const Word& word : words_) {
      if (word.band == kBands[k]) loads.push_back(word.load_n);
    }
    if (loads.size() < kWordsEach) {
      return Error{ErrorCode::bad_argument,
                   fmt::format("too few words to learn bands: \"{}\" said {} times (press and let the client "
                               "say it {} times)",
                               name_of(kBands[k]), loads.size(), kWordsEach)};
    }
    middle[k] = median(std::move(loads));
  }
  if (middle[1] - middle[0] < kApart_n || middle[2] - middle[1] < kApart_n) {
    return Error{
        ErrorCode::bad_argument,
        fmt::format("the words are not {:.0f} N apart: light {:.0f} N, moderate {:.0f} N, deep {:.0f} "
                    "N (teach again with clearer steps)",
                    kApart_n, middle[0], middle[1], middle[2])};
  }
  return LoadBands{0.5 * middle[0], 0.5 * (middle[0] + middle[1]), 0.5 * (middle[1] + middle[2]), true};
}

std::string bands_json(const LoadBands& bands, std::string_view client) {
  nlohmann::ordered_json out;
  out["schema"] = kBandsSchema;
  out["client"] = client;
  out["light_n"] = bands.light_n;
  out["moderate_n"] = bands.moderate_n;
  out["deep_n"] = bands.deep_n;
  return out.dump(2) + "\n";
}

Result<LoadBands> bands_from_json(std::string_view text, std::string_view file_name) {
  const auto bad = [&](std::string_view what) {
    return Error{ErrorCode::bad_format,
                 fmt::format("no bands file: {}: {} (make one with palpate bands)", what, file_name)};
  };
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return bad("not a JSON object");
  if (json.value("schema", nlohmann::json()) != kBandsSchema) return bad("schema is not palpate.bands/1");
  LoadBands bands;
  bands.taught = true;
  for (const auto& [key, value] :
       {std::pair{"light_n", &bands.light_n}, {"moderate_n", &bands.moderate_n}, {"deep_n", &bands.deep_n}}) {
    if (!json.contains(key) || !json[key].is_number()) return bad(fmt::format("{} is missing", key));
    *value = json[key].get<double>();
  }
  if (!in_order(bands)) return bad("light, moderate and deep must grow, within 1000 N");
  return bands;
}

}  // namespace palpate
