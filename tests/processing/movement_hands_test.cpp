// What hands move is not the client's movement.
#include <gtest/gtest.h>

#include "processing/movement_record.h"
#include "tests/support/pipeline_runs.h"

namespace palpate {
namespace {

// A client who lies still but for one own shift at 200 s; presses of 10 s every 40 s move the centre by
// 30 mm.
MovementSummary with_presses(bool hands_known) {
  MatGeometry mat = make_geometry(64, 32, 25.0, 29.0).value();
  mat.placement = Placement::table;
  MovementRecord record(mat);
  Snapshot s;
  s.occupied = s.features.valid = true;
  s.features.front_share = s.features.back_share = 0.5;
  s.features.ppi_kpa = 4.0;
  for (int k = 0; k < 6500; ++k) {
    s.t_s = 0.1 * k;
    const double in_turn = std::fmod(s.t_s, 40.0);
    const bool pressed = in_turn >= 15.0 && in_turn < 25.0;
    s.applied.pressing = hands_known && in_turn >= 15.4 && in_turn < 25.0;  // known a little late
    s.features.cop_x_mm = (pressed ? 30.0 : 0.0) + (s.t_s >= 200.0 ? 20.0 : 0.0);
    s.features.cop_y_mm = 0.0;
    record.add(s);
  }
  return record.summary();
}

TEST(MovementHands, PressesAreNoShiftsOfTheClient) {
  const MovementSummary taken = with_presses(false);
  EXPECT_GT(taken.shifts.size() + taken.fidgets.size(), 15U) << "without knowing of hands they would be";
  EXPECT_EQ(taken.hands_seconds, 0.0);
  const MovementSummary left = with_presses(true);
  ASSERT_EQ(left.shifts.size(), 1U);
  EXPECT_NEAR(left.shifts[0].t_s, 200.0, 1.5);
  EXPECT_TRUE(left.fidgets.empty());
  EXPECT_EQ(left.stays, 1);
  EXPECT_TRUE(left.lying);
  // 16 presses of 10 s, 1 s before what is known of them and 3 s after.
  EXPECT_NEAR(left.hands_seconds, 16 * 13.6, 16 * 0.5);
  EXPECT_NEAR(left.seconds + left.hands_seconds, taken.seconds, 16 * 0.6);
  EXPECT_NEAR(left.shifts_per_hour, 3600.0 / left.seconds, 1e-9);
}

TEST(MovementHands, ASimulatedClientUnderHandsLiesStill) {
  const auto movement = [](const char* scenario) {
    MatGeometry mat = make_geometry(64, 32, 25.0, 29.0).value();
    mat.placement = Placement::table;
    MovementRecord record(mat);
    test::SimRun run;
    run.scenario = scenario, run.seconds = 150.0, run.rate_hz = 5.0;
    test::run_simulation(run, [&](const Snapshot& s, const GroundTruth&) { record.add(s); });
    return record.summary();
  };
  const MovementSummary alone = movement("supine-even"), worked = movement("supine-with-hands");
  EXPECT_EQ(alone.hands_seconds, 0.0);
  EXPECT_GT(worked.hands_seconds, 40.0);
  EXPECT_LE(worked.shifts.size(), alone.shifts.size());
  EXPECT_LE(worked.fidgets.size(), alone.fidgets.size());
}

}  // namespace
}  // namespace palpate
