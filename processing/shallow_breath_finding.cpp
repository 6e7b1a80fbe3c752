#include "processing/shallow_breath_finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "processing/finding_place.h"
#include "processing/finding_text.h"
#include "processing/shown_numbers.h"

namespace palpate {
namespace {

double along_mm(const BodyState& body, double x_mm, double y_mm) {
  return (x_mm - body.pelvis_x_mm) * body.axis_x + (y_mm - body.pelvis_y_mm) * body.axis_y;
}

// Middle of a region, along the body from the pelvis; 0 where the body model does not place it.
double middle_mm(const BodyState& body, const MatGeometry& geometry, const Region& region) {
  double sum = 0.0;
  int cells = 0;
  for (Eigen::Index r = 0; r < body.labels.rows(); ++r) {
    for (Eigen::Index c = 0; c < body.labels.cols(); ++c) {
      if (body.labels(r, c) != static_cast<int>(index_of(region))) continue;
      sum += along_mm(body, (static_cast<double>(c) + 0.5) * geometry.pitch_x_mm,
                      (static_cast<double>(r) + 0.5) * geometry.pitch_y_mm);
      ++cells;
    }
  }
  return cells > 0 ? sum / cells : 0.0;
}

// Of the load along the body about a place `arm_mm` from the pelvis [N mm]; NaN where there is none.
double moment_of(const FindingInput& input, double arm_mm) {
  return input.features->total_load_n *
         (along_mm(*input.body, input.features->cop_x_mm, input.features->cop_y_mm) - arm_mm);
}

bool can_judge(const FindingInput& input) {
  return input.body != nullptr && input.body->found && !input.body->seated && input.features != nullptr &&
         input.applied != nullptr && input.applied->available && std::isfinite(input.features->total_load_n);
}

}  // namespace

ShallowBreathDetector::ShallowBreathDetector(const MatGeometry& geometry) : geometry_(geometry) {
  findings_.reserve(kMostEndedFindings + 2);
}

void ShallowBreathDetector::reset() {
  end_all();
  findings_.clear();
}

void ShallowBreathDetector::end_all() {
  close();
  depth_.reset();
  rest_depth_ = window_end_s_ = shallow_since_s_ = kNone;
  rest_windows_ = 0;
  pressing_ = placed_ = false;
  ramp_ = 0.0;
}

void ShallowBreathDetector::close() {
  if (!is_open()) return;
  findings_.front().end_s = last_t_s_;
  end_finding(findings_, 0);
}

// Windows that do not overlap, so that each breath counts once.
void ShallowBreathDetector::learn_rest() {
  if (!depth_.full() || last_t_s_ < window_end_s_ + kBreathDepthS) return;
  window_end_s_ = last_t_s_;
  rest_windows_ = std::min(rest_windows_ + 1, kRestWindows);
  const double depth = depth_.depth();
  rest_depth_ = rest_windows_ == 1 ? depth : rest_depth_ + (depth - rest_depth_) / rest_windows_;
}

void ShallowBreathDetector::update(const FindingInput& input, const Params& params, FindingIds& ids) {
  const double dt_s = input.t_s - last_t_s_;
  const bool gap = dt_s > kLongestGapS;
  last_t_s_ = input.t_s;
  if (!can_judge(input) || gap) {
    close();
    depth_.reset();
    shallow_since_s_ = kNone;
    return;
  }
  if (std::isnan(window_end_s_)) window_end_s_ = input.t_s - kBreathDepthS;
  const AppliedLoadState& applied = *input.applied;
  const double ramp = std::isfinite(applied.ramp_n_per_s) ? applied.ramp_n_per_s : 0.0;
  ramp_ += (1.0 - std::exp(-dt_s / kRampAverageS)) * (ramp - ramp_);
  const bool unsteady = std::abs(ramp_) > kSteadyNPerS || applied.moving;
  const bool changed = applied.pressing != pressing_;
  const bool other_place =
      applied.pressing && applied.has_region && (changed || !placed_ || !(applied.region == pressed_));
  if (changed || other_place) {
    close();
    pressing_ = applied.pressing;
    placed_ = other_place;
    if (placed_) pressed_ = applied.region;
    arm_mm_ = placed_ ? middle_mm(*input.body, geometry_, pressed_) : 0.0;
  }
  if (changed || other_place || unsteady) {
    depth_.reset();
    shallow_since_s_ = kNone;
    press_since_s_ = input.t_s;
  }
  // The axis follows the body by small steps, which move the moment no more than its trend.
  if (!depth_.add(input.t_s, moment_of(input, arm_mm_)) || !depth_.full()) return;
  if (!pressing_) return learn_rest();
  if (!(rest_depth_ > 0.0) || !applied.has_region) return;
  const double share_pct = 100.0 * depth_.depth() / rest_depth_,
               limit = params.get(Param::shallow_breath_max_pct);
  if (share_pct > (is_open() ? kShallowHysteresis : 1.0) * limit) {
    shallow_since_s_ = kNone;
    return close();
  }
  if (std::isnan(shallow_since_s_)) shallow_since_s_ = input.t_s;
  if (!is_open()) {
    if (input.t_s - shallow_since_s_ < kShallowForS) return;
    Finding& made = *findings_.emplace(findings_.begin());
    made.kind = FindingKind::shallow_breath;
    made.id = ids.next();
    made.active = true;
    made.start_s = std::max(press_since_s_, input.t_s - kBreathDepthS);
    made.unit = "%";
  }
  describe(input, params, share_pct);
}

void ShallowBreathDetector::describe(const FindingInput& input, const Params& params, double share_pct) {
  Finding& f = findings_.front();
  f.end_s = input.t_s;
  // It lasts a little beyond its threshold; what it tells is the last breath that was below.
  if (share_pct > params.get(Param::shallow_breath_max_pct)) return;
  f.value = share_pct;
  f.threshold = params.get(Param::shallow_breath_max_pct);
  place_in(f, pressed_, input.body);
  f.side = client_side(pressed_.side);
  f.x_mm = input.applied->x_mm;
  f.y_mm = input.applied->y_mm;
  f.confidence = std::clamp(static_cast<double>(rest_windows_) / kRestWindows, 0.2, 1.0);
  const std::string_view part = words_of(f.region.kind, input.body->facing);
  const std::string most = threshold_words(f.threshold, f.unit);
  rewrite(f.title, "Breath gets shallow: {} {}", f.side, part);
  rewrite(f.words,
          "While the {} {} is loaded the breath is {} as deep as at rest (threshold {}). Ease "
          "off and wait "
          "for it to come back.",
          f.side, part, value_words(f.value, f.threshold, f.unit), most);
  rewrite(f.why,
          "swing of the load along the body over {:g} s = {:.0f} % of its mean over {} windows at rest, < "
          "{}, "
          "with {:.0f} N above rest; setting shallow_breath_max_pct; the measurable change of this client is "
          "not known "
          "yet. Slow, full breathing is a sign that the body lets go.",
          kBreathDepthS, f.value, rest_windows_, most,
          std::isfinite(input.applied->load_n) ? input.applied->load_n : 0.0);
}

}  // namespace palpate
