#include "processing/movement_record.h"

#include <algorithm>
#include <cmath>

namespace palpate {
namespace {

constexpr double kStep_s = 0.25;
constexpr double kBreak_s = 5.0;
constexpr double kHandOnset_s = 1.0, kHandSettle_s = 3.0;

// Load on the half of the back rest (head) to that of the other half.
double back_front_ratio(const MatGeometry& g, const Features& f) {
  switch (g.head) {
    case HeadEdge::top:
      return f.front_share / f.back_share;
    case HeadEdge::bottom:
      return f.back_share / f.front_share;
    case HeadEdge::left:
      return f.left_share / f.right_share;
    case HeadEdge::right:
      return f.right_share / f.left_share;
  }
  return kNone;
}

void append(std::vector<MovementEvent>& all, const std::vector<MovementEvent>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

void MovementRecord::close_step() {
  if (in_step_ == 0) return;
  const double n = in_step_;
  Stay& stay = stays_.back();
  stay.cop.t_s.push_back(sum_t_ / n);
  stay.cop.x_mm.push_back(sum_x_ / n);
  stay.cop.y_mm.push_back(sum_y_ / n);
  stay.ppi.push_back(sum_ppi_ / n);
  stay.back_front.push_back(sum_ratio_ / n);
  sum_t_ = sum_x_ = sum_y_ = sum_ppi_ = sum_ratio_ = 0.0;
  in_step_ = 0;
}

void MovementRecord::begin_stay(double t_s, bool goes_on) {
  close_step();
  stays_.emplace_back().goes_on = goes_on;
  step_start_s_ = t_s;
  hand_ = false;
}

// A hand is there before it is known to be.
void MovementRecord::drop_onset() {
  close_step();
  CopSeries& cop = stays_.back().cop;
  if (cop.t_s.empty()) return;
  const double from = last_good_s_ - kHandOnset_s, until = cop.t_s.back();
  while (!cop.t_s.empty() && cop.t_s.back() > from) {
    for (auto* list : {&cop.t_s, &cop.x_mm, &cop.y_mm, &stays_.back().ppi, &stays_.back().back_front})
      list->pop_back();
  }
  hands_s_ += until - (cop.t_s.empty() ? from : cop.t_s.back());
}

// True while a hand presses and a moment after; the stay then goes on as a new one.
bool MovementRecord::under_hand(const Snapshot& snapshot) {
  const double t_s = snapshot.t_s;
  if (snapshot.applied.pressing) {
    if (!hand_) drop_onset();
    hand_ = true;
    last_hand_s_ = t_s;
  } else if (hand_ && t_s - last_hand_s_ > kHandSettle_s) {
    begin_stay(t_s, true);
  }
  if (hand_) hands_s_ += t_s - last_good_s_;
  return hand_;
}

void MovementRecord::add(const Snapshot& snapshot) {
  const bool backwards = frames_ > 0 && snapshot.t_s < last_t_s_;
  last_t_s_ = snapshot.t_s;
  ++frames_;
  ++postures_[static_cast<std::size_t>(snapshot.posture)];
  const Features& f = snapshot.features;
  if (backwards && !stays_.empty()) {
    begin_stay(snapshot.t_s, false);
    last_good_s_ = snapshot.t_s;
  }
  if (!f.valid || !snapshot.occupied || snapshot.glitch || !std::isfinite(f.cop_x_mm)) return;
  if (stays_.empty() || snapshot.t_s - last_good_s_ > kBreak_s) {
    begin_stay(snapshot.t_s, false);
    last_good_s_ = snapshot.t_s;
  }
  const bool hand = under_hand(snapshot);
  last_good_s_ = snapshot.t_s;
  if (hand) return;
  if (snapshot.t_s >= step_start_s_ + kStep_s - 1e-6) {
    close_step();
    step_start_s_ += kStep_s * std::floor((snapshot.t_s - step_start_s_ + 1e-6) / kStep_s);
  }
  sum_t_ += snapshot.t_s;
  sum_x_ += f.cop_x_mm;
  sum_y_ += f.cop_y_mm;
  sum_ppi_ += std::isfinite(f.ppi_kpa) ? f.ppi_kpa : f.ppi_counts;
  sum_ratio_ += back_front_ratio(geometry_, f);
  ++in_step_;
}

MovementSummary MovementRecord::summary() const {
  MovementRecord whole = *this;  // with the step at hand
  whole.close_step();
  MovementSummary out;
  for (std::size_t i = 0; i < postures_.size() && frames_ > 0; ++i)
    out.posture_share[i] = static_cast<double>(postures_[i]) / static_cast<double>(frames_);
  out.lying = geometry_.placement == Placement::table;
  out.hands_seconds = hands_s_;
  for (const Stay& stay : whole.stays_) {
    if (stay.cop.t_s.size() < 2) continue;
    out.stays += stay.goes_on && out.stays > 0 ? 0 : 1;
    out.seconds += stay.cop.t_s.back() - stay.cop.t_s.front();
    const Movement movement = find_movement(stay.cop);
    append(out.shifts, movement.shifts);
    append(out.fidgets, movement.fidgets);
    append(out.drifts, movement.drifts);
    if (!(out.longest_still_s >= movement.longest_still_s)) out.longest_still_s = movement.longest_still_s;
    const std::vector<double> paths = in_chair_movement_mm(stay.cop);
    out.in_chair_movement_mm.insert(out.in_chair_movement_mm.end(), paths.begin(), paths.end());
    out.settling = settling_of(stay.cop.t_s, stay.ppi);
    if (geometry_.placement != Placement::table && std::isnan(out.slump_onset_s))
      out.slump_onset_s = slump_onset_s(stay.cop.t_s, stay.back_front);
  }
  if (out.seconds < 60.0) return out;
  const double hours = out.seconds / 3600.0;
  out.shifts_per_hour = static_cast<double>(out.shifts.size()) / hours;
  out.fidgets_per_hour = static_cast<double>(out.fidgets.size()) / hours;
  out.drifts_per_hour = static_cast<double>(out.drifts.size()) / hours;
  return out;
}

}  // namespace palpate
