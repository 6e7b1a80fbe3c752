#include "processing/breathing_combine.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace palpate {
namespace {

using Eigen::Index;
constexpr double kSmoothing_s = 1.0;   // Hann, half its height at 1 Hz
constexpr double kLeastStill_s = 10.0;
constexpr double kMoves = 4.0;         // times the usual change
constexpr double kWiden_s = 0.4;

std::vector<float> hann_kernel(double step_s) {
  const int half = static_cast<int>(kSmoothing_s / step_s / 2.0);
  std::vector<float> kernel;
  float sum = 0.0F;
  for (int k = -half; k <= half; ++k) {
    kernel.push_back(static_cast<float>(1.0 + std::cos(std::numbers::pi * k / (half + 1.0))));
    sum += kernel.back();
  }
  for (float& k : kernel) k /= sum;
  return kernel;
}

// Within each run of valid samples; shorter kernels at its ends.
ChannelBlock smoothed(const ChannelBlock& in, std::span<const std::uint8_t> valid, const std::vector<float>& kernel) {
  ChannelBlock out = ChannelBlock::Zero(in.rows(), in.cols());
  const auto half = static_cast<Index>(kernel.size() / 2);
  for (Index i = 0; i < in.rows(); ++i) {
    if (!valid[static_cast<std::size_t>(i)]) continue;
    float sum = 0.0F;
    for (const int side : {-1, 1})
      for (Index k = side < 0 ? 0 : 1; k <= half; ++k) {
        const Index at = i + side * k;
        if (at < 0 || at >= in.rows() || !valid[static_cast<std::size_t>(at)]) break;
        const float weight = kernel[static_cast<std::size_t>(half + k)];
        out.row(i) += weight * in.row(at);
        sum += weight;
      }
    out.row(i) /= sum;
  }
  return out;
}

// 1 / noise standard deviation a channel, 0 for a channel that never changes. Noise: what the smoothing took away.
Eigen::VectorXf inverse_noise(const ChannelBlock& raw, const ChannelBlock& smooth,
                              std::span<const std::uint8_t> valid, bool separable) {
  Eigen::VectorXf noise(raw.cols());
  Eigen::VectorXf moves(raw.cols());
  for (Index c = 0; c < raw.cols(); ++c) {
    double square = 0.0, low = 1e300, high = -1e300;
    int count = 0;
    for (Index i = 0; i < raw.rows(); ++i) {
      if (!valid[static_cast<std::size_t>(i)]) continue;
      const double d = static_cast<double>(raw(i, c)) - static_cast<double>(smooth(i, c));
      square += d * d;
      low = std::min(low, static_cast<double>(raw(i, c)));
      high = std::max(high, static_cast<double>(raw(i, c)));
      ++count;
    }
    noise[c] = static_cast<float>(std::sqrt(square / std::max(1, count)));
    moves[c] = high > low ? 1.0F : 0.0F;
  }
  std::vector<float> living;
  for (Index c = 0; c < noise.size(); ++c)
    if (moves[c] > 0.0F) living.push_back(noise[c]);
  if (living.empty()) return Eigen::VectorXf::Zero(raw.cols());
  std::nth_element(living.begin(), living.begin() + static_cast<std::ptrdiff_t>(living.size() / 2), living.end());
  const float usual = living[living.size() / 2];
  for (Index c = 0; c < noise.size(); ++c) {
    const float floor = separable ? std::max(noise[c], 0.3F * usual) : 1.0F;
    noise[c] = floor > 0.0F ? moves[c] / floor : moves[c];
  }
  return noise;
}

// Leading common rhythm of y (time x channels): power iteration from the strongest channel.
Eigen::VectorXf leading_rhythm(const ChannelBlock& y) {
  Index strongest = 0;
  y.colwise().squaredNorm().maxCoeff(&strongest);
  Eigen::VectorXf s = y.col(strongest);
  for (int round = 0; round < 12 && s.norm() > 0.0F; ++round) {
    s.normalize();
    s = (y * (y.transpose() * s)).eval();
  }
  return s.norm() > 0.0F ? s.normalized() : s;
}

}  // namespace

Combined combine_channels(const ChannelBlock& channels, std::span<const std::uint8_t> valid, double step_s) {
  Combined best;
  const auto still = std::count(valid.begin(), valid.end(), std::uint8_t{1});
  if (static_cast<double>(still) * step_s < kLeastStill_s) return best;
  best.basis = trend_basis(valid);
  const std::vector<float> kernel = hann_kernel(step_s);
  const ChannelBlock smooth = smoothed(channels, valid, kernel);
  const Eigen::VectorXf scale = inverse_noise(channels, smooth, valid, kernel.size() >= 5);
  const Eigen::MatrixXf basis = best.basis.cast<float>();
  ChannelBlock y = smooth;
  y -= basis * (basis.transpose() * y).eval();
  y = (y * scale.asDiagonal()).eval();

  double strongest = 0.0, best_score = 0.0;
  for (int attempt = 0; attempt < 3; ++attempt) {
    const Eigen::VectorXf s = leading_rhythm(y);
    const Eigen::VectorXf gain = y.transpose() * s;
    const double strength = static_cast<double>(gain.norm());
    if (!(strength > 0.0)) break;
    if (attempt == 0) strongest = strength;
    Eigen::VectorXd signal = s.cast<double>() * strength;
    remove_trend(best.basis, valid, signal);
    const BreathingRate rate = breathing_rate({signal.data(), static_cast<std::size_t>(signal.size())}, valid,
                                              best.basis, step_s);
    const double score = rate.confidence * std::sqrt(strength / strongest);
    if (!best.found || score > best_score) {
      best.found = true, best_score = score, best.rate = rate, best.signal = signal;
      best.weights = gain.cwiseProduct(scale).cast<double>() / strength;
    }
    y -= s * gain.transpose();
  }
  return best;
}

std::vector<std::uint8_t> movement_mask(std::span<const float> change, double step_s) {
  std::vector<std::uint8_t> moving(change.size(), 0);
  std::vector<float> sorted(change.begin(), change.end());
  std::erase_if(sorted, [](float value) { return !std::isfinite(value); });
  if (sorted.empty()) return moving;
  const auto at = sorted.begin() + static_cast<std::ptrdiff_t>(3 * sorted.size() / 10);
  std::nth_element(sorted.begin(), at, sorted.end());
  const float limit = static_cast<float>(kMoves) * *at;
  const auto widen = static_cast<std::ptrdiff_t>(std::ceil(kWiden_s / step_s));
  const auto n = static_cast<std::ptrdiff_t>(change.size());
  for (std::ptrdiff_t i = 0; i < n; ++i)
    if (std::isfinite(change[static_cast<std::size_t>(i)]) && change[static_cast<std::size_t>(i)] > limit && limit > 0.0F)
      for (std::ptrdiff_t k = std::max<std::ptrdiff_t>(0, i - widen); k <= std::min(n - 1, i + widen); ++k)
        moving[static_cast<std::size_t>(k)] = 1;
  return moving;
}

}  // namespace palpate
