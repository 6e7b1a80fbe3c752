// Round trips: what was recorded comes back bit for bit.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>

#include "acquisition/recording_reader.h"
#include "acquisition/recording_writer.h"
#include "tests/support/recording_maker.h"
#include "tests/support/temp_dir.h"

namespace palpate {
namespace {

namespace fs = std::filesystem;
using test::read_all;
using test::same_bits;
using test::small_mat;
using test::TempDir;
using test::walking_frames;
using test::write_recording;

void expect_round_trip(const SourceInfo& info, const std::vector<RawFrame>& frames) {
  TempDir dir;
  const std::string path = dir.file("a.palpate");
  ASSERT_NO_FATAL_FAILURE(write_recording(path, info, frames));
  auto reader = RecordingReader::open(path);
  ASSERT_TRUE(reader) << reader.error().message;
  EXPECT_EQ(reader->info(), info);
  const auto back = read_all(*reader);
  ASSERT_EQ(back.size(), frames.size());
  for (std::size_t i = 0; i < frames.size(); ++i) ASSERT_TRUE(same_bits(back[i], frames[i])) << "frame " << i;
  EXPECT_EQ(reader->summary().frames, frames.size());
  EXPECT_TRUE(reader->summary().complete);
  EXPECT_EQ(reader->summary().damaged_chunks, 0U);
}

TEST(Recording, CountsComeBackBitForBitAtAnyLength) {
  const SourceInfo info = small_mat();
  for (const std::size_t count : {0U, 1U, 2U, 24U, 25U, 26U, 50U, 51U, 301U}) {
    SCOPED_TRACE(count);
    expect_round_trip(info, walking_frames(info, count, static_cast<unsigned>(count)));
  }
}

TEST(Recording, AnyBitPatternOfAnyFieldComesBack) {
  const SourceInfo info = small_mat(3, 7, 0.0);
  std::mt19937_64 random(42);
  for (int round = 0; round < 20; ++round) {
    std::vector<RawFrame> frames(1 + random() % 60);
    for (RawFrame& frame : frames) {
      frame.sequence = random();
      frame.device_time_us = static_cast<std::int64_t>(random());
      frame.host_time_us = static_cast<std::int64_t>(random());
      frame.flags = static_cast<std::uint16_t>(random());
      for (std::size_t c = 0; c < info.geometry.cells(); ++c) {
        frame.cells.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(random())));
      }
    }
    SCOPED_TRACE(round);
    expect_round_trip(info, frames);
  }
}

TEST(Recording, NotANumberInfinityAndMinusZeroKeepTheirBits) {
  const SourceInfo info = small_mat(1, 8);
  auto frames = walking_frames(info, 30);
  frames[3].cells[0] = std::numeric_limits<float>::quiet_NaN();
  frames[4].cells[1] = -std::numeric_limits<float>::infinity();
  frames[5].cells[2] = -0.0F;
  frames[6].cells[3] = 65535.0F;
  frames[27].cells[4] = 65536.0F;
  expect_round_trip(info, frames);
}

TEST(Recording, EveryPartOfTheDescriptionComesBack) {
  SourceInfo info = small_mat();
  info.geometry.head = HeadEdge::left;
  info.geometry.mirrored = true;
  info.geometry.placement = Placement::back_rest;
  info.geometry.pitch_x_mm = 0.1 + 0.2;
  info.unit = CellUnit::n_per_cm2;
  info.adc_full_scale = 1.0 / 3.0;
  info.calibration_json = "{\"a\": 1}";
  info.firmware_version = "1.2.3";
  info.host_version = "0.1.0";
  info.notes = "hip\nhurts \xE2\x82\xAC";
  info.config_toml = "[filter]\nalpha = 0.5\n";
  expect_round_trip(info, walking_frames(info, 3));
}

TEST(Recording, SummaryCountsFramesSecondsRateAndLostFrames) {
  TempDir dir;
  const SourceInfo info = small_mat();
  auto frames = walking_frames(info, 101);
  for (std::size_t i = 40; i < frames.size(); ++i) frames[i].sequence += 3;  // inside a chunk
  for (std::size_t i = 75; i < frames.size(); ++i) frames[i].sequence += 5;  // between two chunks
  for (std::size_t i = 90; i < frames.size(); ++i) frames[i].sequence += 1000;
  frames[90].flags = frame_flag::discontinuity;  // declared: nothing is known to be lost
  const std::string path = dir.file("a.palpate");
  ASSERT_NO_FATAL_FAILURE(write_recording(path, info, frames));
  auto reader = RecordingReader::open(path);
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->summary().frames, 101U);
  EXPECT_DOUBLE_EQ(reader->summary().seconds, 2.0);
  EXPECT_DOUBLE_EQ(reader->summary().rate_hz, 50.0);
  EXPECT_EQ(reader->summary().lost_frames, 8U);
  EXPECT_EQ(reader->summary().format_version, 1);
}

TEST(Recording, TheRecordersOwnCountOfLostFramesIsKept) {
  TempDir dir;
  const SourceInfo info = small_mat();
  auto writer = RecordingWriter::create(dir.file("a.palpate"), info);
  ASSERT_TRUE(writer);
  ASSERT_TRUE(writer->set_lost_frames(17));
  ASSERT_TRUE(writer->close());
  auto reader = RecordingReader::open(dir.file("a.palpate"));
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->summary().lost_frames, 17U);
  EXPECT_TRUE(reader->summary().complete);
}

TEST(Recording, BookmarksAndTheLastNotesComeBack) {
  TempDir dir;
  SourceInfo info = small_mat();
  info.notes = "first";
  auto writer = RecordingWriter::create(dir.file("a.palpate"), info);
  ASSERT_TRUE(writer);
  ASSERT_TRUE(writer->add_bookmark(1.25, "left hip"));
  ASSERT_TRUE(writer->add_bookmark(0.5, ""));
  ASSERT_TRUE(writer->set_notes("second"));
  ASSERT_TRUE(writer->close());
  auto reader = RecordingReader::open(dir.file("a.palpate"));
  ASSERT_TRUE(reader);
  ASSERT_EQ(reader->bookmarks().size(), 2U);
  EXPECT_DOUBLE_EQ(reader->bookmarks()[0].t_s, 1.25);
  EXPECT_EQ(reader->bookmarks()[0].text, "left hip");
  EXPECT_EQ(reader->info().notes, "second");
}

TEST(Recording, SeekFindsTheFirstFrameAtOrAfterTheTime) {
  TempDir dir;
  const SourceInfo info = small_mat();
  const auto frames = walking_frames(info, 203);
  const std::string path = dir.file("a.palpate");
  ASSERT_NO_FATAL_FAILURE(write_recording(path, info, frames));
  auto reader = RecordingReader::open(path);
  ASSERT_TRUE(reader);
  std::mt19937 random(3);
  RawFrame frame;
  for (int i = 0; i < 200; ++i) {
    const auto t = static_cast<std::int64_t>(random() % 4'200'000U) - 50'000;
    ASSERT_TRUE(reader->seek(t));
    auto more = reader->next(frame);
    ASSERT_TRUE(more);
    const auto expected =
        std::find_if(frames.begin(), frames.end(), [t](const RawFrame& f) { return f.device_time_us >= t; });
    ASSERT_EQ(*more, expected != frames.end()) << t;
    if (*more) {
      ASSERT_EQ(frame.sequence, expected->sequence) << t;
    }
  }
}

TEST(Recording, ACleanCloseLeavesOneFileThatAnySqliteReads) {
  TempDir dir;
  const SourceInfo info = small_mat();
  ASSERT_NO_FATAL_FAILURE(write_recording(dir.file("a.palpate"), info, walking_frames(info, 60)));
  EXPECT_EQ(std::distance(fs::directory_iterator(dir.path()), fs::directory_iterator()), 1);
}

TEST(Recording, RefusesToOverwriteAndSaysSo) {
  TempDir dir;
  const std::string path = dir.file("a.palpate");
  std::ofstream(path) << "precious";
  auto writer = RecordingWriter::create(path, small_mat());
  ASSERT_FALSE(writer);
  EXPECT_NE(writer.error().message.find("file exists: " + path), std::string::npos) << writer.error().message;
  std::ifstream in(path);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), "precious");
}

TEST(Recording, RefusesAFolderThatIsNotThere) {
  TempDir dir;
  auto writer = RecordingWriter::create(dir.file("no/a.palpate"), small_mat());
  ASSERT_FALSE(writer);
  EXPECT_EQ(writer.error().code, ErrorCode::not_found);
}

TEST(Recording, RefusesALeftoverLogRatherThanMixingTwoRecordings) {
  TempDir dir;
  std::ofstream(dir.file("a.palpate-wal")) << "log of a recording whose main file was deleted";
  EXPECT_FALSE(RecordingWriter::create(dir.file("a.palpate"), small_mat()));
  EXPECT_TRUE(fs::exists(dir.file("a.palpate-wal")));
}

TEST(Recording, NamesWithSpecialCharactersWork) {
  TempDir dir;
  const SourceInfo info = small_mat();
  const std::string path = dir.file("50%25 ?mode=memory#x \xC3\xA4.palpate");
  ASSERT_NO_FATAL_FAILURE(write_recording(path, info, walking_frames(info, 30)));
  EXPECT_TRUE(fs::exists(path));
  auto reader = RecordingReader::open(path);
  ASSERT_TRUE(reader) << reader.error().message;
  EXPECT_EQ(read_all(*reader).size(), 30U);
}

}  // namespace
}  // namespace palpate
