#include "processing/breathing_combine.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace palpate {
namespace {

using Eigen::Index;
constexpr double kSmoothing_s = 1.0;  // Hann, half its height at 1 Hz
constexpr double kLeastStill_s = 10.0;
constexpr Index kMostComponents = 5;
constexpr double kLeastComponent = 0.03;  // of the strongest
constexpr Index kNoiseRank = 12;
constexpr double kAboveNoise = 4.0;  // power
constexpr double kCandidateGrid_hz = 0.005;
constexpr double kMuchHeavier = 1.3, kDoubtfulConfidence = 0.45;
constexpr float kMovesLow = 4.0F, kMovesHigh = 2.5F;  // times the usual change, by its 30 % and 60 % quantile
constexpr double kWiden_s = 0.4;
constexpr double kRamp_s = 1.0;
constexpr float kRampLeast = 0.005F, kRampLow = 5.0F, kRampHigh = 1.5F;  // of the load; times the quantiles

// Cosine and sine of f, free of the basis, orthonormal over the valid samples.
Eigen::MatrixXd orthonormal_waves(std::span<const std::uint8_t> valid, const Eigen::MatrixXd& basis,
                                  double step_s, double f) {
  Eigen::MatrixXd waves(basis.rows(), 2);
  for (Index i = 0; i < waves.rows(); ++i) {
    const double angle = 2.0 * std::numbers::pi * f * static_cast<double>(i) * step_s;
    const double used = valid[static_cast<std::size_t>(i)] != 0 ? 1.0 : 0.0;
    waves(i, 0) = used * std::cos(angle);
    waves(i, 1) = used * std::sin(angle);
  }
  waves -= basis * (basis.transpose() * waves).eval();
  waves.col(0).normalize();
  waves.col(1) -= waves.col(0) * waves.col(0).dot(waves.col(1));
  waves.col(1).normalize();
  return waves;
}

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
ChannelBlock smoothed(const ChannelBlock& in, std::span<const std::uint8_t> valid,
                      const std::vector<float>& kernel) {
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

// 1 / noise standard deviation a channel, 0 for a channel that never changes. Noise: what the smoothing took
// away.
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
  std::nth_element(living.begin(), living.begin() + static_cast<std::ptrdiff_t>(living.size() / 2),
                   living.end());
  const float usual = living[living.size() / 2];
  for (Index c = 0; c < noise.size(); ++c) {
    const float floor = separable ? std::max(noise[c], 0.3F * usual) : 1.0F;
    noise[c] = floor > 0.0F ? moves[c] / floor : moves[c];
  }
  return noise;
}

// The strongest common movements of y (time x channels): columns of time and their strengths, strongest
// first.
struct Components {
  Eigen::MatrixXd time;  // orthonormal columns
  Eigen::VectorXd strength;
};

Components leading_components(const ChannelBlock& y) {
  const Eigen::MatrixXd gram = (y * y.transpose()).cast<double>();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(gram);
  const Index n = gram.rows();
  const double largest = solver.eigenvalues()[n - 1];
  // Noise spreads over many components of nearly one size; what stands out of that is movement.
  const double noise = std::min(n, y.cols()) > kNoiseRank ? solver.eigenvalues()[n - 1 - kNoiseRank] : 0.0;
  const double least = std::max(kLeastComponent * kLeastComponent * largest, kAboveNoise * noise);
  Index count = 0;
  while (count < std::min<Index>(kMostComponents, n) && solver.eigenvalues()[n - 1 - count] > least) ++count;
  if (!(largest > 0.0)) count = 0;
  Components components{Eigen::MatrixXd(n, count), Eigen::VectorXd(count)};
  for (Index k = 0; k < count; ++k) {
    components.time.col(k) = solver.eigenvectors().col(n - 1 - k);
    components.strength[k] = std::sqrt(solver.eigenvalues()[n - 1 - k]);
  }
  return components;
}

// A combination of components that is most of all a sine of frequency f: `mix` weighs the components' time
// courses.
struct Candidate {
  double share = 0.0;  // of the combination's power that the sine explains
  Eigen::VectorXd mix;
};

Candidate most_regular(const Components& components, const Eigen::MatrixXd& waves) {
  const Eigen::MatrixXd projection =
      waves.transpose() * components.time;  // 2 x components, waves orthonormal
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> solver(
      Eigen::Matrix2d(projection * projection.transpose()));
  Candidate candidate{solver.eigenvalues()[1], projection.transpose() * solver.eigenvectors().col(1)};
  candidate.mix.normalize();
  return candidate;
}

// Share of all movement that lies in the combination's time course, against the strongest component: 0..1.
double strength_of(const Components& components, const Candidate& candidate) {
  return candidate.mix.cwiseProduct(components.strength).norm() / components.strength[0];
}

struct Rival {
  double rate_per_min = 0.0, weight = 0.0;
};

// Another rhythm moves the body much more: it may be the breath, and the answer its overtone or a sway.
bool has_heavier_rival(double rate_per_min, const std::vector<Rival>& rivals) {
  double own = 0.0, others = 0.0;
  for (const Rival& rival : rivals) {
    const bool same = std::abs(rival.rate_per_min / rate_per_min - 1.0) < 0.12;
    (same ? own : others) = std::max(same ? own : others, rival.weight);
  }
  return others > kMuchHeavier * own;
}

// The most regular combination at each frequency of the band; the peaks of that, highest first, three at
// most.
std::vector<Candidate> candidates(const Components& components, std::span<const std::uint8_t> valid,
                                  const Eigen::MatrixXd& basis, double step_s) {
  const double high_hz = std::min(kBreathHigh_hz, 0.45 / step_s);
  std::vector<Candidate> all;
  for (double f = kBreathLow_hz; f <= high_hz + 1e-9; f += kCandidateGrid_hz)
    all.push_back(most_regular(components, orthonormal_waves(valid, basis, step_s, f)));
  std::vector<Candidate> peaks;
  for (std::size_t k = 0; k < all.size(); ++k) {
    const bool left = k == 0 || all[k].share >= all[k - 1].share;
    const bool right = k + 1 == all.size() || all[k].share > all[k + 1].share;
    if (left && right) peaks.push_back(all[k]);
  }
  std::sort(peaks.begin(), peaks.end(),
            [](const Candidate& a, const Candidate& b) { return a.share > b.share; });
  if (peaks.size() > 3) peaks.resize(3);
  return peaks;
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

  const Components components = leading_components(y);
  if (components.strength.size() == 0) return best;
  double best_score = -1.0;
  std::vector<Rival> heaviest;
  for (const Candidate& candidate : candidates(components, valid, best.basis, step_s)) {
    Eigen::VectorXd signal = components.time * candidate.mix;
    remove_trend(best.basis, valid, signal);
    const BreathingRate rate =
        breathing_rate({signal.data(), static_cast<std::size_t>(signal.size())}, valid, best.basis, step_s);
    const double weight = candidate.share * strength_of(components, candidate);
    heaviest.push_back({rate.rate_per_min, weight});
    const double score = rate.confidence * weight;
    if (score <= best_score) continue;
    best_score = score;
    best.found = true, best.rate = rate, best.signal = signal;
    // cells * weights = time course: the inverse of the components' map, strength by strength.
    const Eigen::VectorXd unmixed = candidate.mix.cwiseQuotient(components.strength.cwiseAbs2());
    const Eigen::VectorXf back = (components.time * unmixed).cast<float>();
    best.weights = (y.transpose() * back).cwiseProduct(scale).cast<double>();
  }
  if (has_heavier_rival(best.rate.rate_per_min, heaviest))
    best.rate.confidence = std::min(best.rate.confidence, kDoubtfulConfidence);
  return best;
}

namespace {

// `low` times the 30 % quantile or `high` times the 60 % quantile, whichever is more; NaN without a value.
float usual_limit(std::span<const float> values, float low, float high) {
  std::vector<float> sorted(values.begin(), values.end());
  std::erase_if(sorted, [](float value) { return !std::isfinite(value); });
  if (sorted.empty()) return std::numeric_limits<float>::quiet_NaN();
  const auto quantile = [&sorted](std::size_t tenths) {
    const auto at = sorted.begin() + static_cast<std::ptrdiff_t>(tenths * sorted.size() / 10);
    std::nth_element(sorted.begin(), at, sorted.end());
    return *at;
  };
  return std::max(low * quantile(3), high * quantile(6));
}

}  // namespace

std::vector<std::uint8_t> movement_mask(std::span<const float> change, double step_s) {
  std::vector<std::uint8_t> moving(change.size(), 0);
  const float limit = usual_limit(change, kMovesLow, kMovesHigh);
  const auto widen = static_cast<std::ptrdiff_t>(std::ceil(kWiden_s / step_s));
  const auto n = static_cast<std::ptrdiff_t>(change.size());
  for (std::ptrdiff_t i = 0; i < n; ++i)
    if (std::isfinite(change[static_cast<std::size_t>(i)]) && change[static_cast<std::size_t>(i)] > limit &&
        limit > 0.0F)
      for (std::ptrdiff_t k = std::max<std::ptrdiff_t>(0, i - widen); k <= std::min(n - 1, i + widen); ++k)
        moving[static_cast<std::size_t>(k)] = 1;
  return moving;
}

void mark_load_ramps(std::span<const float> load, double step_s, std::vector<std::uint8_t>& moving) {
  const auto lag = static_cast<std::size_t>(std::max<long>(1, std::lround(kRamp_s / step_s)));
  if (load.size() <= lag) return;
  std::vector<float> ramp;
  for (std::size_t i = lag; i < load.size(); ++i)
    ramp.push_back(std::abs(load[i] - load[i - lag]) / std::max(load[i], load[i - lag]));
  const float limit = std::max(kRampLeast, usual_limit(ramp, kRampLow, kRampHigh));
  for (std::size_t i = 0; i < ramp.size(); ++i)
    if (ramp[i] > limit)
      std::fill_n(moving.begin() + static_cast<std::ptrdiff_t>(i), lag + 1, std::uint8_t{1});
}

}  // namespace palpate
