#include "processing/applied_load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "processing/dose.h"
#include "tests/support/pipeline_runs.h"
#include "tests/support/press_runs.h"

namespace palpate {
namespace {

using namespace test;  // NOLINT: the words of these tests
using testing::HasSubstr;

// A client made of two hills, a hand of one Gaussian, 20 frames a second.
class Bench {
 public:
  explicit Bench(double scale = 1.0, Placement placement = Placement::table)
      : geometry_(make_geometry(40, 20, 40.0, 40.0).value()), scale_(scale) {
    geometry_.placement = placement;
    map_.pressure = Grid::Zero(40, 20);
    tracker_ = std::make_unique<AppliedLoadTracker>(geometry_);
  }
  using Force = std::function<double(double)>;
  void run(
      double until_s, const Force& force = [](double) { return 0.0; },
      const std::function<void(const AppliedLoadState&, double)>& look = nullptr) {
    for (; t_s_ < until_s - 1e-9; t_s_ += 0.05) {
      draw(force(t_s_));
      AppliedLoadInput input;
      input.t_s = t_s_;
      input.map = &map_;
      input.occupied = occupied;
      input.breath = breath;
      tracker_->update(input);
      if (look) look(tracker_->state(), t_s_);
    }
  }
  [[nodiscard]] const AppliedLoadState& state() const { return tracker_->state(); }
  AppliedLoadTracker& tracker() { return *tracker_; }
  PressureMap& map() { return map_; }
  double hand_x_mm = 300.0, hand_y_mm = 700.0, weight_n = 600.0;
  bool occupied = true;
  BreathWatchNow breath;

 private:
  void add(double x_mm, double y_mm, double sigma_mm, double force_n) {
    const double peak = 1e3 * force_n / (2.0 * 3.14159265358979 * sigma_mm * sigma_mm);
    for (int r = 0; r < 40; ++r) {
      for (int c = 0; c < 20; ++c) {
        const double dx = ((c + 0.5) * 40.0 - x_mm) / sigma_mm, dy = ((r + 0.5) * 40.0 - y_mm) / sigma_mm;
        map_.pressure(r, c) += static_cast<float>(peak * std::exp(-0.5 * (dx * dx + dy * dy)));
      }
    }
  }
  void draw(double force_n) {
    if (const double weight = occupied ? weight_n : 0.0; weight != drawn_n_) {
      map_.pressure.setZero();
      add(400.0, 500.0, 120.0, scale_ * 0.6 * weight);
      add(400.0, 1000.0, 110.0, scale_ * 0.4 * weight);
      body_ = map_.pressure;
      drawn_n_ = weight;
    }
    map_.pressure = body_;
    if (force_n > 0.0) add(hand_x_mm, hand_y_mm, 60.0, scale_ * force_n);
  }

  MatGeometry geometry_;
  double scale_;
  PressureMap map_;
  Grid body_;
  double drawn_n_ = kNone;
  std::unique_ptr<AppliedLoadTracker> tracker_;
  double t_s_ = 0.0;
};

// Up at `rate` newtons a second from start_s to `top`, then held.
Bench::Force ramp_to(double top_n, double start_s, double rate) {
  return [=](double t) { return std::clamp((t - start_s) * rate, 0.0, top_n); };
}

TEST(AppliedLoad, ASlowPressGivesItsNewtonsAboveRest) {
  PressRun run;
  run.options.body.presses = {press_on("lumbar", true, 60.0, 15.0)};
  bool pressed = false;
  follow(run, [&](const Snapshot& s, const GroundTruth& truth) {
    const AppliedLoadState& a = s.applied;
    if (s.t_s < 15.0) {
      EXPECT_FALSE(a.pressing) << s.t_s;
    }
    if (s.t_s < 19.0 || s.t_s > 27.0) return;  // while it holds
    pressed = true;
    EXPECT_TRUE(a.available && a.pressing && a.trusted) << s.t_s << ' ' << a.why_not;
    EXPECT_NEAR(a.load_n, truth.hand_n, 5.0) << s.t_s;
    EXPECT_GT(a.uncertainty_n, 0.0);
    EXPECT_LT(a.uncertainty_n, 8.0);
  });
  EXPECT_TRUE(pressed);
}

TEST(AppliedLoad, AHandThatLiesStillForTwoMinutesKeepsItsForce) {
  PressRun run;
  run.options.rate_hz = 10.0;
  run.options.seconds = 160.0;
  run.options.body.presses = {press_on("pelvis", false, 40.0, 15.0, 120.0)};
  double lowest = 1e9;
  const Snapshot last = follow(run, [&](const Snapshot& s, const GroundTruth& truth) {
    if (s.t_s > 20.0 && s.t_s < 137.0) lowest = std::min(lowest, s.applied.load_n - truth.hand_n);
  });
  EXPECT_GT(lowest, -8.0);  // a fidget may take some newtons off for a moment
  EXPECT_EQ(last.applied.presses, 1U);
  EXPECT_FALSE(last.applied.pressing);
  EXPECT_GT(last.applied.dose_in_all.newton_seconds, 0.95 * 40.0 * 123.0);
}

TEST(AppliedLoad, TheWeightOfTheClientIsNeverAHand) {
  Bench bench;
  bench.run(
      600.0, [](double) { return 0.0; },
      [](const AppliedLoadState& a, double t) {
        ASSERT_FALSE(a.pressing) << t;
        if (!a.available) return;
        ASSERT_NEAR(a.baseline_n, 600.0, 6.0) << t;
        ASSERT_NEAR(a.load_n, 0.0, 0.5) << t;
      });
  EXPECT_TRUE(bench.state().available);
}

TEST(AppliedLoad, SlowCreepOfTheMatIsLearnedAHandIsNot) {
  Bench bench;
  bench.run(20.0);
  for (double t = 20.0; t < 320.0; t += 1.0) {  // 10 % more reading in five minutes
    bench.weight_n = 600.0 + 0.2 * (t - 20.0);
    bench.run(
        t, [](double) { return 0.0; },
        [](const AppliedLoadState& a, double at) { ASSERT_FALSE(a.pressing) << at; });
  }
  EXPECT_NEAR(bench.state().baseline_n, 660.0, 6.0);
  bench.run(340.0, ramp_to(30.0, 322.0, 10.0));
  EXPECT_NEAR(bench.state().load_n, 30.0, 5.0);
}

TEST(AppliedLoad, HandsOnBeforeTheBaselineAreFoundOutWhenTheyLeave) {
  Bench bench;
  bench.run(15.0, [](double) { return 50.0; });
  EXPECT_TRUE(bench.state().available);
  EXPECT_NEAR(bench.state().baseline_n, 650.0, 6.5);  // nothing can tell yet
  bench.run(30.0);
  EXPECT_NEAR(bench.state().baseline_n, 600.0, 6.0);
  bench.run(40.0, ramp_to(50.0, 31.0, 20.0));
  EXPECT_NEAR(bench.state().load_n, 50.0, 2.0);
  EXPECT_EQ(bench.state().presses, 1U);
}

TEST(AppliedLoad, TheClientGetsUpAndLiesDownAgain) {
  Bench bench;
  bench.run(20.0, ramp_to(40.0, 10.0, 20.0));
  const double dose = bench.state().dose_in_all.newton_seconds;
  EXPECT_GT(dose, 200.0);
  bench.occupied = false;
  bench.run(30.0);
  EXPECT_FALSE(bench.state().available);
  EXPECT_THAT(bench.state().why_not, HasSubstr("nobody"));
  EXPECT_TRUE(std::isnan(bench.state().load_n));
  bench.occupied = true;
  bench.weight_n = 700.0;
  bench.run(42.0);
  EXPECT_NEAR(bench.state().baseline_n, 700.0, 7.0);
  EXPECT_FALSE(bench.state().pressing);
  EXPECT_EQ(bench.state().dose_in_all.newton_seconds, dose);  // of the session
  bench.tracker().new_session();
  EXPECT_EQ(bench.state().dose_in_all.newton_seconds, 0.0);
}

TEST(AppliedLoad, AfterADiscontinuityTheRestIsLearnedAnew) {
  Bench bench;
  bench.run(12.0);
  EXPECT_TRUE(bench.state().available);
  bench.tracker().restart();
  EXPECT_FALSE(bench.state().available);
  EXPECT_THAT(bench.state().why_not, HasSubstr("learning"));
  bench.weight_n = 800.0;
  bench.run(24.0);
  EXPECT_NEAR(bench.state().baseline_n, 800.0, 8.0);
}

TEST(AppliedLoad, TwiceThePressureTwiceTheLoad) {
  Bench once, twice(2.0);
  for (Bench* bench : {&once, &twice}) bench->run(20.0, ramp_to(60.0, 10.0, 15.0));
  EXPECT_NEAR(twice.state().load_n, 2.0 * once.state().load_n, 1e-3);
  EXPECT_NEAR(twice.state().x_mm, once.state().x_mm, 0.1);
  EXPECT_NEAR(twice.state().y_mm, once.state().y_mm, 0.1);
}

TEST(AppliedLoad, ThePlaceIsTheHandsAndHiddenBelowEightPercent) {
  Bench bench;
  bench.run(20.0, ramp_to(80.0, 10.0, 20.0));
  EXPECT_NEAR(bench.state().x_mm, 300.0, 10.0);
  EXPECT_NEAR(bench.state().y_mm, 700.0, 10.0);
  EXPECT_NEAR(bench.state().statics_x_mm, 300.0, 10.0);
  EXPECT_NEAR(bench.state().statics_y_mm, 700.0, 10.0);
  Bench light;
  light.run(20.0, ramp_to(40.0, 10.0, 20.0));  // 6.7 %
  EXPECT_TRUE(light.state().pressing);
  EXPECT_TRUE(std::isnan(light.state().x_mm) && std::isnan(light.state().statics_x_mm));
}

TEST(AppliedLoad, TheSeatTheUncalibratedMatAndTheEmptyOneSayWhyNot) {
  Bench seat(1.0, Placement::seat);
  seat.run(10.0);
  EXPECT_THAT(seat.state().why_not, HasSubstr("sits"));
  Bench counts;
  counts.map().unit = PressureUnit::counts;
  counts.run(10.0);
  EXPECT_THAT(counts.state().why_not, HasSubstr("not calibrated"));
  Bench empty;
  empty.occupied = false;
  empty.run(10.0);
  EXPECT_THAT(empty.state().why_not, HasSubstr("nobody"));
  for (const Bench* bench : {&seat, &counts, &empty}) {
    EXPECT_FALSE(bench->state().available || bench->state().pressing);
    EXPECT_TRUE(std::isnan(bench->state().load_n));
  }
}

TEST(AppliedLoad, WarningsComeWithinASecond) {
  const auto first_at = [](Bench& bench, const Bench::Force& force, std::string_view warning) {
    double at = kNone;
    bench.run(20.0, force, [&](const AppliedLoadState& a, double t) {
      if (std::isnan(at) && a.warning == warning) at = t;
    });
    return at;
  };
  Bench steep;
  EXPECT_NEAR(first_at(steep, ramp_to(50.0, 12.0, 100.0), "steep ramp"), 12.5, 0.5);
  Bench deep;  // above 60 N from 14 s on, with 1.4 s of light and 1.5 s of moderate work before
  EXPECT_NEAR(first_at(deep, ramp_to(80.0, 11.0, 20.0), "deep before light"), 14.5, 0.5);
  Bench gentle;
  EXPECT_TRUE(std::isnan(first_at(gentle, ramp_to(50.0, 12.0, 15.0), "steep ramp")));
  EXPECT_EQ(gentle.state().warning, "");
  Bench held;
  held.run(15.0, ramp_to(40.0, 11.0, 20.0));
  held.breath.seen = held.breath.overdue = true;
  held.run(15.3, [](double) { return 40.0; });
  EXPECT_EQ(held.state().warning, "breath held");
}

TEST(AppliedLoad, FastWorkIsNotTrusted) {
  Bench bench;
  bench.run(12.0);
  bool trusted = false, pressed = false;
  bench.run(
      30.0, [](double t) { return 60.0 * std::pow(std::sin(3.14159265 * t), 2.0); },  // a stroke a second
      [&](const AppliedLoadState& a, double t) {
        trusted = trusted || (a.trusted && t > 13.0);
        pressed = pressed || a.pressing;
      });
  EXPECT_TRUE(pressed);
  EXPECT_FALSE(trusted);
}

TEST(AppliedLoad, MirroredMatsMirrorThePlaceAndKeepTheLoad) {
  AppliedLoadState states[2];
  for (const bool mirrored : {false, true}) {
    PressRun run;
    run.options.body.geometry = make_geometry(64, 32, 25.0, 29.0).value();
    run.options.body.geometry.placement = Placement::table;
    run.options.body.geometry.mirrored = mirrored;
    run.options.sensor.ideal = true;
    run.options.sensor.noise_counts = 0.0;
    run.options.seconds = 24.0;
    run.options.body.presses = {press_on("thigh", true, 90.0, 12.0)};
    states[mirrored ? 1 : 0] = follow(run).applied;
  }
  EXPECT_NEAR(states[0].load_n, 90.0, 5.0);
  EXPECT_NEAR(states[1].load_n, states[0].load_n, 0.2);
  EXPECT_NEAR(states[1].x_mm, 800.0 - states[0].x_mm, 0.5);
  EXPECT_NEAR(states[1].y_mm, states[0].y_mm, 0.5);
}

TEST(AppliedLoad, AnyFrameRateGivesTheSameLoad) {
  std::vector<AppliedLoadState> states;
  for (const double rate_hz : {10.0, 20.0, 50.0}) {
    PressRun run;
    run.options.rate_hz = rate_hz;
    run.options.seconds = 24.0;
    run.options.body.presses = {press_on("lumbar", false, 80.0, 12.0)};
    states.push_back(follow(run).applied);
  }
  for (const AppliedLoadState& a : states) {
    EXPECT_NEAR(a.load_n, states.back().load_n, 3.0);
    EXPECT_NEAR(a.x_mm, states.back().x_mm, 5.0);
    EXPECT_EQ(a.presses, 1U);
  }
}

TEST(AppliedLoad, TheRegionUnderTheHandCarriesTheDose) {
  PressRun run;
  run.options.body.presses = {press_on("pelvis", true, 70.0, 15.0)};
  const Snapshot last = follow(run);
  const Region pelvis{RegionKind::pelvis, BodySide::left};
  const RegionDose& dose = last.applied.dose[index_of(pelvis)];
  EXPECT_GT(dose.newton_seconds, 0.9 * last.applied.dose_in_all.newton_seconds);
  EXPECT_GT(dose.deep_s, 7.0);
  Guidance plan;
  for (const Region region : {pelvis, mirror(pelvis)}) {
    plan.places.emplace_back();
    plan.places.back().region = region;
  }
  const auto answers = dose_against_plan(plan, last.applied, 5.0);
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0].answer, DoseAnswer::worked);
  EXPECT_EQ(name_of(answers[1].answer), "not reached yet");
}

TEST(AppliedLoad, AHandIsNoFindingOfTheClient) {
  PressRun run;
  run.options.body.scenario = "supine-with-hands";
  run.options.body.seed = 3;
  run.options.rate_hz = 10.0;
  run.options.seconds = 80.0;
  const Snapshot last = follow(run);
  EXPECT_EQ(last.applied.presses, 2U);
  EXPECT_TRUE(last.findings.empty()) << last.findings.front().title;
}

TEST(AppliedLoad, TheClientTeachesTheBandsInWords) {
  Bench bench;
  bench.run(10.0);
  EXPECT_FALSE(bench.tracker().hear(LoadBand::light)) << "nobody presses";
  double t = 12.0;
  for (const auto& [band, force] : {std::pair{LoadBand::light, 10.0},
                                    {LoadBand::moderate, 20.0},
                                    {LoadBand::deep, 40.0},
                                    {LoadBand::light, 12.0},
                                    {LoadBand::moderate, 24.0},
                                    {LoadBand::deep, 44.0}}) {
    bench.run(t + 5.0, [force = force](double) { return force; });
    EXPECT_TRUE(bench.tracker().hear(band));
    t += 5.0;
  }
  EXPECT_TRUE(bench.tracker().settings().bands.taught);
  bench.run(t + 1.0, [](double) { return 40.0; });
  EXPECT_TRUE(bench.state().bands_taught);
  EXPECT_NEAR(bench.state().bands.moderate_n, 0.5 * (11.0 + 22.0), 1.0);
  EXPECT_NEAR(bench.state().bands.deep_n, 0.5 * (22.0 + 42.0), 1.0);
  EXPECT_EQ(bench.state().band, LoadBand::deep);
}

TEST(AppliedLoad, ThePeakOfAPressIsThatOfItsTrustedMoments) {
  test::SimRun run;
  run.scenario = "supine-right-lumbar-lift";
  run.seed = 5;
  run.presses = "lumbar,right,45,40,25/lumbar,right,45,80,25/lumbar,right,45,120,25/lumbar,right,45,160,25";
  run.seconds = 200.0;
  double start_s = -1.0, trusted_n = 0.0;
  bool untrusted_was_higher = false;
  test::run_simulation(run, [&](const Snapshot& s, const GroundTruth&) {
    const AppliedLoadState& a = s.applied;
    if (!a.pressing) return;
    if (a.press.start_s != start_s) trusted_n = 0.0;
    start_s = a.press.start_s;
    if (a.trusted) trusted_n = std::max(trusted_n, a.load_n);
    if (trusted_n == 0.0) return;
    untrusted_was_higher = untrusted_was_higher || a.load_n > trusted_n + 5.0;
    EXPECT_NEAR(a.press.peak_n, trusted_n, 1e-9) << s.t_s;
  });
  EXPECT_TRUE(untrusted_was_higher) << "else this test proves nothing";
}

}  // namespace
}  // namespace palpate
