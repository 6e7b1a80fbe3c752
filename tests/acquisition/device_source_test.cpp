#include "acquisition/device_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <optional>

#include "acquisition/open_source.h"
#include "tests/support/fake_mat.h"
#include "tests/support/temp_dir.h"

namespace palpate {
namespace {

using std::chrono::milliseconds;
using test::FakeMat;
using test::FakeMatSetup;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

// A port name that stays while mats come and go behind it, as a USB port's does.
class Port {
 public:
  void plug(const FakeMat& mat) {
    fs::remove(path());
    fs::create_symlink(mat.path(), path());
  }
  void unplug() { fs::remove(path()); }
  [[nodiscard]] std::string path() const { return dir_.file("ttyMAT"); }

 private:
  test::TempDir dir_;
};

DeviceOptions quick(const std::string& subject) {
  DeviceOptions options;
  options.source_uri = "serial:" + subject;
  options.subject = subject;
  options.handshake_limit = milliseconds{10000};
  options.command_retry = milliseconds{60};
  options.reopen_every = milliseconds{20};
  options.silence = milliseconds{5000};  // a loaded computer may keep the fake mat from sending
  return options;
}

Result<std::unique_ptr<FrameSource>> open_quick(const std::string& path, DeviceOptions options) {
  return open_device([path] { return open_byte_stream(path); }, std::move(options));
}
Result<std::unique_ptr<FrameSource>> open_quick(const std::string& path) {
  return open_quick(path, quick(path));
}

// The next frame; nothing if none came for long, or the source failed.
std::optional<RawFrame> next_frame(FrameSource& source) {
  RawFrame frame;
  for (int i = 0; i < 200; ++i) {
    const auto status = source.read(frame, {});
    if (!status) return std::nullopt;
    if (*status == ReadStatus::frame) return frame;
  }
  return std::nullopt;
}

// Reads on until `done`; false if that takes too long.
template <typename Done>
bool read_until(FrameSource& source, Done done) {
  RawFrame frame;
  for (int i = 0; i < 20000; ++i) {
    if (done()) return true;
    if (!source.read(frame, {})) return done();
  }
  return false;
}

void expect_pattern(const RawFrame& frame, const FakeMatSetup& setup, std::uint16_t number) {
  const auto cells = test::pattern_cells(setup.rows, setup.cols, number, 0xFFF);
  EXPECT_EQ(frame.cells, std::vector<float>(cells.begin(), cells.end()));
}

TEST(DeviceSource, TellsWhatTheMatIsAndDeliversItsFrames) {
  FakeMat mat;
  auto source = open_quick(mat.path());
  ASSERT_TRUE(source) << source.error().message;
  const SourceInfo& info = (*source)->info();
  EXPECT_EQ(info.geometry.rows, 4);
  EXPECT_EQ(info.geometry.cols, 6);
  EXPECT_DOUBLE_EQ(info.geometry.pitch_x_mm, 12.7);
  EXPECT_DOUBLE_EQ(info.geometry.pitch_y_mm, 15.0);
  EXPECT_EQ(info.geometry.placement, Placement::seat);
  EXPECT_EQ(info.unit, CellUnit::counts);
  EXPECT_DOUBLE_EQ(info.adc_full_scale, 4095.0);
  EXPECT_DOUBLE_EQ(info.nominal_rate_hz, 500.0);
  EXPECT_EQ(info.device, "fake-seat");
  EXPECT_EQ(info.firmware_version, "1.2.3");
  EXPECT_EQ(info.source_uri, "serial:" + mat.path());
  EXPECT_TRUE((*source)->is_live());

  std::int64_t last_device_us = -1;
  for (std::uint64_t i = 0; i < 50; ++i) {
    const auto frame = next_frame(**source);
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->sequence, i);
    EXPECT_EQ(frame->flags, 0);
    EXPECT_GT(frame->device_time_us, last_device_us);
    last_device_us = frame->device_time_us;
    expect_pattern(*frame, {}, static_cast<std::uint16_t>(i));
  }
  const LinkStats stats = (*source)->stats();
  EXPECT_EQ(stats.frames, 50U);
  EXPECT_GT(stats.bytes, 50U * 24U);
  EXPECT_EQ(stats.crc_errors + stats.sequence_gaps + stats.lost_frames + stats.reconnects, 0U);
  EXPECT_EQ((*source)->state(), LinkState::streaming);
}

TEST(DeviceSource, AskedRateBecomesThePeriod) {
  FakeMat mat;
  auto options = quick(mat.path());
  options.rate_hz = 20.0;
  auto source = open_quick(mat.path(), options);
  ASSERT_TRUE(source) << source.error().message;
  EXPECT_DOUBLE_EQ((*source)->info().nominal_rate_hz, 20.0);
}

TEST(DeviceSource, AsksAgainWhenCommandsGetLost) {
  FakeMat mat({.hello_first = false});
  mat.deaf_commands = 3;
  auto source = open_quick(mat.path());
  ASSERT_TRUE(source) << source.error().message;
  EXPECT_TRUE(next_frame(**source));
}

TEST(DeviceSource, StopsTheMatWhenItIsClosed) {
  FakeMat mat;
  {
    auto source = open_quick(mat.path());
    ASSERT_TRUE(source) << source.error().message;
    ASSERT_TRUE(next_frame(**source));
    EXPECT_EQ(mat.stops, 0);
  }
  for (int i = 0; i < 500 && mat.stops == 0; ++i) std::this_thread::sleep_for(milliseconds{2});
  EXPECT_EQ(mat.stops, 1);
}

TEST(DeviceSource, UnpluggedMatComesBack) {
  Port port;
  auto mat = std::make_unique<FakeMat>();
  port.plug(*mat);
  auto source = open_quick(port.path());
  ASSERT_TRUE(source) << source.error().message;
  auto before = next_frame(**source);
  ASSERT_TRUE(before);

  port.unplug();
  mat.reset();
  ASSERT_TRUE(read_until(**source, [&] { return (*source)->state() == LinkState::reconnecting; }));
  RawFrame nothing;
  for (int i = 0; i < 5; ++i) {
    const auto status = (*source)->read(nothing, {});
    ASSERT_TRUE(status) << status.error().message;
    EXPECT_EQ(*status, ReadStatus::timeout);
  }
  EXPECT_EQ((*source)->state(), LinkState::reconnecting);
  const auto frames_before = (*source)->stats().frames;

  mat = std::make_unique<FakeMat>();
  port.plug(*mat);
  const auto back = next_frame(**source);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->flags & frame_flag::discontinuity, frame_flag::discontinuity);
  EXPECT_GT(back->device_time_us, before->device_time_us);
  EXPECT_GT(back->sequence, before->sequence);
  EXPECT_EQ((*source)->state(), LinkState::streaming);
  EXPECT_EQ((*source)->stats().reconnects, 1U);
  EXPECT_EQ((*source)->stats().frames, frames_before + 1) << "counters only grow";
  const auto after = next_frame(**source);
  ASSERT_TRUE(after);
  EXPECT_EQ(after->flags, 0);
  EXPECT_EQ(after->sequence, back->sequence + 1);
}

TEST(DeviceSource, AnotherMatOnThePortIsAnError) {
  Port port;
  auto mat = std::make_unique<FakeMat>();
  port.plug(*mat);
  auto source = open_quick(port.path());
  ASSERT_TRUE(source) << source.error().message;
  ASSERT_TRUE(next_frame(**source));
  port.unplug();  // before its name can belong to somebody else's terminal
  mat = std::make_unique<FakeMat>(FakeMatSetup{.rows = 8, .cols = 8});
  port.plug(*mat);
  ASSERT_TRUE(read_until(**source, [&] { return (*source)->state() == LinkState::failed; }));
  RawFrame frame;
  const auto status = (*source)->read(frame, {});
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().message, HasSubstr("another mat was plugged in: 8 x 8 instead of 4 x 6"));
}

TEST(DeviceSource, RebootedMatIsSetUpAgain) {
  FakeMat mat;
  auto source = open_quick(mat.path());
  ASSERT_TRUE(source) << source.error().message;
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(next_frame(**source));
  mat.reboot = true;
  std::optional<RawFrame> frame;
  for (int i = 0; i < 1000; ++i) {
    frame = next_frame(**source);
    ASSERT_TRUE(frame);
    if (frame->flags != 0) break;
  }
  EXPECT_EQ(frame->flags, frame_flag::discontinuity);
  EXPECT_GE(mat.starts, 2);
  EXPECT_EQ((*source)->stats().reconnects, 1U);
  EXPECT_EQ((*source)->stats().lost_frames, 0U);
}

TEST(DeviceSource, MatThatFallsSilentIsAskedAndStartedAgain) {
  FakeMat mat;
  auto options = quick(mat.path());
  options.silence = milliseconds{150};
  auto source = open_quick(mat.path(), options);
  ASSERT_TRUE(source) << source.error().message;
  ASSERT_TRUE(next_frame(**source));
  mat.send_frames = false;
  ASSERT_TRUE(read_until(**source, [&] { return (*source)->state() == LinkState::stalled; }));
  ASSERT_TRUE(read_until(**source, [&] { return mat.pings > 0 && mat.starts > 1; }));
  mat.send_frames = true;
  ASSERT_TRUE(read_until(**source, [&] { return (*source)->state() == LinkState::streaming; }));
}

TEST(DeviceSource, NoiseInsteadOfFramesStallsAndGivesNoFrame) {
  FakeMat mat;
  auto options = quick(mat.path());
  options.silence = milliseconds{150};
  auto source = open_quick(mat.path(), options);
  ASSERT_TRUE(source) << source.error().message;
  ASSERT_TRUE(next_frame(**source));
  mat.answer = false;
  mat.noise = true;
  ASSERT_TRUE(read_until(**source, [&] { return (*source)->state() == LinkState::stalled; }));
  const auto frames = (*source)->stats().frames;
  ASSERT_TRUE(read_until(**source, [&] { return (*source)->stats().crc_errors > 100; }));
  EXPECT_EQ((*source)->stats().frames, frames);
  EXPECT_EQ((*source)->state(), LinkState::stalled);
  mat.noise = false;
  mat.answer = true;
  ASSERT_TRUE(read_until(**source, [&] { return (*source)->state() == LinkState::streaming; }));
}

TEST(DeviceSource, SilentPortGivesAClearErrorAfterABoundedTime) {
  test::PtyPair nobody;
  auto options = quick(nobody.path());
  options.handshake_limit = milliseconds{200};
  auto source = open_quick(nobody.path(), options);
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().code, ErrorCode::timeout);
  EXPECT_THAT(source.error().message, HasSubstr("nothing came within 0.2 s: " + nobody.path()));
}

TEST(DeviceSource, NoiseFromTheStartNamesTheBaudRate) {
  FakeMat mat({.hello_first = false});
  mat.answer = false;
  mat.noise = true;
  auto options = quick(mat.path());
  options.handshake_limit = milliseconds{1000};
  auto source = open_quick(mat.path(), options);
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().code, ErrorCode::timeout);
  EXPECT_THAT(source.error().message, HasSubstr("wrong baud rate?"));
}

TEST(DeviceSource, MatThatSpeaksButDoesNotHear) {
  FakeMat mat;
  mat.answer = false;
  auto options = quick(mat.path());
  options.handshake_limit = milliseconds{1000};
  auto source = open_quick(mat.path(), options);
  ASSERT_FALSE(source);
  EXPECT_THAT(source.error().message, HasSubstr("does not answer"));
}

TEST(DeviceSource, OtherProtocolIsRefusedInWords) {
  FakeMat newer({.protocol_major = 2});
  auto source = open_quick(newer.path());
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().code, ErrorCode::bad_version);
  EXPECT_THAT(source.error().message,
              HasSubstr("speaks protocol 2.0, this program 1.0 (install a newer Palpate)"));
  FakeMat older({.protocol_major = 0, .hello_first = false});
  auto second = open_quick(older.path());
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().message, HasSubstr("flash the firmware"));
}

TEST(DeviceSource, MissingPortIsAnErrorAtOnce) {
  auto source = open_quick("/dev/ttyNOSUCHMAT");
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().code, ErrorCode::not_found);
}

TEST(DeviceSource, StopRequestEndsTheRead) {
  FakeMat mat;
  auto source = open_quick(mat.path());
  ASSERT_TRUE(source) << source.error().message;
  std::stop_source stop;
  stop.request_stop();
  RawFrame frame;
  const auto status = (*source)->read(frame, stop.get_token());
  ASSERT_TRUE(status);
  EXPECT_EQ(*status, ReadStatus::timeout);
}

TEST(OpenSource, SerialUriReachesTheMat) {
  FakeMat mat;
  const std::string uri = "serial:" + mat.path() + "?baud=115200&rate=50";
  auto source = open_source(uri);
  ASSERT_TRUE(source) << source.error().message;
  EXPECT_EQ((*source)->info().source_uri, uri);
  EXPECT_DOUBLE_EQ((*source)->info().nominal_rate_hz, 50.0);
  EXPECT_TRUE(next_frame(**source));
}

}  // namespace
}  // namespace palpate
