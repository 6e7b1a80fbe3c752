// The ten open force-plate trials of Santos and Duarte 2016 against their published numbers.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "acquisition/cop_table.h"
#include "processing/sway.h"

namespace palpate {
namespace {

TEST(SwayPublished, OpenTrialsReproduceAreaAndVelocity) {
  const std::filesystem::path folder = std::filesystem::path(PALPATE_SHARED_DATA) / "cop-bds";
  if (!std::filesystem::exists(folder / "published.csv"))
    GTEST_SKIP() << "the open sway trials are not here: " << folder.string();
  std::ifstream published(folder / "published.csv");
  std::string line;
  std::getline(published, line);
  int trials = 0;
  for (; std::getline(published, line); ++trials) {
    std::istringstream fields(line);
    std::string name, area, velocity;
    std::getline(fields, name, ','), std::getline(fields, area, ','), std::getline(fields, velocity, ',');
    const Result<CopTable> table = read_cop_table((folder / "data" / (name + ".txt")).string(), {});
    ASSERT_TRUE(table) << table.error().message;
    const Result<SwayResult> sway = compute_sway({table->t_s, table->ml_mm, table->ap_mm});
    ASSERT_TRUE(sway) << sway.error().message;
    EXPECT_FALSE(sway->resampled);
    const auto n = static_cast<double>(sway->samples);
    const double area_cm2 = sway->descriptors.area_pe / 100.0;
    const double velocity_cm_s = sway->descriptors.mvelo_rd / 10.0 * (n - 1) / n;  // theirs: path / (N / fs)
    EXPECT_NEAR(area_cm2, std::stod(area), 1e-9 * std::stod(area)) << name;
    EXPECT_NEAR(velocity_cm_s, std::stod(velocity), 1e-9 * std::stod(velocity)) << name;
  }
  EXPECT_EQ(trials, 10);
}

}  // namespace
}  // namespace palpate
