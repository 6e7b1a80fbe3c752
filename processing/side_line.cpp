#include "processing/side_line.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace palpate {
namespace {

constexpr double kColMm = 12.0, kHalfStripMm = 110.0, kFlankMm = 180.0;
constexpr double kFlankWeight = 0.5, kBendCost = 0.3;
constexpr double kHeadMm = 200.0;   // a bent neck says nothing about the trunk
constexpr double kTrunkMm = 850.0;  // half a usual stature
constexpr double kFirmRow = 0.25;   // of a strip filled with firm contact

}  // namespace

void SideLine::measure(const BodyImprint& imprint) {
  row_mm_ = std::max(25.0, imprint.pitch_v());
  const double height = imprint.rows() * imprint.pitch_v(), width = imprint.cols() * imprint.pitch_u();
  rows_ = std::max(2, static_cast<int>(height / row_mm_));
  cols_ = std::max(2, static_cast<int>(width / kColMm) + 1);
  first_v_ = -0.5 * height + 0.5 * row_mm_;
  first_u_ = -0.5 * (cols_ - 1) * kColMm;
  const auto stride = static_cast<std::size_t>(cols_ + 1);
  sums_.assign(static_cast<std::size_t>(rows_) * stride, 0.0);
  for (int r = 0; r < rows_; ++r) {
    double* sum = sums_.data() + static_cast<std::size_t>(r) * stride;
    for (int c = 0; c < cols_; ++c) {
      sum[c + 1] = sum[c] + kColMm * imprint.soft_at(first_u_ + c * kColMm, first_v_ + r * row_mm_);
    }
  }
}

// Value of a strip with its middle at u: 1 when it is filled and nothing lies beside it.
double SideLine::strip(int row, double u) const {
  const double* sum = sums_.data() + static_cast<std::ptrdiff_t>(row) * (cols_ + 1);
  const auto until = [&](double at) {
    const double k = std::clamp((at - first_u_) / kColMm + 0.5, 0.0, static_cast<double>(cols_));
    const int i = std::min(static_cast<int>(k), cols_ - 1);
    return sum[i] + (k - i) * (sum[i + 1] - sum[i]);
  };
  const double inside = until(u + kHalfStripMm) - until(u - kHalfStripMm);
  const double around = until(u + kFlankMm) - until(u - kFlankMm) - inside;
  return (inside - kFlankWeight * around) / (2.0 * kHalfStripMm);
}

void SideLine::trace() {
  const auto cells = static_cast<std::size_t>(rows_) * static_cast<std::size_t>(cols_);
  gain_.resize(cells), reach_.resize(cells), from_.resize(cells);
  u_.resize(static_cast<std::size_t>(rows_));
  const int most = std::max(1, static_cast<int>(0.7 * row_mm_ / kColMm));
  const auto at = [this](int r, int c) {
    return static_cast<std::size_t>(r) * static_cast<std::size_t>(cols_) + static_cast<std::size_t>(c);
  };
  for (int r = 0; r < rows_; ++r) {
    for (int c = 0; c < cols_; ++c) {
      const std::size_t i = at(r, c);
      gain_[i] = strip(r, first_u_ + c * kColMm);
      reach_[i] = r == 0 ? gain_[i] : -1e18;
      for (int k = std::max(0, c - most); r > 0 && k <= std::min(cols_ - 1, c + most); ++k) {
        const double aside = (k - c) * kColMm / row_mm_;
        const double value = reach_[at(r - 1, k)] + gain_[i] - kBendCost * aside * aside;
        if (value > reach_[i]) reach_[i] = value, from_[i] = k;
      }
    }
  }
  int c = 0;
  for (int k = 1; k < cols_; ++k) {
    if (reach_[at(rows_ - 1, k)] > reach_[at(rows_ - 1, c)]) c = k;
  }
  for (int r = rows_ - 1; r >= 0; --r) {
    u_[static_cast<std::size_t>(r)] = first_u_ + c * kColMm;
    c = r > 0 ? from_[at(r, c)] : c;
  }
}

BodyAxis SideLine::find(const BodyImprint& imprint) {
  measure(imprint);
  trace();
  const auto filled = [this](int r) {
    const double* sum = sums_.data() + static_cast<std::ptrdiff_t>(r) * (cols_ + 1);
    return sum[cols_] > kFirmRow * 2.0 * kHalfStripMm;
  };
  top_ = 0;
  while (top_ + 1 < rows_ && !filled(top_)) ++top_;
  end_ = std::min(rows_, top_ + std::max(2, static_cast<int>(kTrunkMm / row_mm_)));
  const int shoulders = std::min(end_ - 2, top_ + static_cast<int>(kHeadMm / row_mm_));
  // The straight line nearest to the path, by least squares of u over v.
  double n = 0.0, sv = 0.0, su = 0.0, svv = 0.0, suv = 0.0, firm = 0.0;
  for (int r = std::max(top_, shoulders); r < end_; ++r) {
    const double u = u_[static_cast<std::size_t>(r)], v = first_v_ + r * row_mm_;
    const double w = std::clamp(strip(r, u), 0.05, 1.0);
    n += w, sv += w * v, su += w * u, svv += w * v * v, suv += w * u * v;
    firm += filled(r) ? 1.0 : 0.0;
  }
  const double spread = svv - sv * sv / n;
  const double slope = spread > 0.0 ? (suv - su * sv / n) / spread : 0.0;
  BodyAxis axis;
  axis.angle_rad = -std::atan(slope);
  const double u0 = su / n, v0 = sv / n;
  axis.offset_mm = to_body(std::cos(axis.angle_rad), std::sin(axis.angle_rad), 0.0, u0, v0).first;
  axis.score = firm / std::max(1, end_ - std::max(top_, shoulders));
  return axis;
}

double SideLine::x_at(const BodyAxis& axis, double y) const {
  const double cosine = std::cos(axis.angle_rad), sine = std::sin(axis.angle_rad);
  const double v = from_body(cosine, sine, axis.offset_mm, 0.0, y).second;
  const int middle = static_cast<int>(std::lround((v - first_v_) / row_mm_));
  double sum = 0.0, weight = 0.0;  // a window of nine rows: the path turns in steps
  for (int r = middle - 4; r <= middle + 4; ++r) {
    const int held = std::clamp(r, top_, end_ - 1);
    const double w = 5.0 - std::abs(r - middle);
    sum += w * to_body(cosine, sine, axis.offset_mm, u_[static_cast<std::size_t>(held)],
                       first_v_ + held * row_mm_)
                   .first;
    weight += w;
  }
  return sum / weight;
}

}  // namespace palpate
