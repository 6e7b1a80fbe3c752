// Snapshots with a body, a posture, guidance and a hand that presses, for tests and pictures of the window.
#pragma once

#include <cmath>
#include <memory>

#include "tests/support/snapshot_fixture.h"

namespace palpate::fixture {

// Regions of somebody on the back, head at the top, axis turned by `turn_deg` clockwise on the printed map.
inline BodyState lying_body(const MatGeometry& g, double turn_deg) {
  BodyState body;
  body.found = body.sides_known = true;
  body.confidence = 0.93;
  body.facing = Facing::up;
  body.t_s = 84.0;
  body.stable_since_s = 20.0;
  body.pelvis_x_mm = 0.5 * g.width_mm();
  body.pelvis_y_mm = 0.48 * g.height_mm();
  const double turn = turn_deg * 3.14159265358979 / 180.0;
  body.axis_x = std::sin(turn);
  body.axis_y = -std::cos(turn);
  body.rotation_deg = turn_deg;
  body.length_mm = 1640.0;
  body.width_mm = 430.0;
  body.labels = RegionLabels::Constant(g.rows, g.cols, kNoRegion);
  body.parts = body.labels;
  struct Part {
    RegionKind kind;
    double from_mm, to_mm, half_mm;  // along the axis from the pelvis towards the head, across it
  };
  constexpr Part kParts[] = {{RegionKind::head, 630, 800, 80},        {RegionKind::neck, 560, 630, 70},
                             {RegionKind::upper_back, 380, 560, 205}, {RegionKind::mid_back, 240, 380, 180},
                             {RegionKind::low_back, 100, 240, 160},   {RegionKind::pelvis, -90, 100, 190},
                             {RegionKind::thigh, -460, -90, 180},     {RegionKind::calf, -800, -480, 160}};
  for (int r = 0; r < g.rows; ++r) {
    for (int c = 0; c < g.cols; ++c) {
      const double dx = (c + 0.5) * g.pitch_x_mm - body.pelvis_x_mm;
      const double dy = (r + 0.5) * g.pitch_y_mm - body.pelvis_y_mm;
      const double along = dx * body.axis_x + dy * body.axis_y;
      const double across = dx * -body.axis_y + dy * body.axis_x;  // towards the map's right
      for (const Part& part : kParts) {
        if (along < part.from_mm || along >= part.to_mm || std::abs(across) > part.half_mm) continue;
        const Region region{part.kind, across > 0.0 ? BodySide::left : BodySide::right};
        body.labels(r, c) = static_cast<std::int8_t>(index_of(region));
        body.parts(r, c) = static_cast<std::int8_t>(part.kind);
        body.regions[index_of(region)].present = true;
      }
    }
  }
  return body;
}

inline PlaceToPalpate place(int id, Region region, const char* reason) {
  PlaceToPalpate p;
  p.id = id;
  p.region = region;
  p.title = words_of(region);
  p.reason = reason;
  p.techniques = {"light: Swedish massage, long gliding strokes and kneading, gentle",
                  "light: hot stone or heat, warmth before pressure or stretching",
                  "moderate: myofascial release, sustained gentle stretch and pressure on the fascia",
                  "deep: deep tissue massage, slow, firm strokes to the deeper layers"};
  p.why = {{"tension pattern, " + words_of(region) + ": 4.1 kPa against a threshold of 2.0 kPa, for 4 min",
            4.1, 2.0, 1.1, "kPa", "low-back-tension-one-sided", "guidance.toml:212",
            "trade knowledge; Lee et al. 2021", 7}};
  return p;
}

inline Guidance five_places() {
  Guidance g;
  g.screen_answered = true;
  g.note = "Massage complements medical care and replaces none of it.";
  g.places = {place(31, {RegionKind::low_back, BodySide::right},
                    "lifted area 62 %, 4 min: the low back does not rest on the mat on this side"),
              place(37, {RegionKind::pelvis, BodySide::right},
                    "tension pattern 4.1 kPa, 4 min: the seat carries more than its mirror side"),
              place(19, {RegionKind::upper_back, BodySide::left},
                    "persistent hot spot 5.2 kPa, 3 min: load stays on the shoulder blade"),
              place(43, {RegionKind::thigh, BodySide::right},
                    "load asymmetry 58 %, 2 min: the back of the thigh carries more"),
              place(7, {RegionKind::neck, BodySide::left}, "steep edge 1.4 kPa/cm, 2 min: look at the neck")};
  PlaceToPalpate& first = g.places.front();
  first.muscles = {"quadratus lumborum (QL), client's right", "erector spinae, client's right"};
  first.check_first = {"gluteus medius, client's right", "hip flexors (iliopsoas), client's left and right"};
  first.cautions = {"work beside the spine, never on it"};
  g.aftercare = {"drink water and rest"};
  return g;
}

// On the back, turned a little on the mat, with five places.
inline Snapshot guided() {
  Snapshot s = supine();
  s.posture = Posture::supine;
  s.posture_confidence = 0.97;
  s.body_roll_deg = 2.0;
  s.body = lying_body(s.info->geometry, 3.0);
  s.guidance = std::make_shared<const Guidance>(five_places());
  s.applied.why_not = "no client lies still yet";
  s.link.lost_frames = s.link.crc_errors = 0;
  return s;
}

inline Snapshot blocked() {
  Snapshot s = guided();
  Guidance g;
  g.blocked = true;
  g.softened = true;
  g.screen_answered = true;
  g.banner =
      "REFER FIRST, no guidance is given: saddle numbness, new bladder or bowel trouble.\nCAUTION: pain "
      "that radiates down the leg.\nNERVE SIGNS: refer if they grow.";
  g.note = s.guidance->note;
  s.guidance = std::make_shared<const Guidance>(g);
  Finding spot = seated().findings[1];
  spot.has_region = true;
  spot.region = {RegionKind::low_back, BodySide::right};
  spot.title = "Persistent hot spot: client's right low back";
  spot.x_mm = 300.0;
  spot.y_mm = 700.0;
  s.findings = {spot};
  return s;
}

// The therapist's hand on the client's right low back, after some work.
inline Snapshot pressed() {
  Snapshot s = guided();
  AppliedLoadState& a = s.applied;
  a.why_not.clear();
  a.available = a.pressing = a.trusted = true;
  a.load_n = 42.0;
  a.uncertainty_n = 4.2;
  a.ramp_n_per_s = 6.0;
  a.baseline_n = 594.0;
  a.x_mm = 330.0;
  a.y_mm = 740.0;
  a.has_region = true;
  a.region = {RegionKind::low_back, BodySide::right};
  a.band = LoadBand::moderate;
  a.press = {70.0, 14.2, 47.0, 36.0, 12.0, true, a.region};
  a.presses = 6;
  a.dose[index_of(a.region)] = {1480.0, 22.0, 31.0, 0.0};
  a.dose[index_of({RegionKind::pelvis, BodySide::right})] = {2900.0, 30.0, 48.0, 12.0};
  a.dose[index_of({RegionKind::mid_back, BodySide::right})] = {310.0, 14.0, 0.0, 0.0};
  return s;
}

}  // namespace palpate::fixture
