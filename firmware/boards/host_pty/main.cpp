// palpate-mat-host: the firmware core as a Linux process, its line on a pty. For streams faster than a
// microcontroller gives, and for machines without simavr.
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "firmware/boards/host_pty/harness_line.h"
#include "firmware/core/mat.h"
#include "firmware/model/matrix_model.h"
#include "firmware/model/scene_reader.h"

namespace palpate::firmware {
namespace {

constexpr std::uint16_t kTxRing = 65535;
constexpr std::uint64_t kIdleStepUs = 1000;  // of a full-speed device that does not stream
constexpr std::uint64_t kAutostartUs = 10000;

const char* const kHelp =
    "palpate-mat-host: the Palpate firmware core as a Linux process, wired to a model of the mat\n\n"
    "usage: palpate-mat-host [options]\n\n"
    "Prints one line on stdout, \"pty /dev/pts/N\": open it as the mat's serial port. Ends on SIGTERM, "
    "SIGINT,\n"
    "SIGHUP, after --seconds, or when its parent is gone; exit code 0, or 1 with one line on stderr.\n\n"
    "  --rows R --cols C       size of the mat (default 32 x 32)\n"
    "  --pitch X[,Y]           distance of the cells in mm (default 14.7)\n"
    "  --placement P           table, seat or back-rest (default seat)\n"
    "  --adc-bits B            8 to 16 (default 12)\n"
    "  --rate HZ               fastest frame rate that the device grants (default 200, at most 5000)\n";
const char* const kExamples =
    "\nexamples:\n"
    "  palpate-mat-host --realtime --rate 100 --link /tmp/mat\n"
    "  palpate-mat-host --rows 64 --cols 32 --pitch 25,29 --placement table --scene stdin < scene.bin\n";

struct Settings {
  HarnessOptions shared;
  matlink_info info = {};
};

bool set_pitch(const std::string& text, matlink_info& info) {
  const std::size_t comma = text.find(',');
  double x = 0.0;
  double y = 0.0;
  if (!parse_number(text.substr(0, comma), 0.1, 655.0, x)) return false;
  y = x;
  if (comma != std::string::npos && !parse_number(text.substr(comma + 1), 0.1, 655.0, y)) return false;
  info.pitch_x_um10 = static_cast<std::uint16_t>(x * 100.0 + 0.5);
  info.pitch_y_um10 = static_cast<std::uint16_t>(y * 100.0 + 0.5);
  return true;
}

bool set_placement(const std::string& text, matlink_info& info) {
  const std::vector<std::string> names = {"table", "seat",
                                          "back-rest"};  // in the order of MATLINK_PLACEMENT_
  const auto found = std::find(names.begin(), names.end(), text);
  info.placement = static_cast<std::uint8_t>(found - names.begin());
  return found != names.end();
}

void set_defaults(matlink_info& info) {
  const MatrixCircuit circuit;
  info.protocol_major = MATLINK_VERSION_MAJOR;
  info.protocol_minor = MATLINK_VERSION_MINOR;
  info.firmware_minor = 1;
  info.adc_bits = 12;
  info.placement = MATLINK_PLACEMENT_SEAT;
  info.readout = MATLINK_READOUT_VIRTUAL_GROUND;
  info.rows = info.cols = 32;
  info.pitch_x_um10 = info.pitch_y_um10 = 1470;
  info.min_period_us = 5000;
  info.row_mohm = static_cast<std::uint32_t>(circuit.row_ohm * 1000.0 + 0.5);
  info.feedback_mohm = static_cast<std::uint32_t>(circuit.feedback_ohm * 1000.0 + 0.5);
  info.drive_mv = static_cast<std::uint16_t>(circuit.drive_v * 1000.0 + 0.5);
  info.vref_mv = static_cast<std::uint16_t>(circuit.vref_v * 1000.0 + 0.5);
  info.cell_ns_per_kpa = static_cast<std::uint16_t>(circuit.siemens_per_kpa * 1e9 + 0.5);
  const std::string name = "host-pty";
  std::copy(name.begin(), name.end(), info.board);
}

std::string read_settings(int argc, char** argv, Settings& settings) {
  set_defaults(settings.info);
  matlink_info& info = settings.info;
  const std::vector<std::string> names = {"rows", "cols", "pitch", "placement", "adc-bits", "rate"};
  std::string error = parse_options(argc, argv, names, settings.shared);
  if (!error.empty() || settings.shared.help) return error;
  if (!settings.shared.positional.empty()) return "not an option: " + settings.shared.positional.front();
  for (const auto& [name, text] : settings.shared.own) {
    double value = 0.0;
    const auto whole = [&value, &given = text](double low, double high) {
      return parse_number(given, low, high, value) && value == static_cast<double>(static_cast<int>(value));
    };
    if (name == "rows" || name == "cols") {
      if (!whole(1, 255)) return "--" + name + " needs a whole number from 1 to 255: " + text;
      (name == "rows" ? info.rows : info.cols) = static_cast<std::uint16_t>(value);
    } else if (name == "adc-bits") {
      if (!whole(8, 16)) return "--adc-bits needs a whole number from 8 to 16: " + text;
      info.adc_bits = static_cast<std::uint8_t>(value);
    } else if (name == "rate") {
      if (!parse_number(text, 0.1, 5000.0, value)) return "--rate needs a rate from 0.1 to 5000 Hz: " + text;
      info.min_period_us = static_cast<std::uint32_t>(1e6 / value);
    } else if (name == "pitch" && !set_pitch(text, info)) {
      return "--pitch needs X or X,Y in mm, 0.1 to 655: " + text;
    } else if (name == "placement" && !set_placement(text, info)) {
      return "--placement needs table, seat or back-rest: " + text;
    }
  }
  const std::uint8_t encoding = info.adc_bits <= 10   ? MATLINK_ENC_PACKED10
                                : info.adc_bits <= 12 ? MATLINK_ENC_PACKED12
                                                      : MATLINK_ENC_U16;
  if (matlink_packets_per_frame(encoding, info.rows, info.cols) == 0) {
    return "a row of " + std::to_string(info.cols) + " cells does not fit one packet (see docs/protocol.md)";
  }
  if (matlink_row_bytes(encoding, info.cols) * info.rows > 60000)
    return "a frame must stay below 60000 bytes";
  return "";
}

// The board of this process: the core's functions below reach it through `board`.
class HostBoard {
 public:
  explicit HostBoard(const Settings& settings)
      : settings_(settings),
        line_(settings.shared),
        matrix_(settings.info.rows, settings.info.cols, MatrixCircuit{}),
        pressures_(matrix_.rows() * matrix_.cols()),
        scene_(0, matrix_.rows(), matrix_.cols(), [this] { return wait_for_scene(); }) {
    (void)clock_gettime(CLOCK_MONOTONIC, &start_);
  }

  std::string run();

  [[nodiscard]] const matlink_info& info() const { return settings_.info; }
  void select_row(std::size_t row) { row_ = row; }
  void select_column(std::size_t col) { col_ = col; }
  void start_conversion();
  [[nodiscard]] std::uint16_t converted() const { return converted_; }
  std::uint64_t now_us();
  [[nodiscard]] std::uint16_t tx_free() const {
    return line_.backlog() < kTxRing ? static_cast<std::uint16_t>(kTxRing - line_.backlog())
                                     : std::uint16_t{0};
  }
  void tx(const std::uint8_t* bytes, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) line_.put(bytes[i]);
  }
  int rx();

 private:
  void rest(const mat& device);
  void autostart();
  void print_stats();
  bool wait_for_scene() {
    line_.try_flush();
    return line_.keep_going();
  }

  const Settings& settings_;
  HarnessLine line_;
  MatrixModel matrix_;
  std::vector<std::uint16_t> pressures_;
  SceneReader scene_;
  timespec start_ = {};
  std::uint64_t virtual_us_ = 0;  // full speed only
  std::size_t row_ = 0, col_ = 0;
  std::uint16_t converted_ = 0;
  std::uint8_t received_[64] = {};
  std::size_t received_size_ = 0, received_at_ = 0;
  bool finished_ = false, autostarted_ = false;
};

HostBoard* board = nullptr;

std::uint64_t HostBoard::now_us() {
  if (!settings_.shared.realtime) return virtual_us_;
  timespec now = {};
  (void)clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::uint64_t>((now.tv_sec - start_.tv_sec) * 1000000 +
                                    (now.tv_nsec - start_.tv_nsec) / 1000);
}

// A frame is taken at one instant: the scene moves only at its first cell.
void HostBoard::start_conversion() {
  if (settings_.shared.scene_stdin && row_ == 0 && col_ == 0) {
    if (scene_.advance(now_us(), pressures_)) matrix_.set_pressures(pressures_);
    finished_ = scene_.ended() && settings_.shared.exit_at_scene_end;
  }
  converted_ = matrix_.count(row_, col_, settings_.info.adc_bits);
}

int HostBoard::rx() {
  if (received_at_ == received_size_) {
    received_at_ = 0;
    received_size_ = line_.read(received_, sizeof received_);
    if (received_size_ == 0) return -1;
  }
  return received_[received_at_++];
}

// Between two frames, or before START. At full speed device time jumps to the next frame; a device that does
// not stream has nothing to hurry for, so it waits for the host in real time.
void HostBoard::rest(const mat& device) {
  if (device.scanner.in_frame) return;
  if (settings_.shared.realtime || settings_.shared.drop) {
    line_.try_flush();  // what the host does not take fills the ring, and the core drops whole frames
  } else {
    line_.flush(false);
  }
  const auto now = static_cast<std::uint32_t>(now_us());
  const auto ahead_us = static_cast<std::int32_t>(device.scanner.due_us - now);
  if (settings_.shared.realtime) {
    const bool due = device.scanner.streaming && ahead_us < 1000;
    if (!due) line_.wait_host(1);
  } else if (device.scanner.streaming) {
    virtual_us_ += static_cast<std::uint64_t>(std::max(ahead_us, 0));
  } else {
    line_.wait_host(1);
    virtual_us_ += kIdleStepUs;
  }
}

void HostBoard::autostart() {
  std::uint8_t packet[MATLINK_MAX_PACKET];
  const std::size_t size = matlink_encode_start_command(packet, 1, *settings_.shared.autostart_us);
  received_size_ = matlink_to_wire(packet, size, received_);
  received_at_ = 0;
  autostarted_ = true;
}

void HostBoard::print_stats() {
  std::fprintf(stderr, "{\"device_us\":%llu,\"scene_records\":%llu,%s}\n",
               static_cast<unsigned long long>(now_us()), static_cast<unsigned long long>(scene_.records()),
               line_.stats_json().c_str());
}

std::string HostBoard::run() {
  if (!settings_.shared.scene_stdin) matrix_.set_test_pattern(settings_.info.adc_bits);
  std::string error = line_.open();
  if (!error.empty()) return error;
  static mat device;
  mat_init(&device);
  while (line_.keep_going() && !finished_ && scene_.error().empty()) {
    mat_poll(&device);
    rest(device);
    const std::uint64_t now = now_us();
    if (settings_.shared.autostart_us && !autostarted_ && now >= kAutostartUs) autostart();
    if (settings_.shared.seconds > 0.0 && static_cast<double>(now) >= settings_.shared.seconds * 1e6) break;
  }
  if (settings_.shared.stats) print_stats();
  return scene_.error();
}

}  // namespace
}  // namespace palpate::firmware

using palpate::firmware::board;

const matlink_info* board_info(void) {
  return &board->info();
}
void board_select_row(std::uint16_t row) {
  board->select_row(row);
}
void board_select_column(std::uint16_t col) {
  board->select_column(col);
}
void board_start_conversion(void) {
  board->start_conversion();
}
int board_conversion(std::uint16_t* count) {
  *count = board->converted();
  return 1;
}
std::uint32_t board_now_us(void) {
  return static_cast<std::uint32_t>(board->now_us());
}
std::uint16_t board_tx_free(void) {
  return board->tx_free();
}
void board_tx(const std::uint8_t* bytes, std::uint16_t count) {
  board->tx(bytes, count);
}
std::int16_t board_rx(void) {
  return static_cast<std::int16_t>(board->rx());
}
std::uint16_t board_rx_overruns(void) {
  return 0;
}
std::uint8_t board_reset_cause(void) {
  return 0;
}

int main(int argc, char** argv) {
  using namespace palpate::firmware;
  Settings settings;
  std::string error = read_settings(argc, argv, settings);
  if (error.empty() && settings.shared.help) {
    std::printf("%s%s%s", kHelp, kSharedHelp, kExamples);
    return 0;
  }
  if (error.empty()) {
    HostBoard host(settings);
    board = &host;
    error = host.run();
  }
  if (error.empty()) return 0;
  std::fprintf(stderr, "palpate-mat-host: %s\n", error.c_str());
  return 1;
}
