// The recorder stores every frame it is offered, or says loudly that it could not.
#include "acquisition/recorder.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "tests/support/recording_maker.h"
#include "tests/support/temp_dir.h"

namespace palpate {
namespace {

using test::read_all;
using test::same_bits;
using test::small_mat;
using test::TempDir;
using test::walking_frames;

TEST(Recorder, StoresEveryFrameThatItWaitsFor) {
  TempDir dir;
  const SourceInfo info = small_mat();
  const auto frames = walking_frames(info, 2000);
  auto recorder = Recorder::start(dir.file("a.palpate"), info);
  ASSERT_TRUE(recorder) << recorder.error().message;
  (*recorder)->add_bookmark(0.1, "here");
  for (const RawFrame& frame : frames) (*recorder)->offer(frame, true);
  (*recorder)->set_lost_frames(4);
  (*recorder)->set_notes("done");
  EXPECT_EQ((*recorder)->status().frames, frames.size());
  auto closed = (*recorder)->close();
  ASSERT_TRUE(closed) << closed.error().message;
  EXPECT_TRUE((*recorder)->close());  // again: nothing happens

  auto reader = RecordingReader::open(dir.file("a.palpate"));
  ASSERT_TRUE(reader);
  const auto back = read_all(*reader);
  ASSERT_EQ(back.size(), frames.size());
  for (std::size_t i = 0; i < frames.size(); ++i) ASSERT_TRUE(same_bits(back[i], frames[i])) << i;
  EXPECT_EQ(reader->summary().lost_frames, 4U);
  EXPECT_TRUE(reader->summary().complete);
  EXPECT_EQ(reader->info().notes, "done");
  ASSERT_EQ(reader->bookmarks().size(), 1U);
}

TEST(Recorder, DestroyedWithoutACloseItStillStoresEverything) {
  TempDir dir;
  const SourceInfo info = small_mat();
  {
    auto recorder = Recorder::start(dir.file("a.palpate"), info);
    ASSERT_TRUE(recorder);
    for (const RawFrame& frame : walking_frames(info, 33)) (*recorder)->offer(frame, true);
  }
  auto reader = RecordingReader::open(dir.file("a.palpate"));
  ASSERT_TRUE(reader);
  EXPECT_EQ(read_all(*reader).size(), 33U);
  EXPECT_TRUE(reader->summary().complete);
}

TEST(Recorder, AFileThatVanishesIsAnErrorThatStays) {
  TempDir dir;
  const SourceInfo info = small_mat();
  auto recorder = Recorder::start(dir.file("a.palpate"), info);
  ASSERT_TRUE(recorder);
  std::filesystem::remove(dir.file("a.palpate"));
  const auto frames = walking_frames(info, 2000);
  for (const RawFrame& frame : frames) (*recorder)->offer(frame, true);  // must not hang
  auto closed = (*recorder)->close();
  ASSERT_FALSE(closed);
  EXPECT_NE(closed.error().message.find("moved or deleted"), std::string::npos) << closed.error().message;
  EXPECT_TRUE((*recorder)->status().failed);
  EXPECT_GT((*recorder)->status().drops, 0U);
}

TEST(Recorder, AFullRingIsLoudAndCounted) {
  TempDir dir;
  SourceInfo info = small_mat(128, 128, 10.0);
  auto recorder = Recorder::start(dir.file("a.palpate"), info);
  ASSERT_TRUE(recorder);
  auto frame = walking_frames(info, 1).front();
  std::uint64_t offered = 0;
  // Copying a frame is much faster than storing it, so the ring of a live source fills up.
  while (!(*recorder)->status().failed && offered < 1'000'000) {
    frame.sequence = offered++;
    frame.device_time_us += 1000;
    (*recorder)->offer(frame, false);
  }
  const auto status = (*recorder)->status();
  ASSERT_TRUE(status.failed);
  EXPECT_EQ(status.drops, 1U);
  EXPECT_EQ(status.frames + status.drops, offered);
  EXPECT_FALSE((*recorder)->close());
}

TEST(Recorder, RefusesAnExistingFile) {
  TempDir dir;
  const SourceInfo info = small_mat();
  ASSERT_NO_FATAL_FAILURE(test::write_recording(dir.file("a.palpate"), info, {}));
  EXPECT_FALSE(Recorder::start(dir.file("a.palpate"), info));
}

TEST(Recorder, AStalledMatsFramesReachTheFileWithoutAClose) {
  TempDir dir;
  const SourceInfo info = small_mat();  // 50 Hz: three frames alone do not fill a chunk
  auto recorder = Recorder::start(dir.file("a.palpate"), info);
  ASSERT_TRUE(recorder);
  for (const RawFrame& frame : walking_frames(info, 3)) (*recorder)->offer(frame, true);
  std::uint64_t stored = 0;
  for (int i = 0; i < 300 && stored < 3; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    auto reader = RecordingReader::open(dir.file("a.palpate"));
    if (reader) stored = reader->summary().frames;
  }
  EXPECT_EQ(stored, 3U);
}

}  // namespace
}  // namespace palpate
