#include "processing/place_excess.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace palpate {
namespace {

constexpr double kLeastCover = 0.6;      // of the disc
constexpr double kScatterOf200 = 0.046;  // a of a disc of 200 cm2
constexpr double kScatterOf120 = 0.053;  // and of 120 cm2
constexpr int kMostReach = 6;

double scatter_of(double area_cm2) {
  const double power = std::log(kScatterOf120 / kScatterOf200) / std::log(200.0 / 120.0);
  return kScatterOf200 * std::pow(200.0 / area_cm2, power);
}

struct DiscSums {
  HalfArray left, right, squares;
};

void sum_discs(const PlaceLoads& loads, const HalfArray& weight, double radius_mm, DiscSums& out) {
  const int reach = std::min(kMostReach, static_cast<int>(radius_mm / kBodyStepMm));
  out.left.setZero();
  out.right.setZero();
  out.squares.setZero();
  for (int di = -reach; di <= reach; ++di) {
    const double chord = std::sqrt(std::max(0.0, radius_mm * radius_mm - std::pow(di * kBodyStepMm, 2)));
    const int wide = static_cast<int>(chord / kBodyStepMm);
    for (int i = std::max(0, -di); i < std::min(kBodyRows, kBodyRows - di); ++i) {
      for (int j = 0; j < kHalfCols; ++j) {
        for (int k = std::max(0, j - wide); k <= std::min(kHalfCols - 1, j + wide); ++k) {
          if (!(weight(i + di, k) > 0.0F)) continue;
          out.left(i, j) += loads.left(i + di, k);
          out.right(i, j) += loads.right(i + di, k);
          out.squares(i, j) += 1.0F;
        }
      }
    }
  }
}

double disc_squares(double radius_mm) {
  const int reach = static_cast<int>(radius_mm / kBodyStepMm);
  int count = 0;
  for (int i = -reach; i <= reach; ++i)
    for (int j = -reach; j <= reach; ++j)
      count += std::hypot(i * kBodyStepMm, j * kBodyStepMm) <= radius_mm ? 1 : 0;
  return count;
}

// d ln(load) / d(one step), of both halves together; 0 where a neighbour is not known.
double slope(const HalfArray& load, int i, int j, int di, int dj) {
  const int i0 = i - di, i1 = i + di, j0 = j - dj, j1 = j + dj;
  const bool low = i0 >= 0 && j0 >= 0 && load(i0, j0) > 0.0F;
  const bool high = i1 < kBodyRows && j1 < kHalfCols && load(i1, j1) > 0.0F;
  const double here = std::log(static_cast<double>(load(i, j)));
  const double before = low ? std::log(static_cast<double>(load(i0, j0))) : here;
  const double after = high ? std::log(static_cast<double>(load(i1, j1))) : here;
  const int steps = (low ? 1 : 0) + (high ? 1 : 0);
  return steps > 0 ? 2.0 * (after - before) / (steps * kBodyStepMm) : 0.0;
}

double weighted_median(const HalfArray& values, const HalfArray& load) {
  std::array<std::pair<float, float>, static_cast<std::size_t>(kBodyRows * kHalfCols)> list;
  std::size_t n = 0;
  double total = 0.0;
  for (Eigen::Index i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values.data()[i])) continue;
    list[n++] = {values.data()[i], load.data()[i]};
    total += static_cast<double>(load.data()[i]);
  }
  std::sort(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(n));
  double sum = 0.0;
  for (std::size_t k = 0; k < n; ++k) {
    sum += static_cast<double>(list[k].second);
    if (2.0 * sum >= total) return static_cast<double>(list[k].first);
  }
  return 0.0;
}

// Leaves out what lies about square (i, j).
void leave_out(PlaceExcess& out, int i, int j) {
  const double reach_mm = kBesideLift * out.radius_mm;
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  for (int r = 0; r < kBodyRows; ++r) {
    for (int c = 0; c < kHalfCols; ++c) {
      if (std::hypot(r - i, c - j) * kBodyStepMm > reach_mm) continue;
      out.excess(r, c) = out.over(r, c) = kNan;
    }
  }
}

}  // namespace

void place_excess(const PlaceLoads& now, const PlaceLoads* expected, double area_cm2, double floor,
                  PlaceExcess& out) {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  out.radius_mm = std::sqrt(100.0 * area_cm2 / std::numbers::pi);
  out.excess.setConstant(kNan);
  out.over.setConstant(kNan);
  out.scatter.setConstant(kNan);
  const HalfArray known =
      expected == nullptr ? now.weight : HalfArray((expected->weight > 0.0F).select(now.weight, 0.0F));
  const auto count = static_cast<double>((known > 0.0F).count());
  if (!(count > 0.0)) return;
  const double trunk =
      static_cast<double>((known > 0.0F).select(now.left + now.right, 0.0F).sum()) / (2.0 * count);
  const double least = std::max(floor, kLeastShare * trunk);
  DiscSums sums, usual;
  sum_discs(now, known, out.radius_mm, sums);
  if (expected != nullptr) sum_discs(*expected, known, out.radius_mm, usual);
  const HalfArray both = sums.left + sums.right;
  const double whole = disc_squares(out.radius_mm), a = scatter_of(area_cm2);
  for (int i = 0; i < kBodyRows; ++i) {
    for (int j = 0; j < kHalfCols; ++j) {
      const auto n = static_cast<double>(sums.squares(i, j)), cover = n / whole;
      const auto l = static_cast<double>(sums.left(i, j)), r = static_cast<double>(sums.right(i, j));
      if (!(known(i, j) > 0.0F) || cover < kLeastCover || std::min(l, r) < least * n) continue;
      double normal = 0.0;
      if (expected != nullptr) {
        const auto ul = static_cast<double>(usual.left(i, j)), ur = static_cast<double>(usual.right(i, j));
        if (!(ul > 0.0 && ur > 0.0)) continue;
        normal = std::log(ul / ur);
      }
      const double along = kEdgeMm * slope(both, i, j, 1, 0), across = kEdgeMm * slope(both, i, j, 0, 1);
      out.excess(i, j) = static_cast<float>(std::log(l / r));
      out.over(i, j) = static_cast<float>(std::log(l / r) - normal);
      out.scatter(i, j) = static_cast<float>(
          std::sqrt(a * a / std::sqrt(cover) + along * along + across * across) / kScatterOf200);
    }
  }
  for (int i = 0; i < kBodyRows; ++i) {
    for (int j = 0; j < kHalfCols; ++j) {
      const double n = whole * kLeastCover, l = static_cast<double>(sums.left(i, j)),
                   r = static_cast<double>(sums.right(i, j)),
                   squares = static_cast<double>(sums.squares(i, j));
      const bool lifted = std::min(l, r) < least * squares &&
                          std::max(l, r) >= std::max(least * squares, 2.0 * std::min(l, r));
      if (known(i, j) > 0.0F && squares >= n && lifted) leave_out(out, i, j);
    }
  }
  out.median = weighted_median(out.over, both);
  out.over -= static_cast<float>(out.median);
  const auto lean = static_cast<float>(kLeanShare * out.median / kScatterOf200);
  out.scatter = (out.scatter.square() + lean * lean).sqrt();
}

}  // namespace palpate
