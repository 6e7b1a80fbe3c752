#include "processing/mirror_profile.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace palpate {
namespace {

constexpr double kMostShiftMm = 24.0, kShiftStepMm = 3.0;
constexpr double kMostTilt = 0.05, kTiltStep = 0.01;
constexpr int kMostRadius = 8;

bool is_compared(std::int8_t label) {
  if (label == kNoRegion) return false;
  switch (region_at(static_cast<std::size_t>(label)).kind) {
    case RegionKind::upper_back:
    case RegionKind::mid_back:
    case RegionKind::low_back:
    case RegionKind::pelvis:
    case RegionKind::sacral:
    case RegionKind::ischial:
    case RegionKind::seat_thigh:
      return true;
    default:
      return false;
  }
}

bool row_is_compared(const BodyLabels& labels, int row) {
  for (int j = 0; j < kBodyCols; ++j) {
    if (is_compared(labels(row, j))) return true;
  }
  return false;
}

// Linear between columns; NaN beyond the grid or beside a square without samples.
float read_at(const BodyArray& mean, int row, double u_mm) {
  const double at = (u_mm + kBodyReachMm) / kBodyStepMm - 0.5;
  if (!(at >= 0.0 && at <= kBodyCols - 1.0)) return std::numeric_limits<float>::quiet_NaN();
  const int c = std::min(static_cast<int>(at), kBodyCols - 2);
  const auto f = static_cast<float>(at - c);
  return mean(row, c) * (1.0F - f) + mean(row, c + 1) * f;
}

// How unlike the halves are about this midline.
double unlikeness(const BodyArray& root, const std::array<bool, kBodyRows>& rows, double shift, double tilt) {
  double difference = 0.0, sum = 0.0;
  for (int i = 0; i < kBodyRows; ++i) {
    if (!rows[static_cast<std::size_t>(i)]) continue;
    const double middle = shift + tilt * body_v_mm(i);
    for (int k = 0; k < kHalfCols - 2; ++k) {
      const double d = (k + 0.5) * kBodyStepMm;
      const float a = read_at(root, i, middle + d), b = read_at(root, i, middle - d);
      if (!std::isfinite(a) || !std::isfinite(b)) continue;
      difference += static_cast<double>(std::abs(a - b));
      sum += static_cast<double>(a + b);
    }
  }
  return sum > 0.0 ? difference / sum : 1.0;
}

void refine_midline(const BodyArray& mean, const BodyLabels& labels, MirrorProfile& out) {
  const BodyArray root = mean.max(0.0F).sqrt();
  std::array<bool, kBodyRows> rows{};
  double mid_v = 0.0;
  int count = 0;
  for (int i = 0; i < kBodyRows; ++i) {
    rows[static_cast<std::size_t>(i)] = row_is_compared(labels, i);
    if (rows[static_cast<std::size_t>(i)]) mid_v += body_v_mm(i), ++count;
  }
  if (count == 0) return;
  mid_v /= count;
  double best = std::numeric_limits<double>::infinity();
  for (double tilt = -kMostTilt; tilt <= kMostTilt + 1e-9; tilt += kTiltStep) {
    for (double shift = -kMostShiftMm; shift <= kMostShiftMm + 1e-9; shift += kShiftStepMm) {
      // A little reluctance keeps the body model's own midline where the halves do not care.
      const double cost = unlikeness(root, rows, shift - tilt * mid_v, tilt) + 1e-5 * std::abs(shift);
      if (cost >= best) continue;
      best = cost;
      out.shift_mm = shift - tilt * mid_v;
      out.tilt = tilt;
    }
  }
}

// Gaussian over the squares that count; what does not count gives and gets nothing.
void smooth(HalfArray& values, const HalfArray& weight, double sigma_mm) {
  const double sigma = sigma_mm / kBodyStepMm;
  const int radius = std::min(kMostRadius, static_cast<int>(std::ceil(2.5 * sigma)));
  std::array<float, 2 * kMostRadius + 1> kernel{};
  for (int k = -radius; k <= radius; ++k)
    kernel[static_cast<std::size_t>(k + radius)] =
        static_cast<float>(std::exp(-0.5 * k * k / std::max(1e-6, sigma * sigma)));
  HalfArray sum = HalfArray::Zero(), norm = HalfArray::Zero();
  for (int i = 0; i < kBodyRows; ++i) {
    for (int j = 0; j < kHalfCols; ++j) {
      for (int k = std::max(-radius, -j); k <= std::min(radius, kHalfCols - 1 - j); ++k) {
        const float w = kernel[static_cast<std::size_t>(k + radius)] * weight(i, j + k);
        sum(i, j) += w * values(i, j + k);
        norm(i, j) += w;
      }
    }
  }
  HalfArray total = HalfArray::Zero(), whole = HalfArray::Zero();
  for (int i = 0; i < kBodyRows; ++i) {
    for (int k = std::max(-radius, -i); k <= std::min(radius, kBodyRows - 1 - i); ++k) {
      const float w = kernel[static_cast<std::size_t>(k + radius)];
      total.row(i) += w * sum.row(i + k);
      whole.row(i) += w * norm.row(i + k);
    }
  }
  values = (weight > 0.0F && whole > 0.0F).select(total / whole.max(1e-12F), 0.0F);
}

// ln(left / right) whose smaller and larger ones weigh the same.
double weighted_median_log(const MirrorProfile& p, double floor) {
  std::array<std::pair<double, double>, static_cast<std::size_t>(kBodyRows * kHalfCols)> logs;
  std::size_t n = 0;
  double total = 0.0;
  for (int i = 0; i < kBodyRows; ++i) {
    for (int j = 0; j < kHalfCols; ++j) {
      const auto l = static_cast<double>(p.left(i, j)), r = static_cast<double>(p.right(i, j));
      if (p.weight(i, j) <= 0.0F || l < floor || r < floor) continue;
      logs[n++] = {std::log(l / r), l + r};
      total += l + r;
    }
  }
  if (n == 0) return 0.0;
  std::sort(logs.begin(), logs.begin() + static_cast<std::ptrdiff_t>(n));
  double sum = 0.0;
  for (std::size_t k = 0; k < n; ++k) {
    sum += logs[k].second;
    if (2.0 * sum >= total) return logs[k].first;
  }
  return logs[n - 1].first;
}

}  // namespace

void mirror_profile(const BodyArray& mean, const BodyLabels& labels, double smoothing_mm, double floor,
                    MirrorProfile& out) {
  out.lean = out.shift_mm = out.tilt = out.mean = 0.0;
  out.left.setZero();
  out.right.setZero();
  out.weight.setZero();
  out.left_region.setConstant(kNoRegion);
  refine_midline(mean, labels, out);
  double sum = 0.0;
  int count = 0;
  for (int i = 0; i < kBodyRows; ++i) {
    const double middle = out.midline_u_mm(body_v_mm(i));
    for (int j = 0; j < kHalfCols; ++j) {
      const double d = (j + 0.5) * kBodyStepMm;
      const float l = read_at(mean, i, middle + d), r = read_at(mean, i, middle - d);
      const std::int8_t left = labels(i, std::clamp(kHalfCols + j, 0, kBodyCols - 1));
      const std::int8_t right = labels(i, std::clamp(kHalfCols - 1 - j, 0, kBodyCols - 1));
      const std::int8_t label = is_compared(left) ? left : right;
      if (!std::isfinite(l) || !std::isfinite(r) || !is_compared(label)) continue;
      out.left(i, j) = l;
      out.right(i, j) = r;
      out.weight(i, j) = 1.0F;
      out.left_region(i, j) = static_cast<std::int8_t>(label - label % 2);
      sum += static_cast<double>(l + r);
      count += 2;
    }
  }
  if (count > 0) out.mean = sum / count;
  out.raw_left = out.left;
  out.raw_right = out.right;
  smooth(out.left, out.weight, smoothing_mm);
  smooth(out.right, out.weight, smoothing_mm);
  out.lean = weighted_median_log(out, floor);
}

}  // namespace palpate
