#include "processing/posture_disturbance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace palpate {
namespace {

constexpr int kKnots = 8;

std::vector<float> gaussian_taps(double sigma) {
  const int reach = static_cast<int>(std::ceil(3.0 * sigma));
  std::vector<float> taps;
  double sum = 0.0;
  for (int i = -reach; i <= reach; ++i) {
    taps.push_back(static_cast<float>(std::exp(-0.5 * i * i / (sigma * sigma))));
    sum += static_cast<double>(taps.back());
  }
  for (float& tap : taps) tap /= static_cast<float>(sum);
  return taps;
}

// The edge's cells go on outside.
Grid blurred(const Grid& map, double sigma) {
  const std::vector<float> taps = gaussian_taps(sigma);
  const auto reach = static_cast<Eigen::Index>(taps.size() / 2);
  Grid lines = Grid::Zero(map.rows(), map.cols()), out = lines;
  for (Eigen::Index k = -reach; k <= reach; ++k) {
    const float tap = taps[static_cast<std::size_t>(k + reach)];
    for (Eigen::Index r = 0; r < map.rows(); ++r) {
      lines.row(r) += tap * map.row(std::clamp<Eigen::Index>(r + k, 0, map.rows() - 1));
    }
  }
  for (Eigen::Index k = -reach; k <= reach; ++k) {
    const float tap = taps[static_cast<std::size_t>(k + reach)];
    for (Eigen::Index c = 0; c < map.cols(); ++c) {
      out.col(c) += tap * lines.col(std::clamp<Eigen::Index>(c + k, 0, map.cols() - 1));
    }
  }
  return out;
}

void change_gains(Grid& map, std::mt19937_64& random) {
  std::array<double, kKnots> knots{};
  for (double& knot : knots) knot = 0.35 * gaussian(random);
  const double rough = uniform(random, 0.0, 0.15);
  for (Eigen::Index r = 0; r < map.rows(); ++r) {
    const double at = static_cast<double>(r) * (kKnots - 1) / static_cast<double>(map.rows());
    const auto k = static_cast<std::size_t>(at);
    const double share = at - static_cast<double>(k);
    const double smooth = (1.0 - share) * knots[k] + share * knots[k + 1];
    map.row(r) *= static_cast<float>(std::exp(smooth + rough * gaussian(random)));
  }
}

}  // namespace

double uniform(std::mt19937_64& random, double low, double high) {
  return low + (high - low) * static_cast<double>(random() >> 11U) * 0x1.0p-53;
}

double gaussian(std::mt19937_64& random) {  // Box and Muller
  const double u = 1.0 - uniform(random, 0.0, 1.0), v = uniform(random, 0.0, 1.0);
  return std::sqrt(-2.0 * std::log(u)) * std::cos(2.0 * std::numbers::pi * v);
}

Grid disturbed(const Grid& map, std::mt19937_64& random) {
  const auto chance = [&](double share) { return uniform(random, 0.0, 1.0) < share; };
  Grid out = map;
  if (chance(0.6)) {
    const double sigma = uniform(random, 0.0, 2.2);
    if (sigma > 0.2) out = blurred(out, sigma);
  }
  const float mean = out.mean();
  if (!(mean > 0.0F)) return map;
  out = (out / mean).pow(static_cast<float>(std::exp(uniform(random, -0.4, 0.4))));
  const float level = out.mean();
  if (chance(0.3)) out = out.min(level * static_cast<float>(uniform(random, 2.0, 5.0)));
  if (chance(0.4)) out = (out - level * static_cast<float>(uniform(random, 0.0, 0.6))).max(0.0F);
  change_gains(out, random);
  return out;
}

PostureWarp random_warp(std::mt19937_64& random, bool mirror) {
  PostureWarp warp;
  warp.mirror = mirror;
  warp.rotation_deg = uniform(random, -7.0, 7.0);
  warp.scale_along = uniform(random, 0.88, 1.12);
  warp.scale_across = uniform(random, 0.85, 1.2);
  warp.shift_along_cells = uniform(random, -2.0, 2.0);
  warp.shift_across_cells = uniform(random, -1.5, 1.5);
  return warp;
}

}  // namespace palpate
