#include "processing/glitch.h"

#include <gtest/gtest.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <random>

#include "tests/support/pipeline_runs.h"

namespace palpate {
namespace {

SourceInfo counts_mat(int rows, int cols) {
  SourceInfo info = test::kpa_mat(rows, cols, 20.0, Placement::table);
  info.unit = CellUnit::counts;
  return info;
}

// The low bytes of a normal frame read as high bytes, as a slipped byte in the stream does it.
RawFrame slipped(const RawFrame& frame) {
  RawFrame out = frame;
  for (float& cell : out.cells) cell = static_cast<float>((static_cast<int>(cell) % 16) * 256);
  return out;
}

TEST(Glitch, ASlippedByteIsGarbageABodyIsNot) {
  const SourceInfo info = counts_mat(64, 32);
  GlitchCheck check(info);
  const RawFrame body = test::seat_frame(info.geometry, 0.0, 900.0, 700.0);
  EXPECT_FALSE(check.is_garbage(test::empty_frame(info.geometry, 0.0)));
  EXPECT_TRUE(check.is_garbage(slipped(body)));
  EXPECT_FALSE(check.is_garbage(body));  // someone sitting down between two frames
  EXPECT_TRUE(check.is_garbage(slipped(body)));
}

TEST(Glitch, AHeavyBodyAtFullScaleIsNoGarbage) {
  const SourceInfo info = counts_mat(32, 32);
  GlitchCheck check(info);
  RawFrame body = test::seat_frame(info.geometry, 0.0, 9000.0, 9000.0);
  for (float& cell : body.cells) cell = std::min(cell, 4095.0F);
  EXPECT_FALSE(check.is_garbage(body));
}

TEST(Glitch, AllAtFullScaleIsGarbage) {
  const SourceInfo info = counts_mat(8, 8);
  GlitchCheck check(info);
  RawFrame frame = test::empty_frame(info.geometry, 0.0);
  frame.cells.assign(64, 4095.0F);
  EXPECT_TRUE(check.is_garbage(frame));
}

TEST(Glitch, WhatHoldsNoNumbersNeverBecomesData) {
  const SourceInfo info = counts_mat(8, 8);
  GlitchCheck check(info);
  RawFrame frame = test::empty_frame(info.geometry, 0.0);
  frame.cells.assign(64, std::numeric_limits<float>::quiet_NaN());
  for (int i = 0; i < 3 * kGlitchPatience; ++i) ASSERT_TRUE(check.is_garbage(frame)) << i;
}

TEST(Glitch, AMatThatIsAlwaysRoughIsTakenAsItIs) {
  const SourceInfo info = counts_mat(16, 16);
  GlitchCheck check(info);
  std::mt19937 random(1);
  std::uniform_int_distribution<int> uniform(0, 4000);
  int flagged = 0;
  for (int i = 0; i < 50; ++i) {
    RawFrame frame = test::empty_frame(info.geometry, i);
    for (float& cell : frame.cells) cell = static_cast<float>(uniform(random));
    flagged += check.is_garbage(frame) ? 1 : 0;
  }
  EXPECT_EQ(flagged, kGlitchPatience);
}

struct PmdCount {
  int files = 0, first_flagged_or_empty = 0, second_flagged = 0, later_flagged = 0, later = 0,
      later_occupied = 0;
};

void count_file(const std::filesystem::path& path, PmdCount& count) {
  const SourceInfo info = counts_mat(64, 32);
  auto pipeline = Pipeline::create(info).value();
  std::ifstream in(path);
  std::string line;
  for (int k = 0; std::getline(in, line); ++k) {
    RawFrame frame = test::empty_frame(info.geometry, k);
    const char* at = line.data();
    for (float& cell : frame.cells) {
      int value = 0;
      at = std::from_chars(at, line.data() + line.size(), value).ptr + 1;  // a TAB follows each value
      cell = static_cast<float>(value);
    }
    const Snapshot& snapshot = pipeline.process(frame);
    if (k == 0) {
      ++count.files;
      count.first_flagged_or_empty += snapshot.glitch || !snapshot.occupied ? 1 : 0;
    } else if (k == 1) {
      count.second_flagged += snapshot.glitch ? 1 : 0;
      EXPECT_FALSE(snapshot.features.valid) << path;
    } else {
      ++count.later;
      count.later_flagged += snapshot.glitch ? 1 : 0;
      count.later_occupied += snapshot.occupied ? 1 : 0;
    }
  }
}

TEST(Glitch, RealLyingRecordingsFromPhysioNet) {
  const std::filesystem::path folder =
      std::filesystem::path(PALPATE_SHARED_DATA) / "pmd-inbed" / "experiment-i";
  if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << "no recordings in " << folder;
  PmdCount count;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".txt") count_file(entry.path(), count);
  }
  ASSERT_GT(count.files, 0);
  EXPECT_EQ(count.first_flagged_or_empty, count.files);  // frame 0 is practically empty
  EXPECT_EQ(count.second_flagged, count.files);          // frame 1 is garbage
  EXPECT_LE(count.later_flagged, count.files / 20);
  EXPECT_GE(count.later_occupied, count.later * 98 / 100);
  EXPECT_GT(count.later_flagged, 0);  // a few files hold garbage further on
  RecordProperty("later_flagged", count.later_flagged);
  RecordProperty("later_not_occupied", count.later - count.later_occupied);
}

}  // namespace
}  // namespace palpate
