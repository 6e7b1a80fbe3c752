// Something hard under a simulated body: its place, its step of pressure, and that the body weighs the same.
#include "acquisition/simulated_edge.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/body_shot.h"

namespace palpate {
namespace {

using namespace test;  // NOLINT: the words of these tests

SimulatedEdge edge_of(std::string region, bool client_left, double kpa) {
  SimulatedEdge edge;
  edge.region = std::move(region);
  edge.client_left = client_left;
  edge.step_kpa = kpa;
  return edge;
}

TEST(SimulatedEdge, AddsItsPressureAtItsPlaceAndKeepsTheLoad) {
  for (const auto& [scenario, region] :
       {std::pair{"seated-even", "ischial"}, std::pair{"supine-even", "pelvis"},
        std::pair{"prone", "mid-back"}}) {
    SimulatedBodyOptions options = still(scenario);
    const Shot without = shoot(options);
    options.edge = edge_of(region, true, 12.0);
    const Shot with = shoot(options);
    EXPECT_NEAR(with.load_n(), without.load_n(), 0.002 * without.load_n()) << scenario;
    EXPECT_EQ(with.truth.edge_kpa, 12.0);
    const int row = static_cast<int>(with.truth.edge_y_mm / with.mat.pitch_y_mm),
              col = static_cast<int>(with.truth.edge_x_mm / with.mat.pitch_x_mm);
    EXPECT_NEAR(with.at(row, col) - without.at(row, col), 12.0, 3.0)
        << scenario << ": less where the body barely touches";
    // Beside it, past half its size, there is less than before.
    const int away = static_cast<int>(std::ceil(90.0 / with.mat.pitch_y_mm));
    EXPECT_LE(with.at(row - away, col), without.at(row - away, col)) << scenario;
  }
}

TEST(SimulatedEdge, LiesOnTheSideThatWasAskedFor) {
  SimulatedBodyOptions options = still("supine-even");
  options.edge = edge_of("pelvis", true, 10.0);
  const double left = shoot(options).truth.edge_x_mm;
  options.edge->client_left = false;
  EXPECT_GT(left, shoot(options).truth.edge_x_mm + 50.0) << "supine the client's left is on the map's right";
}

TEST(SimulatedEdge, IsReadFromText) {
  const auto edge = parse_edge("ischial,right,12,80,50,-30");
  ASSERT_TRUE(edge);
  EXPECT_EQ(edge->region, "ischial");
  EXPECT_FALSE(edge->client_left);
  EXPECT_EQ(edge->step_kpa, 12.0);
  EXPECT_EQ(edge->length_mm, 80.0);
  EXPECT_EQ(edge->width_mm, 50.0);
  EXPECT_EQ(edge->turn_deg, -30.0);
  for (const char* bad :
       {"", "ischial", "ischial,up,3", "ischial,left", "ischial,left,x", "ischial,left,3,1,2,3,4"})
    EXPECT_FALSE(parse_edge(bad)) << bad;
}

TEST(SimulatedEdge, ImpossibleOnesAreErrors) {
  SimulatedBodyOptions options = still("seated-even");
  options.edge = edge_of("ischial", true, 90.0);
  EXPECT_FALSE(SimulatedBody::create(options));
  options.edge = edge_of("lumbar", true, 10.0);
  EXPECT_FALSE(SimulatedBody::create(options));
  options.scenario = "side-left";
  EXPECT_FALSE(SimulatedBody::create(options));
}

}  // namespace
}  // namespace palpate
