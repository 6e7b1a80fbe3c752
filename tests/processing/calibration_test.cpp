#include "processing/calibration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "processing/calibrator.h"
#include "processing/readout_circuit.h"

namespace palpate {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kBoard =
    R"({"id": "reference-board", "date": "2024-05-01", "circuit": "zero-potential",
  "r_feedback_ohm": 4166.7, "r_on_ohm": 10, "curve": {"kind": "polynomial", "coefficients": [0, 0.25]},
  "valid_max_kpa": 55})";

SourceInfo counts_info(int rows, int cols, std::string_view json) {
  SourceInfo info;
  info.geometry = make_geometry(rows, cols, 10.0, 10.0).value();
  info.adc_full_scale = 1023.0;
  info.calibration_json = json;
  return info;
}

PressureMap applied(const SourceInfo& info, std::vector<float> cells) {
  Calibrator calibrator(info, calibration_for(info).value());
  RawFrame frame;
  frame.cells = std::move(cells);
  PressureMap map;
  calibrator.apply(frame, map);
  return map;
}

TEST(Calibration, ReferenceBoardGivesBackThePressure) {
  const SourceInfo info = counts_info(4, 8, kBoard);
  std::vector<double> g(32), f(32);
  for (std::size_t i = 0; i < g.size(); ++i) g[i] = 4e-6 * static_cast<double>(i);  // 4 uS/kPa: i kPa
  forward_zero_potential(g.data(), f.data(), {4, 8}, 4166.7, 10.0);
  std::vector<float> counts(32);
  for (std::size_t i = 0; i < f.size(); ++i) counts[i] = static_cast<float>(1023.0 * f[i]);
  const PressureMap map = applied(info, counts);
  EXPECT_EQ(map.unit, PressureUnit::kpa);
  for (int i = 0; i < 32; ++i) EXPECT_NEAR(map.pressure.data()[i], static_cast<float>(i), 1e-4F);
  EXPECT_FALSE(map.saturated.any());
}

TEST(Calibration, ZeroGainCurveAndDeadCellsInTheirOrder) {
  const SourceInfo info =
      counts_info(1, 4, R"({"id": "a", "date": "b", "zero": [10, 10, 0, 0], "gain": [1, 2, 1, 1],
    "curve": {"kind": "polynomial", "coefficients": [1, 0, 0.5]}, "dead_cells": [[0, 2]]})");
  const PressureMap map = applied(info, {14.0F, 14.0F, 0.0F, 1023.0F});
  EXPECT_FLOAT_EQ(map.pressure(0, 0), 1.0F + 0.5F * 16.0F);
  EXPECT_FLOAT_EQ(map.pressure(0, 1), 1.0F + 0.5F * 64.0F);
  EXPECT_TRUE(map.dead(0, 2));
  EXPECT_FALSE(map.dead(0, 3));
  EXPECT_TRUE(map.saturated(0, 3));
}

TEST(Calibration, PowerCurve) {
  const SourceInfo info = counts_info(
      1, 3, R"({"id": "a", "date": "b", "zero": 2, "curve": {"kind": "power", "coefficients": [3, 2]}})");
  const PressureMap map = applied(info, {4.0F, 2.0F, 1.0F});
  EXPECT_FLOAT_EQ(map.pressure(0, 0), 12.0F);
  EXPECT_FLOAT_EQ(map.pressure(0, 1), 0.0F);
  EXPECT_FLOAT_EQ(map.pressure(0, 2), 0.0F);
}

TEST(Calibration, UnitsHaveTheirExactFactor) {
  SourceInfo info = counts_info(1, 1, "");
  EXPECT_EQ(applied(info, {7.0F}).unit, PressureUnit::counts);
  EXPECT_FLOAT_EQ(applied(info, {7.0F}).pressure(0, 0), 7.0F);
  info.unit = CellUnit::kpa;
  EXPECT_EQ(applied(info, {0.1F}).pressure(0, 0), 0.1F);  // not rounded in any way
  info.unit = CellUnit::mmhg;
  EXPECT_FLOAT_EQ(applied(info, {100.0F}).pressure(0, 0), 13.3322387415F);
  info.unit = CellUnit::n_per_cm2;
  EXPECT_FLOAT_EQ(applied(info, {2.0F}).pressure(0, 0), 20.0F);
}

TEST(Calibration, NotANumberIsADeadCell) {
  SourceInfo info = counts_info(1, 2, "");
  info.unit = CellUnit::kpa;
  const PressureMap map = applied(info, {NAN, 3.0F});
  EXPECT_TRUE(map.dead(0, 0));
  EXPECT_EQ(map.pressure(0, 0), 0.0F);
  EXPECT_FALSE(map.dead(0, 1));
}

TEST(Calibration, JsonRoundTrip) {
  const auto geometry = make_geometry(4, 8, 10.0, 10.0).value();
  const auto read = parse_calibration(kBoard, geometry);
  ASSERT_TRUE(read);
  const std::string text = to_json(*read, geometry);
  const auto again = parse_calibration(text, geometry);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(to_json(*again, geometry), text);
  EXPECT_EQ(again->circuit, ReadoutCircuit::zero_potential);
  EXPECT_DOUBLE_EQ(again->r_feedback_ohm, 4166.7);
}

TEST(Calibration, ErrorsNameTheMember) {
  const auto geometry = make_geometry(2, 2, 10.0, 10.0).value();
  const std::string head =
      R"({"id": "a", "date": "b", "curve": {"kind": "polynomial", "coefficients": [0, 1]}, )";
  const std::pair<std::string, std::string> cases[] = {
      {"nonsense", "not a JSON object"},
      {R"({"date": "b"})", "\"id\""},
      {R"({"id": "a", "date": "b"})", "\"curve\""},
      {head + R"("colour": 1})", "unknown member \"colour\""},
      {head + R"("zero": [1, 2]})", "\"zero\" must be a number or a list of 4"},
      {head + R"("gain": [1, 2, "x", 4]})", "\"gain\""},
      {head + R"("dead_cells": [[0, 2]]})", "\"dead_cells\""},
      {head + R"("circuit": "magic"})", "\"circuit\""},
      {head + R"("circuit": "zero-potential"})", "\"r_feedback_ohm\""},
      {head + R"("circuit": "pulldown-grounded"})", "\"r_load_ohm\""},
      {head + R"("circuit": "pulldown-grounded", "r_load_ohm": 1000, "r_on_ohm": 30})", "\"r_on_ohm\""},
      {head + R"("valid_max_kpa": -1})", "\"valid_max_kpa\""},
  };
  for (const auto& [json, expected] : cases) {
    const auto outcome = parse_calibration(json, geometry);
    ASSERT_FALSE(outcome) << json;
    EXPECT_THAT(outcome.error().message, HasSubstr(expected));
  }
}

}  // namespace
}  // namespace palpate
