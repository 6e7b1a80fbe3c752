// Small pressure maps for tests.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "acquisition/mat_geometry.h"
#include "processing/frame_metrics.h"
#include "processing/pressure_map.h"

namespace palpate::testing_maps {

inline MatGeometry geometry(int rows, int cols, double px = 10.0, double py = 10.0) {
  auto made = make_geometry(rows, cols, px, py);
  EXPECT_TRUE(made) << rows << " x " << cols;
  return *made;
}

inline PressureMap map_of(const Grid& pressure, PressureUnit unit = PressureUnit::kpa) {
  PressureMap map;
  map.unit = unit;
  map.pressure = pressure;
  map.dead = map.repaired = map.saturated = Mask::Constant(pressure.rows(), pressure.cols(), false);
  return map;
}

inline PressureMap map_of(int rows, int cols, const std::vector<float>& cells) {
  Grid grid(rows, cols);
  EXPECT_EQ(static_cast<std::size_t>(grid.size()), cells.size());
  std::copy(cells.begin(), cells.end(), grid.data());
  return map_of(grid);
}

// A body-like load: two round blobs on noise, about a third of the mat in contact at 0.67 kPa.
inline Grid body(int rows, int cols, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> noise(0.0F, 0.5F), place(0.25F, 0.75F);
  Grid grid(rows, cols);
  const auto h = static_cast<float>(rows), w = static_cast<float>(cols);
  const float x1 = place(random) * w, x2 = place(random) * w, y = place(random) * h;
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < cols; ++c) {
      const auto blob = [&](float cx, float amplitude) {
        const float dx = (static_cast<float>(c) - cx) / (0.12F * w + 0.5F);
        const float dy = (static_cast<float>(r) - y) / (0.15F * h + 0.5F);
        return amplitude * std::exp(-0.5F * (dx * dx + dy * dy));
      };
      grid(r, c) = blob(x1, 12.0F) + blob(x2, 9.0F) + noise(random);
    }
  }
  return grid;
}

inline Features features_of(const PressureMap& map, const MatGeometry& g,
                            const FrameMetricSettings& settings = {}) {
  FrameMetricsWorkspace workspace;
  Features features;
  compute_frame_metrics(map, g, settings, workspace, features);
  return features;
}

}  // namespace palpate::testing_maps
