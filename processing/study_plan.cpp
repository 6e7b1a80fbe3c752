#include "processing/study_plan.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "acquisition/result.h"
#include "processing/study_body.h"

namespace palpate {
namespace {

constexpr double kEdgeReachMm = 30.0;  // beyond its outline: a cell of a table's mat

std::string on_a_side(std::uint64_t seed, std::string_view region) {
  return std::string(region) + (study_draw(seed, 9, 0.0, 1.0) < 0.5 ? "_left" : "_right");
}

// Tension patterns: three bodies of five on the back, one on the front, one seated.
StudySubject draw_tension(std::uint64_t seed, const StudyWishes& wishes) {
  static constexpr std::array kLying = {"low_back", "mid_back", "pelvis", "low_back", "upper_back"};
  static constexpr std::array kSeat = {"ischial", "seat_thigh"};
  const std::uint64_t k = seed % 5, pick = seed / 5;
  const StudyPose pose = k < 3 ? StudyPose::supine : k == 3 ? StudyPose::prone : StudyPose::seated;
  const char* region = pose == StudyPose::seated ? kSeat[pick % kSeat.size()] : kLying[pick % kLying.size()];
  return {study_body(seed, pose, wishes.roughness), on_a_side(seed, region)};
}

// Load of a place times (1 + change). A region of the back holds about 250 cm2 of contact on each side, the
// seat's regions fewer.
void change_load(StudySubject& subject, double change, const StudyWishes& wishes) {
  SimulatedBodyOptions& body = subject.simulation.body;
  const bool seat = body.geometry.placement == Placement::seat;
  LoadSpot spot;
  PALPATE_EXPECTS(spot_from_region_id(subject.place, spot));
  spot.change = change;
  spot.size_cm2 = wishes.size_cm2 > 0.0 ? wishes.size_cm2 : seat ? 120.0 : 250.0;
  body.spot = spot;
}

bool near_the_region(const Finding& f, const GroundTruth& truth, const StudySubject&) {
  const double away = std::hypot(f.x_mm - truth.region_x_mm, f.y_mm - truth.region_y_mm);
  return away <= kStudyReachMm && f.side == truth.region_side;
}

// Lifted areas: all on the back; the strength is the share of load taken off one side of the low back.
StudySubject draw_lifted(std::uint64_t seed, const StudyWishes& wishes) {
  return {study_body(seed, StudyPose::supine, wishes.roughness), on_a_side(seed, "low_back")};
}

void lift(StudySubject& subject, double share, const StudyWishes& wishes) {
  change_load(subject, -share, wishes);
}

bool any(const Finding&, const GroundTruth&, const StudySubject&) {
  return true;
}

// Sitters who shift as healthy ones do (18 to 22 times an hour), with fidgets that come back to their place.
StudySubject draw_sitter(std::uint64_t seed, const StudyWishes& wishes) {
  StudySubject subject{study_body(seed, StudyPose::seated, wishes.roughness), ""};
  subject.simulation.body.shifts_per_hour = study_draw(seed, 20, 18.0, 22.0);
  subject.simulation.body.fidgets_per_hour = study_draw(seed, 21, 15.0, 45.0);
  return subject;
}

void make_restless(StudySubject& subject, double shifts_per_hour, const StudyWishes&) {
  subject.simulation.body.shifts_per_hour = shifts_per_hour;
}

// Sits down and stays so for this many minutes: no shift, some fidgets.
void freeze(StudySubject& subject, double minutes, const StudyWishes&) {
  SimulationOptions& o = subject.simulation;
  o.body.shifts_per_hour = 0.0;
  o.body.fidgets_per_hour = study_draw(o.body.seed, 22, 0.0, 10.0);
  o.seconds = 60.0 * minutes;
}

// Two of five seated, two on the back, one on the front.
StudySubject draw_flat(std::uint64_t seed, const StudyWishes& wishes) {
  static constexpr std::array kLying = {"upper_back", "pelvis", "low_back", "mid_back"};
  static constexpr std::array kSeat = {"ischial", "seat_thigh"};
  const std::uint64_t k = seed % 5, pick = seed / 5;
  const StudyPose pose = k < 2 ? StudyPose::seated : k < 4 ? StudyPose::supine : StudyPose::prone;
  const char* region = pose == StudyPose::seated ? kSeat[pick % kSeat.size()] : kLying[pick % kLying.size()];
  return {study_body(seed, pose, wishes.roughness), on_a_side(seed, region)};
}

// Something hard and flat under the place.
void lay_edge(StudySubject& subject, double kpa, const StudyWishes&) {
  SimulatedBodyOptions& body = subject.simulation.body;
  const std::uint64_t seed = body.seed;
  LoadSpot spot;
  PALPATE_EXPECTS(spot_from_region_id(subject.place, spot));
  SimulatedEdge edge;
  edge.region = spot.region;
  edge.client_left = spot.client_left;
  edge.step_kpa = kpa;
  edge.length_mm = study_draw(seed, 20, 80.0, 160.0);
  edge.width_mm = study_draw(seed, 21, 50.0, 90.0);
  edge.turn_deg = study_draw(seed, 22, -90.0, 90.0);
  body.edge = edge;
}

bool on_the_edge(const Finding& f, const GroundTruth& truth, const StudySubject& subject) {
  const SimulatedEdge& edge = *subject.simulation.body.edge;
  const double away = std::hypot(f.x_mm - truth.edge_x_mm, f.y_mm - truth.edge_y_mm);
  return away <= 0.5 * std::hypot(edge.length_mm, edge.width_mm) + kEdgeReachMm;
}

// Three of five on the back, the others on the front; a hand holds a part of the trunk of one side after a
// while of rest, and the breath stays as it is.
StudySubject draw_pressed(std::uint64_t seed, const StudyWishes& wishes) {
  static constexpr std::array kParts = {"upper_back", "mid_back", "low_back"};
  const auto draw = [seed](std::uint64_t index, double low, double high) {
    return study_draw(seed, index, low, high);
  };
  const StudyPose pose = seed % 5 < 3 ? StudyPose::supine : StudyPose::prone;
  StudySubject subject{study_body(seed, pose, wishes.roughness),
                       on_a_side(seed, kParts[(seed / 5) % kParts.size()])};
  LoadSpot spot;
  PALPATE_EXPECTS(spot_from_region_id(subject.place, spot));
  SimulatedPress press;
  press.region = spot.region;
  press.client_left = spot.client_left;
  press.force_n = draw(20, 30.0, 90.0);
  press.start_s = draw(21, 30.0, 45.0);
  press.ramp_s = press.release_s = press.force_n / draw(22, 8.0, 20.0);
  press.hold_s = draw(23, 20.0, 30.0);
  press.width_mm = draw(24, 60.0, 120.0);
  subject.simulation.body.presses = {press};
  subject.simulation.seconds = press.end_s();
  subject.simulation.body.breaths_per_min = draw(25, 9.0, 20.0);
  return subject;
}

void flatten_breath(StudySubject& subject, double share_left, const StudyWishes&) {
  SimulatedBodyOptions& body = subject.simulation.body;
  body.press_breath = (1.0 - share_left) * 100.0 / body.presses.front().force_n;
}

bool at_the_place(const Finding& f, const GroundTruth&, const StudySubject& subject) {
  return f.has_region && id_of(f.region) == subject.place;
}

const std::array kPlans = {
    StudyPlan{FindingKind::tension_pattern,
              "tension-pattern",
              "Tension patterns",
              "load of the place over what it would be, as a share",
              "excess",
              "%",
              100.0,
              {0.10, 0.15, 0.20, 0.25, 0.30, 0.40, 0.50},
              120.0,
              2.0,
              true,
              draw_tension,
              change_load,
              near_the_region},
    StudyPlan{FindingKind::lifted_area,
              "lifted-area",
              "Lifted areas",
              "load taken off one side of the low back, as a share",
              "taken",
              "%",
              100.0,
              {0.5, 0.7, 0.8, 0.9, 1.0},
              120.0,
              2.0,
              true,
              draw_lifted,
              lift,
              near_the_region},
    StudyPlan{FindingKind::steep_edge,
              "steep-edge",
              "Steep edges",
              "pressure on something hard over that beside it, in kPa",
              "step",
              "kPa",
              1.0,
              {4.0, 6.0, 8.0, 10.0, 15.0, 20.0},
              90.0,
              2.0,
              true,
              draw_flat,
              lay_edge,
              on_the_edge},
    StudyPlan{FindingKind::restless,
              "restless",
              "Restless spells",
              "shifts of weight an hour",
              "shifts",
              "/h",
              1.0,
              {30.0, 45.0, 60.0, 80.0},
              1200.0,
              1.0,
              false,
              draw_sitter,
              make_restless,
              any,
              true},
    StudyPlan{FindingKind::frozen,
              "frozen",
              "Frozen spells",
              "minutes without a shift",
              "still",
              "min",
              1.0,
              {16.0, 18.0, 20.0, 22.0, 25.0},
              2400.0,
              1.0,
              false,
              draw_sitter,
              freeze,
              any},
    StudyPlan{FindingKind::shallow_breath,
              "shallow-breath",
              "Shallow breath under a hand",
              "depth of the breath under a hand, as a share of that at rest",
              "depth",
              "%",
              100.0,
              {0.8, 0.6, 0.5, 0.4, 0.3},
              105.0,
              10.0,
              false,
              draw_pressed,
              flatten_breath,
              at_the_place},
};

}  // namespace

std::span<const StudyPlan> study_plans() {
  return kPlans;
}

const StudyPlan& study_plan(FindingKind kind) {
  const auto* plan =
      std::find_if(kPlans.begin(), kPlans.end(), [kind](const StudyPlan& p) { return p.kind == kind; });
  PALPATE_EXPECTS(plan != kPlans.end());
  return *plan;
}

}  // namespace palpate
