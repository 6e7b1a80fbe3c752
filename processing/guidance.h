// Guidance: ranked places to palpate, each with its reason. What GuidanceEngine makes of findings, rules and
// the screen's answers; what window, report and JSON show. Plain data; strings are ready to be shown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "processing/features.h"
#include "processing/region.h"
#include "processing/screen.h"

namespace palpate {

inline constexpr std::size_t kMostPlaces = 5;

enum class ClientAnswer { none, confirmed, dismissed };  // what the client says of a place
std::string_view name_of(ClientAnswer answer);

// Why no place is given. Only nothing_found says that the program has looked and found nothing.
enum class NoPlace {
  has_places,
  refer_first,
  not_looked_yet,     // somebody has lain or sat for a shorter time than the findings need
  posture_unclear,    // nobody knows the client's sides
  on_the_side,        // no left to compare with a right
  blocked,            // the screen's blocks leave none
  dismissed,          // the client set aside what there was
  no_rule_face_down,  // something was found; no rule names a place for it
  no_rule,
  ended,  // what was found has ended a while ago
  nothing_found,
};
std::string_view name_of(NoPlace why);

struct NoPlaceWords {
  std::string_view title, sentence;  // empty for has_places
};
NoPlaceWords words_of(NoPlace why);  // names no region and no work, so that it may stand beside a block

// Why a place is suggested: everything a therapist needs to check it.
struct PlaceReason {
  std::string inputs;  // "load asymmetry, client's left thigh: 63 % against a threshold of 60 %, for 4 min"
  double value = kNone, threshold = kNone, measurable_change = kNone;
  std::string unit;        // of the three
  std::string rule;        // id in the rules file: "low-back-load"
  std::string rule_place;  // "guidance.toml:42"
  std::string source;      // literature or "trade knowledge"
  int finding_id = 0;
};

struct PlaceToPalpate {
  int id = 0;  // stable while the place is shown
  Region region;
  bool front = false;                    // on the front of the body: "client's left front of the hip"
  bool both_sides = false;               // `region` and its mirror: "low back, client's left and right"
  std::string title;                     // "client's left low back"
  std::string reason;                    // one line
  std::vector<std::string> muscles;      // "quadratus lumborum (QL), client's left"
  std::vector<std::string> check_first;  // neighbours, where compensation is likely
  std::vector<std::string> techniques;   // light, then moderate, then deep
  std::vector<std::string> cautions;
  std::vector<PlaceReason> why;
  double rank_value = 0.0;  // for ordering only; never shown
  ClientAnswer answer = ClientAnswer::none;
};

struct Guidance {
  bool blocked = false;                // refer first: no place is given
  bool softened = false;               // caution: light techniques only
  std::string banner;                  // what the screen says; empty: nothing. Shown in every view and report
  bool screen_answered = false;        // the questions were asked
  RegionSet left_out;                  // regions that the screen blocks
  std::vector<AreaBlock> areas;        // why each is blocked
  std::vector<PlaceToPalpate> places;  // at most kMostPlaces, best first; none of them dismissed
  NoPlace no_place = NoPlace::not_looked_yet;  // why `places` is empty
  std::vector<PlaceToPalpate> set_aside;       // dismissed by the client: grey, and may be taken back
  std::vector<std::string> aftercare;
  std::string note;  // "Massage complements medical care and replaces none of it."
};

// For a person: banner, ranked places with reasons, aftercare, note. Lines end with \n.
std::string guidance_text(const Guidance& guidance);

}  // namespace palpate
