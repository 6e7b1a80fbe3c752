#include "acquisition/firmware_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <thread>
#include <utility>

#include "acquisition/byte_stream.h"
#include "acquisition/child_process.h"
#include "acquisition/device_source.h"
#include "acquisition/simulated_source.h"
#include "firmware/protocol/scene_stream.h"

namespace palpate {
namespace {

using std::chrono::milliseconds;

constexpr std::uint64_t kSceneStepUs = 10000;
constexpr milliseconds kStartLimit{10000};
constexpr std::string_view kPtyPrefix = "pty ";

struct FirmwareOptions {
  SimulatedBodyOptions body;
  bool on_avr = true;
  bool realtime = true;
  double rate_hz = 0.0;
};

Result<bool> choice(const SourceUri& uri, const std::string& name, std::string_view first,
                    std::string_view second) {
  const auto found = uri.options.find(name);
  if (found == uri.options.end() || found->second == first) return true;
  if (found->second == second) return false;
  return Error{ErrorCode::bad_argument,
               fmt::format("{} must be {} or {}, not: {}", name, first, second, found->second)};
}

Result<FirmwareOptions> parse_firmware(const SourceUri& uri) {
  if (auto known = only_options(
          uri, {"seed", "board", "speed", "rate", "weight_kg", "breaths", "beats", "motion", "left_share"});
      !known) {
    return known.error();
  }
  FirmwareOptions options;
  auto on_avr = choice(uri, "board", "mega2560", "host");
  if (!on_avr) return on_avr.error();
  auto realtime = choice(uri, "speed", "realtime", "full");
  if (!realtime) return realtime.error();
  // The body and the frame rate are spelled, checked and explained as for a simulation.
  SourceUri simulation = uri;
  simulation.options.erase("board");
  simulation.options.erase("speed");
  auto parsed = parse_simulation(simulation);
  if (!parsed) return parsed.error();
  options.body = parsed->body;
  options.on_avr = *on_avr;
  options.realtime = *realtime;
  if (uri.options.contains("rate")) options.rate_hz = parsed->rate_hz;
  return options;
}

Result<std::string> find_program(const std::string& name) {
  const char* asked = std::getenv("PALPATE_FIRMWARE_DIR");
  const std::filesystem::path folder = asked != nullptr && *asked != '\0' ? asked : program_folder();
  std::error_code ignored;
  if (std::filesystem::is_regular_file(folder / name, ignored)) return (folder / name).string();
  return Error{
      ErrorCode::not_found,
      fmt::format("the firmware's simulator is not there: {} (build with -DPALPATE_BUILD_FIRMWARE=ON, or set "
                  "PALPATE_FIRMWARE_DIR to its folder)",
                  (folder / name).string())};
}

Result<std::vector<std::string>> command_of(const FirmwareOptions& options) {
  const MatGeometry& geometry = options.body.geometry;
  const std::string mat = geometry.placement == Placement::table ? "table" : "seat";
  auto program = find_program(options.on_avr ? "palpate-simavr" : "palpate-mat-host");
  if (!program) return program.error();
  std::vector<std::string> command{*program};
  if (options.on_avr) {
    auto firmware = find_program(fmt::format("palpate-{}-mega2560.elf", mat));
    if (!firmware) return firmware.error();
    command.push_back(*firmware);
  } else {
    command.insert(command.end(), {"--placement", mat, "--pitch",
                                   fmt::format("{},{}", geometry.pitch_x_mm, geometry.pitch_y_mm)});
  }
  command.insert(command.end(), {"--rows", std::to_string(geometry.rows), "--cols",
                                 std::to_string(geometry.cols), "--scene", "stdin"});
  if (options.realtime) command.emplace_back("--realtime");
  return command;
}

// Writes the body's pressures into the child for as long as it takes them; it takes them as its own time goes
// by, so this thread mostly waits.
void feed(ChildProcess& child, SimulatedBody body, const std::stop_token& stop) {
  const MatGeometry& geometry = body.geometry();
  const auto rows = static_cast<std::uint16_t>(geometry.rows);
  const auto cols = static_cast<std::uint16_t>(geometry.cols);
  const std::size_t cells = geometry.cells();
  std::vector<float> kpa(cells);
  std::vector<std::uint16_t> units(cells);
  std::vector<std::uint8_t> bytes(SCENE_HEADER_SIZE);
  scene_encode_header(bytes.data(), rows, cols);
  for (std::uint64_t t_us = 0;; t_us += kSceneStepUs) {
    for (std::span<const std::uint8_t> rest = bytes; !rest.empty();) {
      if (stop.stop_requested()) return;
      if (child.write_some(rest, kMaxReadWait) == ChildProcess::WriteStatus::gone) return;
    }
    body.pressure_at(static_cast<double>(t_us) * 1e-6, kpa);
    std::transform(kpa.begin(), kpa.end(), units.begin(), [](float pressure) {
      return static_cast<std::uint16_t>(std::clamp(std::lround(pressure * SCENE_UNITS_PER_KPA), 0L, 65535L));
    });
    bytes.resize(scene_record_size(rows, cols));
    scene_encode_record(bytes.data(), t_us, units.data(), cells);
  }
}

class FirmwareSource final : public FrameSource {
 public:
  FirmwareSource(ChildProcess child, SimulatedBody body, bool realtime)
      : child_(std::move(child)),
        realtime_(realtime),
        feeder_([this, fed = std::move(body)](const std::stop_token& stop) mutable {
          feed(child_, std::move(fed), stop);
        }) {}

  Result<void> connect(DeviceOptions options) {
    auto line = child_.first_line(kStartLimit);
    if (!line || line->rfind(kPtyPrefix, 0) != 0) {
      return Error{ErrorCode::io, fmt::format("the firmware's simulator did not start: {}",
                                              line ? *line : line.error().message)};
    }
    const std::string path = line->substr(kPtyPrefix.size());
    options.subject = path;
    auto device = open_device([this, path] { return open_line(path); }, std::move(options));
    if (!device) return device.error();
    device_ = std::move(*device);
    return {};
  }

  [[nodiscard]] const SourceInfo& info() const override { return device_->info(); }
  // At full speed the simulated mat waits for its reader.
  [[nodiscard]] bool is_live() const override { return realtime_; }
  Result<ReadStatus> read(RawFrame& out, const std::stop_token& stop) override {
    return device_->read(out, stop);
  }
  [[nodiscard]] LinkStats stats() const override { return device_->stats(); }
  [[nodiscard]] LinkState state() const override { return device_->state(); }

 private:
  // The name of a dead child's pty may already belong to somebody else.
  Result<std::unique_ptr<ByteStream>> open_line(const std::string& path) {
    if (child_.running()) return open_byte_stream(path);
    return Error{ErrorCode::io, fmt::format("the firmware's simulator has ended: {}", child_.last_words())};
  }

  ChildProcess child_;  // outlives the line to it and the thread that feeds it
  bool realtime_;
  std::unique_ptr<FrameSource> device_;
  std::jthread feeder_;
};

std::string uri_text(const SourceUri& uri) {
  std::string text = "firmware:" + uri.target;
  for (const auto& [name, value] : uri.options) {
    text += fmt::format("{}{}={}", text.find('?') == std::string::npos ? '?' : '&', name, value);
  }
  return text;
}

}  // namespace

Result<std::unique_ptr<FrameSource>> open_firmware(const SourceUri& uri) {
  auto options = parse_firmware(uri);
  if (!options) return options.error();
  auto body = SimulatedBody::create(options->body);
  if (!body) return body.error();
  const MatGeometry geometry = body->geometry();
  auto command = command_of(*options);
  if (!command) return command.error();
  auto child = ChildProcess::start(*command);
  if (!child) return child.error();
  auto source = std::make_unique<FirmwareSource>(std::move(*child), std::move(*body), options->realtime);
  DeviceOptions device;
  device.source_uri = uri_text(uri);
  device.rate_hz = options->rate_hz;
  device.handshake_limit = kStartLimit;
  device.silence = milliseconds{3000};  // a busy computer may simulate slowly for a while
  if (auto connected = source->connect(std::move(device)); !connected) return connected.error();
  const MatGeometry& told = source->info().geometry;
  if (told.pitch_x_mm != geometry.pitch_x_mm || told.pitch_y_mm != geometry.pitch_y_mm) {
    return Error{ErrorCode::bad_format,
                 "the firmware was built for a mat of other pitch than the simulated body lies on"};
  }
  return std::unique_ptr<FrameSource>(std::move(source));
}

}  // namespace palpate
