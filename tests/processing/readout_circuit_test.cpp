#include "processing/readout_circuit.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace palpate {
namespace {

std::vector<double> some_conductances(int cells) {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> uniform(0.0, 240e-6);
  std::vector<double> g(static_cast<std::size_t>(cells));
  for (double& value : g) value = uniform(random);
  return g;
}

TEST(ReadoutCircuit, SingleCellsFollowOhm) {
  const double g = 100e-6;
  double f = 0.0, scratch = 0.0;
  forward_pulldown_grounded(&g, &f, {1, 1}, 1000.0, &scratch);
  EXPECT_DOUBLE_EQ(f, 1000.0 / (1000.0 + 1.0 / g));  // a plain divider
  forward_zero_potential(&g, &f, {1, 1}, 4166.7, 10.0);
  EXPECT_NEAR(f, 4166.7 / (10.0 + 1.0 / g), 1e-15);  // driver and cell in series
}

TEST(ReadoutCircuit, NeighboursInTheSameLineShareTheDrop) {
  const std::vector<double> g{100e-6, 200e-6};
  std::vector<double> f(2);
  forward_zero_potential(g.data(), f.data(), {1, 2}, 1000.0, 10.0);  // one row: both load its driver
  EXPECT_NEAR(f[0], 0.1 / 1.003, 1e-15);
  double scratch[1];
  forward_pulldown_grounded(g.data(), f.data(), {2, 1}, 1000.0, scratch);  // one column: the other pulls down
  EXPECT_NEAR(f[0], 100e-6 / (1e-3 + 300e-6), 1e-15);
}

TEST(ReadoutCircuit, InverseUndoesForward) {
  const MatrixShape shape{32, 32};
  const auto g = some_conductances(32 * 32);
  std::vector<double> f(g.size()), back(g.size()), scratch(32);
  forward_zero_potential(g.data(), f.data(), shape, 4166.7, 10.0);
  invert_zero_potential(f.data(), back.data(), shape, 4166.7, 10.0);
  for (std::size_t i = 0; i < g.size(); ++i) ASSERT_NEAR(back[i], g[i], 1e-12 * g[i] + 1e-18);
  forward_pulldown_grounded(g.data(), f.data(), shape, 1000.0, scratch.data());
  invert_pulldown_grounded(f.data(), back.data(), shape, 1000.0, scratch.data());
  for (std::size_t i = 0; i < g.size(); ++i) ASSERT_NEAR(back[i], g[i], 1e-11 * g[i] + 1e-18);
}

TEST(ReadoutCircuit, ImpossibleReadingsStayFinite) {
  std::vector<float> f(4, 1.0F), scratch(2);
  invert_pulldown_grounded(f.data(), f.data(), {2, 2}, 1000.0, scratch.data());
  for (const float g : f) EXPECT_NEAR(g, 1.0F / (1000.0F * static_cast<float>(kSmallestDenominator)), 1e-3F);
}

}  // namespace
}  // namespace palpate
