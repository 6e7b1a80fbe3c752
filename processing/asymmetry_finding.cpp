#include "processing/asymmetry_finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>

#include "processing/finding_place.h"
#include "processing/finding_text.h"
#include "processing/measurable_change.h"
#include "processing/shown_numbers.h"

namespace palpate {
namespace {

constexpr std::size_t kMostOpen = kRegionKinds + 1;

double pooled(std::string_view metric) {
  const auto change = pooled_measurable_change(metric);
  return change ? change->mdc95 : 0.0;
}

// "of both thighs"; the front of the body is not named twice.
std::string_view both_words(RegionKind kind, Facing facing) {
  const bool front = facing == Facing::down;
  switch (kind) {
    case RegionKind::thigh:
      return "of both thighs";
    case RegionKind::calf:
      return front ? "of both shins" : "of both calves";
    case RegionKind::ischial:
      return "of both sit bones";
    case RegionKind::seat_thigh:
      return "of both thighs on the seat";
    default:
      return "of what both sides carry there";
  }
}

// Head and neck turn; the sacral area is one.
bool has_sides(std::size_t k) {
  const auto kind = static_cast<RegionKind>(k);
  return kind != RegionKind::head && kind != RegionKind::neck && kind != RegionKind::sacral;
}

std::string_view side_words(bool left) {
  return left ? "client's left" : "client's right";
}

// Without a body its middle is not known: that of the contact parts what lies there, not the client.
double whole_left_share(const FindingInput& input) {
  return input.body == nullptr || input.body->found ? input.features->client_left_share : kNone;
}

}  // namespace

LoadAsymmetryDetector::LoadAsymmetryDetector() : whole_mdc_(pooled("client_left_share")) {
  for (std::size_t k = 0; k < kRegionKinds; ++k) {
    part_mdc_[k] = pooled(std::string(name_of(static_cast<RegionKind>(k))) + "_left_share");
  }
  findings_.reserve(kMostEndedFindings + kMostOpen + 1);
}

void LoadAsymmetryDetector::reset() {
  findings_.clear();
  spells_ = {};
  started_ = false;
}

void LoadAsymmetryDetector::end_all() {
  for (Spell& spell : spells_) end(spell);
  started_ = false;
}

std::size_t LoadAsymmetryDetector::index_of_open(const Spell& spell) const {
  std::size_t i = 0;
  while (i < findings_.size() && findings_[i].id != spell.finding_id) ++i;
  return i;
}

void LoadAsymmetryDetector::end(Spell& spell) {
  if (spell.finding_id != 0) end_finding(findings_, index_of_open(spell));
  spell.running = false;
  spell.finding_id = 0;
}

void LoadAsymmetryDetector::begin(Spell& spell, bool left, double threshold, double t_s) {
  end(spell);
  spell.running = true;
  spell.left = left;
  spell.threshold = threshold;
  spell.below = false;
  spell.start_s = t_s;
  spell.weighted_share = spell.stable_s = 0.0;
}

LoadAsymmetryDetector::Reading LoadAsymmetryDetector::read(std::size_t k, const FindingInput& input,
                                                           const Params& params) const {
  Reading now;
  const AsymmetryState* body =
      input.asymmetry != nullptr && input.asymmetry->valid ? input.asymmetry : nullptr;
  const bool whole = k == kWhole;
  now.threshold =
      params.get(whole ? Param::asymmetry_threshold_pct : Param::asymmetry_part_threshold_pct) / 100.0;
  now.measurable = whole ? whole_mdc_ : part_mdc_[k];
  const bool stable = body == nullptr || std::isfinite(body->stable_since_s);
  now.grown_dt_s = stable ? dt_s_ : 0.0;
  if (whole) {
    now.left_share = whole_left_share(input);
  } else if (body != nullptr && body->pairs[k].valid && has_sides(k)) {
    now.left_share = body->pairs[k].left_share;
    const double whole_left = body->left_share;
    const double same = now.left_share > 0.5 ? whole_left : 1.0 - whole_left;
    now.threshold = std::max(now.threshold, same + kPartBeyondWholePct / 100.0);
  }
  return now;
}

void LoadAsymmetryDetector::update(const FindingInput& input, const Params& params, FindingIds& ids) {
  dt_s_ = started_ ? input.t_s - last_t_s_ : 0.0;
  if (dt_s_ > kLongestGapS) {
    end_all();
    dt_s_ = 0.0;
  }
  if (!started_) last_known_s_ = input.t_s;
  started_ = true;
  last_t_s_ = input.t_s;
  if (input.hands) {
    last_known_s_ = input.t_s;
    return;
  }
  const bool known = std::isfinite(whole_left_share(input));
  if (known) last_known_s_ = input.t_s;
  if (!known && input.t_s - last_known_s_ > kLongestGapS) {
    end_all();
    return;
  }
  for (std::size_t k = 0; k < spells_.size(); ++k) follow(k, read(k, input, params), input, params, ids);
}

void LoadAsymmetryDetector::follow(std::size_t k, const Reading& now, const FindingInput& input,
                                   const Params& params, FindingIds& ids) {
  Spell& spell = spells_[k];
  const bool known = std::isfinite(now.left_share);
  const double heavier = known ? std::max(now.left_share, 1.0 - now.left_share) : 0.0;
  const bool left = now.left_share > 0.5;
  const bool above = known && heavier >= now.threshold && heavier - 0.5 > now.measurable;
  if (above && (!spell.running || left != spell.left)) begin(spell, left, now.threshold, input.t_s);
  if (!spell.running) return;

  const double share = spell.left ? now.left_share : 1.0 - now.left_share;
  const bool low = !known || share < spell.threshold - kAsymmetryHysteresisPct / 100.0;
  if (low && !spell.below) spell.below_since_s = input.t_s;
  spell.below = low;
  if (low && input.t_s - spell.below_since_s > kAsymmetryGraceS) return end(spell);
  if (known) {
    spell.weighted_share += share * now.grown_dt_s;
    spell.stable_s += now.grown_dt_s;
  }
  // What the finding says must be true whenever it is read: its mean never falls below the threshold it
  // names.
  const double mean = spell.stable_s > 0.0 ? spell.weighted_share / spell.stable_s : 0.0;
  if (spell.finding_id != 0 && mean < spell.threshold) return end(spell);
  constexpr double kRounding = 1e-9;
  const bool mean_above = mean >= spell.threshold + kAsymmetryOpensPct / 100.0 - kRounding;
  const bool long_enough = spell.stable_s >= params.get(Param::asymmetry_min_duration_s) - kRounding;
  if (spell.finding_id == 0 && !low && mean_above && long_enough) {
    Finding& finding = *findings_.emplace(findings_.begin());
    finding.kind = FindingKind::load_asymmetry;
    finding.id = spell.finding_id = ids.next();
    finding.active = true;
    finding.start_s = spell.start_s;
    finding.unit = "%";
    finding.side = side_words(spell.left);
    finding.measurable_change = 100.0 * now.measurable;
    if (k != kWhole)
      place_in(finding, {static_cast<RegionKind>(k), spell.left ? BodySide::left : BodySide::right},
               input.body);
  }
  if (spell.finding_id != 0) describe(k, input, params);
}

void LoadAsymmetryDetector::describe(std::size_t k, const FindingInput& input, const Params& params) {
  Spell& spell = spells_[k];
  Finding& finding = findings_[index_of_open(spell)];
  finding.end_s = input.t_s;
  finding.told_s = spell.stable_s;
  finding.value = 100.0 * spell.weighted_share / spell.stable_s;
  finding.threshold = 100.0 * spell.threshold;
  const double least_s = params.get(Param::asymmetry_min_duration_s);
  const Facing facing = input.body != nullptr ? input.body->facing : Facing::unknown;
  if (!spell.shown.change_to({static_cast<double>(finding.id), std::nearbyint(finding.value),
                              std::nearbyint(10.0 * finding.value), std::nearbyint(spell.stable_s),
                              std::nearbyint(10.0 * finding.threshold), least_s,
                              static_cast<double>(facing)})) {
    return;
  }
  const std::string who =
      k == kWhole ? std::string(side_words(spell.left)) : words_of(finding.region, facing);
  const std::string share = value_words(finding.value, finding.threshold, finding.unit);
  const std::string least = threshold_words(finding.threshold, finding.unit);
  const std::string_view whole = k == kWhole ? "of the load" : both_words(static_cast<RegionKind>(k), facing);
  if (k == kWhole) {
    rewrite(finding.title, "Load asymmetry: {} carries {}", who, share);
  } else {
    rewrite(finding.title, "Load asymmetry: {} carries {} {}", who, share, whole);
  }
  rewrite(finding.words,
          "For {} of quiet lying or sitting, the {} has carried {} {}, more than its threshold of {}. "
          "Feel whether your hands agree.",
          lasted_words(finding.told_s), who, share, whole, least);
  fmt::memory_buffer from;  // on the stack
  if (k == kWhole) {
    fmt::format_to(std::back_inserter(from), "setting asymmetry_threshold_pct");
  } else {  // a part must stand out from the whole body too
    fmt::format_to(std::back_inserter(from),
                   "the larger of asymmetry_part_threshold_pct, {}, and {:g} points beyond the whole body's "
                   "share as this began",
                   threshold_words(params.get(Param::asymmetry_part_threshold_pct), finding.unit),
                   kPartBeyondWholePct);
  }
  rewrite(
      finding.why,
      "share of the load on one side of the fitted body midline = {:.1f} % (mean of {} in which the "
      "posture held) > {} ({}), held for at least {:g} s (asymmetry_min_duration_s), and further from "
      "even than the measurable change {} (pooled default of simulated clients, not this client's own).{}",
      finding.value, lasted_words(finding.told_s), least, std::string_view(from.data(), from.size()), least_s,
      change_words(finding.measurable_change, finding.unit),
      input.body != nullptr && input.body->seated
          ? " Sitters with chronic low-back pain load their seat less evenly (Akkarakittichoke and "
            "Janwantanakul 2017)."
          : "");
}

}  // namespace palpate
