#include "processing/shallow_breath_finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "processing/finding_text.h"

namespace palpate {
namespace {

// Of the load along the body [N mm]; NaN where there is none.
double moment_of(const FindingInput& input) {
  const BodyState& body = *input.body;
  const double along = (input.features->cop_x_mm - body.pelvis_x_mm) * body.axis_x +
                       (input.features->cop_y_mm - body.pelvis_y_mm) * body.axis_y;
  return input.features->total_load_n * along;
}

bool can_judge(const FindingInput& input) {
  return input.body != nullptr && input.body->found && !input.body->seated && input.features != nullptr &&
         input.applied != nullptr && input.applied->available && std::isfinite(input.features->total_load_n);
}

}  // namespace

ShallowBreathDetector::ShallowBreathDetector() {
  findings_.reserve(kMostEndedFindings + 2);
}

void ShallowBreathDetector::reset() {
  end_all();
  findings_.clear();
}

void ShallowBreathDetector::end_all() {
  close();
  depth_.reset();
  rest_depth_ = window_end_s_ = kNone;
  rest_windows_ = 0;
  pressing_ = false;
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
  const bool gap = input.t_s - last_t_s_ > kLongestGapS;
  last_t_s_ = input.t_s;
  if (!can_judge(input) || gap) {
    close();
    depth_.reset();
    return;
  }
  if (std::isnan(window_end_s_)) window_end_s_ = input.t_s - kBreathDepthS;
  const AppliedLoadState& applied = *input.applied;
  const bool unsteady = std::abs(applied.ramp_n_per_s) > kSteadyNPerS;
  const bool other_place =
      applied.pressing && pressing_ && applied.has_region && !(applied.region == pressed_);
  if (applied.pressing != pressing_ || other_place || unsteady) {
    if (applied.pressing != pressing_ || other_place) close();
    depth_.reset();
    press_since_s_ = input.t_s;
  }
  pressing_ = applied.pressing;
  if (applied.has_region) pressed_ = applied.region;
  // The axis follows the body by small steps, which move the moment no more than its trend.
  if (!depth_.add(input.t_s, moment_of(input)) || !depth_.full()) return;
  if (!pressing_) return learn_rest();
  if (!(rest_depth_ > 0.0) || !applied.has_region) return;
  const double share_pct = 100.0 * depth_.depth() / rest_depth_,
               limit = params.get(Param::shallow_breath_max_pct);
  if (share_pct > (is_open() ? kShallowHysteresis : 1.0) * limit) return close();
  if (!is_open()) {
    Finding& made = *findings_.emplace(findings_.begin());
    made.kind = FindingKind::shallow_breath;
    made.id = ids.next();
    made.active = true;
    made.start_s = std::max(press_since_s_, input.t_s - kBreathDepthS);
    made.unit = "%";
    made.has_region = true;
  }
  describe(input, params, share_pct);
}

void ShallowBreathDetector::describe(const FindingInput& input, const Params& params, double share_pct) {
  Finding& f = findings_.front();
  f.end_s = input.t_s;
  f.value = share_pct;
  f.threshold = params.get(Param::shallow_breath_max_pct);
  f.region = pressed_;
  f.side = client_side(pressed_.side);
  f.x_mm = input.applied->x_mm;
  f.y_mm = input.applied->y_mm;
  f.confidence = std::clamp(static_cast<double>(rest_windows_) / kRestWindows, 0.2, 1.0);
  const std::string_view part = words_of(f.region.kind, input.body->facing);
  rewrite(f.title, "Breath gets shallow: {} {}", f.side, part);
  rewrite(f.words,
          "While the {} {} is loaded the breath is {:.0f} % as deep as at rest (threshold {:.0f} %). Ease "
          "off and wait "
          "for it to come back.",
          f.side, part, f.value, f.threshold);
  rewrite(f.why,
          "swing of the load along the body over {:g} s = {:.0f} % of its mean over {} windows at rest, < "
          "{:.0f} %, "
          "with {:.0f} N above rest; setting shallow_breath_max_pct; the measurable change of this client is "
          "not known "
          "yet. Slow, full breathing is a sign that the body lets go.",
          kBreathDepthS, f.value, rest_windows_, f.threshold,
          std::isfinite(input.applied->load_n) ? input.applied->load_n : 0.0);
}

}  // namespace palpate
