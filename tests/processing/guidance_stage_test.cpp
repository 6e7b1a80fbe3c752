// Answers stored with a recording come back on replay, and a stored hit stays.
#include "processing/guidance_stage.h"

#include <gtest/gtest.h>

#include "acquisition/recording_format.h"
#include "acquisition/recording_reader.h"
#include "acquisition/recording_writer.h"
#include "processing/pipeline.h"
#include "tests/support/temp_dir.h"

namespace palpate {
namespace {

SourceInfo seat() {
  SourceInfo info;
  info.geometry = make_geometry(16, 16, 25.0, 25.0).value();
  info.geometry.placement = Placement::seat;
  info.unit = CellUnit::kpa;
  return info;
}

std::string write_recording(const test::TempDir& dir, const SourceInfo& info) {
  const std::string path = std::string(dir.path()) + "/a.palpate";
  auto writer = RecordingWriter::create(path, info);
  EXPECT_TRUE(writer);
  RawFrame frame;
  frame.cells.assign(info.geometry.cells(), 0.0F);
  EXPECT_TRUE(writer->append(frame));
  EXPECT_TRUE(writer->add_event(0.5, recording_format::kPlaceEvent, "low_back_left=confirmed\n"));
  EXPECT_TRUE(writer->close());
  return path;
}

TEST(GuidanceStage, AnswersComeBackFromARecording) {
  const test::TempDir dir;
  SourceInfo info = seat();
  info.screen = "numbness=yes\n";
  const std::string path = write_recording(dir, info);
  ASSERT_TRUE(add_recording_event(path, recording_format::kScreenEvent, "fever=yes\n"));
  ASSERT_TRUE(add_recording_event(path, recording_format::kScreenEvent, "fever=no\nnumbness=no\n"));
  auto reader = RecordingReader::open(path);
  ASSERT_TRUE(reader);
  EXPECT_TRUE(reader->summary().complete);
  auto pipeline = Pipeline::create(reader->info());
  ASSERT_TRUE(pipeline);
  EXPECT_EQ(pipeline->screen().get("fever"), ScreenAnswer::yes);
  EXPECT_EQ(pipeline->screen().get("numbness"), ScreenAnswer::yes);
  EXPECT_TRUE(pipeline->guidance()->blocked);
  EXPECT_EQ(pipeline->place_answers(), "low_back_left=confirmed\n");
}

TEST(GuidanceStage, ARecordingWithoutAnswersReadsAsBefore) {
  const test::TempDir dir;
  const std::string path = write_recording(dir, seat());
  auto reader = RecordingReader::open(path);
  ASSERT_TRUE(reader);
  EXPECT_TRUE(reader->info().screen.empty());
}

TEST(GuidanceStage, AHitStaysThroughResetAndTakesTheAdviceFromFindings) {
  auto pipeline = Pipeline::create(seat());
  ASSERT_TRUE(pipeline);
  ScreenAnswers hit;
  ASSERT_TRUE(hit.set_text("fever=yes"));
  pipeline->set_screen(hit);
  pipeline->set_screen({});
  pipeline->reset();
  RawFrame frame;
  frame.cells.assign(256, 0.0F);
  for (int r = 3; r < 13; ++r) {
    for (int c = 3; c < 13; ++c) frame.cells[static_cast<std::size_t>(r * 16 + c)] = c < 8 ? 10.0F : 2.0F;
  }
  const Snapshot* last = nullptr;
  for (int i = 0; i < 600; ++i) {
    frame.device_time_us = 100'000LL * i;
    last = &pipeline->process(frame);
  }
  ASSERT_FALSE(last->findings.empty());
  for (const Finding& finding : last->findings)
    EXPECT_EQ(finding.words.find("Measured only"), 0U) << finding.words;
  ASSERT_TRUE(last->guidance);
  EXPECT_TRUE(last->guidance->blocked);
  EXPECT_TRUE(last->guidance->places.empty());
}

}  // namespace
}  // namespace palpate
