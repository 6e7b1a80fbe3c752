#include "processing/load_asymmetry_finding.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <string>

namespace palpate {
namespace {

template <typename... Args>
void rewrite(std::string& text, fmt::format_string<Args...> format, Args&&... args) {
  text.clear();
  fmt::format_to(std::back_inserter(text), format, std::forward<Args>(args)...);
}

MapSide map_side(const ClientSides& sides, bool high_side) {
  if (sides.across_columns) return high_side ? MapSide::right : MapSide::left;
  return high_side ? MapSide::bottom : MapSide::top;
}

}  // namespace

LoadAsymmetryDetector::LoadAsymmetryDetector() {
  findings_.reserve(kMostEndedFindings + 2);
}

void LoadAsymmetryDetector::reset() {
  findings_.clear();
  in_spell_ = started_ = false;
}

void LoadAsymmetryDetector::end_all() {
  if (is_open()) end_finding(findings_, 0);
  in_spell_ = started_ = false;
}

void LoadAsymmetryDetector::begin_spell(bool high_side, double t_s) {
  if (is_open()) end_finding(findings_, 0);
  in_spell_ = true;
  high_side_ = high_side;
  spell_start_s_ = t_s;
  below_ = false;
  weighted_share_ = weight_s_ = 0.0;
}

void LoadAsymmetryDetector::update(const FindingInput& input, const Params& params, FindingIds& ids) {
  if (!std::isfinite(input.high_share)) return;
  const double dt = started_ ? input.t_s - last_t_s_ : 0.0;
  if (dt > kLongestGapS) end_all();
  started_ = true;
  last_t_s_ = input.t_s;
  const double threshold = params.get(Param::asymmetry_threshold_pct) / 100.0;
  const double heavier = std::max(input.high_share, input.low_share);
  const bool high_side = input.high_share > input.low_share;
  if (heavier >= threshold && (!in_spell_ || high_side != high_side_)) begin_spell(high_side, input.t_s);
  if (!in_spell_) return;

  const double share = high_side_ ? input.high_share : input.low_share;
  const bool low = share < threshold - kAsymmetryHysteresisPct / 100.0;
  if (low && !below_) below_since_s_ = input.t_s;
  below_ = low;
  if (below_ && input.t_s - below_since_s_ > kAsymmetryGraceS) {
    if (is_open()) end_finding(findings_, 0);
    in_spell_ = false;
    return;
  }
  if (dt <= kLongestGapS) {
    weighted_share_ += share * dt;
    weight_s_ += dt;
  }
  // What the finding says must be true whenever it is read: its mean never falls below the threshold it
  // names.
  const bool mean_above = weight_s_ > 0.0 && weighted_share_ >= threshold * weight_s_;
  if (is_open() && !mean_above) {
    end_all();
    started_ = true;
    return;
  }
  const bool long_enough = input.t_s - spell_start_s_ >= params.get(Param::asymmetry_min_duration_s);
  if (!is_open() && !below_ && mean_above && long_enough) open(input, ids);
  if (is_open()) describe(input, params);
}

void LoadAsymmetryDetector::open(const FindingInput& input, FindingIds& ids) {
  Finding& finding = *findings_.emplace(findings_.begin());
  finding.kind = FindingKind::load_asymmetry;
  finding.id = ids.next();
  finding.active = true;
  finding.start_s = spell_start_s_;
  finding.unit = "%";
  finding.side = side_name(input.sides, map_side(input.sides, high_side_));
}

void LoadAsymmetryDetector::describe(const FindingInput& input, const Params& params) {
  Finding& finding = findings_.front();
  const MapSide side = map_side(input.sides, high_side_);
  finding.end_s = input.t_s;
  finding.value = 100.0 * weighted_share_ / std::max(weight_s_, 1e-9);
  finding.threshold = params.get(Param::asymmetry_threshold_pct);
  const double seconds = finding.end_s - finding.start_s;
  const double least_s = params.get(Param::asymmetry_min_duration_s);
  if (!shown_.change_to({static_cast<double>(finding.id), std::nearbyint(finding.value),
                         std::nearbyint(10.0 * finding.value), std::nearbyint(seconds), finding.threshold,
                         least_s, static_cast<double>(side)})) {
    return;
  }
  rewrite(finding.title, "Load asymmetry: {} carries {:.0f} %", side_name(input.sides, side), finding.value);
  rewrite(finding.words,
          "For {:.0f} s, {:.0f} % of the load has been on the {}, more than the {:g} % set. Compare both "
          "sides by hand.",
          seconds, finding.value, side_words(input.sides, side), finding.threshold);
  rewrite(
      finding.why,
      "share of the load on one side of the body midline = {:.1f} % (mean of {:.0f} s) > {:g} %, held for at "
      "least {:g} s; settings asymmetry_threshold_pct and asymmetry_min_duration_s. Sitters with chronic "
      "low-back pain load their seat less evenly (Akkarakittichoke and Janwantanakul 2017); the measurable "
      "change of this client is not known yet.",
      finding.value, seconds, finding.threshold, least_s);
}

}  // namespace palpate
