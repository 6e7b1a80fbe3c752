#include "processing/tension_pattern_finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <numbers>
#include <optional>
#include <string>
#include <utility>

#include "processing/finding_place.h"
#include "processing/finding_text.h"
#include "processing/measurable_change.h"
#include "processing/shown_numbers.h"

namespace palpate {
namespace {

constexpr double kSmoothingMm = 40.0;  // of the midline's and the lean's view only
constexpr double kSettleS = 2.0;       // of a posture, before it counts
constexpr int kMostLevelWindows = 60;  // the mean forgets beyond so many
constexpr double kRimShare = 0.5;      // of the limit: a square so far out belongs to the place beside it
constexpr double kSeatShare = 0.6;     // sitters differ less from their mirror image than lying clients
constexpr float kLargestStep = 0.3F;   // one window moves the usual level by that share of itself at most

void learn(HalfArray& mean, const HalfArray& now, float gain, bool robust) {
  for (Eigen::Index i = 0; i < mean.size(); ++i) {
    float step = now.data()[i] - mean.data()[i];
    const float most = kLargestStep * mean.data()[i];
    if (robust && mean.data()[i] > 0.0F) step = std::clamp(step, -most, most);
    mean.data()[i] += gain * step;
  }
}

// here / usual of which half of the load lies below and half above; 0 where nothing is known.
double median_ratio(const HalfArray& here, const HalfArray& usual) {
  std::array<std::pair<float, float>, static_cast<std::size_t>(kBodyRows * kHalfCols)> ratios;
  std::size_t n = 0;
  float total = 0.0F;
  for (Eigen::Index i = 0; i < here.size(); ++i) {
    const float a = here.data()[i], u = usual.data()[i];
    if (!(a > 0.0F && u > 0.0F)) continue;
    ratios[n++] = {a / u, a};
    total += a;
  }
  std::sort(ratios.begin(), ratios.begin() + static_cast<std::ptrdiff_t>(n));
  float sum = 0.0F;
  for (std::size_t k = 0; k < n; ++k) {
    sum += ratios[k].second;
    if (2.0F * sum >= total) return static_cast<double>(ratios[k].first);
  }
  return 0.0;
}

// Or in any posture that holds and shows no two sides: what was found cannot hold there.
bool on_a_side(const BodyState& body, double t_s) {
  return body.found && !body.seated && !body.sides_known && t_s - body.stable_since_s >= kSettleS;
}

}  // namespace

TensionPatternDetector::TensionPatternDetector(const MatGeometry& geometry, TensionRule rule)
    : geometry_(geometry), rule_(rule) {
  findings_.reserve(2 * kMostOpenTensionPatterns + kMostEndedFindings + 1);
  reset();
}

void TensionPatternDetector::reset() {
  end_all();
  findings_.clear();
  level_ = UsualLevel{};
}

void TensionPatternDetector::end_all() {
  while (!findings_.empty() && findings_.front().active) end_finding(findings_, 0);
  for (PatternVotes& votes : votes_) votes.clear();
  mean_left_.setZero();
  mean_right_.setZero();
  usual_left_.setZero();
  usual_right_.setZero();
  windows_ = 0;
  in_window_ = started_ = false;
  rate_.restart();
}

TensionPatternDetector::Rule TensionPatternDetector::rule_of(const FindingInput& input,
                                                             const Params& params) const {
  Rule rule{};
  const bool seated = input.body->seated;
  const auto pooled = pooled_measurable_change(seated ? "local_excess_seat_pct" : "local_excess_pct");
  rule.measurable_change = pooled ? pooled->mdc95 : 0.0;
  // Left over right: 1.96 SEM sqrt(2) between two sittings, 1.96 SEM of one, 1.96 SEM sqrt(1 + 1/k) of one
  // against the mean of k; either side alone scatters by SEM / sqrt(2).
  const double pair = 0.01 * rule.measurable_change, one = pair / std::numbers::sqrt2;
  const double pose = 0.01 * (seated ? kSeatShare : 1.0);
  if (against_usual()) {
    const double against_mean = one * std::sqrt(1.0 + 1.0 / std::max(1, usual_now()->recordings));
    rule.limit = against_mean;
    rule.over_mirror = one;
    const double own = against_mean / std::numbers::sqrt2;
    rule.measurable_change = 100.0 * own;
    rule.over_usual = std::max(pose * params.get(Param::tension_over_usual_pct), own);
  } else {
    rule.limit = std::max(pose * params.get(Param::tension_excess_pct), pair);
    rule.over_mirror = rule.limit;
  }
  const bool kpa = input.map->unit == PressureUnit::kpa;
  rule.floor = params.get(kpa ? Param::contact_threshold_kpa : Param::contact_threshold_counts);
  rule.window_s = params.get(Param::tension_window_s);
  rule.least_windows = std::clamp(
      static_cast<int>(std::ceil(params.get(Param::tension_min_duration_s) / rule.window_s)), 1, kMostVotes);
  rule.least_area_cm2 = params.get(Param::tension_min_area_cm2);
  return rule;
}

const PoseLevel* TensionPatternDetector::usual_now() const {
  if (usual_ == nullptr || usual_->of(pose_).recordings == 0) return nullptr;
  return &usual_->of(pose_);
}

// What was found of the back is not claimed of the front.
void TensionPatternDetector::turn_to(LevelPose pose) {
  if (pose == pose_) return;
  end_all();
  pose_ = pose;
}

void TensionPatternDetector::begin_window() {
  grid_.clear();
  in_window_ = false;
}

void TensionPatternDetector::update(const FindingInput& input, const Params& params, FindingIds& ids) {
  if (started_ && input.t_s - last_t_s_ > kLongestGapS) begin_window();
  started_ = true;
  last_t_s_ = input.t_s;
  if (input.hands || input.body == nullptr || !rate_.due(input.t_s)) return;
  const BodyState& body = *input.body;
  const bool stable = body.found && body.sides_known && input.t_s - body.stable_since_s >= kSettleS;
  if (stable) turn_to(level_pose(body));
  if (on_a_side(body, input.t_s)) end_all();
  if (lasting() && usual_now() == nullptr) return;
  if (!stable || (!in_window_ && !body_frame(body, geometry_, frame_))) return begin_window();
  if (!in_window_) {
    in_window_ = true;
    window_start_ = input.t_s;
  }
  BodyFrame now = frame_;  // sides stay those of the window's start, the place follows the body
  now.x_mm = body.pelvis_x_mm;
  now.y_mm = body.pelvis_y_mm;
  grid_.add(*input.map, geometry_, body, now);
  if (input.t_s - window_start_ < params.get(Param::tension_window_s)) return;
  judge_window(input, params, ids);
  begin_window();
}

void TensionPatternDetector::judge_window(const FindingInput& input, const Params& params, FindingIds& ids) {
  const Rule rule = rule_of(input, params);
  mirror_profile(grid_.mean(), grid_.labels(), kSmoothingMm, rule.floor, profile_);
  if (!(profile_.mean > 0.0)) return;
  window_start_s_[windows_ % kMostVotes] = window_start_;
  ++windows_;
  learn_level();
  weigh(rule);
  for (const bool left : {true, false}) {
    expect(left);
    vote(left, rule);
  }
  for (const bool left : {true, false}) match(left, input, rule, ids);
}

void TensionPatternDetector::learn_level() {
  PoseLevel& level = level_.of(pose_);
  const auto n = static_cast<float>(std::min(level.windows + 1, kMostLevelWindows));
  const auto scale = static_cast<float>(1.0 / profile_.mean);
  const HalfArray left = profile_.raw_left * scale, right = profile_.raw_right * scale;
  learn(level.left, left, 1.0F / n, level.windows > 2);
  learn(level.right, right, 1.0F / n, level.windows > 2);
  level.weight += profile_.weight;
  ++level.windows;
  level.recordings = 1;
  const auto shown = static_cast<float>(std::min<std::size_t>(windows_, kMostVotes));
  learn(mean_left_, profile_.raw_left, 1.0F / shown, false);
  learn(mean_right_, profile_.raw_right, 1.0F / shown, false);
}

// How far every place stands out from its mirror place, and from what is usual between them.
void TensionPatternDetector::weigh(const Rule& rule) {
  const PlaceLoads now{profile_.raw_left, profile_.raw_right, profile_.weight};
  std::optional<PlaceLoads> expected;
  if (const PoseLevel* known = usual_now(); known != nullptr)
    expected.emplace(PlaceLoads{known->left, known->right, known->weight});
  const PlaceLoads* const usual = against_usual() ? &*expected : nullptr;
  for (std::size_t k = 0; k < kPlaceAreasCm2.size(); ++k) {
    place_excess(now, usual, kPlaceAreasCm2[k], rule.floor, discs_[k]);
    if (lasting()) place_excess(*expected, nullptr, kPlaceAreasCm2[k], 0.0, earlier_discs_[k]);
  }
  place_excess(now, usual, kPlaceRimAreaCm2, 0.5 * rule.floor, rim_);
}

// What is usual on one side, in the unit of this window's profile.
void TensionPatternDetector::expect(bool left) {
  HalfArray& usual = left ? usual_left_ : usual_right_;
  if (!against_usual()) {
    const auto factor = static_cast<float>(profile_.mean * std::exp((left ? 0.5 : -0.5) * profile_.lean));
    usual = factor * (level_.of(pose_).left * level_.of(pose_).right).sqrt();
    return;
  }
  const PoseLevel& known = *usual_now();
  usual = (known.weight > 0.0F).select(left ? known.left : known.right, 0.0F);
  usual *= static_cast<float>(median_ratio(left ? profile_.raw_left : profile_.raw_right, usual));
}

// Squares of the discs that stand out, as far as they carry more themselves.
void TensionPatternDetector::vote(bool left, const Rule& rule) {
  const double side = left ? 1.0 : -1.0, limit = std::log1p(rule.limit);
  const double least = std::log1p(against_usual() ? rule.over_mirror : rule.measurable_change * 0.01);
  HalfMask yes = HalfMask::Constant(false);
  for (std::size_t k = 0; k < discs_.size(); ++k) {
    const PlaceExcess &disc = discs_[k], &earlier = earlier_discs_[k];
    const int reach = static_cast<int>(disc.radius_mm / kBodyStepMm);
    for (int i = 0; i < kBodyRows; ++i) {
      for (int j = 0; j < kHalfCols; ++j) {
        const double over = side * static_cast<double>(disc.over(i, j));
        const double needed = limit * static_cast<double>(disc.scatter(i, j));
        if (!(over > needed)) continue;
        if (lasting() && !(side * static_cast<double>(earlier.over(i, j)) > needed)) continue;
        if (!(side * static_cast<double>(disc.excess(i, j)) > least)) continue;
        for (int r = std::max(0, i - reach); r <= std::min(kBodyRows - 1, i + reach); ++r) {
          for (int c = std::max(0, j - reach); c <= std::min(kHalfCols - 1, j + reach); ++c) {
            const bool inside = std::hypot(r - i, c - j) * kBodyStepMm <= disc.radius_mm;
            if (inside && side * static_cast<double>(rim_.over(r, c)) > kRimShare * limit) yes(r, c) = true;
          }
        }
      }
    }
  }
  votes_[left ? 0 : 1].add(yes);
}

void TensionPatternDetector::match(bool left, const FindingInput& input, const Rule& rule, FindingIds& ids) {
  PatternVotes& votes = votes_[left ? 0 : 1];
  const HalfArray& here = left ? mean_left_ : mean_right_;
  const HalfArray& there = left ? mean_right_ : mean_left_;
  const BodySide side = left ? BodySide::left : BodySide::right;
  const auto mine = [&](const Finding& f) { return f.active && f.region.side == side; };
  for (Finding& finding : findings_)
    if (mine(finding)) finding.end_s = -1.0;  // not seen yet
  const HalfArray& usual = left ? usual_left_ : usual_right_;
  votes.find({here, there, usual}, profile_.left_region, kTensionShare, kTensionHeldShare, places_);
  for (std::size_t k = 0; k < places_.count; ++k) {
    const PatternPlace& place = places_.list[k];
    const double held = place.owner != 0 ? 0.5 : 1.0;  // a finding may shrink to half before it ends
    if (place.region == kNoRegion || votes.windows() < rule.least_windows) continue;
    if (place.area_cm2() < held * rule.least_area_cm2 || place.over_mirror() <= rule.over_mirror) continue;
    if (against_usual() && place.over_usual() <= rule.over_usual) continue;  // else the mirror place gave way
    Finding* finding = finding_of(place, left, ids);
    if (finding == nullptr) continue;
    votes.own(k, finding->id);
    describe(*finding, place, left, input, rule);
  }
  for (std::size_t i = 0; i < findings_.size() && findings_[i].active;) {
    if (!mine(findings_[i]) || findings_[i].end_s >= 0.0) {
      ++i;
      continue;
    }
    findings_[i].end_s = input.t_s;
    end_finding(findings_, i);
  }
}

// The open finding that holds squares of the place, else a new one; null when there are enough.
Finding* TensionPatternDetector::finding_of(const PatternPlace& place, bool left, FindingIds& ids) {
  const BodySide side = left ? BodySide::left : BodySide::right;
  std::size_t open = 0;
  for (; open < findings_.size() && findings_[open].active; ++open) {
    Finding& f = findings_[open];
    if (f.id == place.owner && f.end_s < 0.0) return &f;
  }
  if (open >= kMostOpenTensionPatterns) return nullptr;
  Finding& made = *findings_.emplace(findings_.begin() + static_cast<std::ptrdiff_t>(open));
  made.kind = FindingKind::tension_pattern;
  made.id = ids.next();
  made.active = true;
  made.unit = "%";
  made.has_region = true;
  made.region.side = side;
  const auto ago = static_cast<std::size_t>(std::max(1, place.oldest_yes));
  made.start_s = window_start_s_[(windows_ - std::min(ago, windows_)) % kMostVotes];
  return &made;
}

void TensionPatternDetector::describe(Finding& f, const PatternPlace& place, bool left,
                                      const FindingInput& input, const Rule& rule) {
  f.end_s = input.t_s;
  const double value = against_usual() ? place.over_usual() : place.over_mirror();
  const double threshold = against_usual() ? rule.over_usual : rule.over_mirror;
  f.value = 100.0 * value;
  f.threshold = 100.0 * threshold;
  f.measurable_change = rule.measurable_change;
  f.area_cm2 = place.area_cm2();
  const double margin = value / threshold - 1.0;  // 1: twice the threshold
  f.confidence = std::clamp(place.votes * (0.5 + 0.5 * std::min(1.0, margin)), 0.0, 1.0);
  const Region of_left = region_at(static_cast<std::size_t>(place.region));
  place_in(f, left ? of_left : mirror(of_left), input.body);
  f.side = left ? "client's left" : "client's right";
  const double u = profile_.midline_u_mm(place.v_mm) + (left ? 1.0 : -1.0) * place.distance_mm;
  f.x_mm = frame_.map_x(u, place.v_mm);
  f.y_mm = frame_.map_y(u, place.v_mm);
  f.row = std::clamp(static_cast<int>(f.y_mm / geometry_.pitch_y_mm), 0, geometry_.rows - 1);
  f.col = std::clamp(static_cast<int>(f.x_mm / geometry_.pitch_x_mm), 0, geometry_.cols - 1);
  const std::string_view part = words_of(f.region.kind, input.body->facing);
  const std::string more = value_words(f.value, f.threshold, f.unit);
  const std::string over_mirror = threshold_words(100.0 * rule.over_mirror, f.unit);
  f.told_s = f.end_s - f.start_s;
  rewrite(f.title, "Place to palpate: {} {}", f.side, part);
  rewrite(f.words, "Place to palpate: {} {} carries {} more than ", f.side, part, more);
  const auto words = std::back_inserter(f.words);
  if (input.map->unit == PressureUnit::counts)
    rewrite(f.words, "Place to palpate: {} {} reads {} more counts (mat not calibrated) than ", f.side, part,
            more);
  if (against_usual()) {
    fmt::format_to(words, "is usual for this client and {} more than its mirror region for ",
                   value_words(100.0 * place.over_mirror(), 100.0 * rule.over_mirror, f.unit));
  } else {
    fmt::format_to(words, "its mirror region for ");
  }
  fmt::format_to(words, "{} (threshold {}), over {:.0f} cm2{}.", lasted_words(f.told_s),
                 threshold_words(f.threshold, f.unit), f.area_cm2,
                 lasting() ? ", as in earlier recordings" : "");
  rewrite(f.why, "mean pressure of the place: {:.1f} % over its mirror place (needs {})",
          100.0 * place.over_mirror(), over_mirror);
  const auto why = std::back_inserter(f.why);
  if (against_usual()) {
    fmt::format_to(why, ", {:.1f} % over the client's level in {} earlier recording{} (needs {})",
                   100.0 * place.over_usual(), usual_now()->recordings,
                   usual_now()->recordings == 1 ? "" : "s", threshold_words(100.0 * rule.over_usual, f.unit));
  }
  fmt::format_to(
      why,
      "; discs stand out by more than {:.1f} % from {}, at rims more, in {:.0f} % of {} posture-stable "
      "windows of {:g} s; whole trunk leans {:.1f} % to the client's {}; measurable change {} "
      "(pooled default); settings tension_excess_pct, tension_over_usual_pct, tension_min_area_cm2, "
      "tension_min_duration_s, tension_window_s.{} It is load on the mat, not muscle tone.",
      100.0 * rule.limit, against_usual() ? "what is usual between the two sides" : "the mirror disc",
      100.0 * place.votes, votes_[left ? 0 : 1].windows(), rule.window_s,
      100.0 * std::expm1(std::abs(profile_.lean)), profile_.lean >= 0.0 ? "left" : "right",
      change_words(rule.measurable_change, f.unit),
      against_usual() ? ""
      : lasting()     ? " It may be the way the client is built."
                      : " A first recording cannot tell this from the way the client is built.");
}

}  // namespace palpate
