#include "processing/body_axis.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace palpate {
namespace {

constexpr double kDegree = std::numbers::pi / 180.0;
constexpr double kWidestDegrees = 28.0;
constexpr double kMostShiftMm = 160.0;  // of the midline from the imprint's centre
constexpr double kCentrePull = 0.05;    // of the score, at kMostShiftMm
constexpr double kUprightPull = 0.02;   // of the score, at kWidestDegrees
constexpr double kFollowWithinDegrees = 3.0;

// Vertex of the parabola through three equally spaced values, in steps from the middle one.
double vertex(double before, double middle, double after) {
  const double bend = before - 2.0 * middle + after;
  return bend < -1e-12 ? std::clamp(0.5 * (before - after) / bend, -1.0, 1.0) : 0.0;
}

}  // namespace

// Where the turned imprint lies.
void BodyAxisFit::measure(const BodyImprint& imprint, double angle_rad) {
  const double cosine = std::cos(angle_rad), sine = std::sin(angle_rad);
  double soft = 0.0, sum_x = 0.0;
  first_y_ = 1e9, last_y_ = -1e9;
  for (const ImprintCell& cell : imprint.cells()) {
    const auto [x, y] = to_body(cosine, sine, 0.0, cell.u, cell.v);
    first_y_ = std::min(first_y_, y), last_y_ = std::max(last_y_, y);
    soft += cell.soft;
    sum_x += cell.soft * x;
  }
  mean_x_ = soft > 0.0 ? sum_x / soft : 0.0;
}

// The midline passes at half a bin times centre2 from the image's first column's centre.
double BodyAxisFit::score(const BodyAxisWishes& wishes, double bin, int centre2, double away_mm) const {
  const int reach = static_cast<int>(wishes.half_width_mm / bin);
  double both = 0.0, squares = 0.0;
  for (int r = 0; r < rows_; ++r) {
    const double k = r * bin <= wishes.trunk_mm ? 1.0 : wishes.limb_weight;
    const float* row = image_.data() + static_cast<std::ptrdiff_t>(r) * cols_;
    double row_both = 0.0, row_squares = 0.0;
    for (int i = 0; i <= reach; ++i) {
      const int right = (centre2 + 1) / 2 + i, left = centre2 - right;
      const double a = left >= 0 && left < cols_ ? static_cast<double>(row[left]) : 0.0;
      const double b = right >= 0 && right < cols_ ? static_cast<double>(row[right]) : 0.0;
      row_both += a * b;
      row_squares += a * a + b * b;
    }
    both += k * row_both;
    squares += k * row_squares;
  }
  const double away = away_mm / kMostShiftMm;
  return squares > 0.0 ? 2.0 * both / squares - kCentrePull * away * away : 0.0;
}

BodyAxisFit::Best BodyAxisFit::at_angle(const BodyImprint& imprint, const BodyAxisWishes& wishes,
                                        double angle_rad) {
  measure(imprint, angle_rad);
  const double cosine = std::cos(angle_rad), sine = std::sin(angle_rad), bin = wishes.bin_mm;
  const double reach = wishes.half_width_mm + kMostShiftMm;
  cols_ = 2 * static_cast<int>(reach / bin) + 1;
  rows_ = static_cast<int>((last_y_ - first_y_) / bin) + 2;
  first_x_ = mean_x_ - 0.5 * (cols_ - 1) * bin;
  image_.resize(static_cast<std::size_t>(rows_) * static_cast<std::size_t>(cols_));
  for (int r = 0; r < rows_; ++r) {
    for (int c = 0; c < cols_; ++c) {
      const auto [u, v] = from_body(cosine, sine, 0.0, first_x_ + c * bin, first_y_ + (r - 0.5) * bin);
      image_[static_cast<std::size_t>(r * cols_ + c)] = static_cast<float>(imprint.soft_at(u, v));
    }
  }
  const int middle = cols_ - 1, most = static_cast<int>(2.0 * kMostShiftMm / bin);
  const auto score_at = [&](int shift) { return score(wishes, bin, middle + shift, 0.5 * shift * bin); };
  int best = 0;
  double highest = -1.0;
  for (int shift = -most; shift <= most; ++shift) {
    const double s = score_at(shift);
    if (s > highest) highest = s, best = shift;
  }
  const double part = vertex(score_at(best - 2), highest, score_at(best + 2));
  const double lean = angle_rad / (kWidestDegrees * kDegree);
  return {highest - kUprightPull * lean * lean, mean_x_ + 0.5 * bin * (best + 2.0 * part)};
}

BodyAxis BodyAxisFit::refine(const BodyImprint& imprint, const BodyAxisWishes& wishes, double angle_rad,
                             double step_rad) {
  Best middle = at_angle(imprint, wishes, angle_rad);
  for (; step_rad > 0.8 * kDegree; step_rad *= 0.5) {
    const Best before = at_angle(imprint, wishes, angle_rad - step_rad);
    const Best after = at_angle(imprint, wishes, angle_rad + step_rad);
    if (before.score > middle.score && before.score >= after.score) {
      middle = before, angle_rad -= step_rad;
    } else if (after.score > middle.score) {
      middle = after, angle_rad += step_rad;
    }
  }
  const double step = 1.5 * kDegree;
  const double part = vertex(at_angle(imprint, wishes, angle_rad - step).score, middle.score,
                             at_angle(imprint, wishes, angle_rad + step).score);
  angle_rad += part * step;
  const Best last = at_angle(imprint, wishes, angle_rad);
  return {angle_rad, last.offset_mm, std::clamp(last.score, 0.0, 1.0)};
}

BodyAxis BodyAxisFit::find(const BodyImprint& imprint, const BodyAxisWishes& wishes) {
  constexpr double kStepDegrees = 4.0;
  double best_angle = 0.0, highest = -1.0;
  for (double degrees = -kWidestDegrees; degrees <= kWidestDegrees; degrees += kStepDegrees) {
    const double s = at_angle(imprint, wishes, degrees * kDegree).score;
    if (s > highest) highest = s, best_angle = degrees * kDegree;
  }
  return refine(imprint, wishes, best_angle, 0.5 * kStepDegrees * kDegree);
}

BodyAxis BodyAxisFit::follow(const BodyImprint& imprint, const BodyAxisWishes& wishes, const BodyAxis& last) {
  const BodyAxis near = refine(imprint, wishes, last.angle_rad, 1.0 * kDegree);
  const bool here = std::abs(near.angle_rad - last.angle_rad) < kFollowWithinDegrees * kDegree;
  return here && near.score > last.score - 0.05 ? near : find(imprint, wishes);
}

}  // namespace palpate
