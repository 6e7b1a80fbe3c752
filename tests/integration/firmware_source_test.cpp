// The real firmware, in simavr, through its pseudo-terminal and the normal device path, fed by the simulated
// body.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include "acquisition/open_source.h"
#include "acquisition/simulated_body.h"

namespace palpate {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

// Children of this very process, from /proc: no program of another test is ever touched.
std::set<pid_t> children() {
  std::set<pid_t> found;
  for (const auto& task : fs::directory_iterator("/proc/self/task")) {
    std::ifstream in(task.path() / "children");
    for (pid_t pid = 0; in >> pid;) found.insert(pid);
  }
  return found;
}

class FirmwareSource : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(fs::path(PALPATE_BINARY_DIR) / "bin" / "palpate-simavr")) {
      GTEST_SKIP() << "built without the firmware (PALPATE_BUILD_FIRMWARE=OFF)";
    }
  }

  static std::unique_ptr<FrameSource> open(const std::string& uri) {
    auto source = open_source(uri);
    EXPECT_TRUE(source) << source.error().message;
    return source ? std::move(*source) : nullptr;
  }

  static std::optional<RawFrame> next_frame(FrameSource& source) {
    RawFrame frame;
    for (int i = 0; i < 600; ++i) {
      const auto status = source.read(frame, {});
      if (!status) return std::nullopt;
      if (*status == ReadStatus::frame) return frame;
    }
    return std::nullopt;
  }
};

// The readings undone by the calibration that the mat tells, in kPa: what the formula of the board says,
// written here once more.
std::vector<double> to_kpa(const RawFrame& frame, const SourceInfo& info) {
  const auto calibration = nlohmann::json::parse(info.calibration_json);
  const double feedback = calibration.at("r_feedback_ohm");
  const double on = calibration.at("r_on_ohm");
  const double per_us = calibration.at("curve").at("coefficients").at(1);
  EXPECT_EQ(calibration.at("circuit"), "zero-potential");
  const auto cols = static_cast<std::size_t>(info.geometry.cols);
  std::vector<double> kpa(frame.cells.size());
  for (std::size_t row = 0; row < frame.cells.size() / cols; ++row) {
    double sum = 0.0;  // of the row's readings as conductance before the row driver's loss
    for (std::size_t c = 0; c < cols; ++c) {
      sum += static_cast<double>(frame.cells[row * cols + c]) / info.adc_full_scale / feedback;
    }
    for (std::size_t c = 0; c < cols; ++c) {
      const double seen = static_cast<double>(frame.cells[row * cols + c]) / info.adc_full_scale / feedback;
      kpa[row * cols + c] = seen / (1.0 - on * sum) * 1e6 * per_us;
    }
  }
  return kpa;
}

TEST_F(FirmwareSource, SeatedBodyArrivesWholeAndTrue) {
  const auto source = open("firmware:seated-even?seed=7&speed=full");
  ASSERT_TRUE(source);
  const SourceInfo& info = source->info();
  EXPECT_EQ(info.geometry.rows, 32);
  EXPECT_EQ(info.geometry.cols, 32);
  EXPECT_EQ(info.geometry.placement, Placement::seat);
  EXPECT_DOUBLE_EQ(info.geometry.pitch_x_mm, 14.7);
  EXPECT_DOUBLE_EQ(info.adc_full_scale, 1023.0);
  EXPECT_DOUBLE_EQ(info.nominal_rate_hz, 25.0);
  EXPECT_EQ(info.device, "mega2560-seat");
  EXPECT_FALSE(info.firmware_version.empty());

  SimulatedBodyOptions same;
  same.scenario = "seated-even";
  same.seed = 7;
  auto body = SimulatedBody::create(same);
  ASSERT_TRUE(body);
  std::vector<float> truth;
  RawFrame frame;
  for (std::uint64_t i = 0; i < 50; ++i) {
    const auto next = next_frame(*source);
    ASSERT_TRUE(next);
    EXPECT_EQ(next->sequence, i);
    EXPECT_NEAR(static_cast<double>(next->device_time_us), static_cast<double>(i) * 40000.0, 200.0)
        << "the firmware's own clock and period";
    EXPECT_EQ(next->flags & frame_flag::discontinuity, 0);
    frame = *next;
  }
  const auto load = body->pressure_at(static_cast<double>(frame.device_time_us) * 1e-6, truth).load_n;
  const auto kpa = to_kpa(frame, info);
  const double measured = std::accumulate(kpa.begin(), kpa.end(), 0.0) * info.geometry.cell_area_mm2() * 1e-3;
  EXPECT_GT(load, 100.0);
  // Half a count of 1023 in each of 1024 cells, the scan's 28 ms and the start of the stream after boot.
  EXPECT_NEAR(measured, load, 0.03 * load);

  const LinkStats stats = source->stats();
  EXPECT_EQ(stats.frames, 50U);
  EXPECT_EQ(stats.crc_errors, 0U);
  EXPECT_EQ(stats.resync_bytes, 0U);
  EXPECT_EQ(stats.sequence_gaps, 0U);
  EXPECT_EQ(stats.lost_frames, 0U);
}

TEST_F(FirmwareSource, TableScenarioRunsTheTableFirmware) {
  const auto source = open("firmware:supine-even?speed=full");
  ASSERT_TRUE(source);
  EXPECT_EQ(source->info().geometry.rows, 64);
  EXPECT_EQ(source->info().geometry.cols, 32);
  EXPECT_EQ(source->info().geometry.placement, Placement::table);
  EXPECT_DOUBLE_EQ(source->info().geometry.pitch_y_mm, 29.0);
  const auto frame = next_frame(*source);
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->cells.size(), 64U * 32U);
}

TEST_F(FirmwareSource, SameCoreRunsAsALinuxProcess) {
  const auto source = open("firmware:supine-even?board=host&rate=50&speed=full");
  ASSERT_TRUE(source);
  EXPECT_EQ(source->info().geometry.rows, 64);
  EXPECT_EQ(source->info().geometry.placement, Placement::table);
  EXPECT_DOUBLE_EQ(source->info().nominal_rate_hz, 50.0);
  EXPECT_FALSE(source->info().calibration_json.empty());
  for (std::uint64_t i = 0; i < 20; ++i) {
    const auto frame = next_frame(*source);
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->sequence, i);
  }
  EXPECT_EQ(source->stats().crc_errors + source->stats().lost_frames, 0U);
}

TEST_F(FirmwareSource, SameSeedSameReadings) {
  const auto first = open("firmware:seated-even?seed=3&speed=full");
  const auto second = open("firmware:seated-even?seed=3&speed=full");
  const auto other = open("firmware:seated-even?seed=4&speed=full");
  ASSERT_TRUE(first && second && other);
  const auto a = next_frame(*first);
  const auto b = next_frame(*second);
  const auto c = next_frame(*other);
  ASSERT_TRUE(a && b && c);
  // The instant of START depends on this computer, so the breath may differ by a little; the person not.
  const auto distance = [](const RawFrame& x, const RawFrame& y) {
    double sum = 0.0;
    for (std::size_t i = 0; i < x.cells.size(); ++i) sum += std::abs(x.cells[i] - y.cells[i]);
    return sum;
  };
  EXPECT_LT(distance(*a, *b), 0.2 * distance(*a, *c));
}

TEST_F(FirmwareSource, KilledSimulatorIsAPulledCable) {
  const auto before = children();
  auto source = open("firmware:seated-even?speed=full");
  ASSERT_TRUE(source);
  ASSERT_TRUE(next_frame(*source));
  std::set<pid_t> fresh = children();
  for (const pid_t pid : before) fresh.erase(pid);
  ASSERT_EQ(fresh.size(), 1U);
  ASSERT_EQ(::kill(*fresh.begin(), SIGKILL), 0);
  RawFrame frame;
  for (int i = 0; i < 2000 && source->state() != LinkState::reconnecting; ++i) {
    ASSERT_TRUE(source->read(frame, {}));
  }
  EXPECT_EQ(source->state(), LinkState::reconnecting);
  for (int i = 0; i < 20; ++i) {
    const auto status = source->read(frame, {});
    ASSERT_TRUE(status);
    EXPECT_EQ(*status, ReadStatus::timeout);
  }
  EXPECT_EQ(source->state(), LinkState::reconnecting);
  source.reset();
  EXPECT_EQ(children(), before) << "no zombie stays";
}

TEST_F(FirmwareSource, ClosedSourceLeavesNoProcess) {
  const auto before = children();
  {
    const auto source = open("firmware:seated-even");
    ASSERT_TRUE(source);
    EXPECT_TRUE(source->is_live());
    ASSERT_TRUE(next_frame(*source));
    EXPECT_EQ(children().size(), before.size() + 1);
  }
  EXPECT_EQ(children(), before);
}

TEST_F(FirmwareSource, MistakesAreExplained) {
  const auto refusal = [](const std::string& uri) {
    auto source = open_source(uri);
    return source ? std::string("opened") : source.error().message;
  };
  EXPECT_THAT(refusal("firmware:seated-even?baud=9600"),
              HasSubstr("knows no option: baud (choose seed, board"));
  EXPECT_THAT(refusal("firmware:seated-even?speed=fast"), HasSubstr("speed must be realtime or full"));
  EXPECT_THAT(refusal("firmware:no-such"), HasSubstr("no-such"));
  EXPECT_THAT(refusal("firmware:seated-even?seed=x"), HasSubstr("seed"));
}

}  // namespace
}  // namespace palpate
