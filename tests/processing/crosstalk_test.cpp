#include "processing/crosstalk.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <tuple>

namespace palpate {
namespace {

enum class Pattern { ghost, random, body, zeros };

// Conductances like a piezoresistive mat: 1 uS at rest, up to 1 mS under load.
std::vector<double> pattern(Pattern kind, int n, unsigned seed = 3) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  std::vector<double> g(static_cast<std::size_t>(n * n), 1e-6);
  for (int r = 0; r < n; ++r)
    for (int c = 0; c < n; ++c) {
      double& cell = g[static_cast<std::size_t>(r * n + c)];
      const double x = (c + 0.5) / n - 0.5, y = (r + 0.5) / n - 0.5;
      if (kind == Pattern::random) cell = std::pow(10.0, -6.0 + 3.0 * uniform(random));
      if (kind == Pattern::body) cell += 5e-4 * std::exp(-40 * x * x - 8 * y * y) * (0.5 + uniform(random));
      if (kind == Pattern::zeros) cell = uniform(random) < 0.4 ? 0.0 : 1e-4 * (0.1 + uniform(random));
      const bool corner = (r == 1 || r == n - 2) && (c == 1 || c == n - 2) && !(r == n - 2 && c == n - 2);
      if (kind == Pattern::ghost && corner) cell = 1e-3;
    }
  return g;
}

double worst_relative(const std::vector<double>& found, const std::vector<double>& truth) {
  double worst = 0.0, top = 0.0;
  for (const double g : truth) top = std::max(top, g);
  for (std::size_t i = 0; i < truth.size(); ++i)
    worst = std::max(worst, std::abs(found[i] - truth[i]) / std::max(truth[i], 1e-7 * top));
  return worst;
}

class Crosstalk : public testing::TestWithParam<std::tuple<CrosstalkCircuit, int, Pattern, double>> {};

TEST_P(Crosstalk, NoiseFreeReadingsAreInverted) {
  const auto [circuit, n, kind, r_on] = GetParam();
  const CrosstalkModel model{circuit, 1000.0, 5.0, r_on};
  const std::vector<double> truth = pattern(kind, n);
  const Result<std::vector<double>> reading = crosstalk_forward(model, n, n, truth);
  ASSERT_TRUE(reading) << reading.error().message;
  const Result<std::vector<double>> found = crosstalk_inverse(model, n, n, *reading);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_LT(worst_relative(*found, truth), 1e-6);
}

INSTANTIATE_TEST_SUITE_P(
    AllCircuits, Crosstalk,
    testing::Combine(testing::Values(CrosstalkCircuit::pulldown_grounded, CrosstalkCircuit::pulldown_floating,
                                     CrosstalkCircuit::two_terminal, CrosstalkCircuit::zero_potential),
                     testing::Values(8, 16),
                     testing::Values(Pattern::ghost, Pattern::random, Pattern::body, Pattern::zeros),
                     testing::Values(0.0, 30.0)));

INSTANTIATE_TEST_SUITE_P(Large, Crosstalk,
                         testing::Combine(testing::Values(CrosstalkCircuit::pulldown_grounded,
                                                          CrosstalkCircuit::pulldown_floating,
                                                          CrosstalkCircuit::two_terminal),
                                          testing::Values(32),
                                          testing::Values(Pattern::random, Pattern::body),
                                          testing::Values(30.0)));

std::vector<double> forward(const CrosstalkModel& model, int rows, int cols, const std::vector<double>& g) {
  const Result<std::vector<double>> out = crosstalk_forward(model, rows, cols, g);
  EXPECT_TRUE(out) << (out ? "" : out.error().message);
  return out ? *out : std::vector<double>{};
}

TEST(CrosstalkForward, OneCellIsAPlainDivider) {
  for (const CrosstalkCircuit circuit : {CrosstalkCircuit::pulldown_grounded,
                                         CrosstalkCircuit::pulldown_floating, CrosstalkCircuit::two_terminal})
    for (const double r_on : {0.0, 50.0})
      EXPECT_NEAR(forward({circuit, 1000.0, 5.0, r_on}, 1, 1, {1.0 / 3000.0})[0],
                  5.0 * 1000.0 / (4000.0 + r_on), 1e-12)
          << name_of(circuit);
  EXPECT_NEAR(forward({CrosstalkCircuit::zero_potential, 0.0, 5.0, 50.0}, 1, 1, {1.0 / 3000.0})[0],
              5.0 / 3050.0, 1e-15);
}

TEST(CrosstalkForward, TwoByTwoByHand) {
  // Four cells of 1 kohm. Two-terminal: 1 kohm beside 3 kohm in series = 750 ohm.
  const std::vector<double> g(4, 1e-3);
  EXPECT_NEAR(forward({CrosstalkCircuit::two_terminal, 250.0, 1.0, 0.0}, 2, 2, g)[3], 0.25, 1e-12);
  // Floating: by symmetry both columns are alike, the idle row takes their potential: 500 ohm into 500 ohm.
  EXPECT_NEAR(forward({CrosstalkCircuit::pulldown_floating, 1000.0, 1.0, 0.0}, 2, 2, g)[1], 0.5, 1e-12);
  // Grounded: 1 kohm above, 1 kohm of the idle row beside the load below.
  EXPECT_NEAR(forward({CrosstalkCircuit::pulldown_grounded, 1000.0, 1.0, 0.0}, 2, 2, g)[0], 1.0 / 3.0, 1e-12);
}

TEST(CrosstalkForward, SmallDriverResistanceTendsToNone) {
  const std::vector<double> g = pattern(Pattern::random, 6);
  const std::vector<double> none = forward({CrosstalkCircuit::pulldown_grounded, 1000.0, 5.0, 0.0}, 6, 6, g);
  const std::vector<double> some = forward({CrosstalkCircuit::pulldown_grounded, 1000.0, 5.0, 1e-6}, 6, 6, g);
  for (std::size_t i = 0; i < g.size(); ++i) EXPECT_NEAR(none[i], some[i], 1e-7 * none[i]);
}

TEST(CrosstalkForward, ReadingsScaleWithTheDrive) {
  const std::vector<double> g = pattern(Pattern::body, 5);
  const std::vector<double> one = forward({CrosstalkCircuit::pulldown_floating, 1000.0, 1.0, 30.0}, 5, 5, g);
  const std::vector<double> five = forward({CrosstalkCircuit::pulldown_floating, 1000.0, 5.0, 30.0}, 5, 5, g);
  for (std::size_t i = 0; i < g.size(); ++i) EXPECT_NEAR(five[i], 5.0 * one[i], 1e-13);
}

TEST(CrosstalkInverse, NonSquareAndUnconnectedPartsWork) {
  std::vector<double> g(3 * 5, 0.0);
  g[0] = 1e-4, g[1] = 2e-4, g[5] = 5e-5, g[13] = 3e-4;  // a part of 2 x 2, a part of 1 x 1, idle lines
  for (const CrosstalkCircuit circuit :
       {CrosstalkCircuit::pulldown_grounded, CrosstalkCircuit::pulldown_floating,
        CrosstalkCircuit::two_terminal}) {
    const CrosstalkModel model{circuit, 2200.0, 3.3, 20.0};
    const Result<std::vector<double>> found = crosstalk_inverse(model, 3, 5, forward(model, 3, 5, g));
    ASSERT_TRUE(found) << found.error().message;
    for (std::size_t i = 0; i < g.size(); ++i) EXPECT_NEAR((*found)[i], g[i], 1e-12) << name_of(circuit) << i;
  }
}

TEST(CrosstalkInverse, ImpossibleReadingsAreAnErrorAndNotANumber) {
  const CrosstalkModel model{CrosstalkCircuit::two_terminal, 1000.0, 5.0, 0.0};
  EXPECT_FALSE(crosstalk_inverse(model, 1, 2, {5.0, 1.0}));
  EXPECT_FALSE(crosstalk_inverse(model, 1, 1, {-0.1}));
  EXPECT_FALSE(crosstalk_inverse(model, 1, 1, {NAN}));
  // A way from row 1 over row 2 to column 2 must exist, so this zero cannot be.
  const Result<std::vector<double>> zero = crosstalk_inverse(model, 2, 2, {1.0, 0.0, 1.0, 1.0});
  ASSERT_FALSE(zero);
  EXPECT_NE(zero.error().message.find("row 1, column 2"), std::string::npos);
  // Far from the triangle law of resistances: no network gives these.
  EXPECT_FALSE(crosstalk_inverse(model, 2, 2, {4.9, 4.9, 4.9, 0.01}));
  EXPECT_FALSE(crosstalk_inverse({CrosstalkCircuit::pulldown_grounded, 0.0, 5.0, 0.0}, 1, 1, {1.0}));
  EXPECT_FALSE(crosstalk_circuit_from("divider"));
  EXPECT_EQ(*crosstalk_circuit_from("two-terminal"), CrosstalkCircuit::two_terminal);
}

}  // namespace
}  // namespace palpate
