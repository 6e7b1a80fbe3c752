#include "acquisition/simulated_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>
#include <thread>

namespace palpate {
namespace {

using Options = std::map<std::string, std::string>;
using testing::HasSubstr;

std::unique_ptr<FrameSource> open(const std::string& scenario, Options options) {
  options.emplace("live", "0");
  auto source = open_simulation({"sim", scenario, std::move(options)});
  EXPECT_TRUE(source) << (source ? "" : source.error().message);
  return std::move(source).value();
}

std::string refusal(const std::string& scenario, Options options) {
  const auto source = open_simulation({"sim", scenario, std::move(options)});
  return source ? std::string("accepted") : source.error().message;
}

std::vector<RawFrame> read_all(FrameSource& source) {
  std::vector<RawFrame> frames;
  RawFrame frame;
  while (source.read(frame, {}).value() == ReadStatus::frame) frames.push_back(frame);
  return frames;
}

TEST(SimulatedSource, FramesStandOnTheTimeGridAndEnd) {
  auto source = open("seated-even", {{"rate", "40"}, {"seconds", "2.5"}});
  EXPECT_FALSE(source->is_live());
  const auto frames = read_all(*source);
  ASSERT_EQ(frames.size(), 100U);
  for (std::size_t k = 0; k < frames.size(); ++k) {
    EXPECT_EQ(frames[k].sequence, k);
    EXPECT_EQ(frames[k].device_time_us, static_cast<std::int64_t>(k) * 25000);
    EXPECT_EQ(frames[k].host_time_us, frames[k].device_time_us);
    EXPECT_EQ(frames[k].flags, 0);
    EXPECT_EQ(frames[k].cells.size(), 1024U);
  }
  EXPECT_EQ(source->state(), LinkState::ended);
  EXPECT_EQ(source->stats().frames, 100U);
}

TEST(SimulatedSource, NotLiveNeverWaits) {
  auto source = open("empty", {{"rate", "0.1"}, {"seconds", "1000"}});  // the next frame would be due in 10 s
  EXPECT_EQ(read_all(*source).size(), 100U);
}

TEST(SimulatedSource, SaysWhatItIs) {
  const auto source = open("supine-even", {{"seed", "9"}, {"rate", "25"}});
  const SourceInfo& info = source->info();
  EXPECT_EQ(info.source_uri, "sim:supine-even?live=0&rate=25&seed=9");
  EXPECT_EQ(info.device, "Palpate simulated mat");
  EXPECT_EQ(info.geometry.placement, Placement::table);
  EXPECT_EQ(info.geometry.head, HeadEdge::top);
  EXPECT_EQ(info.nominal_rate_hz, 25.0);
  EXPECT_EQ(info.unit, CellUnit::counts);
  EXPECT_TRUE(info.start_utc.empty());
  const auto json = nlohmann::json::parse(info.calibration_json);
  EXPECT_EQ(json.at("id"), "simulated-mat");
  EXPECT_EQ(json.at("zero").size(), info.geometry.cells());
  EXPECT_EQ(json.at("curve").at("kind"), "polynomial");
  EXPECT_NEAR(json.at("curve").at("coefficients").at(1).get<double>() * info.adc_full_scale, 60.0, 1e-9);
}

TEST(SimulatedSource, TheSameUriGivesTheSameCounts) {
  const Options options{{"seed", "5"}, {"seconds", "1"}, {"dead", "4"}};
  auto a = open("seated-restless", options), b = open("seated-restless", options);
  const auto first = read_all(*a), second = read_all(*b);
  ASSERT_EQ(first.size(), 50U);
  for (std::size_t k = 0; k < first.size(); ++k) ASSERT_EQ(first[k].cells, second[k].cells);
}

// Golden counts, one count of play for another machine's libm.
TEST(SimulatedSource, Golden) {
  auto source = open("supine-even", {{"seed", "7"}, {"seconds", "1"}});
  const auto frames = read_all(*source);
  ASSERT_EQ(frames.size(), 50U);
  const struct {
    std::size_t frame, cell;
    float counts;
  } golden[] = {{0, 0, 9},   {0, 303, 63},  {0, 365, 133},  {0, 687, 151},  {0, 1070, 134}, {0, 2047, 6},
                {49, 31, 4}, {49, 303, 64}, {49, 365, 138}, {49, 687, 156}, {49, 930, 16},  {49, 2047, 2}};
  for (const auto& g : golden)
    EXPECT_NEAR(frames[g.frame].cells[g.cell], g.counts, 1.0F) << g.frame << " " << g.cell;
}

TEST(SimulatedSource, CountsAreWholeAndInRange) {
  auto source = open("seated-left-lean", {{"seconds", "0.5"}, {"noise", "20"}, {"dead", "10"}});
  for (const RawFrame& frame : read_all(*source)) {
    for (const float value : frame.cells) {
      ASSERT_EQ(value, std::floor(value));
      ASSERT_TRUE(value >= 0.0F && value <= 4095.0F);
    }
  }
}

TEST(SimulatedSource, CalibratedCountsCarryTheTrueLoad) {
  for (const ScenarioInfo& scenario : scenarios()) {
    SimulationOptions options =
        parse_simulation({"sim", std::string(scenario.name), {{"live", "0"}}}).value();
    auto source = SimulatedSource::create(options).value();
    RawFrame frame;
    for (int k = 0; k < 30; ++k) ASSERT_EQ(source->read(frame, {}).value(), ReadStatus::frame);
    const MatGeometry& g = source->info().geometry;
    const auto zero =
        nlohmann::json::parse(source->info().calibration_json).at("zero").get<std::vector<double>>();
    const double sum = std::accumulate(frame.cells.begin(), frame.cells.end(), 0.0) -
                       std::accumulate(zero.begin(), zero.end(), 0.0);
    const double load_n = sum * 60.0 / 4095.0 * g.cell_area_mm2() * 1e-3;
    EXPECT_NEAR(load_n, source->truth().load_n, 0.01 * source->truth().load_n + 2.0) << scenario.name;
  }
}

TEST(SimulatedSource, NoiseHasTheAskedSpread) {
  for (const double sigma : {0.0, 2.0, 8.0}) {
    SimulatedSensorOptions options;
    options.noise_counts = sigma;
    const MatGeometry mat = make_geometry(32, 32, 14.7, 14.7).value();
    const SimulatedSensor sensor(mat, 11, options);
    const std::vector<float> kpa(mat.cells(), 3.0F);
    double sum = 0.0, squares = 0.0;
    std::vector<float> a, b;
    for (std::uint64_t k = 0; k < 50; ++k) {
      sensor.read(kpa, 2 * k, 0.0, a);
      sensor.read(kpa, 2 * k + 1, 0.0, b);
      for (std::size_t i = 0; i < a.size(); ++i) {
        const double d = static_cast<double>(a[i] - b[i]);
        sum += d;
        squares += d * d;
      }
    }
    const double n = 50.0 * 1024.0;
    const double rounding = sigma > 0.0 ? 1.0 / 12.0 : 0.0;
    EXPECT_NEAR(std::sqrt(squares / n / 2.0), std::sqrt(sigma * sigma + rounding), 0.02 * sigma) << sigma;
    EXPECT_NEAR(sum / n, 0.0, 0.03 * sigma) << sigma;
  }
}

TEST(SimulatedSource, DeadCellsStick) {
  auto source = open("seated-even", {{"seconds", "1"}, {"dead", "6"}, {"dead_row", "5"}, {"dead_col", "30"}});
  const auto frames = read_all(*source);
  const auto& dead = dynamic_cast<const SimulatedSource&>(*source).sensor().dead();
  EXPECT_GE(dead.size(), 63U);
  EXPECT_LE(dead.size(), 69U);
  for (const int cell : dead) {
    const float stuck = frames[0].cells[static_cast<std::size_t>(cell)];
    EXPECT_TRUE(stuck == 0.0F || stuck == 4095.0F);
    for (const RawFrame& frame : frames) ASSERT_EQ(frame.cells[static_cast<std::size_t>(cell)], stuck);
  }
  for (std::size_t i = 0; i < 32; ++i) {
    EXPECT_EQ(frames[0].cells[5 * 32 + i], 0.0F);
    EXPECT_EQ(frames[0].cells[i * 32 + 30], 0.0F);
  }
}

TEST(SimulatedSource, SaturationIsCutAndFlaggedButStuckCellsAreNot) {
  const MatGeometry mat = make_geometry(8, 8, 14.7, 14.7).value();
  SimulatedSensorOptions options;
  options.dead_cells = 20;
  const SimulatedSensor sensor(mat, 3, options);
  std::vector<float> counts;
  EXPECT_FALSE(sensor.read(std::vector<float>(64, 1.0F), 0, 0.0, counts));
  EXPECT_EQ(*std::max_element(counts.begin(), counts.end()), 4095.0F) << "a stuck cell is there to test";
  EXPECT_TRUE(sensor.read(std::vector<float>(64, 90.0F), 0, 0.0, counts));
  EXPECT_EQ(*std::max_element(counts.begin(), counts.end()), 4095.0F);
}

TEST(SimulatedSource, ZeroDriftsSlowlyAndTheIdealSensorDoesNot) {
  const MatGeometry mat = make_geometry(32, 32, 14.7, 14.7).value();
  const std::vector<float> nothing(mat.cells(), 0.0F);
  const auto worst_drift = [&](bool ideal) {
    SimulatedSensorOptions options;
    options.noise_counts = 0.0;
    options.ideal = ideal;
    const SimulatedSensor sensor(mat, 3, options);
    std::vector<float> start, later;
    float worst = 0.0F;
    sensor.read(nothing, 0, 0.0, start);
    for (double t = 0.0; t < 3600.0; t += 60.0) {
      sensor.read(nothing, 0, t, later);
      for (std::size_t i = 0; i < later.size(); ++i) worst = std::max(worst, std::abs(later[i] - start[i]));
    }
    return worst;
  };
  EXPECT_EQ(worst_drift(true), 0.0F);
  EXPECT_GE(worst_drift(false), 2.0F);
  EXPECT_LE(worst_drift(false), 12.0F);
}

TEST(SimulatedSource, AnotherResolutionCoversTheSameGroundUnlessThePitchIsSaid) {
  const auto fine = open("seated-even", {{"rows", "64"}, {"cols", "64"}});
  EXPECT_NEAR(fine->info().geometry.width_mm(), 32 * 14.7, 1e-9);
  EXPECT_NEAR(fine->info().geometry.pitch_y_mm, 7.35, 1e-9);
  const auto said =
      open("supine-even", {{"rows", "50"}, {"cols", "20"}, {"pitch_mm", "30,35"}, {"head", "bottom"}});
  EXPECT_EQ(said->info().geometry.pitch_x_mm, 30.0);
  EXPECT_EQ(said->info().geometry.pitch_y_mm, 35.0);
  EXPECT_EQ(said->info().geometry.rows, 50);
  EXPECT_EQ(said->info().geometry.head, HeadEdge::bottom);
}

TEST(SimulatedSource, OptionsReachTheBody) {
  const auto truth_of = [](const Options& options) {
    auto source = open("supine-even", options);
    RawFrame frame;
    EXPECT_EQ(source->read(frame, {}).value(), ReadStatus::frame);
    return dynamic_cast<const SimulatedSource&>(*source).truth();
  };
  EXPECT_NEAR(truth_of({{"weight_kg", "100"}, {"motion", "0"}}).load_n, 980.665, 10.0);
  EXPECT_EQ(truth_of({{"spot", "lumbar,right,-90"}}).region, "lumbar");
  EXPECT_EQ(truth_of({{"spot", "calf,right,40"}}).region_side, "client's right");
  EXPECT_NEAR(truth_of({{"breaths", "9"}, {"motion", "0"}}).breathing_rate_per_min, 9.0, 1e-9);
  EXPECT_NEAR(truth_of({{"left_share", "0.6"}, {"motion", "0"}}).client_left_share, 0.6, 0.01);
}

TEST(SimulatedSource, WhatItDoesNotKnowItRefusesAndLists) {
  EXPECT_THAT(refusal("seated-evn", {}), testing::AllOf(HasSubstr("seated-evn"), HasSubstr("seated-even")));
  EXPECT_THAT(refusal("prone", {{"sed", "7"}}),
              testing::AllOf(HasSubstr("sed"), HasSubstr("seed"), HasSubstr("rate")));
  const std::pair<const char*, const char*> bad[] = {{"rate", "0"},
                                                     {"rate", "nan"},
                                                     {"rate", "1e300"},
                                                     {"seconds", "-1"},
                                                     {"seed", "-1"},
                                                     {"seed", "7x"},
                                                     {"rows", "0"},
                                                     {"rows", "1e9"},
                                                     {"cols", "3.5"},
                                                     {"pitch_mm", "1,"},
                                                     {"pitch_mm", ","},
                                                     {"pitch_mm", "1,2,3"},
                                                     {"noise", "inf"},
                                                     {"dead_row", "32"},
                                                     {"dead_row", "-1"},
                                                     {"live", "yes"},
                                                     {"head", "up"},
                                                     {"weight_kg", ""},
                                                     {"breaths", "1"},
                                                     {"motion", "99"},
                                                     {"spot", ""},
                                                     {"spot", "thigh"},
                                                     {"spot", "thigh,left"},
                                                     {"spot", "thigh,up,5"},
                                                     {"spot", "thigh,left,900"},
                                                     {"spot", "neck,left,50"}};
  for (const auto& [key, value] : bad) {
    const std::string message = refusal("seated-even", {{key, value}});
    EXPECT_NE(message, "accepted") << key << "=" << value;
    EXPECT_EQ(message.find('\n'), std::string::npos);
  }
}

// Real time changes when a frame comes, never what it shows.
TEST(SimulatedSource, LiveFramesAreTheSameFrames) {
  auto live = open("seated-even", {{"live", "1"}, {"rate", "1000"}, {"seconds", "0.02"}});
  auto plain = open("seated-even", {{"live", "0"}, {"rate", "1000"}, {"seconds", "0.02"}});
  EXPECT_TRUE(live->is_live());
  const auto reference = read_all(*plain);
  RawFrame frame;
  std::size_t seen = 0;
  for (;;) {
    const ReadStatus status = live->read(frame, {}).value();
    if (status == ReadStatus::end) break;
    if (status == ReadStatus::timeout) continue;
    ASSERT_LT(frame.sequence, reference.size());
    EXPECT_EQ(frame.cells, reference[frame.sequence].cells);
    ++seen;
  }
  EXPECT_EQ(seen + live->stats().lost_frames, reference.size());
}

TEST(SimulatedSource, AStopRequestEndsTheWait) {
  auto source = open("seated-even", {{"live", "1"}, {"rate", "0.1"}});
  std::stop_source stop;
  RawFrame frame;
  while (source->read(frame, stop.get_token()).value() != ReadStatus::frame) {
  }
  EXPECT_EQ(source->read(frame, stop.get_token()).value(), ReadStatus::timeout) << "the next is due in 10 s";
  stop.request_stop();
  EXPECT_EQ(source->read(frame, stop.get_token()).value(), ReadStatus::timeout);
}

TEST(SimulatedSource, FramesThatNobodyReadAreLostAndCounted) {
  auto source = open("empty", {{"live", "1"}, {"rate", "200"}});
  RawFrame frame;
  while (source->read(frame, {}).value() != ReadStatus::frame) {
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(700));
  while (source->read(frame, {}).value() != ReadStatus::frame) {
  }
  EXPECT_GT(source->stats().lost_frames, 0U);
  EXPECT_EQ(frame.sequence, 1 + source->stats().lost_frames);
  EXPECT_NE(frame.flags & frame_flag::discontinuity, 0);
}

}  // namespace
}  // namespace palpate
