#include "processing/filters.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <numbers>

namespace palpate {
namespace {

// 24 samples at 50 Hz and what SciPy 1.10 makes of them: butter(order, 5.0, fs=50.0, output="sos") through
// sosfilt(.., zi=sosfilt_zi(sos) * x[0]) and through sosfiltfilt(..).
const std::vector<double> kSignal = {2.4,      2.423607, 2.257991, 2.138181, 2.26002,  2.635362,
                                     3.080927, 3.348952, 3.304969, 3.023835, 2.73442,  2.653094,
                                     2.826765, 3.099306, 3.225685, 3.051031, 2.624739, 2.166824,
                                     1.910864, 1.937359, 2.118274, 2.212891, 2.045407, 1.63538};
const std::vector<double> kCausal2 = {
    2.3999999999999995, 2.401592416650699,  2.395425678495354,  2.3588871198865076, 2.3005532769169097,
    2.2826363544284622, 2.375149952009489,  2.5917972399175806, 2.8644793283647605, 3.0798992503717444,
    3.153139023858062,  3.0844299941380786, 2.9568841388507257, 2.8757934202894297, 2.8927680534625018,
    2.969296960942795,  3.0059674740029725, 2.9161084977582927, 2.690464734530984,  2.4060189835690133,
    2.172561416184209,  2.0557206139442905, 2.032216335069768,  2.0097120463559808};
const std::vector<double> kZero2 = {
    2.4012148541809206, 2.3561209857077827, 2.3437919106553635, 2.3934599333406466, 2.517365446142412,
    2.6954614080399453, 2.8777391378372994, 3.0087034440579647, 3.058812099278172,  3.040454380649761,
    2.9962555143441247, 2.9673203689270973, 2.9637112006118747, 2.9580868499609214, 2.90687003895988,
    2.7835148821031708, 2.599770203760815,  2.39958110570347,   2.230107314118726,  2.110871467793002,
    2.023271869577631,  1.9276906858922602, 1.7950744946167683, 1.6289756249239769};
const std::vector<double> kCausal4 = {
    2.400000000000001,  2.400113888273647,  2.400040312664466,  2.3965118094218076, 2.382378739479022,
    2.354568082440706,  2.327474950761956,  2.335915589259094,  2.417614542977911,  2.584268932201805,
    2.803314206867232,  3.007621238800202,  3.13057080066359,   3.144300062446412,  3.0746893283239833,
    2.9818083669754123, 2.9185741098653115, 2.8959391821914906, 2.8785425149005595, 2.813275573181772,
    2.669938830915525,  2.464787240959458,  2.250313514899827,  2.079038698946959};
const std::vector<double> kZero4 = {
    2.4053958492047873, 2.3581520128541666, 2.347772646052108,  2.3988597813716415, 2.513026344768076,
    2.66869691747457,   2.8302399053683343, 2.9626998672675415, 3.04519352741008,   3.0763343217479022,
    3.0693448864897004, 3.040463376583897,  2.9980664132079764, 2.9390429303971364, 2.8539089769828725,
    2.7363530017556927, 2.590256958627892,  2.4294362270500236, 2.2706700272798077, 2.1252012674458514,
    1.9945551223165776, 1.8729746206176103, 1.7537923265933786, 1.6344135853653543};

void expect_all_near(const std::vector<double>& values, const std::vector<double>& wanted, double tolerance) {
  ASSERT_EQ(values.size(), wanted.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    EXPECT_NEAR(values[i], wanted[i], tolerance) << "sample " << i;
}

std::vector<Biquad> lowpass(int order, double cutoff_hz, double rate_hz) {
  auto made = butterworth_lowpass(order, cutoff_hz, rate_hz);
  EXPECT_TRUE(made);
  return *made;
}

TEST(Butterworth, EqualsSciPy) {
  expect_all_near(filter_causal(lowpass(2, 5.0, 50.0), kSignal), kCausal2, 1e-12);
  expect_all_near(filter_causal(lowpass(4, 5.0, 50.0), kSignal), kCausal4, 1e-12);
  expect_all_near(filter_zero_phase(lowpass(2, 5.0, 50.0), kSignal), kZero2, 1e-12);
  expect_all_near(filter_zero_phase(lowpass(4, 5.0, 50.0), kSignal), kZero4, 1e-12);
}

// abs(H) at a frequency, from the sections.
double gain(const std::vector<Biquad>& sections, double f_hz, double rate_hz) {
  const std::complex<double> z1 = std::polar(1.0, -2.0 * std::numbers::pi * f_hz / rate_hz), z2 = z1 * z1;
  std::complex<double> h = 1.0;
  for (const Biquad& s : sections) h *= (s.b0 + s.b1 * z1 + s.b2 * z2) / (1.0 + s.a1 * z1 + s.a2 * z2);
  return std::abs(h);
}

TEST(Butterworth, GainIsKnownInClosedForm) {
  for (const int order : {2, 4, 6, 8}) {
    for (const double cutoff : {0.05, 5.0, 20.0, 49.0}) {
      const auto sections = lowpass(order, cutoff, 100.0);
      EXPECT_NEAR(gain(sections, 0.0, 100.0), 1.0, 1e-9);
      EXPECT_NEAR(gain(sections, cutoff, 100.0), std::sqrt(0.5), 1e-9) << "pre-warped: exact at the cutoff";
      const double f = 10.0;
      const double ratio =
          std::tan(std::numbers::pi * f / 100.0) / std::tan(std::numbers::pi * cutoff / 100.0);
      EXPECT_NEAR(gain(sections, f, 100.0), 1.0 / std::sqrt(1.0 + std::pow(ratio, 2.0 * order)), 1e-9);
    }
  }
}

TEST(Butterworth, AConstantComesOutUnchangedFromTheFirstSample) {
  const std::vector<double> constant(200, 4.25);
  expect_all_near(filter_causal(lowpass(4, 0.5, 100.0), constant), constant, 1e-11);
  expect_all_near(filter_zero_phase(lowpass(4, 0.5, 100.0), constant), constant, 1e-11);
}

TEST(Butterworth, ZeroPhaseIsItsOwnMirrorImage) {
  const auto sections = lowpass(4, 2.0, 50.0);
  std::vector<double> bump(601, 0.0);
  for (int k = -40; k <= 40; ++k)
    bump[static_cast<std::size_t>(300 + k)] = 1.0 + std::cos(std::numbers::pi * k / 40.0);
  const auto out = filter_zero_phase(sections, bump);
  for (std::size_t k = 0; k < 300; ++k) EXPECT_NEAR(out[300 - k], out[300 + k], 1e-9);
}

TEST(Butterworth, ShortSignalsAreFilteredToo) {
  const auto sections = lowpass(4, 5.0, 50.0);
  EXPECT_TRUE(filter_zero_phase(sections, {}).empty());
  EXPECT_TRUE(filter_causal(sections, {}).empty());
  expect_all_near(filter_zero_phase(sections, std::vector{3.0}), {3.0}, 1e-12);
  expect_all_near(filter_zero_phase(sections, std::vector{3.0, 3.0}), {3.0, 3.0}, 1e-12);
}

TEST(Butterworth, ImpossibleSettingsSaySo) {
  EXPECT_FALSE(butterworth_lowpass(3, 5.0, 50.0));
  EXPECT_FALSE(butterworth_lowpass(4, 25.0, 50.0)) << "the Nyquist frequency itself";
  EXPECT_FALSE(butterworth_lowpass(4, 0.0, 50.0));
  EXPECT_FALSE(butterworth_lowpass(4, std::nan(""), 50.0));
  EXPECT_FALSE(butterworth_lowpass(4, 5.0, 0.0));
  const auto refused = butterworth_lowpass(4, 30.0, 50.0);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("25"), std::string::npos) << refused.error().message;
}

TEST(SosFilter, ResetForgets) {
  SosFilter filter(lowpass(2, 1.0, 50.0));
  filter.step(100.0);
  filter.step(-3.0);
  filter.reset();
  EXPECT_NEAR(filter.step(7.0), 7.0, 1e-12);
}

TEST(OneEuro, FirstStepsByHand) {
  // dt = 0.1 s; fc = 1 Hz: alpha = 1 / (1 + 1 / (0.2 pi)).
  const double a = 1.0 / (1.0 + 1.0 / (0.2 * std::numbers::pi));
  OneEuroFilter filter({.min_cutoff_hz = 1.0, .beta = 0.5, .derivative_cutoff_hz = 1.0});
  EXPECT_EQ(filter.step(2.0, 0.0), 2.0);
  const double dx = a * (3.0 - 2.0) / 0.1;
  const double fc = 1.0 + 0.5 * dx, a1 = 1.0 / (1.0 + 1.0 / (0.2 * std::numbers::pi * fc));
  const double x1 = 2.0 + a1 * 1.0;
  EXPECT_NEAR(filter.step(3.0, 0.1), x1, 1e-12);
  const double dx2 = dx + a * ((3.0 - x1) / 0.1 - dx);
  const double fc2 = 1.0 + 0.5 * std::abs(dx2), a2 = 1.0 / (1.0 + 1.0 / (0.2 * std::numbers::pi * fc2));
  EXPECT_NEAR(filter.step(3.0, 0.2), x1 + a2 * (3.0 - x1), 1e-12);
  EXPECT_NEAR(filter.step(50.0, 0.2), x1 + a2 * (3.0 - x1), 1e-12) << "time stands still";
}

TEST(OneEuro, WithoutBetaItIsAOnePole) {
  OneEuroFilter filter({.min_cutoff_hz = 2.0, .beta = 0.0});
  const double a = 1.0 / (1.0 + 1.0 / (2.0 * std::numbers::pi * 2.0 * 0.01));
  double y = 1.0;
  filter.step(1.0, 0.0);
  for (int k = 1; k < 50; ++k) {
    y += a * (5.0 - y);
    EXPECT_NEAR(filter.step(5.0, 0.01 * k), y, 1e-9);
  }
}

TEST(OneEuro, FasterMovesLagLess) {
  OneEuroFilter slow({.beta = 0.0}), quick({.beta = 1.0});
  double a = 0.0, b = 0.0;
  for (int k = 0; k < 100; ++k) {
    a = slow.step(0.5 * k, 0.01 * k);
    b = quick.step(0.5 * k, 0.01 * k);
  }
  EXPECT_LT(49.5 - b, 0.5 * (49.5 - a));
}

}  // namespace
}  // namespace palpate
