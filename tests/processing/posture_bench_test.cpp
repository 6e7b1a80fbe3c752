#include "processing/posture_bench.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/support/temp_dir.h"

namespace palpate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kShared = PALPATE_SHARED_DATA;

PostureAnswer answer(int truth, Posture posture, double confidence) {
  PostureAnswer a;
  a.subject = "S1";
  a.truth = truth;
  a.fine = truth;
  a.posture = posture;
  a.confidence = confidence;
  return a;
}

TEST(PostureScore, CountsUnknownAsWrongAndLeavesOutWhatIsNotAsked) {
  PostureBenchAnswers answers;
  answers.frames = {answer(0, Posture::supine, 0.96), answer(7, Posture::supine, 0.92),
                    answer(1, Posture::unknown, 0.85), answer(2, Posture::side_right, 0.55),
                    answer(kClassProne, Posture::prone, 0.65)};
  answers.smoothed = answers.frames;
  const PostureBenchResult three = score_posture_bench(answers, 3), four = score_posture_bench(answers, 4);
  EXPECT_EQ(three.pooled.frames, 4U);
  EXPECT_DOUBLE_EQ(three.pooled.accuracy, 0.5);
  EXPECT_DOUBLE_EQ(four.pooled.accuracy, 0.6);
  EXPECT_THAT(four.confusion[1], ElementsAre(0, 0, 0, 0, 1)) << "the last column is neither";
  EXPECT_THAT(four.confusion[2], ElementsAre(0, 1, 0, 0, 0));
  EXPECT_EQ(four.names.back(), "prone");
  const PostureReliability& top = four.reliability.back();
  EXPECT_EQ(top.frames, 1U);
  EXPECT_DOUBLE_EQ(top.confidence, 0.96);
  // Bins from 0.95, 0.90, 0.80, 0.60 and 0.50 with one answer each: |0.96 - 1| + |0.92 - 1| + 0.85 + 0.55 +
  // 0.35.
  EXPECT_NEAR(four.calibration_error, (0.04 + 0.08 + 0.85 + 0.55 + 0.35) / 5.0, 1e-12);
}

TEST(PostureDataset, LayoutsAreToldByTheirFiles) {
  test::TempDir dir;
  EXPECT_THAT(posture_layout(dir.path().string()).error().message, HasSubstr("Matrix_Air_B1.txt"));
  EXPECT_THAT(posture_layout("/nowhere").error().message, HasSubstr("/nowhere"));
  std::filesystem::create_directories(dir.path() / "S1" / "Air_Mat");
  std::ofstream(dir.path() / "S1" / "Air_Mat" / "Matrix_Air_E3.txt") << "1 2\n3 4\n";
  EXPECT_EQ(*posture_layout(dir.path().string()), PostureLayout::pmd_2);
  std::ofstream(dir.path() / "S1" / "1.txt") << "1\n";
  EXPECT_EQ(*posture_layout(dir.path().string()), PostureLayout::pmd_1);
  test::TempDir popu;
  std::ofstream(popu.file("left1_0.json")) << R"({"position": "left"})";
  EXPECT_EQ(*posture_layout(popu.path().string()), PostureLayout::popu);
  EXPECT_THAT(read_popu_folder(popu.path().string()).error().message, HasSubstr("left1_0.json"));
}

// Real people: a subject judged by a model of three others. The whole table: palpate bench posture.
TEST(PostureBench, StrangersOfPmd) {
  const std::string folder = kShared + "/pmd-inbed/experiment-i";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no shared recordings in " << folder;
  PostureBenchOptions options;
  options.folder = folder;
  options.train = {"S1", "S2", "S6"};
  options.test = {"S3"};
  options.settings.frames_per_file = 2;
  const auto answers = run_posture_bench(options, [](const std::string&) {});
  ASSERT_TRUE(answers);
  const PostureBenchResult coarse = score_posture_bench(*answers, 3),
                           fine = score_posture_bench(*answers, 17);
  EXPECT_GT(coarse.pooled.accuracy, 0.98);
  EXPECT_GT(fine.pooled.accuracy, 0.75);
  EXPECT_EQ(coarse.subjects.size(), 1U);
  options.test = {"S1"};
  EXPECT_THAT(run_posture_bench(options, [](const std::string&) {}).error().message,
              HasSubstr("both --train and --test: S1"));
}

// Another mat, mattress and people than any in training; experiment II is in no model.
TEST(PostureBench, StrangersOnAnotherMat) {
  const std::string folder = kShared + "/pmd-inbed/experiment-ii";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no shared recordings in " << folder;
  const auto answers = judge_posture_folder(shipped_posture_model(), folder, {});
  ASSERT_TRUE(answers);
  EXPECT_EQ(answers->frames.size(), 116U);
  const PostureBenchResult result = score_posture_bench(*answers, 3);
  EXPECT_EQ(result.subjects.size(), 4U) << "two people on two mattresses";
  EXPECT_GT(result.pooled.accuracy, 0.88);
  const auto swapped = result.confusion[1][2] + result.confusion[2][1];
  EXPECT_EQ(swapped, 0U) << "the sides";
}

}  // namespace
}  // namespace palpate
