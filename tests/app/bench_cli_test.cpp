// palpate bench posture as its user meets it: the shipped program on another mat, as JSON for scripts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/run_command.h"

namespace palpate {
namespace {

using testing::HasSubstr;

const std::string kOtherMat = std::string(PALPATE_SHARED_DATA) + "/pmd-inbed/experiment-ii";

TEST(BenchCli, AnotherMatIsJudgedByTheModelInTheProgram) {
  if (!std::filesystem::exists(kOtherMat)) GTEST_SKIP() << "no shared recordings in " << kOtherMat;
  const auto output = test::run_palpate("bench posture --data " + kOtherMat + " --json");
  ASSERT_EQ(output.exit_code, 0) << output.text;
  const auto json = nlohmann::json::parse(output.text);
  EXPECT_EQ(json["schema"], "palpate-posture-bench-2");
  EXPECT_EQ(json["protocol"], "the model in the program");
  EXPECT_EQ(json["classes"], 3);
  EXPECT_EQ(json["frames"], 116);
  EXPECT_EQ(json["subjects"].size(), 4U);
  EXPECT_EQ(json["confusion"].size(), 3U);
  std::uint64_t sum = 0, right = 0, binned = 0;
  for (std::size_t k = 0; k < 3; ++k) {
    for (const auto& count : json["confusion"][k]) sum += count.get<std::uint64_t>();
    right += json["confusion"][k][k].get<std::uint64_t>();
  }
  for (const auto& row : json["reliability"]) binned += row["frames"].get<std::uint64_t>();
  EXPECT_EQ(sum, 116U);
  EXPECT_EQ(binned, 116U);
  EXPECT_NEAR(json["accuracy"].get<double>(), static_cast<double>(right) / 116.0, 1e-12);
}

TEST(BenchCli, ClassesThatAMatDoesNotHaveAreRefused) {
  if (!std::filesystem::exists(kOtherMat)) GTEST_SKIP() << "no shared recordings in " << kOtherMat;
  const auto output = test::run_palpate("bench posture --data " + kOtherMat + " --classes 17");
  EXPECT_EQ(output.exit_code, 2);
  EXPECT_THAT(output.text, HasSubstr("use 3 or 4"));
}

TEST(BenchCli, AFolderOfNothingSaysWhatToGive) {
  const auto output = test::run_palpate("bench posture --data /nowhere");
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_THAT(output.text, HasSubstr("Matrix_Air_B1.txt"));
}

}  // namespace
}  // namespace palpate
