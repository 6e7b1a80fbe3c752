// Which place a rule makes of a finding, as one small number. For guidance_*.cpp only.
#pragma once

#include <optional>
#include <span>

#include "processing/guidance.h"
#include "processing/guidance_rules.h"
#include "processing/screen.h"

namespace palpate {

enum class Sides : std::uint8_t { left, right, both };

struct Place {
  RegionKind kind = RegionKind::low_back;
  Sides sides = Sides::left;
  bool front = false;
  [[nodiscard]] Region region() const {
    return {kind, sides == Sides::right ? BodySide::right : BodySide::left};
  }
  [[nodiscard]] bool has(BodySide side) const {
    return sides == Sides::both || (sides == Sides::right) == (side == BodySide::right);
  }
};

inline constexpr int kPlaces = static_cast<int>(kRegionKinds) * 3 * 2;

constexpr int index_of(const Place& place) {
  return (static_cast<int>(place.kind) * 3 + static_cast<int>(place.sides)) * 2 + (place.front ? 1 : 0);
}
constexpr Place place_at(int index) {
  return {static_cast<RegionKind>(index / 6), static_cast<Sides>(index / 2 % 3), index % 2 != 0};
}

// What the engine keeps of a finding: it outlives the detector's own record.
struct FindingRecord {
  int id = 0;
  FindingKind kind = FindingKind::load_asymmetry;
  bool active = false, has_region = false, side_known = false;
  bool explained = false;  // its other side lies partly off the mat, which alone makes this one carry more
  Region region;
  Region seen_region;  // of the latest frames; becomes `region` when it has lasted
  double seen_since_s = 0.0;
  BodySide side = BodySide::left;
  Facing facing = Facing::unknown;  // as it lay while the finding held: which words its region has
  double value = kNone, threshold = kNone, measurable_change = kNone, confidence = kNone;
  double start_s = 0.0, end_s = 0.0, ended_for_s = 0.0;
  int recurred = 0, recordings = 0;
  std::string unit;
  std::vector<int> rules;  // that fired while it was active
  double shown_value = kNone;
  int shown_seconds = 0;
};

// Whole minutes since it ended; 0 while it holds.
int ended_minutes(const FindingRecord& finding);

bool fires(const GuidanceRule& rule, const FindingRecord& finding, Posture posture, bool seat);

// The place, less the sides that the screen blocks; nothing if none is left or the finding's own region is
// blocked.
std::optional<Place> place_of(const GuidanceRule& rule, const FindingRecord& finding,
                              const ScreenEffect& screen);

// For ordering only: 1 at the threshold, 2 at twice its excess and beyond, less for low confidence, for what
// ended a while ago and for what a lifted other side explains.
double strength_of(const FindingRecord& finding);

// One reason for a place: a rule and a finding.
struct Support {
  int rule = 0;
  const FindingRecord* finding = nullptr;
};

// The place in words; `supports` strongest first.
PlaceToPalpate describe_place(const GuidanceRules& rules, const Place& place,
                              std::span<const Support> supports, ClientAnswer answer,
                              const ScreenEffect& screen);
std::string title_of(const Place& place);

}  // namespace palpate
