// The simulator programs from outside: the real ELF in simavr and the core as a process, each over its pty.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "firmware/protocol/scene_stream.h"
#include "tests/firmware/harness_process.h"
#include "tests/support/temp_dir.h"

namespace {

using palpate::test::Bytes;
using palpate::test::HarnessProcess;
using palpate::test::program;
using palpate::test::TappedFrame;
using palpate::test::WireTap;

#if PALPATE_BUILD_FIRMWARE
constexpr bool kHaveFirmware = true;
#else
constexpr bool kHaveFirmware = false;
#endif

constexpr std::uint32_t kNonce = 0x50414C50;

// The circuit of firmware/README.md, written down again: counts of a frame of pressures in 0.01 kPa.
std::vector<double> ideal_counts(const std::vector<std::uint16_t>& pressures, std::size_t cols, double full) {
  std::vector<double> counts(pressures.size());
  for (std::size_t row = 0; row < pressures.size(); row += cols) {
    double row_siemens = 0.0;
    for (std::size_t c = 0; c < cols; ++c) row_siemens += pressures[row + c] * 0.01 * 4e-6;
    for (std::size_t c = 0; c < cols; ++c) {
      const double siemens = pressures[row + c] * 0.01 * 4e-6;
      counts[row + c] = std::min(siemens * 4166.7 / (1.0 + 10.0 * row_siemens) * full, full - 1.0);
    }
  }
  return counts;
}

std::vector<std::uint16_t> two_blobs(std::size_t rows, std::size_t cols, double scale) {
  std::vector<std::uint16_t> pressures(rows * cols);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < cols; ++c) {
      double kpa = 0.0;
      for (const double centre : {0.3, 0.7}) {
        const double x = static_cast<double>(c) / static_cast<double>(cols) - centre;
        const double y = static_cast<double>(r) / static_cast<double>(rows) - 0.6;
        kpa += scale * std::exp(-(x * x + y * y) / 0.02);
      }
      pressures[r * cols + c] = static_cast<std::uint16_t>(std::lround(kpa * 100.0));
    }
  }
  return pressures;
}

Bytes scene_of(const std::vector<std::pair<std::uint64_t, std::vector<std::uint16_t>>>& records,
               std::uint16_t rows, std::uint16_t cols) {
  Bytes bytes(SCENE_HEADER_SIZE + records.size() * scene_record_size(rows, cols));
  scene_encode_header(bytes.data(), rows, cols);
  std::uint8_t* at = bytes.data() + SCENE_HEADER_SIZE;
  for (const auto& [t_us, pressures] : records) {
    scene_encode_record(at, t_us, pressures.data(), pressures.size());
    at += scene_record_size(rows, cols);
  }
  return bytes;
}

struct Device {
  const char* label;
  std::vector<std::string> command;
  std::uint16_t rows, cols;
  double full_scale;
  bool avr;
};
void PrintTo(const Device& device, std::ostream* out) {
  *out << device.label;
}

class Simulators : public testing::TestWithParam<Device> {
 protected:
  void SetUp() override {
    if (GetParam().avr && !kHaveFirmware) {
      GTEST_SKIP() << "the firmware was not built (PALPATE_BUILD_FIRMWARE=OFF)";
    }
  }
  static std::vector<std::string> command(const std::vector<std::string>& more) {
    std::vector<std::string> all = GetParam().command;
    all[0] = program(all[0]);
    if (GetParam().avr) all[1] = program(all[1]);
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  // Says it again until the answer comes, as a host does: at full speed the mat may not be up yet when the
  // first call comes, and then it greets without a pause, so silence is no sign to wait for.
  static void ask(HarnessProcess& device, WireTap& tap, std::uint8_t type, const Bytes& command) {
    using Clock = std::chrono::steady_clock;
    const auto answered = [&] { return tap.count(type | MATLINK_REPLY) > 0; };
    for (int attempt = 0; attempt < 40 && !answered(); ++attempt) {
      device.say(command);
      const auto again = Clock::now() + std::chrono::milliseconds(300);
      while (!answered() && Clock::now() < again) (void)device.listen(tap, 50);
    }
    ASSERT_TRUE(answered()) << "no answer to command " << int{type};
  }
  static void connect(HarnessProcess& device, WireTap& tap, std::uint32_t period_us) {
    ASSERT_NE(device.open_pty(), "");
    ask(device, tap, MATLINK_CMD_INFO, palpate::test::info_command(1, kNonce));
    const Bytes* reply = tap.last(MATLINK_CMD_INFO | MATLINK_REPLY);
    ASSERT_NE(reply, nullptr);
    std::uint32_t nonce = 0;
    matlink_info info = {};
    ASSERT_TRUE(matlink_decode_info_reply(reply->data(), reply->size(), &nonce, &info));
    EXPECT_EQ(nonce, kNonce);
    EXPECT_EQ(info.rows, GetParam().rows);
    EXPECT_EQ(info.cols, GetParam().cols);
    EXPECT_EQ(std::exp2(info.adc_bits), GetParam().full_scale);
    EXPECT_EQ(info.row_mohm, 10000U);
    EXPECT_EQ(info.feedback_mohm, 4166700U);
    ask(device, tap, MATLINK_CMD_START, palpate::test::start_command(2, period_us));
  }
  static void listen_for_frames(HarnessProcess& device, WireTap& tap, std::size_t count) {
    while (tap.frames.size() < count + 1 && device.listen(tap, 20000)) {
    }
    ASSERT_GT(tap.frames.size(), count) << "the device fell silent";
  }
};

TEST_P(Simulators, ReadsEveryCellOfABodyAsTheCircuitSays) {
  const Device& d = GetParam();
  const auto body = two_blobs(d.rows, d.cols, 70.0);  // above full scale in the middle
  HarnessProcess device(command({"--scene", "stdin"}));
  device.feed(scene_of({{0, body}}, d.rows, d.cols));
  device.end_feed();
  WireTap tap(d.rows, d.cols);
  connect(device, tap, 0);
  listen_for_frames(device, tap, 5);
  EXPECT_EQ(tap.bad_blocks, 0);
  EXPECT_EQ(tap.gaps, 0);
  const auto ideal = ideal_counts(body, d.cols, d.full_scale);
  double most = 0.0;
  for (std::size_t f = 0; f < 5; ++f) {
    ASSERT_TRUE(tap.frames[f].whole);
    for (std::size_t i = 0; i < ideal.size(); ++i) {
      const double error = ideal[i] - tap.frames[f].cells[i];  // the converter rounds down
      ASSERT_GE(error, -1e-6) << "frame " << f << " row " << i / d.cols << " column " << i % d.cols;
      ASSERT_LT(error, 1.0) << "frame " << f << " row " << i / d.cols << " column " << i % d.cols;
      most = std::max(most, ideal[i]);
    }
  }
  EXPECT_GT(most, 0.9 * d.full_scale) << "the body hardly loads the mat: the test proves little";
}

// A host that calls INFO again and again before the mat is up: more bytes than the UART model's own queue
// holds.
TEST_P(Simulators, HearsACommandAfterABurstOfOthers) {
  const Device& d = GetParam();
  HarnessProcess device(command({}));
  ASSERT_NE(device.open_pty(), "");
  palpate::test::Bytes burst;
  for (std::uint8_t i = 0; i < 30; ++i) {
    const palpate::test::Bytes info = palpate::test::info_command(1, kNonce);
    burst.insert(burst.end(), info.begin(), info.end());
  }
  device.say(burst);
  WireTap tap(d.rows, d.cols);
  while (tap.count(MATLINK_CMD_INFO | MATLINK_REPLY) == 0)
    ASSERT_TRUE(device.listen(tap, 20000)) << "no answer";
  for (int i = 0; i < 10 && device.listen(tap, 100); ++i) {  // some may be lost, as on a real line
  }
  device.say({0});  // ends what was cut off
  device.say(palpate::test::start_command(2, 0));
  listen_for_frames(device, tap, 1);
}

TEST_P(Simulators, AppliesEachSceneAtItsTimeHoweverLateItIsFed) {
  const Device& d = GetParam();
  const std::size_t cells = std::size_t{d.rows} * d.cols;
  const std::vector<std::uint16_t> light(cells, 100), heavy(cells, 800);
  HarnessProcess device(command({"--scene", "stdin", "--output", "/dev/stdout", "--autostart-us", "0"}));
  // The change comes at 1 s; the device has to wait for it, since nothing else says what 0 to 1 s looks like.
  device.feed(scene_of({{0, light}}, d.rows, d.cols));
  usleep(200000);
  Bytes second = scene_of({{1000000, heavy}, {1600000, light}}, d.rows, d.cols);
  second.erase(second.begin(), second.begin() + SCENE_HEADER_SIZE);
  WireTap tap(d.rows, d.cols);
  device.feed(second);
  const auto low = static_cast<std::uint16_t>(ideal_counts(light, d.cols, d.full_scale)[0]);
  const auto high = static_cast<std::uint16_t>(ideal_counts(heavy, d.cols, d.full_scale)[0]);
  while (tap.frames.empty() || tap.frames.back().begin.t_us < 1200000) ASSERT_TRUE(device.read_stdout(tap));
  int seen_low = 0, seen_high = 0;
  for (const TappedFrame& frame : tap.frames) {
    if (!frame.whole) continue;
    if (frame.begin.t_us + 200000 < 1000000) {
      EXPECT_EQ(frame.cells.back(), low);
      EXPECT_EQ(frame.cells.front(), low);
      ++seen_low;
    } else if (frame.begin.t_us >= 1000000) {
      EXPECT_EQ(frame.cells.front(), high);
      EXPECT_EQ(frame.cells.back(), high);
      ++seen_high;
    }
  }
  EXPECT_GT(seen_low, 3);
  EXPECT_GT(seen_high, 0);
}

TEST_P(Simulators, GiveTheSameBytesEveryTime) {
  palpate::test::TempDir dir;
  const auto run = [&](const std::string& name) {
    const std::string file = dir.file(name);
    HarnessProcess device(command({"--output", file, "--autostart-us", "100000", "--seconds", "1"}));
    std::string complaint;
    EXPECT_EQ(device.wait(&complaint), 0) << complaint;
    std::ifstream in(file, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  const std::string first = run("a");
  EXPECT_GT(first.size(), 10000U);
  EXPECT_TRUE(first == run("b"));
}

TEST_P(Simulators, ABadCableNeverYieldsAWrongWholeFrame) {
  const Device& d = GetParam();
  palpate::test::TempDir dir;
  const std::string file = dir.file("uart");
  HarnessProcess device(command({"--output", file, "--autostart-us", "0", "--seconds", "4",
                                 "--bit-error-rate", "1e-5", "--byte-loss", "1e-4", "--seed", "3"}));
  std::string complaint;
  ASSERT_EQ(device.wait(&complaint), 0) << complaint;
  std::ifstream in(file, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(in), {});
  WireTap tap(d.rows, d.cols);
  tap.take(Bytes(bytes.begin(), bytes.end()));
  EXPECT_GT(tap.bad_blocks, 0);
  EXPECT_GT(tap.gaps, 0);
  int whole = 0;
  for (const TappedFrame& frame : tap.frames) {
    if (!frame.whole) continue;
    ++whole;
    for (std::size_t i = 0; i < frame.cells.size(); ++i) {
      const std::size_t pattern = 37 * (i / d.cols) + 11 * (i % d.cols);
      ASSERT_EQ(frame.cells[i], pattern % static_cast<std::size_t>(d.full_scale));
    }
  }
  EXPECT_GT(whole, 5);
}

TEST_P(Simulators, EndOnRequestAndRemoveTheirLink) {
  palpate::test::TempDir dir;
  const std::string link = dir.file("mat");
  HarnessProcess device(command({"--realtime", "--link", link}));
  const std::string name = device.open_pty();
  ASSERT_NE(name, "");
  EXPECT_EQ(std::filesystem::read_symlink(link), name);
  (void)kill(device.pid(), SIGTERM);
  EXPECT_EQ(device.wait(), 0);
  EXPECT_FALSE(std::filesystem::exists(std::filesystem::symlink_status(link)));
}

TEST_P(Simulators, SayWhatIsWrongWithTheirOptionsAndScenes) {
  const auto complaint_of = [](const std::vector<std::string>& more, const Bytes& scene) {
    HarnessProcess device(command(more));
    device.feed(scene);
    device.end_feed();
    std::string complaint;
    EXPECT_EQ(device.wait(&complaint), 1);
    return complaint;
  };
  EXPECT_NE(complaint_of({"--speed", "3"}, {}).find("unknown option: --speed"), std::string::npos);
  EXPECT_NE(complaint_of({"--seconds", "-3"}, {}).find("--seconds needs"), std::string::npos);
  const std::vector<std::string> with_scene = {"--scene", "stdin",    "--autostart-us",
                                               "0",       "--output", "/dev/null"};
  EXPECT_NE(complaint_of(with_scene, Bytes(100, 'x')).find("not a scene stream"), std::string::npos);
  EXPECT_NE(complaint_of(with_scene, scene_of({{0, {0}}}, 1, 1)).find("scene of 1 x 1 cells"),
            std::string::npos);
}

TEST_P(Simulators, EndWhenTheirParentIsGone) {
  std::string line;
  for (const std::string& word : command({"--realtime"})) line += "'" + word + "' ";
  HarnessProcess shell({"/bin/sh", "-c", line + "& sleep 0.3"});
  WireTap tap(1, 1);
  while (shell.read_stdout(tap)) {  // the end of the pipe: nobody is left who could write to it
  }
  EXPECT_EQ(shell.wait(), 0);
}

INSTANTIATE_TEST_SUITE_P(
    All, Simulators,
    testing::Values(
        Device{"Seat", {"palpate-simavr", "palpate-seat-mega2560.elf"}, 32, 32, 1024.0, true},
        Device{
            "Table", {"palpate-simavr", "palpate-table-mega2560.elf", "--rows", "64"}, 64, 32, 1024.0, true},
        Device{"Host", {"palpate-mat-host", "--rows", "33", "--cols", "47"}, 33, 47, 4096.0, false}),
    [](const auto& device) { return device.param.label; });

std::string output_of(const std::string& shell_command) {
  std::string text;
  std::FILE* pipe = popen(shell_command.c_str(), "r");
  if (pipe == nullptr) return text;
  char buffer[256];
  while (std::fgets(buffer, sizeof buffer, pipe) != nullptr) text += buffer;
  (void)pclose(pipe);
  return text;
}

// Every byte with its time, packet order and content. It changes with the firmware's source or compiler: then
// look at what changed on the wire, and only then write the new sum here.
TEST(Simavr, GoldenUartBytes) {
  if (!kHaveFirmware) GTEST_SKIP() << "the firmware was not built (PALPATE_BUILD_FIRMWARE=OFF)";
  const std::string version = output_of("avr-gcc -dumpversion");
  if (version != "5.4.0\n") GTEST_SKIP() << "golden bytes are those of avr-gcc 5.4.0, here is " << version;
  palpate::test::TempDir dir;
  const std::string file = dir.file("uart");
  HarnessProcess device({program("palpate-simavr"), program("palpate-seat-mega2560.elf"), "--output", file,
                         "--autostart-us", "50000", "--seconds", "1"});
  ASSERT_EQ(device.wait(), 0);
  const std::string sum = output_of("head -c 20000 '" + file + "' | sha256sum");
  EXPECT_EQ(sum.substr(0, 64), "053f37115a462f9a5a8fe0ee428f7900b1fb60c556e367a021c46382182b2c14");
}

TEST(Simavr, AResetInMidFrameCostsThatFrameOnly) {
  if (!kHaveFirmware) GTEST_SKIP() << "the firmware was not built (PALPATE_BUILD_FIRMWARE=OFF)";
  WireTap tap(32, 32);
  HarnessProcess device({program("palpate-simavr"), program("palpate-seat-mega2560.elf"), "--output",
                         "/dev/stdout", "--autostart-us", "50000", "--reset-at", "0.326", "--seconds", "2"});
  while (device.read_stdout(tap)) {
  }
  EXPECT_EQ(tap.count(MATLINK_HELLO), 3U)
      << "at boot, after the reset, and a second later: nobody commands it again";
  EXPECT_EQ(tap.bad_blocks, 1) << "the packet that the reset cut off";
  ASSERT_EQ(tap.frames.size(), 7U);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_TRUE(tap.frames[i].whole) << i;
  EXPECT_FALSE(tap.frames[6].whole);
}

}  // namespace
