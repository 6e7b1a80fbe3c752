#include "processing/body_model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "processing/body_axis.h"
#include "processing/body_contact.h"
#include "processing/body_doubt.h"
#include "processing/body_fit.h"
#include "processing/body_landmarks.h"
#include "processing/body_regions.h"
#include "processing/leg_map.h"
#include "processing/map_steadiness.h"
#include "processing/side_line.h"

namespace palpate {
namespace {

constexpr double kDegree = std::numbers::pi / 180.0;
constexpr double kCalmTimeConstantS = 1.5, kMovedTimeConstantS = 0.4;
constexpr double kMovedMm = 45.0, kMovedDegrees = 4.0;  // the body is somewhere else
constexpr double kLeastAreaLyingCm2 = 700.0, kLeastAreaSeatedCm2 = 150.0;
constexpr double kLeastConfidence = 0.25;
constexpr double kPostureHoldsS = 5.0;

// Sets a text without touching it when nothing changed.
void say(std::string& text, std::string_view what) {
  if (text != what) text = what;
}

BodyPose pose_of(Posture posture) {
  if (posture == Posture::prone) return BodyPose::prone;
  if (posture == Posture::side_left || posture == Posture::side_right) return BodyPose::side;
  return BodyPose::supine;
}

// The numbers of a fit that glide.
constexpr std::size_t kPlaces = 6;
using Numbers = std::array<double, kPlaces + LyingPlace::kBends>;

Numbers numbers_of(const BodyFit& f) {
  if (!f.seated) {
    Numbers n{f.axis.angle_rad,   f.axis.offset_mm, f.lying.crown_mm,
              f.lying.stature_mm, f.head_x_mm,      f.head_y_mm};
    std::copy(f.lying.bend_mm.begin(), f.lying.bend_mm.end(), n.begin() + kPlaces);
    return n;
  }
  const SeatedPlace& s = f.sitting;
  return {f.axis.angle_rad, f.axis.offset_mm, s.rear_mm,      s.front_mm,
          s.bones_mm,       s.bone_x_mm[0],   s.bone_x_mm[1], 100.0 * s.scale};
}

void set_numbers(BodyFit& f, const Numbers& n) {
  f.axis.angle_rad = n[0], f.axis.offset_mm = n[1];
  if (!f.seated) {
    f.lying.crown_mm = n[2], f.lying.stature_mm = n[3];
    f.head_x_mm = n[4], f.head_y_mm = n[5];
    std::copy(n.begin() + kPlaces, n.end(), f.lying.bend_mm.begin());
    return;
  }
  SeatedPlace& s = f.sitting;
  s.rear_mm = n[2], s.front_mm = n[3], s.bones_mm = n[4];
  s.bone_x_mm = {n[5], n[6]};
  s.scale = n[7] / 100.0;
}

bool elsewhere(const Numbers& from, const Numbers& to) {
  if (std::abs(from[0] - to[0]) > kMovedDegrees * kDegree) return true;
  for (std::size_t i = 1; i < from.size(); ++i) {
    if (std::abs(from[i] - to[i]) > kMovedMm) return true;
  }
  return false;
}

double confidence_of(const BodyFit& fit) {
  const double symmetry = std::clamp((fit.axis.score - 0.45) / 0.40, 0.0, 1.0);
  const double pattern =
      fit.seated ? fit.sitting.score : std::clamp((fit.lying.score - 0.65) / 0.25, 0.0, 1.0);
  const double fits = fit.on_side ? 0.7 * pattern : std::sqrt(symmetry * pattern);
  return std::min(fit.certainty * fits, fit.posture_known ? 1.0 : kMostWithoutPosture);
}

}  // namespace

struct BodyModel::Impl {
  explicit Impl(const MatGeometry& g)
      : geometry(g), imprint(g), contact(imprint), steadiness(g), window(choose_ppi_window(g)) {
    state.landmarks.reserve(16);
    state.line.reserve(32);
    state.labels = state.parts = RegionLabels::Constant(g.rows, g.cols, kNoRegion);
    say(state.why_not, "nobody there");
  }

  [[nodiscard]] Posture held(Posture posture, double t_s);
  void give_up(std::string_view why);
  [[nodiscard]] bool look(BodyFit& fit, Posture posture);
  void follow(BodyFit fit, double t_s);
  void describe(const PressureMap& map, float threshold, double t_s);
  void find_lying(BodyFit& now, Posture posture);
  void place_midline();
  void place_side_axis();
  void draw_line();
  void measure_size();

  MatGeometry geometry;
  BodyImprint imprint;
  BodyContact contact;
  BodyAxisFit axis_fit;
  LyingFit lying_fit;
  SideLine side_line;
  LegMap legs;
  RegionLabeller labeller;
  MapSteadiness steadiness;
  PpiWindow window;
  BodyState state;
  BodyFit fit;    // gliding
  BodyAxis seen;  // of the latest frame
  LyingPlace seen_place;
  bool has_fit = false;
  double fit_s = 0.0;
  Posture last_known = Posture::unknown;
  double last_known_s = 0.0;
};

// A posture that is lost for a moment is taken to last.
Posture BodyModel::Impl::held(Posture posture, double t_s) {
  if (posture != Posture::unknown) {
    last_known = posture, last_known_s = t_s;
  } else if (!has_fit || t_s - last_known_s > kPostureHoldsS) {
    last_known = Posture::unknown;
  }
  return last_known;
}

void BodyModel::Impl::give_up(std::string_view why) {
  has_fit = false;
  state.found = state.seated = state.sides_known = false;
  say(state.why_not, why);
  state.facing = Facing::unknown;
  state.confidence = kNone;
  state.pelvis_x_mm = state.pelvis_y_mm = state.rotation_deg = state.length_mm = state.width_mm = kNone;
  contact.start();
  state.landmarks.clear();
  state.line.clear();
  state.labels.setConstant(kNoRegion);
  state.parts.setConstant(kNoRegion);
  state.regions.fill(RegionLoad{});
  state.part_loads.fill(RegionLoad{});
}

void BodyModel::Impl::find_lying(BodyFit& now, Posture posture) {
  const bool near = has_fit && !fit.seated && fit.on_side == now.on_side && fit.facing == now.facing;
  const BodyPose pose = pose_of(posture);
  const SideLine* line = now.on_side ? &side_line : nullptr;
  if (now.on_side) {
    now.axis = side_line.find(imprint);
  } else {
    const BodyAxisWishes wishes{230.0, 950.0, 0.3,
                                std::max(15.0, 0.7 * std::max(imprint.pitch_u(), imprint.pitch_v()))};
    now.axis = near ? axis_fit.follow(imprint, wishes, seen) : axis_fit.find(imprint, wishes);
  }
  now.lying = near ? lying_fit.follow(imprint, now.axis, pose, line, seen_place)
                   : lying_fit.find(imprint, now.axis, pose, line);
  place_head(imprint, now);
}

// Fits this frame alone. False: why_not is said.
bool BodyModel::Impl::look(BodyFit& now, Posture posture) {
  const bool seated = is_seated(posture) || (!is_lying(posture) && geometry.placement == Placement::seat);
  const char* why = nullptr;
  if (posture == Posture::empty || imprint.cells().empty()) {
    why = "nobody there";
  } else if (geometry.placement == Placement::back_rest) {
    why = "a back rest shows no whole body";
  } else if (imprint.rows() < (seated ? 6 : 8) || imprint.cols() < (seated ? 6 : 4)) {
    why = "the mat has too few cells to place a body";
  } else if (imprint.area_cm2() < (seated ? kLeastAreaSeatedCm2 : kLeastAreaLyingCm2)) {
    why = "the imprint is too small";
  } else if (imprint.rows() * imprint.pitch_v() > 5000.0 || imprint.cols() * imprint.pitch_u() > 5000.0) {
    why = "the mat is too large for one body: check the pitch";
  }
  if (why != nullptr) {
    give_up(why);
    return false;
  }
  now.seated = seated;
  now.on_side = posture == Posture::side_left || posture == Posture::side_right;
  now.facing = seated ? Facing::unknown : facing_of(posture);
  if (seated) {
    const double bin = std::max(8.0, 0.7 * std::max(imprint.pitch_u(), imprint.pitch_v()));
    const BodyAxisWishes wishes{210.0, 230.0, 0.3, bin};
    now.axis =
        has_fit && fit.seated ? axis_fit.follow(imprint, wishes, seen) : axis_fit.find(imprint, wishes);
    now.sitting = find_seated(imprint, now.axis);
  } else {
    find_lying(now, posture);
  }
  const BodyDoubt doubt = doubt_of(imprint, now);
  now.certainty = certainty_of(doubt);
  now.posture_known = posture != Posture::unknown;
  if (more_than_one(doubt)) {
    give_up("the imprint is too wide for one body: more than one, or something beside it");
    return false;
  }
  if (confidence_of(now) >= kLeastConfidence) return true;
  give_up(seated ? "the imprint does not look like a sitter" : "the imprint does not look like a lying body");
  return false;
}

void BodyModel::Impl::follow(BodyFit now, double t_s) {
  seen = now.axis;
  seen_place = now.lying;
  const bool same =
      has_fit && now.seated == fit.seated && now.on_side == fit.on_side && now.facing == fit.facing;
  if (same) {
    Numbers numbers = numbers_of(fit);
    const Numbers to = numbers_of(now);
    const double constant = elsewhere(numbers, to) ? kMovedTimeConstantS : kCalmTimeConstantS;
    const double part = 1.0 - std::exp(-(t_s - fit_s) / constant);
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] += part * (to[i] - numbers[i]);
    set_numbers(now, numbers);
  } else {
    steadiness.posture_changed(t_s);
  }
  fit = now;
  has_fit = true;
  fit_s = t_s;
}

// On a side the long axis runs from the hip to the shoulder, where both are placed.
void BodyModel::Impl::place_side_axis() {
  const Landmark *shoulder = nullptr, *hip = nullptr;
  for (const Landmark& mark : state.landmarks) {
    if (mark.kind == LandmarkKind::shoulder) shoulder = &mark;
    if (mark.kind == LandmarkKind::hip) hip = &mark;
  }
  if (shoulder == nullptr || hip == nullptr) return;
  const double dx = shoulder->x_mm - hip->x_mm, dy = shoulder->y_mm - hip->y_mm, long_mm = std::hypot(dx, dy);
  if (shoulder->confidence <= 0.0 || hip->confidence <= 0.0 || long_mm < 0.15 * fit.lying.stature_mm) return;
  state.pelvis_x_mm = hip->x_mm, state.pelvis_y_mm = hip->y_mm;
  const double turn =
      state.axis_x * dy / long_mm - state.axis_y * dx / long_mm;  // sine, from the fitted axis
  state.axis_x = dx / long_mm, state.axis_y = dy / long_mm;
  state.rotation_deg += std::asin(std::clamp(turn, -1.0, 1.0)) / kDegree;
}

// The point on the midline at the pelvis, the axis towards the head, on the map.
void BodyModel::Impl::place_midline() {
  const BodyAxes axes(imprint, fit.axis);
  const double y = fit.seated ? fit.sitting.bones_mm : fit.lying.y_at(kSacrum);
  const double x = fit.seated ? 0.0 : fit.centre_x(kSacrum);
  const auto [x0, y0] = axes.map(x, y);
  const auto [x1, y1] = axes.map(x, y - 1.0);
  state.pelvis_x_mm = x0, state.pelvis_y_mm = y0;
  state.axis_x = x1 - x0, state.axis_y = y1 - y0;
  state.rotation_deg = (imprint.mirrored() ? -1.0 : 1.0) * fit.axis.angle_rad / kDegree;
}

void BodyModel::Impl::draw_line() {
  const BodyAxes axes(imprint, fit.axis);
  state.line.clear();
  const auto add = [&](double x, double y) { state.line.push_back(axes.map(x, y)); };
  if (fit.seated) {
    add(0.0, fit.sitting.rear_mm);
    add(0.0, fit.sitting.front_mm);
    return;
  }
  const LyingPlace& place = fit.lying;
  constexpr double kStep = LyingPlace::kBendStep;
  for (double f = 0.0; f < kHipJoint; f += kStep) add(fit.centre_x(f), place.y_at(f));
  add(fit.centre_x(kHipJoint), place.y_at(kHipJoint));
  for (double f = kHipJoint + kStep; !fit.on_side && f < kHeelEnd; f += kStep) {
    add(legs.parting_x(place.y_at(f)), place.y_at(f));
  }
}

void BodyModel::Impl::measure_size() {
  const BodyAxes axes(imprint, fit.axis);
  double low_x = 1e9, high_x = -1e9, low_y = 1e9, high_y = -1e9;
  for (const ImprintCell& cell : imprint.cells()) {
    const auto [x, y] = axes.body(cell.u, cell.v);
    low_x = std::min(low_x, x), high_x = std::max(high_x, x);
    low_y = std::min(low_y, y), high_y = std::max(high_y, y);
  }
  state.length_mm = high_y - low_y + imprint.pitch_v();
  state.width_mm = high_x - low_x + imprint.pitch_u();
}

void BodyModel::Impl::describe(const PressureMap& map, float threshold, double t_s) {
  state.found = true;
  say(state.why_not, "");
  state.confidence = confidence_of(fit);
  state.seated = fit.seated;
  state.facing = fit.facing;
  state.sides_known = fit.sides_known();
  state.t_s = t_s;
  state.stable_since_s = steadiness.stable_since_s();
  place_midline();
  measure_size();
  contact.update(imprint, t_s);
  if (!fit.seated) legs.find(imprint, contact, fit);
  find_landmarks(imprint, fit, legs, state.confidence, state.landmarks);
  if (fit.on_side) place_side_axis();
  labeller.label(imprint, contact, geometry, fit, legs, state.parts, state.labels);
  load_regions(map, geometry, threshold, state.labels, window, state.regions);
  if (state.sides_known) {
    state.part_loads.fill(RegionLoad{});
  } else {
    load_regions(map, geometry, threshold, state.parts, window, state.part_loads);
  }
  draw_line();
}

BodyModel::BodyModel(const MatGeometry& geometry) : impl_(std::make_unique<Impl>(geometry)) {}
BodyModel::BodyModel(BodyModel&&) noexcept = default;
BodyModel& BodyModel::operator=(BodyModel&&) noexcept = default;
BodyModel::~BodyModel() = default;

const BodyState& BodyModel::state() const {
  return impl_->state;
}

void BodyModel::reset() {
  *impl_ = Impl(impl_->geometry);
}

const BodyState& BodyModel::update(const PressureMap& map, float threshold, Posture posture, double t_s) {
  Impl& s = *impl_;
  posture = s.held(posture, t_s);
  s.imprint.take(map, threshold);
  s.state.t_s = t_s;
  BodyFit now;
  if (!s.look(now, posture)) {
    s.steadiness.reset();
    s.state.stable_since_s = kNone;
    return s.state;
  }
  s.steadiness.update(map, threshold, t_s);
  s.follow(now, t_s);
  s.describe(map, threshold, t_s);
  return s.state;
}

}  // namespace palpate
