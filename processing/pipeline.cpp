#include "processing/pipeline.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "processing/body_stage.h"
#include "processing/calibrator.h"
#include "processing/cop_trail.h"
#include "processing/findings_stage.h"
#include "processing/frame_metrics.h"
#include "processing/guidance_stage.h"
#include "processing/hands_stage.h"
#include "processing/live_breathing.h"
#include "processing/map_stage.h"
#include "processing/taught_posture_stage.h"

namespace palpate {
namespace {

constexpr double kMicroseconds = 1e6;  // a quotient is the nearest double: 0.1, not 0.09999999999999999
constexpr double kRateTimeConstantS = 1.0;
constexpr std::string_view kRawApplied = "values are taken raw: there is no load at rest to compare with";

double mat_area_cm2(const MatGeometry& g) {
  return static_cast<double>(g.cells()) * g.cell_area_mm2() / 100.0;
}

}  // namespace

struct Pipeline::State {
  State(const SourceInfo& source, Calibration calibration, const PipelineOptions& pipeline_options)
      : info(std::make_shared<const SourceInfo>(source)),
        options(pipeline_options),
        maps(source, std::move(calibration), pipeline_options.raw),
        occupancy(mat_area_cm2(source.geometry)),
        body(source.geometry, pipeline_options.raw),
        taught(pipeline_options.taught),
        findings(source.geometry, pipeline_options.usual),
        hands(source.geometry, pipeline_options.bands),
        breathing(source.geometry.rows, source.geometry.cols, source.nominal_rate_hz),
        guidance(pipeline_options.rules, pipeline_options.screen, source) {
    apply_params();
    snapshot.info = info;
    if (options.raw) snapshot.applied.why_not = kRawApplied;
  }

  void apply_params();
  void restart_stream(bool time_goes_on);
  void measure_rate(double dt_s);
  void measure(double dt_s);
  void forget_features();
  void judge_occupancy();
  void tell_occupancy();
  void end_sitting();

  std::shared_ptr<const SourceInfo> info;
  PipelineOptions options;
  MapStage maps;
  FrameMetricSettings metric_settings;
  FrameMetricsWorkspace workspace;
  Occupancy occupancy;
  BodyStage body;
  TaughtPostureStage taught;
  FindingsStage findings;
  HandsStage hands;
  LiveBreathing breathing;
  GuidanceStage guidance;
  Snapshot snapshot;
  double contact_area_cm2 = 0.0;
  std::uint64_t frames = 0;
  // Device time of the first frame: a recording of the middle of a stream starts at 0 s.
  std::int64_t first_us = 0;
  double period_s = 0.0;
};

void Pipeline::State::apply_params() {
  const Params& p = options.params;
  maps.set_params(p);
  hands.set_params(p);
  metric_settings.contact_threshold = static_cast<double>(maps.contact_threshold());
  metric_settings.dispersion_box_cols = static_cast<int>(p.get(Param::dispersion_box_cols));
  metric_settings.dispersion_box_rows = static_cast<int>(p.get(Param::dispersion_box_rows));
}

// After a seek, a reboot or a reconnection nothing measured before holds on, except the zero and what is
// known about cells. While time goes on, as when the mat is back after a break of the link, what was found
// stays listed as ended, and its places fade as usual.
void Pipeline::State::restart_stream(bool time_goes_on) {
  maps.restart_stream();
  occupancy.reset();
  body.restart_stream();
  taught.restart_stream();
  hands.restart_stream();
  findings.restart_stream(time_goes_on);
  if (!time_goes_on) guidance.restart_stream();
  breathing.restart();
  snapshot.cop_trail.clear();
  period_s = 0.0;
}

void Pipeline::State::measure_rate(double dt_s) {
  if (dt_s <= 0.0) return;
  const double part = 1.0 - std::exp(-dt_s / kRateTimeConstantS);
  period_s = period_s <= 0.0 ? dt_s : period_s + part * (dt_s - period_s);
  snapshot.measured_rate_hz = 1.0 / period_s;
}

void Pipeline::State::measure(double dt_s) {
  compute_frame_metrics(snapshot.map, info->geometry, metric_settings, workspace, snapshot.features);
  judge_occupancy();
  if (!options.raw && !occupancy.occupied()) forget_features();
  tell_occupancy();
  body.update(snapshot, workspace.contact, maps.contact_threshold(), dt_s);
  if (snapshot.features.valid) {
    extend_trail(snapshot.cop_trail, {snapshot.t_s, snapshot.features.cop_x_mm, snapshot.features.cop_y_mm});
  }
  if (snapshot.glitch || !snapshot.features.valid || !occupancy.occupied()) return;
  findings.look(snapshot, body.sides(), !options.raw, options.params);
}

// Nobody is there, or the frame is garbage: no numbers, rather than numbers that look like data.
void Pipeline::State::forget_features() {
  auto regions = std::move(snapshot.features.contact_regions);  // keeps its memory
  regions.clear();
  snapshot.features = Features{};
  snapshot.features.unit = snapshot.map.unit;
  snapshot.features.contact_regions = std::move(regions);
}

void Pipeline::State::judge_occupancy() {
  contact_area_cm2 = snapshot.features.valid ? snapshot.features.contact_area_cm2 : 0.0;
  const OccupancyState before = occupancy.state();
  occupancy.update(contact_area_cm2, options.params.get(Param::occupied_min_area_cm2), snapshot.t_s);
  if (before != OccupancyState::empty && occupancy.state() == OccupancyState::empty) end_sitting();
  maps.learn_zero(occupancy, snapshot.t_s);
}

void Pipeline::State::tell_occupancy() {
  snapshot.occupancy = occupancy.state();
  snapshot.occupied = options.raw ? snapshot.features.valid : occupancy.occupied();
}

void Pipeline::State::end_sitting() {
  findings.end_sitting();
  body.end_sitting();
  snapshot.cop_trail.clear();
}

Result<Pipeline> Pipeline::create(const SourceInfo& info, const PipelineOptions& options) {
  if (auto ok = check_geometry(info.geometry); !ok) return ok.error();
  auto calibration = calibration_for(info);
  if (!calibration) return calibration.error();
  auto state = std::make_unique<State>(info, std::move(calibration).value(), options);
  if (options.taught) {
    const PressureUnit unit = state->maps.calibrator().unit();
    if (auto same = check_same_mat(*options.taught, info.geometry, unit); !same) return same.error();
  }
  return Pipeline(std::move(state));
}

Pipeline::Pipeline(std::unique_ptr<State> state) : state_(std::move(state)) {}
Pipeline::Pipeline(Pipeline&&) noexcept = default;
Pipeline& Pipeline::operator=(Pipeline&&) noexcept = default;
Pipeline::~Pipeline() = default;

const Snapshot& Pipeline::process(const RawFrame& frame) {
  State& s = *state_;
  PALPATE_EXPECTS(frame.cells.size() == s.info->geometry.cells());
  if (s.frames == 0) s.first_us = frame.device_time_us;
  const double t_s = static_cast<double>(frame.device_time_us - s.first_us) / kMicroseconds;
  const double last_s = s.snapshot.t_s;
  const bool broken = (frame.flags & frame_flag::discontinuity) != 0 || t_s < last_s;
  const bool first = s.frames == 0;
  if (broken && !first) s.restart_stream(t_s >= last_s);
  const double dt_s = first || broken ? 0.0 : t_s - last_s;
  s.measure_rate(dt_s);
  s.snapshot.frame_index = s.frames++;
  s.snapshot.t_s = t_s;
  s.maps.make(frame, s.snapshot);
  if (s.snapshot.glitch && !s.options.raw) {
    s.forget_features();
    s.tell_occupancy();
    s.body.tell_posture(s.snapshot);
  } else {
    s.measure(dt_s);
  }
  s.taught.update(s.snapshot);
  if (s.options.breathing) {
    const bool usable = s.snapshot.occupied && !s.snapshot.glitch;
    s.snapshot.breathing = s.breathing.add(t_s, frame.cells, usable, s.snapshot.applied.pressing);
  }
  if (!s.options.raw) s.hands.update(s.snapshot, s.options.params);
  s.maps.tell_zero(s.snapshot);
  s.findings.tell(s.snapshot);
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
  s.maps.take_zero();
  s.maps.tell_zero(s.snapshot);
  return {};
}

const UsualLevel& Pipeline::usual_level() const {
  return state_->findings.usual_level();
}

void Pipeline::clear_tare() {
  state_->maps.clear_zero();
  state_->maps.tell_zero(state_->snapshot);
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
  state_->hands.set_bands(taught, state_->options.params);
}

Result<void> Pipeline::say_band(LoadBand word) {
  return state_->hands.say_band(word);
}

Result<void> Pipeline::set_taught(std::shared_ptr<const TaughtPostures> taught) {
  State& s = *state_;
  if (taught && taught->postures.empty()) taught = nullptr;
  if (taught == s.options.taught) return {};
  if (taught) {
    if (auto same = check_same_mat(*taught, s.info->geometry, unit()); !same) return same;
  }
  s.options.taught = taught;
  s.taught = TaughtPostureStage(std::move(taught));
  s.snapshot.taught = {};
  return {};
}

PressureUnit Pipeline::unit() const {
  return state_->maps.calibrator().unit();
}

void Pipeline::new_session() {
  state_->hands.new_session();
}

void Pipeline::reset() {
  auto calibration = state_->maps.calibrator().calibration();
  state_->options.screen = state_->guidance.screen();  // a hit stays
  state_->options.bands = state_->hands.bands();
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
