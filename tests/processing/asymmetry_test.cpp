// Asymmetry about the fitted midline: known answers, laws, and findings in the live Pipeline.
#include "processing/asymmetry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "processing/asymmetry_finding.h"
#include "processing/body_model.h"
#include "processing/measurable_change.h"
#include "tests/support/body_shot.h"
#include "tests/support/pipeline_runs.h"

namespace palpate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// A body placed by hand: midline at x = 40 mm of a 4 x 8 mat of 10 mm, thighs on both sides of it.
struct HandMade {
  HandMade() : mat(make_geometry(4, 8, 10.0, 10.0).value()) {
    body.found = body.sides_known = true;
    body.facing = Facing::up;
    body.pelvis_x_mm = 40.0, body.pelvis_y_mm = 20.0;
    body.labels = body.parts = RegionLabels::Constant(4, 8, kNoRegion);
    for (int r = 0; r < 4; ++r) {
      for (int c = 1; c < 7; ++c) {
        const BodySide side = c >= 4 ? BodySide::left : BodySide::right;
        body.parts(r, c) = static_cast<std::int8_t>(RegionKind::thigh);
        body.labels(r, c) = static_cast<std::int8_t>(index_of({RegionKind::thigh, side}));
      }
    }
    map.pressure = Grid::Zero(4, 8);
    set_loads(0.6, 0.4);
  }
  void set_loads(double left, double right) {
    RegionLoad& l = body.regions[index_of({RegionKind::thigh, BodySide::left})];
    RegionLoad& r = body.regions[index_of({RegionKind::thigh, BodySide::right})];
    l.present = r.present = true;
    l.load_share = left, r.load_share = right;
    l.ppi = 6.0, r.ppi = 4.0;
  }
  MatGeometry mat;
  BodyState body;
  PressureMap map;
};

TEST(Asymmetry, KnownAnswers) {
  HandMade h;
  h.map.pressure.block(0, 1, 4, 3) = 2.0F;  // the client's right
  h.map.pressure.block(0, 4, 4, 3) = 3.0F;  // the client's left
  const AsymmetryState a = measure_asymmetry(h.map, h.mat, 0.5F, h.body);
  ASSERT_TRUE(a.valid);
  EXPECT_NEAR(a.left_share, 0.6, 1e-12);
  EXPECT_NEAR(a.cop_offset_mm, 15.0 * 0.6 - 15.0 * 0.4, 1e-9);
  EXPECT_NEAR(a.mirror_difference, 0.2, 1e-6);  // 12 pairs of 1 kPa apart, twice, over 2 x 60 kPa
  const PairAsymmetry& thighs = a.pairs[static_cast<std::size_t>(RegionKind::thigh)];
  EXPECT_NEAR(thighs.left_share, 0.6, 1e-12);
  EXPECT_NEAR(thighs.ppi_ratio, 1.5, 1e-12);
  EXPECT_NEAR(thighs.mirror_difference, 0.2, 1e-6);
  EXPECT_FALSE(a.pairs[static_cast<std::size_t>(RegionKind::calf)].valid);
}

TEST(Asymmetry, FaceDownOrSeenFromBelowTheSidesSwap) {
  HandMade h;
  h.map.pressure.block(0, 4, 4, 3) = 3.0F;
  EXPECT_NEAR(measure_asymmetry(h.map, h.mat, 0.5F, h.body).left_share, 1.0, 1e-12);
  h.body.facing = Facing::down;
  EXPECT_NEAR(measure_asymmetry(h.map, h.mat, 0.5F, h.body).left_share, 0.0, 1e-12);
  h.mat.mirrored = true;
  EXPECT_NEAR(measure_asymmetry(h.map, h.mat, 0.5F, h.body).left_share, 1.0, 1e-12);
}

TEST(Asymmetry, NothingWithoutSidesOrLoad) {
  HandMade h;
  EXPECT_FALSE(measure_asymmetry(h.map, h.mat, 0.5F, h.body).valid);
  h.map.pressure.setConstant(1.0F);
  h.body.sides_known = false;
  EXPECT_FALSE(measure_asymmetry(h.map, h.mat, 0.5F, h.body).valid);
}

// What the model says of a simulated body against what is true.
TEST(Asymmetry, WholeBodyShareIsTheSimulatedOne) {
  for (const std::string name :
       {"supine-even", "prone", "seated-even", "seated-left-lean", "seated-slouch"}) {
    for (const double share : {0.38, 0.5, 0.6}) {
      auto options = test::still(name, 17);
      options.left_share = share;
      options.rotation_deg = 6.0;
      const test::Shot shot = test::shoot(options, 20.0);
      PressureMap map;
      map.pressure = Eigen::Map<const Grid>(shot.kpa.data(), shot.mat.rows, shot.mat.cols);
      BodyModel model(shot.mat);
      const BodyState& body = model.update(map, 0.67F, *posture_from(shot.truth.posture), 0.0);
      const AsymmetryState a = measure_asymmetry(map, shot.mat, 0.67F, body);
      ASSERT_TRUE(a.valid);
      EXPECT_NEAR(a.left_share, shot.truth.client_left_share, 0.03) << name << share;
    }
  }
}

// A detector fed by hand.
struct Feeder {
  LoadAsymmetryDetector detector;
  Params params;
  FindingIds ids;
  Features features;
  AsymmetryState state;
  const BodyState* body = nullptr;
  double t_s = 0.0;
  void run(double seconds) {
    for (const double end = t_s + seconds; t_s < end; t_s += 0.2) {
      features.client_left_share = state.valid ? state.left_share : kNone;
      FindingInput input;
      input.t_s = t_s;
      input.features = &features;
      input.asymmetry = &state;
      input.body = body;
      detector.update(input, params, ids);
    }
  }
  [[nodiscard]] std::size_t open() const {
    std::size_t n = 0;
    for (const Finding& f : detector.findings()) n += f.active ? 1U : 0U;
    return n;
  }
};

TEST(AsymmetryFinding, APartIsNamedInTheClientsWords) {
  Feeder f;
  f.state.valid = true;
  f.state.stable_since_s = 0.0;
  f.state.left_share = 0.51;
  f.state.pairs[static_cast<std::size_t>(RegionKind::thigh)] = {true, 0.64, 1.4, 0.2, 0.2};
  f.run(12.0);
  ASSERT_EQ(f.detector.findings().size(), 1U);
  const Finding& finding = f.detector.findings()[0];
  EXPECT_EQ(finding.title, "Load asymmetry: client's left thigh carries 64 % of both thighs");
  EXPECT_TRUE(finding.has_region);
  EXPECT_EQ(finding.region, (Region{RegionKind::thigh, BodySide::left}));
  EXPECT_GT(finding.measurable_change, 0.0);
  EXPECT_THAT(finding.why, HasSubstr("pooled default"));
  EXPECT_LT(finding.measurable_change, finding.value - 50.0);
}

TEST(AsymmetryFinding, OneLeanIsOneFinding) {
  Feeder f;
  f.state.valid = true;
  f.state.stable_since_s = 0.0;
  f.state.left_share = 0.62;
  f.state.pairs[static_cast<std::size_t>(RegionKind::ischial)] = {true, 0.64, 1.4, 0.2, 0.4};
  f.run(12.0);
  ASSERT_EQ(f.detector.findings().size(), 1U);
  EXPECT_FALSE(f.detector.findings()[0].has_region);
  EXPECT_EQ(f.detector.findings()[0].title, "Load asymmetry: client's left carries 62 %");
}

// Around the threshold a finding opens once and stays, or never comes; it does not come and go, although the
// threshold of a part follows the whole body's share.
TEST(AsymmetryFinding, DoesNotFlickerAtTheThreshold) {
  Feeder f;
  f.state.valid = true;
  f.state.stable_since_s = 0.0;
  PairAsymmetry& upper_back = f.state.pairs[static_cast<std::size_t>(RegionKind::upper_back)];
  upper_back = {true, 0.62, 1.0, 0.1, 0.2};
  for (int i = 0; i < 100; ++i) {
    f.state.left_share = i % 2 == 0 ? 0.538 : 0.529;
    upper_back.left_share = i % 3 == 0 ? 0.626 : 0.612;
    f.run(3.0);
  }
  std::size_t parts = 0;
  for (const Finding& finding : f.detector.findings()) {
    parts += finding.has_region ? 1U : 0U;
    if (finding.has_region) {
      EXPECT_GT(finding.value, finding.threshold);
      EXPECT_THAT(finding.words,
                  Not(HasSubstr("carried 62 % of what both sides carry there, more than the 62 %")));
    }
  }
  EXPECT_LE(parts, 1U);
}

TEST(AsymmetryFinding, OnlyPostureStableTimeCounts) {
  Feeder f;
  f.state.valid = true;
  f.state.left_share = 0.62;
  f.run(60.0);  // moves all the time
  EXPECT_EQ(f.open(), 0U);
  f.state.stable_since_s = 60.0;
  f.run(9.0);
  EXPECT_EQ(f.open(), 0U);
  f.run(2.0);
  EXPECT_EQ(f.open(), 1U);
}

TEST(AsymmetryFinding, BelowTheMeasurableChangeNothingIsSaid) {
  Feeder f;
  ASSERT_TRUE(f.params.set("asymmetry_part_threshold_pct", 55.0));
  f.state.valid = true;
  f.state.stable_since_s = 0.0;
  f.state.left_share = 0.5;
  const double change = pooled_measurable_change("low_back_left_share")->mdc95;
  PairAsymmetry& low_back = f.state.pairs[static_cast<std::size_t>(RegionKind::low_back)];
  low_back = {true, 0.5 + change - 0.005, 1.0, 0.1, 0.2};
  f.run(30.0);
  EXPECT_EQ(f.open(), 0U);
  low_back.left_share = 0.5 + change + 0.005;
  f.run(30.0);
  EXPECT_EQ(f.open(), 1U);
}

TEST(AsymmetryFinding, EndsWhenNoSideIsKnownAnyMore) {
  Feeder f;
  f.state.valid = true;
  f.state.stable_since_s = 0.0;
  f.state.left_share = 0.62;
  f.run(20.0);
  EXPECT_EQ(f.open(), 1U);
  f.state.valid = false;
  f.run(8.0);
  EXPECT_EQ(f.open(), 0U);
}

// The middle of the contact parts what lies on the mat, not a client.
TEST(AsymmetryFinding, WithoutABodyThereIsNoSideToCarryMore) {
  Feeder f;
  f.state.valid = true;
  f.state.stable_since_s = 0.0;
  f.state.left_share = 0.73;
  BodyState body;
  f.body = &body;
  f.run(60.0);
  EXPECT_EQ(f.open(), 0U);
  body.found = true;
  f.run(20.0);
  EXPECT_EQ(f.open(), 1U);
  body.found = false;
  f.run(8.0);
  EXPECT_EQ(f.open(), 0U);
}

// Lying on a side one half of the map carries two thirds: that is no asymmetry of the client.
TEST(AsymmetryFinding, LyingOnASideIsNone) {
  for (const std::string name : {"side-left", "side-right"}) {
    const Snapshot s = test::run_simulation(test::SimRun{.scenario = name, .seconds = 40.0, .rate_hz = 5.0});
    EXPECT_FALSE(s.asymmetry.valid) << name;
    EXPECT_TRUE(std::isnan(s.features.client_left_share)) << name;
    for (const Finding& finding : s.findings)
      EXPECT_NE(finding.kind, FindingKind::load_asymmetry) << finding.title;
  }
}

TEST(AsymmetryFinding, ALumbarLiftIsNamedOnItsSide) {
  const Snapshot s = test::run_simulation(
      test::SimRun{.scenario = "supine-right-lumbar-lift", .seconds = 40.0, .rate_hz = 5.0});
  bool low_back = false;
  for (const Finding& finding : s.findings) {
    if (finding.kind != FindingKind::load_asymmetry || !finding.has_region) continue;
    EXPECT_EQ(finding.region.side, BodySide::left) << finding.title;
    low_back = low_back || finding.region.kind == RegionKind::low_back;
  }
  EXPECT_TRUE(low_back);
}

TEST(AsymmetryFinding, AnEvenClientOnTheBackFindsNone) {
  for (const std::uint64_t seed : {3U, 4U}) {
    const Snapshot s = test::run_simulation(
        test::SimRun{.scenario = "supine-even", .seconds = 60.0, .rate_hz = 5.0, .seed = seed});
    for (const Finding& finding : s.findings)
      EXPECT_NE(finding.kind, FindingKind::load_asymmetry) << finding.title << seed;
  }
}

// The pooled measurable change of a part, measured again: 20 simulated clients lie down twice.
TEST(AsymmetryFinding, PooledMeasurableChangeOfPartsIsWhatRepeatsGive) {
  constexpr RegionKind kKinds[] = {RegionKind::upper_back, RegionKind::low_back, RegionKind::pelvis,
                                   RegionKind::thigh};
  std::array<std::vector<double>, 4> values;
  for (std::uint64_t client = 0; client < 20; ++client) {
    for (std::uint64_t repeat = 0; repeat < 2; ++repeat) {
      auto options = test::of("supine-even", 7000 + 2 * client + repeat);
      options.weight_kg = 55.0 + 2.0 * static_cast<double>(client);
      options.height_mm = 1600.0 + 12.0 * static_cast<double>((7 * client) % 20);
      options.left_share = 0.46 + 0.004 * static_cast<double>((11 * client) % 20);
      const test::Shot shot = test::shoot(options, 15.0);
      PressureMap map;
      map.pressure = Eigen::Map<const Grid>(shot.kpa.data(), shot.mat.rows, shot.mat.cols);
      BodyModel model(shot.mat);
      const BodyState& body = model.update(map, 0.67F, Posture::supine, 0.0);
      const AsymmetryState a = measure_asymmetry(map, shot.mat, 0.67F, body);
      for (std::size_t k = 0; k < 4; ++k)
        values[k].push_back(a.pairs[static_cast<std::size_t>(kKinds[k])].left_share);
    }
  }
  for (std::size_t k = 0; k < 4; ++k) {
    const auto fresh = measurable_change(values[k], 20, 2);
    const auto pooled = pooled_measurable_change(std::string(name_of(kKinds[k])) + "_left_share");
    ASSERT_TRUE(fresh && pooled);
    EXPECT_NEAR(pooled->sem, fresh->sem, 0.4 * fresh->sem) << name_of(kKinds[k]);
  }
}

}  // namespace
}  // namespace palpate
