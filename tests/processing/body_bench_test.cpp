// The body model against polygons drawn by people; skipped where the recordings are absent.
#include "processing/body_bench.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace palpate {
namespace {

TEST(BodyBench, BeatsABoundingBoxSplitOnTrunksOfPeople) {
  const std::string folder = std::string(PALPATE_SHARED_DATA) + "/popu/preview_data";
  if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << "no PoPu recordings: " << folder;
  const auto result = run_body_bench(folder);
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->not_found, 0);
  for (const std::string posture : {"supine", "prone", "all"}) {
    const PartScore& torso = result->scores.at(posture)[1];
    EXPECT_GT(torso.model, torso.baseline * 1.2) << posture;
  }
}

TEST(BodyBench, SaysWhatIsMissing) {
  const auto result = run_body_bench("/nowhere");
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().message, ::testing::HasSubstr("preview_data"));
}

}  // namespace
}  // namespace palpate
