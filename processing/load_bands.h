// LoadBands: from how many newtons above rest a press counts as light, moderate and deep: general defaults,
// or taught by the client.
//
// Teaching takes about 60 s: while the therapist presses, the client says "light", "moderate" or "deep", a
// few times each; each word keeps the load of that moment. A limit lies half way between the medians of the
// words on both sides of it. One thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "acquisition/result.h"
#include "processing/applied_load_state.h"

namespace palpate {

// The band of a load; one already in force is left only when the load is 5 % below its beginning.
LoadBand band_of(const LoadBands& bands, double load_n, LoadBand before = LoadBand::none);

class BandTeacher {
 public:
  void say(LoadBand band, double load_n);  // a word of the client; band none and NaN are ignored
  void clear() { words_.clear(); }
  [[nodiscard]] std::size_t count(LoadBand band) const;
  // Needs kWordsEach of each word, in order and at least kApart_n apart.
  [[nodiscard]] Result<LoadBands> bands() const;

  static constexpr std::size_t kWordsEach = kBandWordsEach;
  static constexpr double kApart_n = 5.0;

 private:
  struct Word {
    LoadBand band;
    double load_n;
  };
  std::vector<Word> words_;
};

// "light", "moderate", "deep"; none of it: LoadBand::none
LoadBand band_from(std::string_view word);

// {"schema": "palpate.bands/1", "client": "...", "light_n": .., "moderate_n": .., "deep_n": ..}
inline constexpr std::string_view kBandsSchema = "palpate.bands/1";
std::string bands_json(const LoadBands& bands, std::string_view client);
Result<LoadBands> bands_from_json(std::string_view text, std::string_view file_name);

}  // namespace palpate
