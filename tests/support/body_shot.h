// A simulated body at one instant, with what tests ask of it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "acquisition/simulated_body.h"

namespace palpate::test {

using Map = std::vector<float>;

inline SimulatedBodyOptions of(std::string scenario, std::uint64_t seed = 7) {
  SimulatedBodyOptions options;
  options.scenario = std::move(scenario);
  options.seed = seed;
  return options;
}

inline SimulatedBodyOptions still(std::string scenario, std::uint64_t seed = 7) {
  SimulatedBodyOptions options = of(std::move(scenario), seed);
  options.motion = 0.0;
  return options;
}

inline SimulatedBody make(const SimulatedBodyOptions& options) {
  auto body = SimulatedBody::create(options);
  EXPECT_TRUE(body) << (body ? "" : body.error().message);
  return std::move(body).value();
}

struct Shot {
  GroundTruth truth;
  Map kpa;
  MatGeometry mat;
  [[nodiscard]] double at(int r, int c) const { return kpa[static_cast<std::size_t>(r * mat.cols + c)]; }
  [[nodiscard]] double load_n() const {
    return std::accumulate(kpa.begin(), kpa.end(), 0.0) * mat.cell_area_mm2() * 1e-3;
  }
  [[nodiscard]] double map_left_share() const {
    double left = 0.0;
    for (int r = 0; r < mat.rows; ++r) {
      for (int c = 0; c < mat.cols / 2; ++c) left += at(r, c);
    }
    return left * mat.cell_area_mm2() * 1e-3 / load_n();
  }
  [[nodiscard]] float peak() const { return *std::max_element(kpa.begin(), kpa.end()); }
};

inline Shot shoot(const SimulatedBodyOptions& options, double t_s = 100.0) {
  SimulatedBody body = make(options);
  Shot shot;
  shot.mat = body.geometry();
  shot.truth = body.pressure_at(t_s, shot.kpa);
  return shot;
}

}  // namespace palpate::test
