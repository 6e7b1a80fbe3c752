#include "processing/movement_finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>

#include "processing/finding_text.h"
#include "processing/shown_numbers.h"

namespace palpate {
namespace {

constexpr double kHourS = 3600.0;

// False when nothing can be counted in this frame.
bool count_shifts(const FindingInput& input, bool seat, ShiftCounter& counter) {
  if (!seat || input.features == nullptr || !std::isfinite(input.features->cop_x_mm)) return false;
  counter.add(input.t_s, input.features->cop_x_mm, input.features->cop_y_mm);
  return true;
}

Finding& open_finding(std::vector<Finding>& findings, FindingKind kind, int id, double start_s) {
  Finding& made = *findings.emplace(findings.begin());
  made.kind = kind;
  made.id = id;
  made.active = true;
  made.start_s = start_s;
  return made;
}

bool is_open(const std::vector<Finding>& findings) {
  return !findings.empty() && findings.front().active;
}

void close(std::vector<Finding>& findings, double t_s) {
  if (!is_open(findings)) return;
  findings.front().end_s = t_s;
  end_finding(findings, 0);
}

}  // namespace

RestlessDetector::RestlessDetector(const MatGeometry& geometry)
    : seat_(geometry.placement == Placement::seat) {
  findings_.reserve(kMostEndedFindings + 2);
}

void RestlessDetector::reset() {
  end_all();
  findings_.clear();
}

void RestlessDetector::end_all() {
  close(findings_, last_t_s_);
  counter_.reset();
}

void RestlessDetector::update(const FindingInput& input, const Params& params, FindingIds& ids) {
  if (std::isfinite(counter_.start_s()) && input.t_s - last_t_s_ > kLongestGapS) end_all();
  last_t_s_ = input.t_s;
  if (!count_shifts(input, seat_, counter_)) return;
  const double per_hour = params.get(Param::restless_from_per_hour);
  const double most = per_hour * kRestlessWindowS / kHourS;
  const int shifts = counter_.count_within(kRestlessWindowS);
  const double watched = std::min(kRestlessWindowS, input.t_s - counter_.start_s());
  if (!is_open(findings_) && shifts >= most) {
    Finding& made = open_finding(findings_, FindingKind::restless, ids.next(), input.t_s - watched);
    made.unit = "shifts/h";
  }
  if (!is_open(findings_)) return;
  if (shifts < kRestlessHysteresis * most) return close(findings_, input.t_s);
  findings_.front().end_s = input.t_s;
  describe(findings_.front(), shifts, watched, per_hour);
}

void RestlessDetector::describe(Finding& f, int shifts, double window_s, double least) {
  f.value = shifts * kHourS / window_s;
  f.threshold = least;
  f.measurable_change =
      1.96 * std::numbers::sqrt2 * std::sqrt(static_cast<double>(shifts)) * kHourS / window_s;
  f.confidence = std::clamp(0.5 + 0.5 * (f.value - least) / f.measurable_change, 0.0, 1.0);
  rewrite(f.title, "Restless spell: {}", value_words(f.value, least, "shifts an hour"));
  rewrite(f.words,
          "Restless spell: {} shifts of weight in the last {:.0f} min, {} (threshold {}; healthy "
          "sitters make about 18 to 22).",
          shifts, window_s / 60.0, value_words(f.value, least, "an hour"), threshold_words(least, ""));
  rewrite(f.why,
          "shifts of the centre of pressure (docs/metrics.md) in the last {:.0f} min: {} = {:.0f} an hour >= "
          "{}; "
          "counting alone scatters by {:.0f} an hour; setting restless_from_per_hour. Akkarakittichoke and "
          "Janwantanakul 2017.",
          window_s / 60.0, shifts, f.value, threshold_words(least, ""), f.measurable_change);
}

FrozenDetector::FrozenDetector(const MatGeometry& geometry) : seat_(geometry.placement == Placement::seat) {
  findings_.reserve(kMostEndedFindings + 2);
}

void FrozenDetector::reset() {
  end_all();
  findings_.clear();
}

void FrozenDetector::end_all() {
  close(findings_, last_t_s_);
  counter_.reset();
}

void FrozenDetector::update(const FindingInput& input, const Params& params, FindingIds& ids) {
  if (std::isfinite(counter_.start_s()) && input.t_s - last_t_s_ > kLongestGapS) end_all();
  last_t_s_ = input.t_s;
  if (!count_shifts(input, seat_, counter_)) return;
  const double last = counter_.last_shift_s();
  const double since = std::isfinite(last) ? last : counter_.start_s();
  const double minutes = (counter_.judged_until_s() - since) / 60.0,
               least = params.get(Param::frozen_from_min);
  if (minutes < least) return close(findings_, input.t_s);
  if (!is_open(findings_)) {
    Finding& made = open_finding(findings_, FindingKind::frozen, ids.next(), since);
    made.unit = "min";
  }
  Finding& f = findings_.front();
  f.end_s = input.t_s;
  f.value = minutes;
  f.threshold = least;
  f.confidence = std::clamp(0.5 + 0.5 * (minutes / least - 1.0), 0.0, 1.0);
  const std::string still = value_words(f.value, least, f.unit), most = threshold_words(least, f.unit);
  f.told_s = 60.0 * shown_value(f.value, least, f.unit);  // one duration: that of the words
  rewrite(f.title, "Frozen spell: {} without a shift", still);
  rewrite(f.words,
          "Frozen spell: no shift of weight for {} (threshold {}; healthy sitters shift "
          "every 3 min or "
          "so). A break to move is worth offering.",
          still, most);
  rewrite(f.why,
          "no shift of the centre of pressure (docs/metrics.md) for {:.1f} min >= {}; setting "
          "frozen_from_min. Healthy sitters shift about 18 to 22 times an hour, people with chronic low-back "
          "pain less "
          "(Akkarakittichoke and Janwantanakul 2017); nearly everyone slumps after about 20 min.",
          f.value, most);
}

}  // namespace palpate
