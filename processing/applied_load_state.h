// AppliedLoadState: what the therapist's hand adds to the load at rest, as AppliedLoadTracker finds it.
//
// Force on the mat under the client is not exactly the force of the hand: shown as "load above rest" with its
// uncertainty, for slow work only. Plain data.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "processing/features.h"
#include "processing/region.h"

namespace palpate {

inline constexpr int kBandWordsEach = 2;

enum class LoadBand { none, light, moderate, deep };
std::string_view name_of(LoadBand band);

// From how many newtons above rest a press is light, moderate and deep.
struct LoadBands {
  // General defaults: round numbers to start from, no measurement of anybody. Teach your client's own.
  double light_n = 5.0, moderate_n = 30.0, deep_n = 60.0;  // each band begins here, in N above rest
  bool taught = false;
  bool operator==(const LoadBands&) const = default;
};

struct RegionDose {
  double newton_seconds = 0.0;
  double light_s = 0.0, moderate_s = 0.0, deep_s = 0.0;
};

// One press from its first newtons to its last.
struct PressSummary {
  double start_s = kNone, seconds = 0.0;
  double peak_n = kNone;  // of the trusted moments; before the first of them, of all
  double mean_n = kNone;
  double steepest_n_per_s = 0.0;
  bool has_region = false;
  Region region;  // where it pressed last
};

struct AppliedLoadState {
  bool available = false;        // a client lies still, the baseline is learned and the mat is calibrated
  std::string why_not;           // if not
  bool pressing = false;         // a contact event runs: the baseline is frozen
  double load_n = kNone;         // above rest
  double uncertainty_n = kNone;  // 95 %, of load_n
  double ramp_n_per_s = kNone;
  double baseline_n = kNone;
  bool trusted = false;  // false: too fast or too small; say so beside the number
  bool moving = false;   // the client moves: load may be no hand's
  double x_mm = kNone,
         y_mm = kNone;  // place of the hand; NaN where hidden (too little load, or not one place)
  double statics_x_mm = kNone, statics_y_mm = kNone;  // the same by statics alone, a rougher second opinion
  bool has_region = false;
  Region region;
  LoadBand band = LoadBand::none;
  LoadBands bands;            // in force
  bool bands_taught = false;  // the client's own; else general defaults, named so
  std::array<int, 3>
      words{};          // said while teaching: light, moderate, deep; kBandWordsEach of each are enough
  std::string warning;  // "", "deep before light", "steep ramp", "breath held"
  bool deep_first = false, steep_ramp = false,
       breath_held = false;                     // all that hold; `warning` is the gravest
  bool breath_seen = false;                     // else no warning of a held breath is possible now, because:
  std::string_view breath_why;                  // in words; lives for ever
  PressSummary press;                           // the running one, else the last: what a peek shows
  std::uint64_t presses = 0;                    // so far in the session, with the running one
  std::array<RegionDose, kRegionCount> dose{};  // of the session
  RegionDose dose_in_all;                       // with presses whose region is not known
};

}  // namespace palpate
