// GuidanceRules: the readable file that leads from findings to places worth palpating (docs/guidance.md).
//
// Plain data, immutable once read; shared between threads as shared_ptr<const GuidanceRules>. References
// inside are indices into its own lists. Mistakes in the file are told as "file:line:column: what (remedy)".
#pragma once

#include <bitset>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "acquisition/result.h"
#include "processing/finding.h"
#include "processing/posture.h"
#include "processing/region.h"
#include "processing/screen.h"

namespace palpate {

enum class Depth : std::uint8_t { light, moderate, deep };
std::string_view name_of(Depth depth);

using RegionKinds = std::bitset<kRegionKinds>;

struct Technique {
  std::string id, name, what, when;
  std::string condition;  // "if you are trained in it"
  Depth depth = Depth::light;
  bool first = false;               // named before all others
  bool needs_confirmation = false;  // only where the client confirmed the place
  RegionKinds regions;              // what it works on besides the place itself
  QuestionSet not_with;             // left out unless the screen rules all of these out
};

struct Muscle {
  std::string id, name, where, sign;
  RegionKinds regions;  // where it is palpated
  std::vector<int> neighbours;
};

struct AdviceLine {  // a caution or an aftercare line
  std::string id, text;
  RegionKinds regions;
  bool beyond_light = false;  // left out where the screen leaves light techniques only
  QuestionSet not_with;       // as of a technique; aftercare only
};

enum class PlaceSide : std::uint8_t { same, opposite, both };

struct GuidanceRule {
  std::string id, say, source;
  std::string elsewhere;  // ends the reason; points beyond the place, so only where the screen blocks nothing
  std::bitset<kFindingKinds> findings;
  RegionKinds regions;              // the finding's region is one of these
  bool without_region = false;      // or it names none
  std::bitset<kPostures> postures;  // holds in these
  bool seat_unknown = false;        // and on a seat whose posture is not recognised
  double min_value = kNone;         // NaN: the detector's own threshold is enough
  double min_duration_s = 0.0;
  std::optional<RegionKind> place;   // else the finding's own region
  PlaceSide side = PlaceSide::same;  // of the place, against the side of the finding
  bool front = false;                // the place is on the front of the body
  bool check_both_sides = false;
  double weight = 1.0;
  std::vector<int> muscles, check_first, techniques, cautions, aftercare;
  int line = 0;
};

struct GuidanceRules {
  std::string file;  // as shown in reasons: "guidance.toml"
  std::string note;
  std::vector<int> aftercare;  // of every session
  std::vector<Technique> techniques;
  std::vector<Muscle> muscles;
  std::vector<AdviceLine> cautions, aftercare_lines;
  std::vector<GuidanceRule> rules;
};

struct RulesCheck {
  GuidanceRules rules;                // complete only if there is no problem
  std::vector<std::string> problems;  // one line each, in the order of the file
};

RulesCheck check_guidance_rules(std::string_view text, std::string_view file_name);

// The first problem as the error.
Result<std::shared_ptr<const GuidanceRules>> parse_guidance_rules(std::string_view text,
                                                                  std::string_view file_name);

// The rules the program carries in itself; read once, any thread.
std::shared_ptr<const GuidanceRules> default_guidance_rules();

// The rules as sentences, for reading and review.
std::string rules_as_text(const GuidanceRules& rules);

}  // namespace palpate
