#include "processing/guidance_place.h"

#include <algorithm>
#include <cmath>

namespace palpate {
namespace {

constexpr double kMostSeverity = 1.0;
constexpr double kExplainedWeight = 0.5;
// A shift of weight ends most findings, and most come back within two minutes: places rest meanwhile.
constexpr double kEndedWeight = 0.95;
constexpr double kEndedRestS = 120.0;
constexpr double kEndedDecayS = 300.0;

}  // namespace

int ended_minutes(const FindingRecord& f) {
  return f.active ? 0 : static_cast<int>(f.ended_for_s / 60.0);
}

bool fires(const GuidanceRule& rule, const FindingRecord& f, Posture posture, bool seat) {
  if (!rule.findings.test(static_cast<std::size_t>(f.kind))) return false;
  const bool where =
      f.has_region ? rule.regions.test(static_cast<std::size_t>(f.region.kind)) : rule.without_region;
  if (!where) return false;
  const bool posed = rule.postures.test(static_cast<std::size_t>(posture)) ||
                     (posture == Posture::unknown && seat && rule.seat_unknown);
  if (!posed) return false;
  if (!f.side_known && rule.side != PlaceSide::both) return false;
  if (std::isfinite(rule.min_value) && !(f.value >= rule.min_value)) return false;
  return f.end_s - f.start_s >= rule.min_duration_s;
}

std::optional<Place> place_of(const GuidanceRule& rule, const FindingRecord& f, const ScreenEffect& screen) {
  if (f.has_region && screen.regions.test(index_of(f.region))) return std::nullopt;
  Place place;
  place.kind = rule.place.value_or(f.region.kind);
  place.front = rule.front;
  const bool right = (f.side == BodySide::right) != (rule.side == PlaceSide::opposite);
  place.sides = rule.side == PlaceSide::both ? Sides::both : right ? Sides::right : Sides::left;
  const bool no_left = screen.regions.test(index_of(Region{place.kind, BodySide::left}));
  const bool no_right = screen.regions.test(index_of(Region{place.kind, BodySide::right}));
  if (place.sides == Sides::both && no_left != no_right) place.sides = no_left ? Sides::right : Sides::left;
  if ((place.has(BodySide::left) && no_left) || (place.has(BodySide::right) && no_right)) return std::nullopt;
  return place;
}

double strength_of(const FindingRecord& f) {
  double severity = 0.0;
  if (std::isfinite(f.value) && std::isfinite(f.threshold) && f.threshold != 0.0) {
    severity = std::min(kMostSeverity, std::abs(f.value - f.threshold) / std::abs(f.threshold));
  }
  const double sure = std::isfinite(f.confidence) ? 0.5 + 0.5 * std::clamp(f.confidence, 0.0, 1.0) : 1.0;
  const double again = f.recordings > 0 ? 1.0 + 0.25 * f.recurred / f.recordings : 1.0;
  const double recent =
      f.active ? 1.0 : kEndedWeight * std::exp(-std::max(0.0, f.ended_for_s - kEndedRestS) / kEndedDecayS);
  return (1.0 + severity) * sure * again * recent * (f.explained ? kExplainedWeight : 1.0);
}

}  // namespace palpate
