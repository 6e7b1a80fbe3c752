#include "acquisition/simulated_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <utility>

namespace palpate {
namespace {

using Setter = std::function<Result<void>(SimulationOptions&, std::string_view)>;

struct OptionRow {
  std::string_view name, hint;
  Setter set;
};

Result<double> number_in(std::string_view text, double low, double high) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !(value >= low && value <= high)) {
    return Error{ErrorCode::bad_argument, fmt::format("a number from {} to {}", low, high)};
  }
  return value;
}

template <typename Assign>
Setter real(double low, double high, Assign assign) {
  return [=](SimulationOptions& o, std::string_view text) -> Result<void> {
    auto value = number_in(text, low, high);
    if (!value) return value.error();
    assign(o, *value);
    return {};
  };
}

template <typename Assign>
Setter whole(double low, double high, Assign assign) {
  return [=](SimulationOptions& o, std::string_view text) -> Result<void> {
    auto value = number_in(text, low, high);
    if (!value || *value != std::floor(*value)) {
      return Error{ErrorCode::bad_argument, fmt::format("a whole number from {} to {}", low, high)};
    }
    assign(o, static_cast<int>(*value));
    return {};
  };
}

template <typename Assign>
Setter flag(Assign assign) {
  return [=](SimulationOptions& o, std::string_view text) -> Result<void> {
    if (text != "0" && text != "1") return Error{ErrorCode::bad_argument, "0 or 1"};
    assign(o, text == "1");
    return {};
  };
}

Result<void> set_seed(SimulationOptions& o, std::string_view text) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), o.body.seed);
  if (error == std::errc{} && end == text.data() + text.size()) return {};
  return Error{ErrorCode::bad_argument, "a whole number from 0 to 18446744073709551615"};
}

Result<void> set_pitch(SimulationOptions& o, std::string_view text) {
  const std::size_t comma = text.find(',');
  auto x = number_in(text.substr(0, comma), 0.1, 1000.0);
  auto y = comma == std::string_view::npos ? x : number_in(text.substr(comma + 1), 0.1, 1000.0);
  if (!x || !y) return Error{ErrorCode::bad_argument, "one pitch or X,Y in mm, each 0.1 to 1000"};
  o.body.geometry.pitch_x_mm = *x;
  o.body.geometry.pitch_y_mm = *y;
  return {};
}

// REGION,SIDE,PERCENT
Result<void> set_spot(SimulationOptions& o, std::string_view text) {
  const std::size_t first = text.find(','), last = text.rfind(',');
  const std::string_view side = first == last ? "" : text.substr(first + 1, last - first - 1);
  auto percent = number_in(last == std::string_view::npos ? "" : text.substr(last + 1), -100.0, 200.0);
  if ((side != "left" && side != "right") || !percent) {
    return Error{ErrorCode::bad_argument,
                 "REGION,left|right,PERCENT as in lumbar,right,-90; -100 to 200 percent"};
  }
  o.body.spot = LoadSpot{std::string(text.substr(0, first)), side == "left", *percent / 100.0};
  return {};
}

Result<void> set_presses(SimulationOptions& o, std::string_view text) {
  auto presses = parse_presses(text);
  if (!presses) return presses.error();
  o.body.presses = std::move(*presses);
  return {};
}

Result<void> set_edge(SimulationOptions& o, std::string_view text) {
  auto edge = parse_edge(text);
  if (!edge) return edge.error();
  o.body.edge = std::move(*edge);
  return {};
}

// REGION_SIDE:EXCESS[,CM2]
Result<void> set_pattern(SimulationOptions& o, std::string_view text) {
  const std::size_t colon = text.find(':'), comma = text.find(',');
  LoadSpot spot;
  const bool known = colon != std::string_view::npos && spot_from_region_id(text.substr(0, colon), spot);
  auto excess = number_in(known ? text.substr(colon + 1, comma - colon - 1) : "", -1.0, 2.0);
  auto size = comma == std::string_view::npos ? Result<double>(kPatternSizeCm2)
                                              : number_in(text.substr(comma + 1), 5.0, 600.0);
  if (!excess || !size) {
    return Error{ErrorCode::bad_argument,
                 "REGION_SIDE:EXCESS or REGION_SIDE:EXCESS,CM2 as in low_back_left:0.3 or "
                 "pelvis_right:0.2,80; -1 to 2, 5 to 600 cm2"};
  }
  spot.change = *excess;
  spot.size_cm2 = *size;
  o.body.spot = spot;
  return {};
}

Result<void> set_head(SimulationOptions& o, std::string_view text) {
  auto head = head_edge_from(text);
  if (!head) return Error{ErrorCode::bad_argument, "top, bottom, left or right"};
  o.body.geometry.head = *head;
  return {};
}

using Options = SimulationOptions;

const std::vector<OptionRow>& option_rows() {
  static const std::vector<OptionRow> rows{
      {"seed", "who and when", set_seed},
      {"sitting", "of the same client",
       whole(0, 1e6, [](Options& o, int v) { o.body.sitting = static_cast<std::uint64_t>(v); })},
      {"rate", "frames a second", real(0.1, 2000, [](Options& o, double v) { o.rate_hz = v; })},
      {"seconds", "then the stream ends", real(0.0, 1e6, [](Options& o, double v) { o.seconds = v; })},
      {"live", "1 real time, 0 as fast as read", flag([](Options& o, bool v) { o.live = v; })},
      {"rows", "of the mat", whole(1, kMaxSide, [](Options& o, int v) { o.body.geometry.rows = v; })},
      {"cols", "of the mat", whole(1, kMaxSide, [](Options& o, int v) { o.body.geometry.cols = v; })},
      {"pitch_mm", "of the cells", set_pitch},
      {"head", "edge of the map", set_head},
      {"mirror", "map seen from below", flag([](Options& o, bool v) { o.body.geometry.mirrored = v; })},
      {"noise", "counts", real(0, 200, [](Options& o, double v) { o.sensor.noise_counts = v; })},
      {"ideal", "no gain spread, offset, drift", flag([](Options& o, bool v) { o.sensor.ideal = v; })},
      {"dead", "cells", whole(0, kMaxCells, [](Options& o, int v) { o.sensor.dead_cells = v; })},
      {"dead_row", "from 0", whole(0, kMaxSide - 1, [](Options& o, int v) { o.sensor.dead_row = v; })},
      {"dead_col", "from 0", whole(0, kMaxSide - 1, [](Options& o, int v) { o.sensor.dead_col = v; })},
      {"weight_kg", "", real(20, 300, [](Options& o, double v) { o.body.weight_kg = v; })},
      {"height_cm", "", real(100, 230, [](Options& o, double v) { o.body.height_mm = 10.0 * v; })},
      {"breaths", "a minute", real(0, 60, [](Options& o, double v) { o.body.breaths_per_min = v; })},
      {"beats", "a minute", real(0, 220, [](Options& o, double v) { o.body.beats_per_min = v; })},
      {"hold_at", "s", real(0, 1e6, [](Options& o, double v) { o.body.hold_start_s = v; })},
      {"hold_s", "s", real(0, 120, [](Options& o, double v) { o.body.hold_seconds = v; })},
      {"breath_depth", "1 usual", real(0, 3, [](Options& o, double v) { o.body.breath_depth = v; })},
      {"breath_scatter", "0 steady", real(0, 0.4, [](Options& o, double v) { o.body.breath_scatter = v; })},
      {"motion", "0 still", real(0, 5, [](Options& o, double v) { o.body.motion = v; })},
      {"shifts", "an hour", real(0, 600, [](Options& o, double v) { o.body.shifts_per_hour = v; })},
      {"fidgets", "an hour", real(0, 600, [](Options& o, double v) { o.body.fidgets_per_hour = v; })},
      {"spot", "region,side,percent", set_spot},
      {"press", "place,place,newton,start,hold", set_presses},
      {"press_breath", "0 none", real(0, 10, [](Options& o, double v) { o.body.press_breath = v; })},
      {"edge", "region,side,kPa", set_edge},
      {"pattern", "region_side:excess", set_pattern},
      {"roughness", "0 symmetric", real(0, 2, [](Options& o, double v) { o.body.roughness = v; })},
      {"creep", "", flag([](Options& o, bool v) { o.body.creep = v; })},
      {"left_share", "client's", real(0.2, 0.8, [](Options& o, double v) { o.body.left_share = v; })},
      {"offset_x", "mm", real(-2000, 2000, [](Options& o, double v) { o.body.offset_x_mm = v; })},
      {"offset_y", "mm", real(-2000, 2000, [](Options& o, double v) { o.body.offset_y_mm = v; })},
      {"rotation", "degrees", real(-180, 180, [](Options& o, double v) { o.body.rotation_deg = v; })},
  };
  return rows;
}

Error unknown_option(const std::string& key) {
  std::string names;
  for (const OptionRow& row : option_rows()) names += (names.empty() ? "" : ", ") + std::string(row.name);
  return {ErrorCode::bad_argument, fmt::format("unknown option of a simulation: {} (choose {})", key, names)};
}

// What the user left out of the mat's shape comes from the scenario's own mat.
Result<void> complete_geometry(SimulationOptions& o) {
  MatGeometry& g = o.body.geometry;
  SimulatedBodyOptions plain;
  plain.scenario = o.body.scenario;
  auto body = SimulatedBody::create(plain);
  if (!body) return body.error();
  const MatGeometry own = body->geometry();
  g.placement = own.placement;
  if (g.rows == 0) g.rows = own.rows;
  if (g.cols == 0) g.cols = own.cols;
  // A mat of another resolution covers the same ground unless its pitch is said.
  if (g.pitch_x_mm == 0.0) {
    g.pitch_x_mm = own.width_mm() / g.cols;
    g.pitch_y_mm = own.height_mm() / g.rows;
  }
  if (o.sensor.dead_row >= g.rows || o.sensor.dead_col >= g.cols) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("dead row or column outside the mat: {} x {}", g.rows, g.cols)};
  }
  return check_geometry(g);
}

}  // namespace

Result<SimulationOptions> parse_simulation(const SourceUri& uri) {
  SimulationOptions options;
  options.body.scenario = uri.target.empty() ? options.body.scenario : uri.target;
  for (const auto& option : uri.options) {
    const auto& [key, text] = option;
    const auto& rows = option_rows();
    const auto row =
        std::find_if(rows.begin(), rows.end(), [&](const OptionRow& r) { return r.name == option.first; });
    if (row == rows.end()) return unknown_option(key);
    if (auto ok = row->set(options, text); !ok) {
      return Error{ErrorCode::bad_argument,
                   fmt::format("impossible value: {}={} (give {})", key, text, ok.error().message)};
    }
  }
  if (auto ok = complete_geometry(options); !ok) return ok.error();
  return options;
}

Result<std::unique_ptr<FrameSource>> open_simulation(const SourceUri& uri) {
  auto options = parse_simulation(uri);
  if (!options) return options.error();
  std::string text = "sim:" + options->body.scenario;
  char joint = '?';
  for (const auto& [key, value] : uri.options) {
    text += joint + key + "=" + value;
    joint = '&';
  }
  auto source = SimulatedSource::create(*options, std::move(text));
  if (!source) return source.error();
  return std::unique_ptr<FrameSource>(std::move(source).value());
}

Result<std::unique_ptr<SimulatedSource>> SimulatedSource::create(const SimulationOptions& options,
                                                                 std::string source_uri) {
  if (!(options.rate_hz >= 0.1 && options.rate_hz <= 2000.0)) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("impossible rate: {} Hz (0.1 to 2000)", options.rate_hz)};
  }
  auto body = SimulatedBody::create(options.body);
  if (!body) return body.error();
  if (source_uri.empty()) source_uri = "sim:" + options.body.scenario;
  return std::unique_ptr<SimulatedSource>(
      new SimulatedSource(options, std::move(body).value(), std::move(source_uri)));
}

SimulatedSource::SimulatedSource(const SimulationOptions& options, SimulatedBody body, std::string source_uri)
    : options_(options),
      body_(std::move(body)),
      sensor_(body_.geometry(), options.body.seed, options.sensor) {
  info_.geometry = body_.geometry();
  info_.adc_full_scale = static_cast<double>(SimulatedSensor::kFullScale);
  info_.nominal_rate_hz = options.rate_hz;
  info_.calibration_json = sensor_.calibration_json();
  info_.source_uri = std::move(source_uri);
  info_.device = "Palpate simulated mat";
}

// False when there is nothing to hand out yet (50 ms, or a stop request).
bool SimulatedSource::wait_until_due(const std::stop_token& stop) {
  const auto now = Clock::now();
  if (!started_) {
    start_ = now;
    started_ = true;
  }
  const auto due_of = [this](std::uint64_t frame) {
    return start_ +
           std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(time_of(frame)));
  };
  constexpr auto kPatience = std::chrono::milliseconds(500);
  if (now - due_of(next_) > kPatience) {  // nobody read for long: those frames are gone
    const double age_s = std::chrono::duration<double>(now - start_).count();
    const auto current = static_cast<std::uint64_t>(age_s * options_.rate_hz);
    lost_ += current - next_;
    next_ = current;
    skipped_ = true;
    return true;
  }
  const auto limit = now + std::chrono::milliseconds(45);
  const auto due = due_of(next_);
  if (due > now) {
    std::unique_lock lock(mutex_);
    wake_.wait_until(lock, stop, std::min(due, limit), [] { return false; });
    if (stop.stop_requested()) return false;
  }
  return due <= limit;
}

Result<ReadStatus> SimulatedSource::read(RawFrame& out, const std::stop_token& stop) {
  if (stop.stop_requested()) return ReadStatus::timeout;
  const auto ended = [this] { return options_.seconds > 0.0 && time_of(next_) >= options_.seconds - 1e-9; };
  if (!ended() && options_.live && !wait_until_due(stop)) return ReadStatus::timeout;
  if (ended()) {
    state_ = LinkState::ended;
    return ReadStatus::end;
  }
  const double t_s = time_of(next_);
  truth_ = body_.pressure_at(t_s, kpa_);
  const bool saturated = sensor_.read(kpa_, next_, t_s, out.cells);
  out.sequence = next_;
  out.device_time_us = std::llround(t_s * 1e6);
  out.host_time_us = out.device_time_us;
  out.flags = static_cast<std::uint16_t>((saturated ? frame_flag::saturated : 0) |
                                         (skipped_ ? frame_flag::discontinuity : 0));
  skipped_ = false;
  ++next_;
  ++frames_;
  state_ = LinkState::streaming;
  return ReadStatus::frame;
}

LinkStats SimulatedSource::stats() const {
  LinkStats stats;
  stats.frames = frames_;
  stats.lost_frames = lost_;
  return stats;
}

}  // namespace palpate
