#include "processing/lifted_area_finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "processing/finding_place.h"
#include "processing/finding_text.h"
#include "processing/shown_numbers.h"

namespace palpate {
namespace {

constexpr double kTimeConstantS = 5.0;
constexpr double kSettleS = 2.0;
constexpr double kLeastAreaCm2 = 20.0;  // of each region: less is no region

// Share of the load per area of a region; NaN where it is not on the mat.
double density(const BodyState& body, RegionKind kind, BodySide side) {
  const RegionLoad& load = body.regions[index_of({kind, side})];
  if (!load.present || !(load.area_cm2 >= kLeastAreaCm2)) return kNone;
  return std::isfinite(load.load_share) ? load.load_share / load.area_cm2 : 0.0;
}

// In percent of the neighbours above and below; NaN while one of the three is not known.
double level_pct_of(const BodyState& body, BodySide side) {
  const double around =
      0.5 * (density(body, RegionKind::mid_back, side) + density(body, RegionKind::pelvis, side));
  return around > 0.0 ? 100.0 * density(body, RegionKind::low_back, side) / around : kNone;
}

}  // namespace

LiftedAreaDetector::LiftedAreaDetector(const MatGeometry& geometry) : geometry_(geometry) {
  findings_.reserve(kMostEndedFindings + 4);
}

void LiftedAreaDetector::reset() {
  end_all();
  findings_.clear();
}

void LiftedAreaDetector::end_all() {
  for (Side& side : sides_) close(side, last_t_s_);
  started_ = false;
}

Finding* LiftedAreaDetector::find_open(int id) {
  for (Finding& f : findings_)
    if (f.active && f.id == id) return &f;
  return nullptr;
}

void LiftedAreaDetector::close(Side& side, double t_s) {
  for (std::size_t i = 0; i < findings_.size() && side.id != 0; ++i) {
    if (!findings_[i].active || findings_[i].id != side.id) continue;
    findings_[i].end_s = t_s;
    end_finding(findings_, i);
    break;
  }
  side = Side{};
}

void LiftedAreaDetector::update(const FindingInput& input, const Params& params, FindingIds& ids) {
  const bool gap = started_ && input.t_s - last_t_s_ > kLongestGapS;
  if (gap) end_all();
  if (input.hands) {
    started_ = true;
    last_t_s_ = input.t_s;
    return;
  }
  const BodyState* body = input.body;
  const bool fits = body != nullptr && body->found && body->sides_known && !body->seated &&
                    body->facing == Facing::up && std::isfinite(body->stable_since_s);
  for (const BodySide side : {BodySide::left, BodySide::right}) {
    if (fits && input.t_s - body->stable_since_s >= kSettleS) {
      follow(side, input, params, ids);
    } else if (!fits && body != nullptr && (body->seated || body->facing != Facing::up)) {
      close(sides_[static_cast<std::size_t>(side)],
            input.t_s);  // another posture; a mere move only pauses it
    }
  }
  started_ = true;
  last_t_s_ = input.t_s;
}

void LiftedAreaDetector::follow(BodySide which, const FindingInput& input, const Params& params,
                                FindingIds& ids) {
  Side& side = sides_[static_cast<std::size_t>(which)];
  const double now = level_pct_of(*input.body, which);
  if (!std::isfinite(now)) return;
  const double dt = started_ ? std::max(0.0, input.t_s - last_t_s_) : 0.0;
  if (!std::isfinite(side.level_pct)) side.level_pct = now;
  side.level_pct += (1.0 - std::exp(-dt / kTimeConstantS)) * (now - side.level_pct);
  const double limit = params.get(Param::lifted_max_pct);
  if (side.level_pct > limit * (side.id != 0 ? kLiftedHysteresis : 1.0)) {
    const double level = side.level_pct;
    close(side, input.t_s);
    side.level_pct = level;
    return;
  }
  if (!std::isfinite(side.since_s)) side.since_s = input.t_s;
  if (side.id == 0 && input.t_s - side.since_s >= params.get(Param::lifted_min_duration_s)) {
    Finding& made = *findings_.emplace(findings_.begin());
    made.kind = FindingKind::lifted_area;
    made.id = side.id = ids.next();
    made.active = true;
    made.start_s = side.since_s;
    made.unit = "%";
    place_in(made, {RegionKind::low_back, which}, input.body);
    made.side = client_side(which);
  }
  if (Finding* open = side.id != 0 ? find_open(side.id) : nullptr) describe(*open, which, input, params);
}

void LiftedAreaDetector::describe(Finding& f, BodySide which, const FindingInput& input,
                                  const Params& params) {
  const BodyState& body = *input.body;
  const Side& side = sides_[static_cast<std::size_t>(which)];
  const Side& other = sides_[1 - static_cast<std::size_t>(which)];
  const RegionLoad& load = body.regions[index_of(f.region)];
  f.end_s = input.t_s;
  f.value = side.level_pct;
  f.threshold = params.get(Param::lifted_max_pct);
  f.area_cm2 =
      std::max(0.0, load.area_cm2 - (std::isfinite(load.contact_area_cm2) ? load.contact_area_cm2 : 0.0));
  f.confidence =
      std::clamp(body.confidence * (1.0 - f.value / (f.threshold * kLiftedHysteresis)) + 0.3, 0.0, 1.0);
  double x = 0.0, y = 0.0;
  int cells = 0;
  for (int r = 0; r < geometry_.rows; ++r) {
    for (int c = 0; c < geometry_.cols; ++c) {
      if (body.labels(r, c) != static_cast<std::int8_t>(index_of(f.region))) continue;
      x += (c + 0.5) * geometry_.pitch_x_mm;
      y += (r + 0.5) * geometry_.pitch_y_mm;
      ++cells;
    }
  }
  if (cells > 0) f.x_mm = x / cells, f.y_mm = y / cells;
  f.told_s = f.end_s - f.start_s;
  const std::string most = threshold_words(f.threshold, f.unit);
  rewrite(f.title, "Lifted area: {} low back", f.side);
  rewrite(f.words,
          "Lifted area: {} low back has carried {} of what the ribs and the pelvis beside it carry, "
          "for {} (threshold {}). Feel the space under it.",
          f.side, value_words(f.value, f.threshold, f.unit), lasted_words(f.told_s), most);
  rewrite(
      f.why,
      "load per area of the low back / mean of mid back and pelvis of the same side = {:.1f} % < {}, "
      "held "
      "for at least {:g} s of stable posture; {:.0f} cm2 of it without contact; the other side: {:.0f} %; "
      "settings lifted_max_pct and lifted_min_duration_s; the measurable change of this client is not known "
      "yet. A hollow is usual.",
      f.value, most, params.get(Param::lifted_min_duration_s), f.area_cm2,
      std::isfinite(other.level_pct) ? other.level_pct : 0.0);
}

}  // namespace palpate
