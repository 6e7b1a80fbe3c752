// Every layout gives the same frames; what is not whole is told; what cannot be read is one clear line.
#include "acquisition/import.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <sstream>

#include "tests/support/recording_maker.h"
#include "tests/support/temp_dir.h"

namespace palpate {
namespace {

namespace fs = std::filesystem;
using test::TempDir;

const fs::path kFixtures = fs::path(PALPATE_SOURCE_DIR) / "tests/acquisition/fixtures";
const fs::path kShared = PALPATE_SHARED_DATA;

ImportOptions sized(int rows, int cols) {
  ImportOptions options;
  options.rows = rows;
  options.cols = cols;
  return options;
}

std::vector<RawFrame> read_frames(FrameSource& source) {
  std::vector<RawFrame> frames;
  RawFrame frame;
  for (;;) {
    auto status = source.read(frame, std::stop_token());
    if (!status) {
      ADD_FAILURE() << status.error().message;
      return frames;
    }
    if (*status != ReadStatus::frame) return frames;
    frames.push_back(frame);
  }
}

class Import : public ::testing::Test {
 protected:
  std::string file(const std::string& text, const std::string& name = "a.txt") {
    std::ofstream(dir.file(name), std::ios::binary) << text;
    return dir.file(name);
  }
  std::unique_ptr<FrameSource> open(const std::string& path, const ImportOptions& options = {}) {
    auto source = open_import(path, options);
    EXPECT_TRUE(source) << source.error().message;
    return source ? *std::move(source) : nullptr;
  }
  // The message of the refusal.
  static std::string refusal(const std::string& path, const ImportOptions& options = {}) {
    auto source = open_import(path, options);
    EXPECT_FALSE(source);
    if (source) return "(opened)";
    EXPECT_EQ(source.error().message.find('\n'), std::string::npos);
    return source.error().message;
  }
  // Two frames of 2 x 3 cells, 0 to 11.
  void expect_two_frames(FrameSource* source, std::int64_t period_us) {
    ASSERT_NE(source, nullptr);
    EXPECT_EQ(source->info().geometry.rows, 2);
    EXPECT_EQ(source->info().geometry.cols, 3);
    const auto frames = read_frames(*source);
    ASSERT_EQ(frames.size(), 2U);
    for (std::size_t i = 0; i < 12; ++i) EXPECT_EQ(frames[i / 6].cells[i % 6], static_cast<float>(i));
    EXPECT_EQ(frames[0].device_time_us, 0);
    EXPECT_EQ(frames[1].device_time_us, period_us);
    EXPECT_EQ(frames[1].host_time_us, period_us);
    EXPECT_EQ(frames[1].sequence, 1U);
  }
  TempDir dir;
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_F(Import, EveryLayoutGivesTheSameFrames) {
  expect_two_frames(open(kFixtures / "frame-a-line-tab.txt", sized(2, 3)).get(), 1'000'000);
  expect_two_frames(open(kFixtures / "kitronyx.csv").get(), 40'000);
  expect_two_frames(open(kFixtures / "frame-index.csv").get(), 40'000);
  expect_two_frames(open(kFixtures / "beeld.txt").get(), 40'000);
  expect_two_frames(open(kFixtures / "decimal-comma.csv").get(), 1'000'000);
  expect_two_frames(open(kFixtures / "stacked-spaces.txt", sized(2, 3)).get(), 1'000'000);
}

TEST_F(Import, SeparatorsLineEndsAndEncodingsDoNotMatter) {
  const std::string body = "0,1,2,3,4,5\n6,7,8,9,10,11\n";
  for (const char separator : {',', ';', '\t', ' '}) {
    for (const std::string& end : {std::string("\n"), std::string("\r\n"), std::string("\r")}) {
      for (const bool trailing : {false, true}) {
        std::string text;
        for (const char c : body) {
          if (c == ',') text += separator;
          if (c == '\n') text += (trailing ? std::string(1, separator) : "") + end;
          if (c != ',' && c != '\n') text += c;
        }
        SCOPED_TRACE(text);
        expect_two_frames(open(file(text), sized(2, 3)).get(), 1'000'000);
      }
    }
  }
  expect_two_frames(open(file("\xEF\xBB\xBF" + body), sized(2, 3)).get(), 1'000'000);
  std::string little = "\xFF\xFE", big = "\xFE\xFF";
  for (const char c : body) {
    little += c;
    little += '\0';
    big += '\0';
    big += c;
  }
  expect_two_frames(open(file(little), sized(2, 3)).get(), 1'000'000);
  expect_two_frames(open(file(big), sized(2, 3)).get(), 1'000'000);
  expect_two_frames(open(file("0, 1, 2, 3, 4, 5\n6, 7, 8, 9, 10, 11"), sized(2, 3)).get(), 1'000'000);
}

TEST_F(Import, GzippedTextIsReadAsIs) {
  gzFile gz = gzopen(dir.file("a.csv.gz").c_str(), "wb");
  gzputs(gz, "0,1,2,3,4,5\n6,7,8,9,10,11\n");
  gzclose(gz);
  expect_two_frames(open(dir.file("a.csv.gz"), sized(2, 3)).get(), 1'000'000);
}

TEST_F(Import, LeadingColumnsAreToldFromCells) {
  expect_two_frames(
      open(file("time_ms,a,b,c,d,e,f\n100,0,1,2,3,4,5\n140,6,7,8,9,10,11\n"), sized(2, 3)).get(), 40'000);
  expect_two_frames(open(file("0.5 0 1 2 3 4 5\n0.54 6 7 8 9 10 11\n"), sized(2, 3)).get(), 40'000);
  expect_two_frames(open(file("7,0.5,0,1,2,3,4,5\n8,0.54,6,7,8,9,10,11\n"), sized(2, 3)).get(), 40'000);
  expect_two_frames(open(file("supine,0,1,2,3,4,5\nprone,6,7,8,9,10,11\n"), sized(2, 3)).get(), 1'000'000);
  // A column that counts frames is no time.
  expect_two_frames(open(file("1,0,1,2,3,4,5\n2,6,7,8,9,10,11\n"), sized(2, 3)).get(), 1'000'000);
}

TEST_F(Import, TheUsersRateGoesBeforeTheFiles) {
  ImportOptions options;
  options.rate_hz = 50.0;
  expect_two_frames(open(kFixtures / "kitronyx.csv", options).get(), 20'000);
}

TEST_F(Import, CellsFindTheirPlaceByName) {
  auto source = open(file("Frame,S_1_1,S_2_1,Load,S_1_2,S_2_2\n1,10,30,999,20,40\n2,11,31,999,21,41\n"));
  ASSERT_NE(source, nullptr);
  const auto frames = read_frames(*source);
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].cells, (std::vector<float>{10, 20, 30, 40}));
}

TEST_F(Import, OneMatrixIsAStill) {
  auto source = open(kFixtures / "still.txt");
  ASSERT_NE(source, nullptr);
  EXPECT_EQ(source->info().geometry.rows, 2);
  EXPECT_EQ(source->info().geometry.cols, 3);
  EXPECT_EQ(read_frames(*source).size(), 1U);
}

TEST_F(Import, WhatCouldBeReadInTwoWaysAsksForTheSize) {
  std::string line;
  for (int i = 0; i < 64; ++i) line += std::to_string(i) + " ";
  std::string text;
  for (int i = 0; i < 100; ++i) text += line + "\n";
  const std::string message = refusal(file(text));
  EXPECT_TRUE(has(message, "--rows")) << message;
  EXPECT_TRUE(has(message, "8 x 8")) << message;
  EXPECT_EQ(read_frames(*open(file(text), sized(8, 8))).size(), 100U);
  EXPECT_EQ(read_frames(*open(file(text), sized(50, 64))).size(), 2U);
  EXPECT_TRUE(has(refusal(file(text), sized(7, 9)), "--rows 7 --cols 9"));
}

TEST_F(Import, ACutFirstOrLastLineIsLeftOutAndTold) {
  std::string whole = "9 9 9\n";
  for (int i = 0; i < 30; ++i) whole += "0 1 2 3 4 5\n";
  whole += "0 1 2";
  auto source = open(file(whole), sized(2, 3));
  ASSERT_NE(source, nullptr);
  const auto frames = read_frames(*source);
  EXPECT_EQ(frames.size(), 30U);
  EXPECT_EQ(frames.front().device_time_us, 0);
  const ImportReport* report = import_report(*source);
  ASSERT_NE(report, nullptr);
  EXPECT_EQ(report->frames, 30U);
  EXPECT_EQ(report->skipped_frames, 2U);
  EXPECT_TRUE(has(source->info().notes, "line 1 has 3 of 6 values")) << source->info().notes;
  EXPECT_TRUE(has(source->info().notes, "line 32 has 3 of 6 values")) << source->info().notes;
}

TEST_F(Import, AFrameLostInTheMiddleIsAGapInTheSequence) {
  std::string text;
  for (int i = 0; i < 30; ++i) text += i == 10 ? "0 1 2\n" : "0 1 2 3 4 5\n";
  const auto frames = read_frames(*open(file(text), sized(2, 3)));
  ASSERT_EQ(frames.size(), 29U);
  EXPECT_EQ(frames[9].sequence, 9U);
  EXPECT_EQ(frames[10].sequence, 11U);
  EXPECT_EQ(frames[10].device_time_us, 11'000'000);
}

TEST_F(Import, AShortBlockIsLeftOutAndTold) {
  std::string text;
  for (int i = 0; i < 5; ++i) text += i == 2 ? "1 2 3\n\n" : "1 2 3\n4 5 6\n\n";
  text += "1 2 3\n";
  auto source = open(file(text));
  ASSERT_NE(source, nullptr);
  EXPECT_EQ(read_frames(*source).size(), 4U);
  EXPECT_EQ(import_report(*source)->skipped_frames, 2U);
}

TEST_F(Import, MostlyBrokenFramesAreAnError) {
  std::string text;
  for (int i = 0; i < 30; ++i) text += i % 3 == 0 ? "0 1 2\n" : "0 1 2 3 4 5\n";
  EXPECT_TRUE(has(refusal(file(text), sized(2, 3)), "10 of 30 frames are not whole"));
}

TEST_F(Import, MissingValuesBecomeDeadCells) {
  auto source = open(file("0,,NaN,-99,-,5\n6,7,8,9,10,\n-3,1,1,1,1,1\n"), sized(2, 3));
  ASSERT_NE(source, nullptr);
  const auto frames = read_frames(*source);
  ASSERT_EQ(frames.size(), 3U);
  for (const std::size_t c : {1U, 2U, 3U, 4U}) EXPECT_TRUE(std::isnan(frames[0].cells[c])) << c;
  EXPECT_EQ(frames[0].cells[5], 5.0F);
  EXPECT_TRUE(std::isnan(frames[1].cells[5]));
  EXPECT_EQ(frames[2].cells[0], -3.0F);
  EXPECT_EQ(import_report(*source)->missing_cells, 5U);
  EXPECT_EQ(import_report(*source)->negative_cells, 1U);
}

TEST_F(Import, ErrorsNameFileLineColumnAndRemedy) {
  const std::string path = file("0 1 2 3 4 5\n0 1 zwei 3 4 5\n");
  EXPECT_TRUE(has(refusal(path, sized(2, 3)), path + ":2:5 (")) << refusal(path, sized(2, 3));
  const std::string huge = file("0 1 2 3 4 5\n0 1 2 3 1e300 5\n");
  EXPECT_TRUE(has(refusal(huge, sized(2, 3)), huge + ":2:9 (")) << refusal(huge, sized(2, 3));
  EXPECT_TRUE(has(refusal(file("0 1 2 3 4 5\n1e999 1 2 3 4 5\n"), sized(2, 3)), "too large"));
}

TEST_F(Import, HostileFilesAreRefusedWithOneLine) {
  EXPECT_TRUE(has(refusal(file(std::string(3'000'000, '7'))), "longer than 1 MB"));
  EXPECT_TRUE(has(refusal(file(std::string("1 2\0 3\n", 7))), "binary"));
  EXPECT_TRUE(has(refusal(file("PK\x03\x04zip")), "zip"));
  EXPECT_TRUE(has(refusal(file("")), "no rows of numbers"));
  EXPECT_TRUE(has(refusal(file("only\nwords\nhere\n")), "no rows of numbers"));
  EXPECT_TRUE(has(refusal(dir.file("absent")), "no such file"));
  EXPECT_TRUE(has(refusal(dir.path().string()), "not a regular file"));
  EXPECT_TRUE(has(refusal(file("1 2\n3 4\n"), sized(0, 2)), "--rows"));
  std::string text = "[{\"a\": 1}]";
  EXPECT_TRUE(has(refusal(file(text)), "JSON"));
  std::string gz = "\x1f\x8b\x08";
  EXPECT_TRUE(has(refusal(file(gz + "junk")), "cannot import"));
}

TEST_F(Import, ARecordingIsNoTextFile) {
  ASSERT_NO_FATAL_FAILURE(test::write_recording(dir.file("a.palpate"), test::small_mat(), {}));
  EXPECT_TRUE(has(refusal(dir.file("a.palpate")), "already a recording"));
}

TEST_F(Import, AssumptionsAreTold) {
  auto source = open(file("0 1 2 3 4 5\n0 1 2 3 4 5\n"), sized(2, 3));
  EXPECT_TRUE(import_report(*source)->rate_assumed);
  EXPECT_TRUE(import_report(*source)->pitch_assumed);
  EXPECT_TRUE(has(source->info().notes, "--fps"));
  EXPECT_TRUE(has(source->info().notes, "--pitch-mm"));
  EXPECT_EQ(assumption_lines("mine\nassumed: nothing\n" + source->info().notes + "\nmore", "  "),
            "  assumed: 1 frame a second (give --fps)\n  assumed: cells of 10 x 10 mm (give --pitch-mm)\n");
  ImportOptions said = sized(2, 3);
  said.rate_hz = 4.0;
  said.pitch_x_mm = 5.0;
  said.unit = CellUnit::kpa;
  source = open(file("0 1 2 3 4 5\n0 1 2 3 4 5\n"), said);
  EXPECT_FALSE(import_report(*source)->rate_assumed);
  EXPECT_FALSE(import_report(*source)->pitch_assumed);
  EXPECT_EQ(assumption_lines(source->info().notes), "");
  EXPECT_EQ(source->info().unit, CellUnit::kpa);
  EXPECT_EQ(source->info().geometry.pitch_y_mm, 5.0);
  EXPECT_EQ(source->info().nominal_rate_hz, 4.0);
}

// Counted here by other means: getline and stringstream.
TEST_F(Import, RealLyingRecordingsGiveEveryCellOfEveryFrame) {
  if (!fs::exists(kShared / "pmd-inbed")) GTEST_SKIP() << "no third-party data at " << kShared;
  for (const char* name : {"S1/1.txt", "S1/17.txt", "S2/3.txt", "S5/9.txt", "S8/14.txt"}) {
    SCOPED_TRACE(name);
    const fs::path path = kShared / "pmd-inbed/experiment-i" / name;
    std::ifstream in(path);
    std::vector<double> sums;
    std::string line;
    while (std::getline(in, line)) {
      std::istringstream numbers(line);
      double sum = 0.0, value = 0.0;
      int count = 0;
      while (numbers >> value) sum += value, ++count;
      if (count == 2048) sums.push_back(sum);
    }
    const auto frames = read_frames(*open(path.string(), sized(64, 32)));
    ASSERT_EQ(frames.size(), sums.size());
    ASSERT_GE(frames.size(), 60U);
    for (std::size_t i = 0; i < frames.size(); ++i) {
      ASSERT_EQ(std::accumulate(frames[i].cells.begin(), frames[i].cells.end(), 0.0), sums[i]) << i;
    }
  }
}

TEST_F(Import, RealStillsOfAnAirMattressSayTheirOwnSize) {
  const fs::path path = kShared / "pmd-inbed/experiment-ii/S1/Air_Mat/Matrix_Air_B1.txt";
  if (!fs::exists(path)) GTEST_SKIP() << "no third-party data at " << kShared;
  auto source = open(path.string());
  ASSERT_NE(source, nullptr);
  EXPECT_EQ(source->info().geometry.rows, 64);
  EXPECT_EQ(source->info().geometry.cols, 27);
}

TEST_F(Import, VendorExportsAreRefusedByName) {
  const fs::path folder = kShared / "vendor-exports";
  if (!fs::exists(folder)) GTEST_SKIP() << "no third-party data at " << kShared;
  EXPECT_TRUE(has(refusal((folder / "iscan_test.csv").string()), "Tekscan"));
  EXPECT_TRUE(has(refusal((folder / "fscan_testL.asf").string()), "Tekscan"));
  EXPECT_TRUE(has(refusal((folder / "emed_test.lst").string()), "novel"));
  EXPECT_TRUE(has(refusal((folder / "xsensor_data.csv").string()), "XSENSOR"));
}

}  // namespace
}  // namespace palpate
