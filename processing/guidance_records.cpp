#include "processing/guidance_records.h"

#include <algorithm>
#include <cmath>

#include "processing/finding_place.h"

namespace palpate {
namespace {

constexpr std::size_t kMostRecords = 64;
constexpr double kForgetAfterS = 1800.0;
constexpr double kRegionHoldsS = 30.0;
constexpr double kPostureHoldsS = 10.0;  // before it changes which rules fire
constexpr double kExplainsForS = 300.0;  // after a lifted area has ended
constexpr double kShownChange = 0.02;    // of the threshold: smaller changes do not rewrite the words

// Steps of the shown duration: coarse enough that the words rest.
int shown_seconds(double seconds) {
  const int whole = static_cast<int>(seconds);
  if (whole < 60) return whole < 10 ? whole : whole / 10 * 10;
  return whole < 600 ? whole / 60 * 60 : whole / 300 * 300;
}

// The number that the words show follows the measured one only when it has clearly moved.
void show_value(FindingRecord& r) {
  const bool percent = r.unit == "%";
  constexpr double kDigit = 0.1;
  double step = percent ? 0.6 : 0.6 * kDigit;
  if (!percent && std::isfinite(r.threshold)) step = std::max(step, kShownChange * std::abs(r.threshold));
  if (std::isfinite(r.measurable_change)) step = std::max(step, 0.5 * r.measurable_change);
  if (!(std::abs(r.value - r.shown_value) <= step)) r.shown_value = kDigit * std::round(r.value / kDigit);
}

// A finding on the border of two regions does not jump between them.
void follow_region(Region region, double t_s, FindingRecord& r) {
  if (region != r.seen_region || !r.has_region) r.seen_since_s = t_s;
  r.seen_region = region;
  if (!r.has_region || t_s - r.seen_since_s >= kRegionHoldsS) r.region = region;
  r.has_region = true;
}

Facing facing_of(const GuidanceInput& input) {
  if (input.body != nullptr && input.body->found && input.body->facing != Facing::unknown)
    return input.body->facing;
  return input.posture == Posture::prone ? Facing::down : Facing::up;
}

void copy(const Finding& finding, const GuidanceInput& input, FindingRecord& r) {
  r.kind = finding.kind;
  r.active = finding.active;
  const auto region = finding.has_region ? std::optional(finding.region)
                                         : region_of_cell(input.body, finding.row, finding.col);
  if (region && (finding.has_region || !r.has_region)) follow_region(*region, input.t_s, r);
  r.side_known = r.has_region || finding.side == "client's left" || finding.side == "client's right";
  r.side = r.has_region ? r.region.side : finding.side == "client's right" ? BodySide::right : BodySide::left;
  r.value = finding.value;
  r.threshold = finding.threshold;
  r.measurable_change = finding.measurable_change;
  r.confidence = finding.confidence;
  r.start_s = finding.start_s;
  r.end_s = finding.end_s;
  r.recurred = finding.recurred;
  r.recordings = finding.recordings;
  if (r.unit != finding.unit) r.unit = finding.unit;
  show_value(r);
  const double lasted = std::clamp(lasted_s(finding), 0.0, 1e6);
  r.shown_seconds = r.active ? shown_seconds(lasted) : static_cast<int>(std::nearbyint(lasted));
  if (finding.has_region) {
    r.facing = finding.face_down ? Facing::down : Facing::up;
  } else if (r.active) {
    r.facing = facing_of(input);
  }
}

}  // namespace

GuidanceRecords::GuidanceRecords() {
  list_.reserve(kMostRecords);
}

// Null when there is no room left for a new one.
FindingRecord* GuidanceRecords::record_of(const Finding& finding) {
  for (FindingRecord& record : list_) {
    if (record.id == finding.id) return &record;
  }
  if (list_.size() == kMostRecords) {
    const auto oldest = std::max_element(list_.begin(), list_.end(), [](const auto& a, const auto& b) {
      return a.ended_for_s < b.ended_for_s;
    });
    if (oldest->active) return nullptr;
    list_.erase(oldest);
  }
  FindingRecord& record = list_.emplace_back();
  record.id = finding.id;
  record.rules.reserve(8);
  return &record;
}

void GuidanceRecords::take(const GuidanceInput& input, const GuidanceRules& rules, double dt_s) {
  for (FindingRecord& record : list_) {
    const bool gone = std::none_of(input.findings.begin(), input.findings.end(),
                                   [&](const Finding& f) { return f.id == record.id && f.active; });
    if (gone) record.active = false;
    record.ended_for_s = gone ? record.ended_for_s + dt_s : 0.0;
  }
  if (input.posture != posture_) posture_since_s_ = input.t_s;
  posture_ = input.posture;
  const bool settled = input.t_s - posture_since_s_ >= kPostureHoldsS;
  for (const Finding& finding : input.findings) {
    FindingRecord* record = record_of(finding);
    if (record == nullptr) continue;
    copy(finding, input, *record);
    const bool known_posture = input.posture != Posture::unknown || input.seat;
    if (!record->active || (!record->rules.empty() && !(known_posture && settled))) continue;
    record->rules.clear();
    for (std::size_t i = 0; i < rules.rules.size(); ++i) {
      if (fires(rules.rules[i], *record, input.posture, input.seat))
        record->rules.push_back(static_cast<int>(i));
    }
  }
  std::erase_if(list_, [](const FindingRecord& r) { return r.ended_for_s > kForgetAfterS; });
  explain();
}

// A side that carries more beside one that lies off the mat does so because of that.
void GuidanceRecords::explain() {
  for (FindingRecord& record : list_) {
    const bool compares =
        record.kind == FindingKind::load_asymmetry || record.kind == FindingKind::tension_pattern;
    record.explained = compares && record.has_region &&
                       std::any_of(list_.begin(), list_.end(), [&](const FindingRecord& other) {
                         return other.kind == FindingKind::lifted_area && other.has_region &&
                                other.ended_for_s < kExplainsForS && other.region == mirror(record.region);
                       });
  }
}

}  // namespace palpate
