#include "processing/welch.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <numbers>
#include <random>

namespace palpate {
namespace {

std::vector<double> noise(std::size_t n, unsigned seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> value(0.5, 2.0);
  std::vector<double> x(n);
  for (double& v : x) v = value(random);
  return x;
}

// The definition written down literally: one DFT sum a bin.
std::vector<double> slow_welch(const std::vector<double>& x, const WelchOptions& o) {
  const std::size_t hop = o.segment - o.segment / 2;
  std::vector<double> out(o.bins, 0.0);
  int segments = 0;
  double power = 0.0;
  std::vector<double> window(o.segment);
  for (std::size_t n = 0; n < o.segment; ++n) {
    const double turn = static_cast<double>(n) / static_cast<double>(o.segment);
    window[n] = 0.5 * (1.0 - std::cos(2 * std::numbers::pi * turn));
    if (o.segment == 1) window[n] = 1.0;
    power += window[n] * window[n];
  }
  for (std::size_t start = 0; start + o.segment <= x.size(); start += hop, ++segments) {
    std::vector<double> part(x.begin() + static_cast<std::ptrdiff_t>(start),
                             x.begin() + static_cast<std::ptrdiff_t>(start + o.segment));
    detrend_linear(part);
    for (std::size_t m = 0; m < o.bins; ++m) {
      std::complex<double> sum = 0.0;
      for (std::size_t n = 0; n < part.size(); ++n) {
        const double turn =
            static_cast<double>((o.first_bin + m) * n % o.transform) / static_cast<double>(o.transform);
        sum += part[n] * window[n] * std::polar(1.0, -2 * std::numbers::pi * turn);
      }
      const bool alone = o.first_bin + m == 0 || 2 * (o.first_bin + m) == o.transform;
      out[m] += std::norm(sum) * (alone ? 1.0 : 2.0) / (o.rate_hz * power);
    }
  }
  for (double& v : out) v /= segments;
  return out;
}

void expect_same(const std::vector<double>& x, const WelchOptions& options) {
  const std::vector<double> fast = welch_density(x, options), slow = slow_welch(x, options);
  ASSERT_EQ(fast.size(), slow.size());
  double top = 0.0;
  for (const double v : slow) top = std::max(top, v);
  for (std::size_t m = 0; m < fast.size(); ++m) EXPECT_NEAR(fast[m], slow[m], 1e-11 * top) << "bin " << m;
}

TEST(Welch, EqualsTheLiteralDefinition) {
  expect_same(noise(400, 1), {50.0, 100, 400, 0, 201});  // even, all bins
  expect_same(noise(401, 2), {50.0, 101, 401, 0, 201});  // odd and prime
  expect_same(noise(397, 3), {20.0, 397, 397, 3, 50});   // one segment, some bins
  expect_same(noise(10, 4), {1.0, 1, 10, 0, 6});         // one sample a segment
}

TEST(Welch, PowerOfASineIsHalfItsSquaredAmplitude) {
  std::vector<double> x(6000);
  for (std::size_t n = 0; n < x.size(); ++n)
    x[n] = 3.0 * std::sin(2 * std::numbers::pi * 2.0 * static_cast<double>(n) / 100.0);
  const std::vector<double> density = welch_density(x, {100.0, 1000, 6000, 0, 3001});
  double power = 0.0;
  for (const double v : density) power += v * 100.0 / 6000.0;
  EXPECT_NEAR(power, 4.5, 3e-3);
}

TEST(Welch, LineIsRemovedWhole) {
  std::vector<double> x(1000);
  for (std::size_t n = 0; n < x.size(); ++n) x[n] = 7.0 - 0.3 * static_cast<double>(n);
  detrend_linear(x);
  for (const double v : x) EXPECT_NEAR(v, 0.0, 1e-10);
  std::vector<double> one = {5.0};
  detrend_linear(one);
  EXPECT_EQ(one[0], 0.0);
}

TEST(Welch, HannIsPeriodic) {
  const std::vector<double> w = hann_periodic(4);
  EXPECT_EQ(w[0], 0.0);
  EXPECT_NEAR(w[1], 0.5, 1e-15);
  EXPECT_EQ(w[2], 1.0);
  EXPECT_NEAR(w[3], 0.5, 1e-15);
}

}  // namespace
}  // namespace palpate
