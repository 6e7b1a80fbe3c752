// Steep edge: steps of known slope on maps made by hand, and simulated bodies that have none.
#include "processing/steep_edge_finding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/detector_runs.h"

namespace palpate {
namespace {

// A plate of 4 kPa whose rim at column `edge` falls to `low` within one cell (of 10 mm).
struct Plate {
  MatGeometry g = make_geometry(24, 24, 10.0, 10.0).value();
  PressureMap map;
  FindingIds ids;
  SteepEdgeDetector detector{g};
  double t_s = 0.0;

  explicit Plate(float low, float high = 12.0F, int edge = 12) {
    g.placement = Placement::seat;
    map.pressure = Grid::Constant(24, 24, low);
    map.pressure.leftCols(edge).setConstant(high);
    map.dead = map.repaired = map.saturated = Mask::Constant(24, 24, false);
  }
  void run(double seconds) {
    for (const double until = t_s + seconds; t_s < until; t_s += 0.5) {
      FindingInput input;
      input.t_s = map.t_s = t_s;
      input.map = &map;
      input.sides = client_sides(g);
      input.midline = {60.0, 0.0, 0.0};
      detector.update(input, Params{}, ids);
    }
  }
};

TEST(SteepEdge, AStepIsMeasuredByItsSlope) {
  Plate plate(2.0F);  // 10 kPa over two cells of 10 mm
  plate.run(29.0);
  EXPECT_TRUE(plate.detector.findings().empty());
  plate.run(3.0);
  ASSERT_EQ(test::open_of(plate.detector, FindingKind::steep_edge), 1);
  const Finding& f = plate.detector.findings()[0];
  EXPECT_NEAR(f.value, 0.5, 1e-4);
  EXPECT_NEAR(f.x_mm, 120.0, 6.0);
  EXPECT_EQ(f.unit, "kPa/mm");
  EXPECT_EQ(f.side, "client's left");  // map right of the midline, on a seat
  EXPECT_THAT(f.why, testing::HasSubstr("not clinical limits"));
}

TEST(SteepEdge, AGentleOneAndAShortOneAreNone) {
  Plate gentle(7.0F);
  gentle.run(120.0);
  EXPECT_TRUE(gentle.detector.findings().empty());
  Plate spike(2.0F, 2.0F);
  spike.map.pressure(10, 10) = 30.0F;  // one cell is no edge
  spike.run(120.0);
  EXPECT_TRUE(spike.detector.findings().empty());
}

TEST(SteepEdge, ItEndsWhenTheRimIsGone) {
  Plate plate(2.0F);
  plate.run(60.0);
  ASSERT_EQ(test::open_of(plate.detector, FindingKind::steep_edge), 1);
  const int id = plate.detector.findings()[0].id;
  plate.run(30.0);
  EXPECT_EQ(plate.detector.findings()[0].id, id);
  plate.map.pressure.setConstant(5.0F);
  plate.run(30.0);
  EXPECT_EQ(test::open_of(plate.detector, FindingKind::steep_edge), 0);
  EXPECT_EQ(plate.detector.findings().size(), 1U);
}

TEST(SteepEdge, SimulatedBodiesOnASoftMatHaveNone) {
  for (const std::string scenario : {"seated-even", "supine-even"}) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      test::DetectorRun run;
      run.body = test::body_with(scenario, seed);
      SteepEdgeDetector detector(test::mat_of(run.body));
      test::run_detector(detector, run);
      EXPECT_TRUE(detector.findings().empty())
          << scenario << " " << seed << " "
          << (detector.findings().empty() ? "" : detector.findings()[0].why);
    }
  }
}

}  // namespace
}  // namespace palpate
