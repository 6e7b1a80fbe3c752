#include "processing/pipeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "processing/applied_load.h"
#include "processing/asymmetry_finding.h"
#include "processing/body_midline.h"
#include "processing/body_model.h"
#include "processing/calibrator.h"
#include "processing/cop_trail.h"
#include "processing/dead_cells.h"
#include "processing/decimator.h"
#include "processing/frame_metrics.h"
#include "processing/glitch.h"
#include "processing/grid_filters.h"
#include "processing/guidance_stage.h"
#include "processing/hot_spot_finding.h"
#include "processing/lifted_area_finding.h"
#include "processing/live_breathing.h"
#include "processing/map_change.h"
#include "processing/mirror_difference.h"
#include "processing/movement_finding.h"
#include "processing/posture_estimator.h"
#include "processing/repair.h"
#include "processing/shallow_breath_finding.h"
#include "processing/steep_edge_finding.h"
#include "processing/tension_pattern_finding.h"
#include "processing/zero_baseline.h"

namespace palpate {
namespace {

constexpr double kMicroseconds = 1e-6;
constexpr double kMidlineTimeConstantS = 2.0;
constexpr double kRateTimeConstantS = 1.0;
constexpr double kBodyFitsPerS = 5.0;

constexpr std::string_view kNoZeroYet = "no zero taken: the mat has not been seen empty yet";
constexpr std::string_view kZeroInForce = "zero taken on the empty mat";
constexpr std::string_view kZeroCleared = "no zero: cleared by hand";
constexpr std::string_view kRawApplied = "values are taken raw: there is no load at rest to compare with";
constexpr std::string_view kRawNote = "raw values: no zero, repair or filter";

double mat_area_cm2(const MatGeometry& g) {
  return static_cast<double>(g.cells()) * g.cell_area_mm2() / 100.0;
}

double decay(double dt_s, double time_constant_s) {
  return 1.0 - std::exp(-dt_s / time_constant_s);
}

// Sets a text of a snapshot without touching it when nothing changed.
void say(std::string& text, std::string_view what) {
  if (text != what) text = what;
}

}  // namespace

struct Pipeline::State {
  State(const SourceInfo& source, Calibration calibration, const PipelineOptions& pipeline_options)
      : info(std::make_shared<const SourceInfo>(source)),
        options(pipeline_options),
        calibrator(source, std::move(calibration)),
        glitch(source),
        dead_cells(source, calibrator.calibration().dead_cells),
        zero(source.geometry),
        occupancy(mat_area_cm2(source.geometry)),
        sides(client_sides(source.geometry)),
        posture(source.geometry),
        midline(source.geometry, sides.across_columns),
        applied_load(source.geometry),
        body(source.geometry),
        hot_spots(source.geometry),
        guidance(options.rules, options.screen, source),
        tension(source.geometry),
        lifted(source.geometry),
        steep_edges(source.geometry),
        restless(source.geometry),
        frozen(source.geometry),
        breathing(source.geometry.rows, source.geometry.cols, source.nominal_rate_hz) {
    reading.resize(source.geometry.rows, source.geometry.cols);
    tension.set_usual(options.usual);
    apply_params();
    snapshot.info = info;
    if (options.raw) snapshot.applied.why_not = kRawApplied;
    order.reserve(detectors().size() * (kMostEndedFindings + kMostOpenHotSpots));
    repair = DeadCellRepair(dead_cells.dead());
  }

  void apply_params();
  void restart_stream();
  void measure_rate(double dt_s);
  void make_map(const RawFrame& frame);
  void filter(double t_s);
  void measure(double dt_s);
  void forget_features();
  void judge_posture();
  void tell_posture();
  void split_sides(double dt_s);
  void judge_occupancy();
  void place_body();
  void apply_hand_params();
  void follow_hands();
  void look_for_findings();
  void gather_findings();
  void end_sitting();
  void note_zero();

  [[nodiscard]] const MatGeometry& geometry() const { return info->geometry; }
  [[nodiscard]] float threshold() const {
    const bool kpa = calibrator.unit() == PressureUnit::kpa;
    return static_cast<float>(
        options.params.get(kpa ? Param::contact_threshold_kpa : Param::contact_threshold_counts));
  }

  std::shared_ptr<const SourceInfo> info;
  PipelineOptions options;
  Calibrator calibrator;
  GlitchCheck glitch;
  DeadCellFinder dead_cells;
  DeadCellRepair repair;
  ZeroBaseline zero;
  bool zero_cleared = false;
  TemporalLowpass lowpass;
  GaussianBlur blur;
  Grid reading;  // calibrated, before the session's zero
  Grid scratch;
  std::vector<float> median_scratch;
  FrameMetricSettings metric_settings;
  FrameMetricsWorkspace workspace;
  Occupancy occupancy;
  ClientSides sides;
  PostureEstimator posture;
  BodyMidline midline;
  AppliedLoadTracker applied_load;
  MidlineSplit split;
  double midline_mm = kNone;
  BodyModel body;
  Decimator body_rate{kBodyFitsPerS};
  MapChange body_change;
  Posture body_posture = Posture::empty;  // at the last fit
  double contact_area_cm2 = 0.0;
  FindingIds ids;
  LoadAsymmetryDetector asymmetry;
  HotSpotDetector hot_spots;
  GuidanceStage guidance;
  TensionPatternDetector tension;
  LiftedAreaDetector lifted;
  SteepEdgeDetector steep_edges;
  RestlessDetector restless;
  FrozenDetector frozen;
  ShallowBreathDetector shallow_breath;
  LiveBreathing breathing;
  std::array<FindingDetector*, 8> detectors() {
    return {&asymmetry, &hot_spots, &tension, &lifted, &steep_edges, &restless, &frozen, &shallow_breath};
  }
  std::vector<const Finding*> order;  // of snapshot.findings
  Snapshot snapshot;
  std::uint64_t frames = 0;
  std::int64_t first_us =
      0;  // device time of the first frame: a recording of the middle of a stream starts at 0 s
  double period_s = 0.0;
};

void Pipeline::State::apply_params() {
  const Params& p = options.params;
  lowpass.set_time_constant(p.get(Param::smoothing_time_constant_s));
  blur = GaussianBlur(p.get(Param::smoothing_sigma_cells));
  metric_settings.contact_threshold = static_cast<double>(threshold());
  metric_settings.dispersion_box_cols = static_cast<int>(p.get(Param::dispersion_box_cols));
  apply_hand_params();
  metric_settings.dispersion_box_rows = static_cast<int>(p.get(Param::dispersion_box_rows));
}

// After a seek, a reboot or a reconnection nothing measured before holds on, except the zero and what is
// known about cells.
void Pipeline::State::restart_stream() {
  lowpass.reset();
  occupancy.reset();
  posture.restart();
  zero.interrupt();
  midline_mm = kNone;
  body.reset();
  body_rate.restart();
  body_change.restart();
  applied_load.restart();
  for (FindingDetector* detector : detectors()) detector->reset();
  guidance.restart_stream();
  breathing.restart();
  snapshot.cop_trail.clear();
  period_s = 0.0;
}

void Pipeline::State::measure_rate(double dt_s) {
  if (dt_s <= 0.0) return;
  period_s = period_s <= 0.0 ? dt_s : period_s + decay(dt_s, kRateTimeConstantS) * (dt_s - period_s);
  snapshot.measured_rate_hz = 1.0 / period_s;
}

// Calibrated, tared, repaired and filtered.
void Pipeline::State::make_map(const RawFrame& frame) {
  PressureMap& map = snapshot.map;
  calibrator.apply(frame, map);
  if (options.raw) return;
  reading.swap(map.pressure);
  zero.subtract(reading, map.pressure);
  if (snapshot.glitch) return;
  if (dead_cells.update(frame, map, threshold(), map.t_s)) {
    repair = DeadCellRepair(dead_cells.dead());
  }
  if (repair.repairable() + repair.hopeless() > 0) {
    map.dead = map.dead || dead_cells.dead();
    map.saturated = map.saturated && !map.dead;
    repair.apply(map.pressure, map.repaired);
  }
  filter(map.t_s);
}

void Pipeline::State::filter(double t_s) {
  Grid& pressure = snapshot.map.pressure;
  if (options.params.get(Param::smoothing_time_constant_s) > 0.0) lowpass.apply_in_place(pressure, t_s);
  if (options.params.get(Param::median_filter) > 0.0) {
    median3x3(pressure, scratch, median_scratch);
    pressure.swap(scratch);
  }
  if (blur.radius() > 0) blur.apply(pressure, pressure);
}

void Pipeline::State::measure(double dt_s) {
  compute_frame_metrics(snapshot.map, geometry(), metric_settings, workspace, snapshot.features);
  judge_occupancy();
  if (!options.raw && !occupancy.occupied()) forget_features();
  judge_posture();
  split_sides(dt_s);
  if (snapshot.features.valid) {
    extend_trail(snapshot.cop_trail, {snapshot.t_s, snapshot.features.cop_x_mm, snapshot.features.cop_y_mm});
  }
}

// Nobody is there, or the frame is garbage: no numbers, rather than numbers that look like data.
void Pipeline::State::forget_features() {
  auto regions = std::move(snapshot.features.contact_regions);  // keeps its memory
  regions.clear();
  snapshot.features = Features{};
  snapshot.features.unit = calibrator.unit();
  snapshot.features.contact_regions = std::move(regions);
}

// On a table the client's left and right are known only while the posture says how the client faces.
void Pipeline::State::judge_posture() {
  if (!snapshot.features.valid) {
    posture.restart();
  } else if (!snapshot.glitch) {
    posture.update(snapshot.map.pressure, snapshot.t_s);
  }
  sides = client_sides(geometry(), posture.estimate().facing);
}

void Pipeline::State::tell_posture() {
  const PostureEstimate& estimate = posture.estimate();
  snapshot.posture = snapshot.occupied ? estimate.posture : Posture::empty;
  snapshot.posture_confidence = snapshot.occupied ? estimate.confidence : kNone;
  snapshot.body_roll_deg = snapshot.occupied ? estimate.body_roll_deg : kNone;
}

// The midline follows the body slowly, so that its own jitter does not pass for a shift of load.
void Pipeline::State::split_sides(double dt_s) {
  split = {};
  snapshot.midline = {};
  if (!snapshot.features.valid) return;
  const double now_mm = midline.find(workspace.contact, threshold());
  if (!std::isfinite(midline_mm) || options.raw) {
    midline_mm = now_mm;
  } else if (std::isfinite(now_mm)) {
    midline_mm += decay(dt_s, kMidlineTimeConstantS) * (now_mm - midline_mm);
  }
  split = midline.split(workspace.contact, midline_mm);
  snapshot.midline = split;
  if (!split.found) return;
  const Midline line =
      sides.across_columns ? Midline{midline_mm, 0.0, 0.0} : Midline{0.0, midline_mm, 0.5 * std::numbers::pi};
  snapshot.features.mirror_difference_index = mirror_difference(snapshot.map, geometry(), line);
  if (!sides.known) return;
  const bool left_is_high = sides.left == MapSide::right || sides.left == MapSide::bottom;
  snapshot.features.client_left_share = left_is_high ? split.high_share : split.low_share;
  snapshot.features.client_right_share = left_is_high ? split.low_share : split.high_share;
}

void Pipeline::State::judge_occupancy() {
  contact_area_cm2 = snapshot.features.valid ? snapshot.features.contact_area_cm2 : 0.0;
  const OccupancyState before = occupancy.state();
  occupancy.update(contact_area_cm2, options.params.get(Param::occupied_min_area_cm2), snapshot.t_s);
  if (before != OccupancyState::empty && occupancy.state() == OccupancyState::empty) end_sitting();
  if (options.raw) return;
  if (occupancy.proven_empty()) {
    zero.learn(reading, snapshot.t_s, threshold());
  } else {
    zero.interrupt();
  }
}

// At a bounded rate of frame time, and only when the picture changed; between fits the snapshot keeps the
// last one.
void Pipeline::State::place_body() {
  if (body_rate.due(snapshot.t_s)) {
    const bool somebody = snapshot.features.valid && (options.raw || occupancy.occupied());
    const Posture now = somebody ? posture.estimate().posture : Posture::empty;
    const bool another = now != body_posture;
    if (body_change.look_again(snapshot.map.pressure, snapshot.t_s) || another || !snapshot.body.found) {
      snapshot.body = body.update(snapshot.map, threshold(), now, snapshot.t_s);
      body_posture = now;
    }
    snapshot.asymmetry = measure_asymmetry(snapshot.map, geometry(), threshold(), snapshot.body);
  }
  if (!snapshot.features.valid || !snapshot.asymmetry.valid) return;
  snapshot.features.client_left_share = snapshot.asymmetry.left_share;
  snapshot.features.client_right_share = 1.0 - snapshot.asymmetry.left_share;
}

void Pipeline::State::end_sitting() {
  for (FindingDetector* detector : detectors()) detector->end_all();
  snapshot.cop_trail.clear();
  midline_mm = kNone;
}

void Pipeline::State::apply_hand_params() {
  const Params& p = options.params;
  AppliedLoadSettings hands = applied_load.settings();
  hands.steep_ramp_n_per_s = p.get(Param::steep_ramp_n_per_s);
  if (options.bands) {
    hands.bands = *options.bands;
  } else if (!hands.bands.taught) {
    hands.bands.moderate_n = p.get(Param::band_moderate_n);
    hands.bands.deep_n = std::max(p.get(Param::band_deep_n), hands.bands.moderate_n + 1.0);
  }
  applied_load.set_settings(hands);
}

void Pipeline::State::follow_hands() {
  AppliedLoadInput input;
  input.t_s = snapshot.t_s;
  input.map = &snapshot.map;
  input.occupied = occupancy.occupied();
  input.usable = !snapshot.glitch;
  input.posture = snapshot.posture;
  input.body = &snapshot.body;
  input.smoothing_s = options.params.get(Param::smoothing_time_constant_s);
  input.breath_held = snapshot.breathing.available && snapshot.breathing.holding;
  snapshot.applied = applied_load.update(input);
}

void Pipeline::State::look_for_findings() {
  if (!occupancy.occupied() || !snapshot.features.valid) return;
  FindingInput input;
  input.t_s = snapshot.t_s;
  input.map = &snapshot.map;
  input.features = &snapshot.features;
  input.sides = sides;
  input.midline_mm = split.at_mm;
  input.body = &snapshot.body;
  input.asymmetry = &snapshot.asymmetry;
  input.hands = snapshot.applied.pressing;  // as of the frame before
  if (!options.raw) input.applied = &snapshot.applied;
  if (split.found) {
    input.low_share = split.low_share;
    input.high_share = split.high_share;
  }
  for (FindingDetector* detector : detectors()) detector->update(input, options.params, ids);
}

// Active first, then those that ended, newest first. A finding that has ended never changes again: it is
// copied once.
void Pipeline::State::gather_findings() {
  order.clear();
  for (const bool active : {true, false}) {
    for (const FindingDetector* detector : detectors()) {
      for (const Finding& finding : detector->findings()) {
        if (finding.active == active) order.push_back(&finding);
      }
    }
  }
  const auto ended = std::find_if(order.begin(), order.end(), [](const Finding* f) { return !f->active; });
  std::sort(ended, order.end(), [](const Finding* a, const Finding* b) {
    return a->end_s != b->end_s ? a->end_s > b->end_s : a->id > b->id;
  });
  snapshot.findings.resize(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    Finding& slot = snapshot.findings[i];
    const bool same = !slot.active && !order[i]->active && slot.id == order[i]->id;
    if (!same) slot = *order[i];
  }
}

void Pipeline::State::note_zero() {
  snapshot.tared = zero.in_force() && !options.raw;
  say(snapshot.zero_note, options.raw      ? kRawNote
                          : snapshot.tared ? kZeroInForce
                          : zero_cleared   ? kZeroCleared
                                           : kNoZeroYet);
}

Result<Pipeline> Pipeline::create(const SourceInfo& info, const PipelineOptions& options) {
  if (auto ok = check_geometry(info.geometry); !ok) return ok.error();
  auto calibration = calibration_for(info);
  if (!calibration) return calibration.error();
  return Pipeline(std::make_unique<State>(info, std::move(calibration).value(), options));
}

Pipeline::Pipeline(std::unique_ptr<State> state) : state_(std::move(state)) {}
Pipeline::Pipeline(Pipeline&&) noexcept = default;
Pipeline& Pipeline::operator=(Pipeline&&) noexcept = default;
Pipeline::~Pipeline() = default;

const Snapshot& Pipeline::process(const RawFrame& frame) {
  State& s = *state_;
  PALPATE_EXPECTS(frame.cells.size() == s.geometry().cells());
  if (s.frames == 0) s.first_us = frame.device_time_us;
  const double t_s = static_cast<double>(frame.device_time_us - s.first_us) * kMicroseconds;
  const double last_s = s.snapshot.t_s;
  const bool broken = (frame.flags & frame_flag::discontinuity) != 0 || t_s < last_s;
  const bool first = s.frames == 0;
  if (broken && !first) s.restart_stream();
  const double dt_s = first || broken ? 0.0 : t_s - last_s;
  s.measure_rate(dt_s);
  s.snapshot.frame_index = s.frames++;
  s.snapshot.t_s = s.snapshot.map.t_s = t_s;
  s.snapshot.glitch = s.glitch.is_garbage(frame);
  s.make_map(frame);
  if (s.snapshot.glitch && !s.options.raw) {
    s.forget_features();
  } else {
    s.measure(dt_s);
    if (!s.snapshot.glitch) s.place_body();
    if (!s.snapshot.glitch) s.look_for_findings();
  }
  s.snapshot.occupancy = s.occupancy.state();
  s.snapshot.occupied = s.options.raw ? s.snapshot.features.valid : s.occupancy.occupied();
  s.tell_posture();
  if (s.options.breathing)
    s.snapshot.breathing = s.breathing.add(t_s, frame.cells, s.snapshot.occupied && !s.snapshot.glitch);
  if (!s.options.raw) s.follow_hands();
  s.note_zero();
  s.gather_findings();
  s.guidance.update(s.snapshot);
  return s.snapshot;
}

Result<void> Pipeline::tare() {
  State& s = *state_;
  if (s.options.raw) {
    return Error{ErrorCode::bad_argument, "cannot take a zero: values are taken raw (leave out --raw)"};
  }
  if (s.frames == 0)
    return Error{ErrorCode::bad_argument, "cannot take a zero: no frame has come yet (wait for one)"};
  if (s.snapshot.glitch) {
    return Error{ErrorCode::bad_argument, "cannot take a zero: the latest frame is garbage (try again)"};
  }
  if (s.occupancy.state() != OccupancyState::empty) {
    return Error{
        ErrorCode::bad_argument,
        fmt::format(
            "cannot take a zero: the mat is not empty, {:.0f} cm2 are in contact (clear the mat, then "
            "try again)",
            s.contact_area_cm2)};
  }
  s.zero.take(s.reading);
  s.zero_cleared = false;
  s.lowpass.reset();
  s.note_zero();
  return {};
}

const UsualLevel& Pipeline::usual_level() const {
  return state_->tension.level();
}

void Pipeline::clear_tare() {
  state_->zero.clear();
  state_->zero_cleared = true;
  state_->lowpass.reset();
  state_->note_zero();
}

void Pipeline::set_params(const Params& params) {
  state_->options.params = params;
  state_->apply_params();
}

const Params& Pipeline::params() const {
  return state_->options.params;
}

void Pipeline::set_bands(const std::optional<LoadBands>& taught) {
  state_->options.bands = taught;
  AppliedLoadSettings hands = state_->applied_load.settings();
  hands.bands = LoadBands{};
  state_->applied_load.set_settings(hands);
  state_->applied_load.forget_words();
  state_->apply_params();
}

Result<void> Pipeline::say_band(LoadBand word) {
  return state_->applied_load.hear(word);
}

void Pipeline::new_session() {
  state_->applied_load.new_session();
}

void Pipeline::reset() {
  auto calibration = state_->calibrator.calibration();
  state_->options.screen = state_->guidance.screen();  // a hit stays
  if (const LoadBands& bands = state_->applied_load.settings().bands; bands.taught)
    state_->options.bands = bands;
  auto fresh = std::make_unique<State>(*state_->info, std::move(calibration), state_->options);
  state_ = std::move(fresh);
}

Result<void> Pipeline::answer_place(int id, ClientAnswer answer) {
  auto done = state_->guidance.answer_place(id, answer);
  state_->snapshot.guidance = guidance();
  return done;
}

void Pipeline::set_screen(const ScreenAnswers& answers) {
  state_->guidance.set_screen(answers);
  state_->guidance.update(state_->snapshot);
}

const ScreenAnswers& Pipeline::screen() const {
  return state_->guidance.screen();
}

std::string Pipeline::place_answers() const {
  return state_->guidance.place_answers();
}

std::shared_ptr<const Guidance> Pipeline::guidance() const {
  return state_->guidance.guidance();
}

}  // namespace palpate
