// Replay gives what was recorded, at the pace that is asked for.
#include "acquisition/replay_source.h"

#include <gtest/gtest.h>

#include <chrono>

#include "tests/support/recording_maker.h"
#include "tests/support/temp_dir.h"

namespace palpate {
namespace {

using test::same_bits;
using test::small_mat;
using test::TempDir;
using test::walking_frames;

class Replay : public ::testing::Test {
 protected:
  void SetUp() override {
    frames = walking_frames(info, 120);
    for (RawFrame& each : frames) each.device_time_us += 30'000'000;  // recorded in the middle of a stream
    ASSERT_NO_FATAL_FAILURE(test::write_recording(path, info, frames));
  }
  std::unique_ptr<FrameSource> open(std::map<std::string, std::string> options) {
    auto source = open_replay({"file", path, std::move(options)});
    EXPECT_TRUE(source) << source.error().message;
    return source ? *std::move(source) : nullptr;
  }
  static ReadStatus read(FrameSource& source, RawFrame& out) {
    auto status = source.read(out, std::stop_token());
    EXPECT_TRUE(status);
    return *status;
  }

  TempDir dir;
  std::string path = dir.file("a.palpate");
  SourceInfo info = small_mat();
  std::vector<RawFrame> frames;
  RawFrame frame;
};

TEST_F(Replay, AtFullSpeedEveryFrameComesBitForBitAndThenTheEnd) {
  auto source = open({{"speed", "max"}});
  EXPECT_EQ(source->info(), info);
  EXPECT_FALSE(source->is_live());
  for (const RawFrame& expected : frames) {
    ASSERT_EQ(read(*source, frame), ReadStatus::frame);
    ASSERT_TRUE(same_bits(frame, expected));
  }
  EXPECT_EQ(read(*source, frame), ReadStatus::end);
  EXPECT_EQ(source->state(), LinkState::ended);
  EXPECT_EQ(source->stats().frames, frames.size());
  EXPECT_EQ(source->stats().lost_frames, 0U);
}

TEST_F(Replay, TakesAtLeastItsTime) {
  auto source = open({{"speed", "20"}});
  const auto begin = std::chrono::steady_clock::now();
  ReadStatus status = ReadStatus::timeout;
  while ((status = read(*source, frame)) != ReadStatus::end) {
  }
  // 119 periods of 20 ms at speed 20: a frame never comes before it is due.
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(118));
}

TEST_F(Replay, APauseGivesNothingAndASeekWhilePausedGivesOneFrame) {
  auto source = open({{"speed", "max"}});
  auto control = source->replay_control();
  ASSERT_NE(control, nullptr);
  EXPECT_EQ(control->duration_us, 119 * 20'000);
  control->paused = true;
  EXPECT_EQ(read(*source, frame), ReadStatus::timeout);
  EXPECT_EQ(source->state(), LinkState::paused);
  control->seek_to_us = 1'000'001;
  ASSERT_EQ(read(*source, frame), ReadStatus::frame);
  EXPECT_EQ(frame.sequence, 51U);
  EXPECT_EQ(frame.flags, frame_flag::discontinuity);
  EXPECT_EQ(control->position_us, 1'020'000);
  EXPECT_EQ(read(*source, frame), ReadStatus::timeout);
  control->paused = false;
  ASSERT_EQ(read(*source, frame), ReadStatus::frame);
  EXPECT_EQ(frame.sequence, 52U);
  EXPECT_EQ(frame.flags, 0U);
}

TEST_F(Replay, ASeekBeyondTheEndShowsTheLastFrame) {
  auto source = open({{"speed", "max"}});
  source->replay_control()->seek_to_us = 999'000'000;
  ASSERT_EQ(read(*source, frame), ReadStatus::frame);
  EXPECT_EQ(frame.sequence, 119U);
  EXPECT_EQ(read(*source, frame), ReadStatus::end);
}

TEST_F(Replay, HeldAtTheEndItGoesOnAfterASeekBack) {
  auto source = open({{"speed", "max"}, {"hold", "1"}});
  for (std::size_t i = 0; i < frames.size(); ++i) ASSERT_EQ(read(*source, frame), ReadStatus::frame);
  EXPECT_EQ(read(*source, frame), ReadStatus::timeout);
  EXPECT_EQ(source->state(), LinkState::ended);
  source->replay_control()->seek_to_us = 0;
  ASSERT_EQ(read(*source, frame), ReadStatus::frame);
  EXPECT_EQ(frame.sequence, 0U);
  EXPECT_EQ(source->stats().lost_frames, 0U);
}

TEST_F(Replay, AStopRequestEndsAWaitingRead) {
  auto source = open({});
  source->replay_control()->paused = true;
  std::stop_source stop;
  stop.request_stop();
  auto status = source->read(frame, stop.get_token());
  ASSERT_TRUE(status);
  EXPECT_EQ(*status, ReadStatus::timeout);
}

TEST_F(Replay, WrongOptionsAndFilesAreOneClearLine) {
  for (const auto& [key, value] :
       std::map<std::string, std::string>{{"speed", "fast"}, {"hold", "yes"}, {"seed", "7"}}) {
    auto source = open_replay({"file", path, {{key, value}}});
    ASSERT_FALSE(source);
    EXPECT_NE(source.error().message.find(value), std::string::npos);
  }
  for (const char* speed : {"0", "-1", "nan", "inf", "1x", "", "1e9"}) {
    EXPECT_FALSE(open_replay({"file", path, {{"speed", speed}}})) << speed;
  }
  EXPECT_FALSE(open_replay({"file", dir.file("none.palpate"), {}}));
}

TEST_F(Replay, GapsInTheSequenceAreLostFrames) {
  auto gappy = frames;
  for (std::size_t i = 60; i < gappy.size(); ++i) gappy[i].sequence += 7;
  ASSERT_NO_FATAL_FAILURE(test::write_recording(dir.file("gappy.palpate"), info, gappy));
  path = dir.file("gappy.palpate");
  auto source = open({{"speed", "max"}});
  while (read(*source, frame) == ReadStatus::frame) {
  }
  EXPECT_EQ(source->stats().lost_frames, 7U);
}

}  // namespace
}  // namespace palpate
