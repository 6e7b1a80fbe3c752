#include "processing/dead_cells.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>

#include "acquisition/simulated_body.h"
#include "tests/support/pipeline_runs.h"

namespace palpate {
namespace {

constexpr double kFullScale = 1023.0;  // 10 bits over 60 kPa
constexpr double kKpaPerCount = 60.0 / kFullScale;
constexpr double kRateHz = 20.0;

using Fault = std::function<void(std::vector<float>& counts, double t_s)>;

SourceInfo ten_bit_mat(const MatGeometry& geometry) {
  SourceInfo info;
  info.geometry = geometry;
  info.unit = CellUnit::counts;
  info.adc_full_scale = kFullScale;
  info.calibration_json = fmt::format(
      R"({{"id": "test", "date": "2024-01-01", "curve": {{"kind": "polynomial", "coefficients": [0, {}]}}}})",
      kKpaPerCount);
  return info;
}

// Dead cells in the last frame of a body on a mat without noise, 10 bits.
Mask found_dead(const SimulatedBodyOptions& options, double seconds, const Fault& fault = nullptr,
                int* most = nullptr) {
  auto body = SimulatedBody::create(options).value();
  const SourceInfo info = ten_bit_mat(body.geometry());
  auto pipeline = Pipeline::create(info).value();
  RawFrame frame;
  std::vector<float> kpa;
  Mask dead;
  for (int k = 0; k < static_cast<int>(seconds * kRateHz); ++k) {
    const double t_s = k / kRateHz;
    body.pressure_at(t_s, kpa);
    frame.device_time_us = std::llround(t_s * 1e6);
    frame.cells.resize(kpa.size());
    for (std::size_t i = 0; i < kpa.size(); ++i) {
      const double counts = static_cast<double>(kpa[i]) / kKpaPerCount;
      frame.cells[i] = static_cast<float>(std::min(kFullScale, std::round(counts)));
    }
    if (fault) fault(frame.cells, t_s);
    dead = pipeline.process(frame).map.dead;
    if (most != nullptr) *most = std::max(*most, static_cast<int>(dead.count()));
  }
  return dead;
}

constexpr int kCols = 32;  // of the simulated seat
constexpr int at(int row, int col) {
  return row * kCols + col;
}

struct Place {
  int row = 0, col = 0;
};

// A cell whose eight neighbours all carry much.
Place loaded_place(const SimulatedBodyOptions& options) {
  auto body = SimulatedBody::create(options).value();
  std::vector<float> kpa;
  body.pressure_at(1.0, kpa);
  Place best;
  float most = 0.0F;
  for (int r = 1; r + 1 < body.geometry().rows; ++r) {
    for (int c = 1; c + 1 < body.geometry().cols; ++c) {
      float least = INFINITY;
      for (int k = 0; k < 9; ++k)
        least = std::min(least, kpa[static_cast<std::size_t>(at(r + k / 3 - 1, c + k % 3 - 1))]);
      if (least > most) most = least, best = {r, c};
    }
  }
  return best;
}

// A quiet converter repeats the same count in a healthy cell for many seconds while its neighbours flicker
// by one.
TEST(DeadCells, AQuietTenBitMatHasNone) {
  for (const char* scenario : {"seated-left-lean", "seated-even", "supine-even"}) {
    for (const double motion : {0.0, 1.0}) {
      int most = 0;
      SimulatedBodyOptions options;
      options.scenario = scenario;
      options.motion = motion;
      found_dead(options, 60.0, nullptr, &most);
      EXPECT_EQ(most, 0) << scenario << ", motion " << motion;
    }
  }
}

TEST(DeadCells, ACellAtZeroUnderALoadIsFoundAndRevives) {
  const Place place = loaded_place({});
  const auto cell = static_cast<std::size_t>(at(place.row, place.col));
  const auto dead = [&](std::vector<float>& counts, double) { counts[cell] = 0.0F; };
  Mask expected = Mask::Constant(32, 32, false);
  expected(place.row, place.col) = true;
  EXPECT_TRUE((found_dead({}, 15.0, dead) == expected).all());
  const auto loose = [&](std::vector<float>& counts, double t_s) {
    if (t_s < 15.0) counts[cell] = 0.0F;
  };
  EXPECT_FALSE(found_dead({}, 20.0, loose).any());
}

TEST(DeadCells, ADeadRowAndColumnAreFound) {
  const Place place = loaded_place({});
  const Mask row = found_dead({}, 15.0, [&](std::vector<float>& counts, double) {
    for (int c = 0; c < kCols; ++c) counts[static_cast<std::size_t>(at(place.row, c))] = 0.0F;
  });
  EXPECT_GE(row.row(place.row).count(), 8);
  EXPECT_EQ(row.count(), row.row(place.row).count());
  const Mask col = found_dead({}, 15.0, [&](std::vector<float>& counts, double) {
    for (int r = 0; r < kCols; ++r) counts[static_cast<std::size_t>(at(r, place.col))] = 0.0F;
  });
  EXPECT_GE(col.col(place.col).count(), 4);
  EXPECT_EQ(col.count(), col.col(place.col).count());
}

// Hardly a cell has five witnesses there, and the lean that a dead line makes needs 10 s to be told.
TEST(DeadCells, ADeadColumnUnderABodyThatLiesLightlyIsFoundBeforeItTellsALean) {
  SimulatedBodyOptions lying;
  lying.scenario = "supine-even";
  const auto geometry = SimulatedBody::create(lying).value().geometry();
  const Mask dead = found_dead(lying, 8.0, [&](std::vector<float>& counts, double) {
    for (int r = 0; r < geometry.rows; ++r) counts[static_cast<std::size_t>(r * geometry.cols + 14)] = 0.0F;
  });
  EXPECT_TRUE(dead.col(14).all());
  EXPECT_EQ(dead.count(), geometry.rows);
}

TEST(DeadCells, ACellAtFullScaleAloneIsFound) {
  const Mask dead = found_dead({}, 6.0, [](std::vector<float>& counts, double) {
    counts[static_cast<std::size_t>(at(2, 2))] = static_cast<float>(kFullScale);
  });
  EXPECT_TRUE(dead(2, 2));
  EXPECT_EQ(dead.count(), 1);
}

// Stuck between: known only once the body moved, for until then a healthy cell could look the same.
TEST(DeadCells, AStuckCellBetweenIsFoundWhenTheBodyMoves) {
  SimulatedBodyOptions still;
  still.motion = 0.0;
  const Place place = loaded_place(still);
  const auto cell = static_cast<std::size_t>(at(place.row, place.col));
  const auto stuck = [&](std::vector<float>& counts, double) { counts[cell] = 150.0F; };
  EXPECT_FALSE(found_dead(still, 25.0, stuck).any());
  const Mask dead = found_dead(still, 25.0, [&](std::vector<float>& counts, double t_s) {
    const float weight = t_s > 12.0 && t_s < 16.0 ? 0.4F : 1.0F;  // leans on the table for a moment
    for (float& value : counts) value = std::round(value * weight);
    stuck(counts, t_s);
  });
  EXPECT_TRUE(dead(place.row, place.col));
  EXPECT_EQ(dead.count(), 1);
}

}  // namespace
}  // namespace palpate
