#include "processing/breath_watch.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

#include "acquisition/sim_random.h"
#include "processing/breath_study.h"
#include "processing/breathing.h"

namespace palpate {
namespace {

constexpr double kTau = 2.0 * std::numbers::pi;
constexpr double kRate_hz = 10.0;

// A mat of 6 x 6 cells at 10 frames a second; a third of the cells rise with the breath, a third sink.
struct Mat {
  std::function<double(double)> breath = [](double t_s) { return std::sin(kTau * t_s / 4.0); };
  std::function<double(double)> hand_kpa = [](double) { return 0.0; };
  bool hand_on_breathing_cells = false;
  std::function<bool(double)> pressing = [](double) { return false; };
  BreathingEstimator estimator{BreathingOptions{6, 6, kRate_hz}};
  int frame = 0;

  const BreathWatchNow& until(double t_s,
                              const std::function<void(double, const BreathWatchNow&)>& each = {}) {
    std::vector<float> cells(36);
    for (; frame < t_s * kRate_hz; ++frame) {
      const double t = frame / kRate_hz;
      for (std::size_t c = 0; c < cells.size(); ++c) {
        const double share = c % 3 == 0 ? 0.05 : c % 3 == 1 ? -0.05 : 0.0;
        const double wobble = 0.002 * sim::normal(7, c, static_cast<std::uint64_t>(frame));
        const bool pressed = hand_on_breathing_cells ? share != 0.0 : c % 3 == 1 && c < 15;
        cells[c] =
            static_cast<float>(5.0 * (1.0 + share * breath(t) + wobble) + (pressed ? hand_kpa(t) : 0.0));
      }
      estimator.set_hand(pressing(t));
      estimator.push(t, cells, true);
      if (each) each(t, estimator.watch());
    }
    return estimator.watch();
  }
};

TEST(BreathWatch, TheDueTimeGrowsWithLengthAndScatterOfTheClientsBreath) {
  EXPECT_DOUBLE_EQ(breath_due_s(5.0, 0.1), 6.25);
  EXPECT_DOUBLE_EQ(breath_due_s(5.0, 0.2), 7.5);
  EXPECT_DOUBLE_EQ(breath_due_s(5.0, 0.9), 7.5) << "at most half a breath more";
  EXPECT_DOUBLE_EQ(breath_due_s(1.0, 0.1), kShortestDue_s);
}

TEST(BreathWatch, LearnsTheClientsOwnBreathAtRestAndWarnsOfNoneThatGoesOn) {
  Mat mat;
  EXPECT_FALSE(mat.until(10.0).seen);
  EXPECT_FALSE(mat.until(10.0).why.empty());
  bool overdue = false;
  const BreathWatchNow& now =
      mat.until(70.0, [&](double, const BreathWatchNow& n) { overdue = overdue || n.overdue; });
  EXPECT_TRUE(now.seen) << now.why;
  EXPECT_NEAR(now.cycle_s, 4.0, 0.2);
  EXPECT_LT(now.scatter, 0.15) << "a steady breath";
  EXPECT_FALSE(overdue);
}

// The hand lies on five of 24 cells that move with the breath by 0.25 kPa, and trembles by 0.6 kPa.
TEST(BreathWatch, AStoppedBreathIsOverdueUnderAHandThatTrembles) {
  for (const double stop_s : {66.0, 67.0, 68.2}) {
    Mat mat;
    mat.breath = [stop_s](double t) { return std::sin(kTau * std::min(t, stop_s) / 4.0); };
    mat.hand_kpa = [](double t) {
      return std::clamp(t - 60.0, 0.0, 3.0) * (1.0 + 0.2 * std::sin(kTau * 0.4 * t));
    };
    mat.pressing = [](double t) { return t > 60.4; };
    double first_s = -1.0;
    mat.until(76.0, [&](double t, const BreathWatchNow& n) {
      if (n.overdue && first_s < 0.0) first_s = t;
    });
    double last_s = stop_s;  // the last movement that counts: 15 % of a breath
    while (std::abs(mat.breath(last_s) - mat.breath(stop_s)) < 0.3) last_s -= 0.01;
    EXPECT_NEAR(first_s - last_s, breath_due_s(4.0, 0.12), 0.7) << stop_s;
    EXPECT_TRUE(mat.estimator.watch().seen);
  }
}

TEST(BreathWatch, ABreathThatGoesOnUnderAHandIsNotOverdueAndEndsAWarning) {
  Mat mat;
  mat.breath = [](double t) { return std::sin(kTau * (t < 66.0 ? t : std::max(66.0, t - 10.0)) / 4.0); };
  mat.hand_kpa = [](double t) { return std::clamp(t - 60.0, 0.0, 3.0); };
  mat.pressing = [](double t) { return t > 60.4; };
  EXPECT_TRUE(mat.until(75.9).overdue);
  EXPECT_FALSE(mat.until(78.0).overdue) << "breathes on since 2 s";
}

TEST(BreathWatch, WhereTheHandCoversTheBreathItIsNotSeenAndNothingIsSaid) {
  Mat mat;
  mat.hand_on_breathing_cells = true;
  mat.breath = [](double t) { return std::sin(kTau * std::min(t, 66.0) / 4.0); };
  mat.hand_kpa = [](double t) { return std::clamp(t - 60.0, 0.0, 3.0); };
  mat.pressing = [](double t) { return t > 60.4; };
  EXPECT_TRUE(mat.until(60.0).seen);
  bool overdue = false;
  const BreathWatchNow& now =
      mat.until(78.0, [&](double, const BreathWatchNow& n) { overdue = overdue || n.overdue; });
  EXPECT_FALSE(now.seen);
  EXPECT_NE(now.why.find("hand covers"), std::string_view::npos) << now.why;
  EXPECT_FALSE(overdue);
}

TEST(BreathWatch, NoRhythmIsNoBreathToWatch) {
  Mat mat;
  mat.breath = [](double t) { return 0.02 * t / 60.0; };  // creep
  EXPECT_FALSE(mat.until(70.0).seen);
  Mat sway;  // regular, and far too small for a breath
  sway.breath = [](double t) { return 0.05 * std::sin(kTau * t / 8.0); };
  EXPECT_FALSE(sway.until(70.0).seen);
}

// A small part of `palpate bench breath`, on its test seeds.
TEST(BreathWatch, WarnsWithinASecondOfTheTrueDueTimeInSimulatedClients) {
  BreathStudyOptions options;
  options.ordinary_s = 121.0;
  for (const std::uint64_t seed : {500000U}) {
    const auto client = study_breath_of(seed, options);
    ASSERT_TRUE(client);
    EXPECT_LT(std::abs(client->late_s()), 1.0) << seed;
    EXPECT_EQ(client->false_at_rest + client->false_under_hand, 0) << seed;
  }
}

}  // namespace
}  // namespace palpate
