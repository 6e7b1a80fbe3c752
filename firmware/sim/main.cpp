// Part of palpate-simavr: Copyright (C) the Palpate authors. This program is free software: you can
// redistribute it and/or modify it under the terms of the GNU General Public License, version 3 or (at your
// option) any later version. It comes with no warranty. It links libsimavr; see firmware/sim/README.md and
// COPYING.
#include <time.h>
#include <algorithm>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "firmware/boards/host_pty/harness_line.h"
#include "firmware/model/matrix_model.h"
#include "firmware/model/scene_reader.h"
#include "firmware/protocol/protocol.h"
#include "firmware/sim/avr_machine.h"

namespace palpate::firmware {
namespace {

constexpr std::uint64_t kPumpUs = 1000;  // device time between two looks at the host
constexpr std::uint64_t kAutostartUs = 10000;
constexpr double kMaxLagUs = 200000.0;  // a real-time run that is further behind starts counting afresh

const char* const kHelp =
    "palpate-simavr: runs the Palpate firmware of the ATmega2560 in simavr, wired to a model of the mat\n\n"
    "usage: palpate-simavr FIRMWARE.elf [options]\n\n"
    "Prints one line on stdout, \"pty /dev/pts/N\": open it as the mat's serial port. Ends on SIGTERM, "
    "SIGINT,\n"
    "SIGHUP, after --seconds, or when its parent is gone; exit code 0, or 1 with one line on stderr.\n\n"
    "  --rows R --cols C       size of the matrix, as the firmware was built for (default 32 x 32)\n"
    "  --settle-us T           time constant of the converter's input (default 0: settles at once)\n"
    "  --reset-at S            press the reset button at S seconds of device time\n";
const char* const kExamples =
    "\nexamples:\n"
    "  palpate-simavr bin/palpate-seat-mega2560.elf --realtime --link /tmp/mat\n"
    "  palpate-simavr bin/palpate-table-mega2560.elf --rows 64 --scene stdin < scene.bin\n"
    "  palpate-simavr bin/palpate-seat-mega2560.elf --output uart.bin --autostart-us 50000 --seconds 2\n";

struct Settings {
  HarnessOptions shared;
  std::string elf;
  std::size_t rows = 32, cols = 32;
  double settle_us = 0.0;
  double reset_at_s = -1.0;
};

std::string read_settings(int argc, char** argv, Settings& settings) {
  std::string error = parse_options(argc, argv, {"rows", "cols", "settle-us", "reset-at"}, settings.shared);
  if (!error.empty() || settings.shared.help) return error;
  if (settings.shared.positional.size() != 1) return "give exactly one firmware file (see --help)";
  settings.elf = settings.shared.positional.front();
  for (const auto& [name, text] : settings.shared.own) {
    double value = 0.0;
    const bool side = name == "rows" || name == "cols";
    if (!parse_number(text, side ? 1.0 : 0.0, side ? 255.0 : 1e6, value)) {
      return "--" + name + (side ? " needs a whole number from 1 to 255: " : " needs a number: ") + text;
    }
    if (name == "rows") settings.rows = static_cast<std::size_t>(value);
    if (name == "cols") settings.cols = static_cast<std::size_t>(value);
    if (name == "settle-us") settings.settle_us = value;
    if (name == "reset-at") settings.reset_at_s = value;
  }
  return "";
}

// Holds device time back to the clock.
class Pace {
 public:
  Pace() { (void)clock_gettime(CLOCK_MONOTONIC, &start_); }
  void wait_until(std::uint64_t device_us) {
    timespec now = {};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    const double passed_us = static_cast<double>(now.tv_sec - start_.tv_sec) * 1e6 +
                             static_cast<double>(now.tv_nsec - start_.tv_nsec) * 1e-3 + skipped_us_;
    const double ahead_us = static_cast<double>(device_us) - passed_us;
    if (ahead_us > 0.0) {
      const auto ns = static_cast<long>(ahead_us * 1000.0);
      const timespec pause = {ns / 1000000000L, ns % 1000000000L};
      (void)nanosleep(&pause, nullptr);
    } else if (ahead_us < -kMaxLagUs) {
      skipped_us_ += ahead_us;
    }
  }

 private:
  timespec start_ = {};
  double skipped_us_ = 0.0;
};

class Harness {
 public:
  explicit Harness(const Settings& settings)
      : settings_(settings),
        line_(settings.shared),
        matrix_(settings.rows, settings.cols, MatrixCircuit{}),
        pressures_(settings.rows * settings.cols),
        scene_(0, settings.rows, settings.cols, [this] { return wait_for_scene(); }),
        machine_(matrix_, settings.settle_us,
                 {[this](std::uint64_t us) { update_scene(us); },
                  [this](std::uint8_t byte) { line_.put(byte); }}) {}

  std::string run() {
    if (!settings_.shared.scene_stdin) matrix_.set_test_pattern(10);
    std::string error = machine_.load(settings_.elf);
    if (error.empty()) error = line_.open();
    if (error.empty()) error = loop();
    if (settings_.shared.stats) print_stats();
    return error;
  }

 private:
  std::string loop() {
    Pace pace;
    const HarnessOptions& shared = settings_.shared;
    const std::uint64_t reset_us = static_cast<std::uint64_t>(std::max(0.0, settings_.reset_at_s) * 1e6);
    for (std::uint64_t now = kPumpUs; line_.keep_going() && !finished_; now += kPumpUs) {
      if (!machine_.run_until(now))
        return "the simulated processor stopped at " + std::to_string(now) + " us";
      pump();
      if (now == kAutostartUs && shared.autostart_us) autostart(*shared.autostart_us);
      if (settings_.reset_at_s >= 0.0 && now - kPumpUs < reset_us && reset_us <= now) machine_.reset();
      if (!scene_.error().empty()) return scene_.error();
      if (machine_.row_violations() != 0) {
        return "the firmware drove no row or several: is it built for " + std::to_string(settings_.rows) +
               " rows? (--rows)";
      }
      if (shared.realtime) pace.wait_until(now);
      if (shared.seconds > 0.0 && static_cast<double>(now) >= shared.seconds * 1e6) break;
    }
    return "";
  }

  void pump() {
    line_.flush(settings_.shared.drop);
    std::uint8_t bytes[64];
    if (const std::size_t got = line_.read(bytes, sizeof bytes)) machine_.send(bytes, got);
  }

  void autostart(std::uint32_t period_us) {
    std::uint8_t packet[MATLINK_MAX_PACKET];
    std::uint8_t wire[MATLINK_MAX_WIRE];
    const std::size_t size = matlink_encode_start_command(packet, 1, period_us);
    machine_.send(wire, matlink_to_wire(packet, size, wire));
  }

  void update_scene(std::uint64_t device_us) {
    if (!settings_.shared.scene_stdin) return;
    if (scene_.advance(device_us, pressures_)) matrix_.set_pressures(pressures_);
    if (scene_.ended() && settings_.shared.exit_at_scene_end) finished_ = true;
  }

  // The host may wait for frames before it feeds more: what was sent must reach it.
  bool wait_for_scene() {
    line_.try_flush();
    return line_.keep_going();
  }

  void print_stats() const {
    std::fprintf(
        stderr,
        "{\"device_us\":%llu,\"conversions\":%llu,\"row_violations\":%llu,\"scene_records\":%llu,%s}\n",
        static_cast<unsigned long long>(machine_.now_us()),
        static_cast<unsigned long long>(machine_.conversions()),
        static_cast<unsigned long long>(machine_.row_violations()),
        static_cast<unsigned long long>(scene_.records()), line_.stats_json().c_str());
  }

  const Settings& settings_;
  HarnessLine line_;
  MatrixModel matrix_;
  std::vector<std::uint16_t> pressures_;
  SceneReader scene_;
  AvrMachine machine_;
  bool finished_ = false;
};

}  // namespace
}  // namespace palpate::firmware

// Read by the address sanitizer only: libsimavr keeps what it read of the ELF and never frees it.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libsimavr.so";
}

int main(int argc, char** argv) {
  using namespace palpate::firmware;
  Settings settings;
  std::string error = read_settings(argc, argv, settings);
  if (error.empty() && settings.shared.help) {
    std::printf("%s%s%s", kHelp, kSharedHelp, kExamples);
    return 0;
  }
  if (error.empty()) error = Harness(settings).run();
  if (error.empty()) return 0;
  std::fprintf(stderr, "palpate-simavr: %s\n", error.c_str());
  return 1;
}
