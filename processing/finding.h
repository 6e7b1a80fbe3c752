// Finding: something sustained that the therapist may want to look at. An observation with its number, its
// threshold and why; never a verdict.
#pragma once

#include <string>
#include <string_view>

#include "processing/features.h"
#include "processing/region.h"

namespace palpate {

enum class FindingKind {
  load_asymmetry,
  persistent_hot_spot,
  tension_pattern,
  lifted_area,
  steep_edge,
  restless,
  frozen,
  shallow_breath,
};
inline constexpr std::size_t kFindingKinds = 8;

struct Finding {
  FindingKind kind = FindingKind::load_asymmetry;
  int id = 0;                         // the same finding keeps its id while it lasts
  bool active = false;                // still holds in this frame
  double start_s = 0.0, end_s = 0.0;  // so far
  double told_s = kNone;              // how long, as its words say: what a detector counts; see lasted_s
  double value = kNone, threshold = kNone;
  std::string unit;                   // of value and threshold: "%", "kPa"
  double measurable_change = kNone;   // same unit; NaN: not known yet for this client
  double confidence = kNone;          // 0..1
  std::string side;                   // "client's left", "map right", ""
  double x_mm = kNone, y_mm = kNone;  // where, if it has a place
  int row = -1, col = -1;
  bool has_region = false;
  Region region;                     // the part of the body it is about, if has_region
  bool face_down = false;            // the client lay on the front: the region is that of the front
  double area_cm2 = kNone;           // size of the place
  int recurred = 0, recordings = 0;  // found in so many of so many earlier recordings of this client
  std::string title;                 // "Load asymmetry: client's left carries 61 %"
  std::string words;                 // for the therapist; may advise: the screen may take it back
  std::string why;  // rule with inputs, threshold, duration and source; never advises: it always stands
};

// How long it lasted, as its words and whatever is made of it tell.
double lasted_s(const Finding& finding);

std::string_view name_of(
    FindingKind kind);  // "load_asymmetry", "persistent_hot_spot", "tension_pattern", ...

}  // namespace palpate
