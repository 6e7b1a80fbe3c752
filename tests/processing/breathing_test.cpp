#include "processing/breathing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numbers>
#include <random>

#include "acquisition/simulated_source.h"
#include "tests/support/json_schema.h"

namespace palpate {
namespace {

constexpr double kTau = 2.0 * std::numbers::pi;
// Seeds of these tests begin at 5000; the method was tuned on others (1001.., 2001..).

struct Sitting {
  std::unique_ptr<BreathingEstimator> estimator;
  std::vector<double> t_s, rate_per_min;  // the truth
  double detected_hold_s = -1.0;
};

Sitting run(SimulationOptions options) {
  options.live = false;
  auto source = SimulatedSource::create(options);
  EXPECT_TRUE(source) << (source ? "" : source.error().message);
  const MatGeometry& geometry = (*source)->info().geometry;
  Sitting out{
      std::make_unique<BreathingEstimator>(BreathingOptions{geometry.rows, geometry.cols, options.rate_hz}),
      {},
      {}};
  RawFrame frame;
  while (*(*source)->read(frame, {}) == ReadStatus::frame) {
    const double t = static_cast<double>(frame.device_time_us) * 1e-6;
    out.t_s.push_back(t);
    out.rate_per_min.push_back((*source)->truth().breathing_rate_per_min);
    out.estimator->push(t, frame.cells, (*source)->truth().occupied);
    if (out.detected_hold_s < 0 && out.estimator->holding_breath()) out.detected_hold_s = t;
  }
  out.estimator->finish();
  return out;
}

struct Score {
  double square = 0.0;
  int rates = 0, nulls = 0, wrong = 0;
};

void judge(const Sitting& run, Score& score) {
  for (const BreathingWindow& window : run.estimator->windows()) {
    double truth = 0.0;
    int count = 0;
    for (std::size_t i = 0; i < run.t_s.size(); ++i)
      if (run.t_s[i] >= window.t0_s && run.t_s[i] < window.t1_s) truth += run.rate_per_min[i], ++count;
    truth /= count;
    if (std::isnan(window.rate_per_min)) {
      ++score.nulls;
      continue;
    }
    const double error = window.rate_per_min - truth;
    score.square += error * error;
    ++score.rates;
    if (window.confidence > 0.5 && std::abs(error) > 2.0) ++score.wrong;
  }
}

class BreathingAccuracy : public testing::TestWithParam<const char*> {};

// Creep, heart beat, noise, movement and a dead row, 6 to 30 breaths/min. Prints its line of the table.
TEST_P(BreathingAccuracy, IsBetterThanPublishedMats) {
  Score score;
  std::uint64_t seed = 5000;
  for (const double rate : {6.0, 9.0, 13.0, 18.0, 24.0, 30.0}) {
    SimulationOptions options;
    options.body.scenario = GetParam();
    options.body.seed = ++seed;
    options.body.breaths_per_min = rate;
    options.rate_hz = 10.0;
    options.seconds = 90.0;
    options.sensor.dead_row = 12;
    judge(run(options), score);
  }
  const double rmse = std::sqrt(score.square / std::max(1, score.rates));
  std::printf("breathing %-26s RMSE %.3f breaths/min, %d windows, %d null, %d wrong with confidence\n",
              GetParam(), rmse, score.rates, score.nulls, score.wrong);
  EXPECT_LT(rmse, 0.4);
  EXPECT_EQ(score.wrong, 0);
  EXPECT_GE(score.rates, 15) << "of 18";
}

INSTANTIATE_TEST_SUITE_P(Scenarios, BreathingAccuracy,
                         testing::Values("supine-even", "supine-right-lumbar-lift", "prone", "side-left",
                                         "side-right", "seated-even", "seated-left-lean", "seated-slouch",
                                         "seated-back"),
                         [](const auto& row) {
                           std::string name = row.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

// The whole table, minutes long, so run by hand: --gtest_also_run_disabled_tests
// --gtest_filter='*AllScenarios*'. Nothing was tuned or mended on its seeds;
// after a mend they are to be changed.
TEST(Breathing, DISABLED_AllScenariosOnSeedsOfTheirOwn) {
  Score all;
  std::size_t false_holds = 0;
  for (const ScenarioInfo& scenario : scenarios()) {
    if (scenario.name == "empty" || scenario.name == "arrive-and-leave") continue;
    Score score;
    std::uint64_t seed = 560000;
    for (const double rate : {6.0, 8.0, 10.0, 12.0, 14.5, 17.0, 20.0, 24.0, 30.0}) {
      SimulationOptions options;
      options.body.scenario = scenario.name;
      options.body.seed = ++seed;
      options.body.breaths_per_min = rate;
      options.rate_hz = 10.0;
      options.seconds = 120.0;
      options.sensor.dead_row = 10;
      const Sitting sitting = run(options);
      judge(sitting, score);
      false_holds += sitting.estimator->holds().size();
    }
    std::printf("breathing %-26s RMSE %.3f, %d windows, %d null, %d wrong with confidence\n",
                std::string(scenario.name).c_str(), std::sqrt(score.square / std::max(1, score.rates)),
                score.rates + score.nulls, score.nulls, score.wrong);
    all.square += score.square, all.rates += score.rates, all.nulls += score.nulls, all.wrong += score.wrong;
  }
  std::printf("breathing all: RMSE %.3f, %d rates, %d null, %d wrong, %zu false holds\n",
              std::sqrt(all.square / std::max(1, all.rates)), all.rates, all.nulls, all.wrong, false_holds);
  EXPECT_LT(std::sqrt(all.square / std::max(1, all.rates)), 0.4);
  EXPECT_EQ(all.wrong, 0);
}

// Holds of 8.5 to 19.5 s at all rates, by hand as above: found, how late said, and what was no hold.
TEST(BreathHolds, DISABLED_OnSeedsOfTheirOwn) {
  int holds = 0, found = 0, late = 0, false_alarms = 0;
  double worst_s = -kShortestHold_s;
  std::uint64_t seed = 780000;
  for (const char* name : {"supine-even", "prone", "side-left", "side-right", "supine-right-lumbar-lift",
                           "seated-even", "seated-left-lean", "seated-slouch", "seated-back"})
    for (const double rate : {6.0, 8.0, 10.0, 12.0, 14.0, 16.0, 18.0, 20.0, 22.0, 25.0, 28.0, 30.0}) {
      SimulationOptions options;
      options.body.scenario = name;
      options.body.seed = ++seed;
      options.body.breaths_per_min = rate;
      options.body.hold_start_s = 55.0 + static_cast<double>(seed * 13 % 20);
      options.body.hold_seconds = 8.5 + static_cast<double>(seed * 7 % 12);
      options.rate_hz = 10.0, options.seconds = 105.0, options.live = false;
      const double start_s = options.body.hold_start_s, end_s = start_s + options.body.hold_seconds;
      auto source = SimulatedSource::create(options);
      const MatGeometry& geometry = (*source)->info().geometry;
      BreathingEstimator estimator({geometry.rows, geometry.cols, options.rate_hz});
      RawFrame frame;
      double said_s = -1.0;
      bool before = false, moved = false;
      while (*(*source)->read(frame, {}) == ReadStatus::frame) {
        const double t = static_cast<double>(frame.device_time_us) * 1e-6;
        const GroundTruth& truth = (*source)->truth();
        moved = moved || (truth.holding_breath && truth.moving);
        estimator.push(t, frame.cells, truth.occupied);
        const bool now = estimator.holding_breath();
        if (now && !before) {
          const bool true_one = t >= start_s + 3.0 && t <= end_s + 2.5;
          if (true_one && said_s < 0.0) said_s = t;
          false_alarms += true_one ? 0 : 1;
        }
        before = now;
      }
      if (moved) continue;  // a body that moves in the middle holds its breath twice
      ++holds;
      found += said_s > 0.0 ? 1 : 0;
      late += said_s > start_s + kShortestHold_s + 2.0 ? 1 : 0;
      worst_s = std::max(worst_s, said_s - start_s - kShortestHold_s);
    }
  std::printf("breath holds: %d of %d found, %d late, worst %.1f s after 8 s, %d false\n", found, holds, late,
              worst_s, false_alarms);
  EXPECT_GE(found, holds * 95 / 100);
  EXPECT_EQ(late, 0);
}

TEST(Breathing, RestlessSitterGetsNoWrongNumberWithConfidence) {
  Score score;
  for (const double rate : {6.0, 12.0, 20.0}) {
    SimulationOptions options;
    options.body.scenario = "seated-restless";
    options.body.seed = static_cast<std::uint64_t>(5100 + rate);
    options.body.breaths_per_min = rate;
    options.rate_hz = 10.0;
    options.seconds = 120.0;
    judge(run(options), score);
  }
  EXPECT_EQ(score.wrong, 0);
}

// Presses that passed for 5 breaths/min before the load's ramps counted as movement.
TEST(Breathing, PressingHandsGiveNoWrongNumberWithConfidence) {
  Score score;
  std::uint64_t seed = 31005;
  for (const double rate : {17.0, 20.0}) {
    SimulationOptions options;
    options.body.scenario = "supine-with-hands";
    options.body.seed = ++seed;
    options.body.breaths_per_min = rate;
    options.rate_hz = 10.0;
    options.seconds = 120.0;
    options.sensor.dead_row = 10;
    judge(run(options), score);
  }
  EXPECT_EQ(score.wrong, 0);
  EXPECT_GE(score.rates, 4) << "of 8";
}

TEST(Breathing, NobodyAndNoBreathGiveNull) {
  SimulationOptions empty;
  empty.body.scenario = "empty";
  empty.body.seed = 5201;
  empty.rate_hz = 10.0;
  empty.seconds = 60.0;
  const auto nobody = run(empty);
  for (const BreathingWindow& window : nobody.estimator->windows())
    EXPECT_TRUE(std::isnan(window.rate_per_min));
  // An empty mat that nobody declares empty: noise alone must not breathe.
  std::mt19937_64 random(5202);
  std::normal_distribution<float> noise(100.0F, 2.0F);
  BreathingEstimator estimator({16, 16, 10.0});
  std::vector<float> cells(256);
  for (int i = 0; i < 1800; ++i) {
    for (float& cell : cells) cell = noise(random);
    estimator.push(i * 0.1, cells, true);
  }
  estimator.finish();
  ASSERT_EQ(estimator.windows().size(), 6U);
  for (const BreathingWindow& window : estimator.windows()) EXPECT_LT(window.confidence, 0.5);
}

class BreathHoldTest : public testing::TestWithParam<const char*> {};

TEST_P(BreathHoldTest, IsFoundLiveWithinTwoSeconds) {
  for (const double rate : {8.0, 14.0, 22.0}) {
    SimulationOptions options;
    options.body.scenario = GetParam();
    options.body.seed = static_cast<std::uint64_t>(5300 + rate);
    options.body.breaths_per_min = rate;
    options.body.motion = 0.3;
    options.body.hold_start_s = 60.0;
    options.body.hold_seconds = 14.0;
    options.rate_hz = 20.0;
    options.seconds = 100.0;
    const Sitting result = run(options);
    ASSERT_EQ(result.estimator->holds().size(), 1U) << rate;
    const BreathHold hold = result.estimator->holds()[0];
    EXPECT_NEAR(hold.start_s, 60.0, 2.0) << rate;
    EXPECT_NEAR(hold.length_s, 14.0, 2.5) << rate;
    EXPECT_FALSE(hold.going_on);
    EXPECT_LE(result.detected_hold_s, 60.0 + kShortestHold_s + 2.0) << rate;
  }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, BreathHoldTest, testing::Values("supine-even", "prone", "seated-even"),
                         [](const auto& row) {
                           std::string name = row.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

// One rhythm on a small mat, drawn from a formula.
std::unique_ptr<BreathingEstimator> rhythm(double rate_hz, double seconds, double breaths_per_min,
                                           float scale = 1.0F) {
  auto estimator = std::make_unique<BreathingEstimator>(BreathingOptions{4, 4, rate_hz});
  std::vector<float> cells(16);
  for (int i = 0; i < static_cast<int>(seconds * rate_hz); ++i) {
    const double t = i / rate_hz;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const double share = c % 3 == 0 ? 0.05 : c % 3 == 1 ? -0.02 : 0.0;  // signs differ
      const double wobble = 0.002 * std::sin(12.9898 * i + 78.233 * static_cast<double>(c));
      cells[c] = scale * static_cast<float>(
                             5.0 * (1.0 + share * std::sin(kTau * breaths_per_min / 60.0 * t) + wobble));
    }
    estimator->push(t, cells, true);
  }
  estimator->finish();
  return estimator;
}

TEST(Breathing, WindowsAreThirtySecondsAndTheLastPartialOneIsDropped) {
  const auto estimator = rhythm(20.0, 100.0, 15.0);
  ASSERT_EQ(estimator->windows().size(), 3U);
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_EQ(estimator->windows()[k].t0_s, 30.0 * static_cast<double>(k));
    EXPECT_EQ(estimator->windows()[k].t1_s, 30.0 * static_cast<double>(k + 1));
    EXPECT_NEAR(estimator->windows()[k].rate_per_min, 15.0, 0.05);
    EXPECT_GT(estimator->windows()[k].confidence, 0.9);
  }
  EXPECT_EQ(rhythm(20.0, 60.0, 15.0)->windows().size(), 2U);
  EXPECT_TRUE(estimator->holds().empty());
  ASSERT_EQ(estimator->coherence().size(), 1U);
  EXPECT_GT(estimator->coherence()[0].coherence, 0.8);
}

TEST(Breathing, RateDoesNotDependOnUnitOrFrameRate) {
  const double rate = rhythm(20.0, 30.0, 11.0)->windows()[0].rate_per_min;
  EXPECT_NEAR(rhythm(20.0, 30.0, 11.0, 40.0F)->windows()[0].rate_per_min, rate, 1e-3);
  EXPECT_NEAR(rhythm(100.0, 30.0, 11.0)->windows()[0].rate_per_min, rate, 0.05);
  EXPECT_NEAR(rhythm(7.0, 30.0, 11.0)->windows()[0].rate_per_min, rate, 0.05);
}

TEST(Breathing, OneFrameASecondWorksBelowItsNyquistLimitAndSaysSo) {
  const auto slow = rhythm(1.0, 90.0, 14.0);
  EXPECT_NEAR(slow->rate_limit_per_min(), 27.0, 1e-9);
  ASSERT_EQ(slow->windows().size(), 3U);
  EXPECT_NEAR(slow->windows()[1].rate_per_min, 14.0, 0.3);
  EXPECT_LE(slow->windows()[1].confidence, 0.5);
  // 36/min folds to 24/min: whatever is said, it is not said with confidence.
  const auto folded = rhythm(1.0, 90.0, 36.0);
  for (const BreathingWindow& window : folded->windows()) EXPECT_LE(window.confidence, 0.5);
  const auto slowest = rhythm(0.2, 300.0, 14.0);
  for (const BreathingWindow& window : slowest->windows()) EXPECT_TRUE(std::isnan(window.rate_per_min));
}

TEST(Breathing, AbsenceGivesNull) {
  BreathingEstimator estimator({2, 2, 10.0});
  std::vector<float> cells(4);
  for (int i = 0; i < 600; ++i) {
    for (float& cell : cells) cell = static_cast<float>(5.0 + 0.2 * std::sin(kTau * 0.25 * i * 0.1));
    estimator.push(i * 0.1, cells, i < 400);
  }
  estimator.finish();
  ASSERT_EQ(estimator.windows().size(), 2U);
  EXPECT_NEAR(estimator.windows()[0].rate_per_min, 15.0, 0.1);
  EXPECT_TRUE(std::isnan(estimator.windows()[1].rate_per_min));
}

TEST(Breathing, JsonHasItsMembers) {
  const auto estimator = rhythm(10.0, 60.0, 12.0);
  const auto json = nlohmann::json::parse(breathing_json(*estimator, 10.0, 60.0, "x"));
  EXPECT_TRUE(test::schema_problems(json, PALPATE_SOURCE_DIR "/docs/schemas/breathing.schema.json").empty());
  EXPECT_EQ(json["schema"], "palpate.breathing/1");
  ASSERT_EQ(json["windows"].size(), 2U);
  for (const char* name : {"t0_s", "t1_s", "rate_per_min", "confidence", "movement_share"})
    EXPECT_TRUE(json["windows"][0].contains(name)) << name;
  EXPECT_TRUE(json["holds"].is_array());
  EXPECT_TRUE(json["coherence"].is_number());
}

TEST(BreathingRealSeat, GivesASaneRate) {
  const std::filesystem::path file =
      std::filesystem::path(PALPATE_SHARED_DATA) / "seat-respiration" / "demo.json";
  if (!std::filesystem::exists(file))
    GTEST_SKIP() << "the real seat recording is not here: " << file.string();
  std::ifstream in(file);
  const auto samples = nlohmann::json::parse(in);
  BreathingEstimator estimator({1, 1, 25.0});
  double first = -1.0;
  for (const auto& sample : samples) {
    const std::string stamp = sample["timestamp"];
    const double t = 3600 * std::stod(stamp.substr(11, 2)) + 60 * std::stod(stamp.substr(14, 2)) +
                     std::stod(stamp.substr(17));
    if (first < 0) first = t;
    const float value = sample["value"];
    estimator.push(t - first, {&value, 1}, true);
  }
  estimator.finish();
  ASSERT_EQ(estimator.windows().size(), 8U);
  for (std::size_t k = 0; k < 2; ++k) {  // about 11 to 12 by eye in the first minute
    EXPECT_GT(estimator.windows()[k].rate_per_min, 10.5);
    EXPECT_LT(estimator.windows()[k].rate_per_min, 13.5);
  }
}

}  // namespace
}  // namespace palpate
