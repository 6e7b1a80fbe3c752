#include "processing/pipeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/pipeline_runs.h"

namespace palpate {
namespace {

using ::testing::HasSubstr;

TEST(Pipeline, MirrorLaw) {
  const SourceInfo info = test::kpa_mat(24, 32);
  auto plain = Pipeline::create(info).value();
  auto flipped = Pipeline::create(info).value();
  for (int k = 0; k < 150; ++k) {
    const RawFrame frame = test::seat_frame(info.geometry, 0.1 * k, 8.0, 5.0);
    const Snapshot& a = plain.process(frame);
    const Snapshot& b = flipped.process(test::mirrored(frame, info.geometry));
    // The fitted midline is as exact as its search: fractions of a micrometre.
    ASSERT_NEAR(a.features.client_left_share, b.features.client_right_share, 1e-6);
    ASSERT_NEAR(a.features.left_share, b.features.right_share, 1e-9);
    ASSERT_NEAR(a.features.mirror_difference_index, b.features.mirror_difference_index, 1e-6);
    ASSERT_NEAR(a.features.total_load_n, b.features.total_load_n, 1e-6);
    ASSERT_EQ(a.findings.size(), b.findings.size());
  }
  EXPECT_LT(plain.process(test::seat_frame(info.geometry, 15.0, 8.0, 5.0)).features.client_left_share, 0.5);
}

TEST(Pipeline, MirroredSettingSwapsTheClientNotTheMap) {
  SourceInfo info = test::kpa_mat(24, 32);
  const RawFrame frame = test::seat_frame(info.geometry, 0.0, 8.0, 5.0);
  const Features above = Pipeline::create(info).value().process(frame).features;
  info.geometry.mirrored = true;
  const Features below = Pipeline::create(info).value().process(frame).features;
  EXPECT_DOUBLE_EQ(above.client_left_share, below.client_right_share);
  EXPECT_DOUBLE_EQ(above.left_share, below.left_share);
}

TEST(Pipeline, ClientSidesAreNotClaimedOnATable) {
  const SourceInfo info = test::kpa_mat(24, 32, 14.0, Placement::table);
  auto pipeline = Pipeline::create(info).value();
  const Snapshot* snapshot = nullptr;
  for (int k = 0; k < 150; ++k)
    snapshot = &pipeline.process(test::seat_frame(info.geometry, 0.1 * k, 8.0, 5.0));
  EXPECT_TRUE(std::isnan(snapshot->features.client_left_share));
  EXPECT_EQ(snapshot->posture, Posture::unknown);
  EXPECT_TRUE(snapshot->findings.empty());
}

TEST(Pipeline, TareIsRefusedWhileSomebodyIsThere) {
  const SourceInfo info = test::kpa_mat(24, 32);
  auto pipeline = Pipeline::create(info).value();
  EXPECT_THAT(pipeline.tare().error().message, HasSubstr("no frame has come yet"));
  const Snapshot& snapshot = pipeline.process(test::seat_frame(info.geometry, 0.0, 8.0, 5.0));
  EXPECT_FALSE(snapshot.tared);
  EXPECT_THAT(snapshot.zero_note, HasSubstr("not been seen empty"));
  EXPECT_THAT(pipeline.tare().error().message, HasSubstr("the mat is not empty"));
  auto empty = Pipeline::create(info).value();
  RawFrame frame = test::empty_frame(info.geometry, 0.0);
  for (float& cell : frame.cells) cell = 0.5F;
  empty.process(frame);
  ASSERT_TRUE(empty.tare());
  frame.cells[5] = 3.5F;
  frame.device_time_us = 5'000'000;
  EXPECT_NEAR(empty.process(frame).map.pressure.data()[5], 3.0F, 1e-5F);
}

TEST(Pipeline, RawTakesTheValuesAsTheyAre) {
  const SourceInfo info = test::kpa_mat(4, 4);
  PipelineOptions options;
  options.raw = true;
  auto pipeline = Pipeline::create(info, options).value();
  RawFrame frame = test::empty_frame(info.geometry, 0.0);
  frame.cells[6] = 2.5F;
  frame.cells[7] = -1.0F;
  const Snapshot& snapshot = pipeline.process(frame);
  EXPECT_EQ(snapshot.map.pressure(1, 2), 2.5F);
  EXPECT_EQ(snapshot.map.pressure(1, 3), -1.0F);
  EXPECT_TRUE(snapshot.occupied);
  EXPECT_NEAR(snapshot.features.total_load_n, 2.5 * 14.0 * 14.0 * 1e-3, 1e-9);
  EXPECT_FALSE(pipeline.tare());
}

// A touch too small for a person: contact, but nobody there.
TEST(Pipeline, NobodyThereMeansNoNumbers) {
  const SourceInfo info = test::kpa_mat(24, 32);
  auto pipeline = Pipeline::create(info).value();
  PipelineOptions raw_options;
  raw_options.raw = true;
  auto raw = Pipeline::create(info, raw_options).value();
  for (int k = 0; k < 20; ++k) {
    RawFrame frame = test::empty_frame(info.geometry, 0.1 * k);
    for (int c = 10; c < 15; ++c) frame.cells[static_cast<std::size_t>(12 * 32 + c)] = 3.0F;
    const Snapshot& s = pipeline.process(frame);
    ASSERT_FALSE(s.occupied);
    EXPECT_EQ(s.posture, Posture::empty);
    EXPECT_FALSE(s.features.valid);
    EXPECT_FALSE(s.midline.found);
    EXPECT_TRUE(s.cop_trail.empty());
    EXPECT_TRUE(s.features.contact_regions.empty());
    for (const double number : {s.features.total_load_n, s.features.contact_area_cm2, s.features.cop_x_mm,
                                s.features.ppi_kpa, s.features.left_share, s.features.client_left_share,
                                s.features.gradient_max_kpa_per_mm, s.features.mirror_difference_index}) {
      EXPECT_TRUE(std::isnan(number));
    }
    EXPECT_NEAR(raw.process(frame).features.total_load_n, 5 * 3.0 * 14.0 * 14.0 * 1e-3, 1e-9);
  }
}

TEST(Pipeline, NumbersComeAndGoWithTheClient) {
  int with_numbers = 0;
  test::run_simulation({.scenario = "arrive-and-leave", .seconds = 70.0},
                       [&](const Snapshot& s, const GroundTruth&) {
                         EXPECT_EQ(s.features.valid, s.occupied);
                         EXPECT_EQ(s.posture == Posture::empty, !s.occupied);
                         with_numbers += s.features.valid ? 1 : 0;
                       });
  EXPECT_GT(with_numbers, 300);
  EXPECT_LT(with_numbers, 500);
}

TEST(Pipeline, ADiscontinuityEndsWhatWasBefore) {
  const SourceInfo info = test::kpa_mat(24, 32);
  auto pipeline = Pipeline::create(info).value();
  for (int k = 0; k < 150; ++k) pipeline.process(test::seat_frame(info.geometry, 0.1 * k, 8.0, 5.0));
  RawFrame frame = test::seat_frame(info.geometry, 90.0, 5.0, 5.0);
  frame.flags = frame_flag::discontinuity;
  const Snapshot& after = pipeline.process(frame);
  ASSERT_EQ(after.findings.size(), 1U);  // what was found stays, as ended
  EXPECT_FALSE(after.findings[0].active);
  EXPECT_LT(after.findings[0].end_s, 15.0);
  EXPECT_EQ(after.cop_trail.size(), 1U);
  EXPECT_NEAR(after.features.left_share, 0.5, 1e-6);  // no smear of the filter
  EXPECT_TRUE(
      pipeline.process(test::seat_frame(info.geometry, 3.0, 5.0, 5.0)).findings.empty());  // and back in time
}

TEST(Pipeline, TimeCountsFromTheFirstFrame) {
  const SourceInfo info = test::kpa_mat(4, 4);
  auto pipeline = Pipeline::create(info).value();
  EXPECT_EQ(pipeline.process(test::empty_frame(info.geometry, 30.0)).t_s, 0.0);
  const Snapshot& next = pipeline.process(test::empty_frame(info.geometry, 30.5));
  EXPECT_EQ(next.t_s, 0.5);
  EXPECT_EQ(next.frame_index, 1U);
  EXPECT_DOUBLE_EQ(next.measured_rate_hz, 2.0);
}

TEST(Pipeline, DeadCellsAreFoundAndRepaired) {
  int dead = 0, repaired = 0;
  const Snapshot last =
      test::run_simulation({.scenario = "seated-even", .seconds = 20.0, .rate_hz = 20.0, .dead_cells = 20},
                           [&](const Snapshot& s, const GroundTruth&) {
                             dead = static_cast<int>(s.map.dead.count());
                             repaired = static_cast<int>(s.map.repaired.count());
                           });
  EXPECT_GT(dead, 3);
  EXPECT_LE(dead, 20);
  EXPECT_EQ(repaired, dead);
  EXPECT_FALSE(last.map.saturated.any());
  const Snapshot healthy =
      test::run_simulation({.scenario = "seated-even", .seconds = 20.0, .rate_hz = 20.0});
  EXPECT_FALSE(healthy.map.dead.any());
}

TEST(Pipeline, ABadCalibrationIsAnError) {
  SourceInfo info = test::kpa_mat(4, 4);
  info.unit = CellUnit::counts;
  info.calibration_json = "{}";
  EXPECT_THAT(Pipeline::create(info).error().message, HasSubstr("calibration"));
}

}  // namespace
}  // namespace palpate
