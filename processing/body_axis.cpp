#include "processing/body_axis.h"

#include <algorithm>
#include <array>
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

// The midline passes at half a bin times centre2 from the image's first column's centre. Both halves lie
// within the image: resample() makes it wide enough.
double BodyAxisFit::score(const BodyAxisWishes& wishes, double bin, int centre2, double away_mm) const {
  const int reach = static_cast<int>(wishes.half_width_mm / bin);
  const int first_right = (centre2 + 1) / 2, first_left = centre2 - first_right;
  float both = 0.0F, limbs_both = 0.0F;
  for (int r = 0; r < rows_; ++r) {
    const float* right = image_.data() + static_cast<std::ptrdiff_t>(r) * cols_ + first_right;
    const float* left = image_.data() + static_cast<std::ptrdiff_t>(r) * cols_ + first_left;
    float row_both = 0.0F;
    for (int i = 0; i <= reach; ++i) row_both += right[i] * left[-i];
    (r * bin <= wishes.trunk_mm ? both : limbs_both) += row_both;
  }
  both += static_cast<float>(wishes.limb_weight) * limbs_both;
  float squares = 0.0F;
  for (int i = 0; i <= reach; ++i) {
    squares += squares_[static_cast<std::size_t>(first_right + i)] +
               squares_[static_cast<std::size_t>(first_left - i)];
  }
  const double away = away_mm / kMostShiftMm;
  return squares > 0.0F ? 2.0 * static_cast<double>(both / squares) - kCentrePull * away * away : 0.0;
}

// The turned imprint in bins, so wide that a midline `shift_mm` from `middle_mm` has both its halves in it.
void BodyAxisFit::resample(const BodyImprint& imprint, const BodyAxisWishes& wishes, double angle_rad,
                           double middle_mm, double shift_mm) {
  const double cosine = std::cos(angle_rad), sine = std::sin(angle_rad), bin = wishes.bin_mm;
  const int half = static_cast<int>(wishes.half_width_mm / bin) + static_cast<int>(shift_mm / bin) + 2;
  cols_ = 2 * half + 1;
  rows_ = static_cast<int>((last_y_ - first_y_) / bin) + 2;
  first_x_ = middle_mm - half * bin;
  image_.resize(static_cast<std::size_t>(rows_) * static_cast<std::size_t>(cols_));
  squares_.assign(static_cast<std::size_t>(cols_), 0.0F);
  for (int r = 0; r < rows_; ++r) {
    const float k = r * bin <= wishes.trunk_mm ? 1.0F : static_cast<float>(wishes.limb_weight);
    for (int c = 0; c < cols_; ++c) {
      const auto [u, v] = from_body(cosine, sine, 0.0, first_x_ + c * bin, first_y_ + (r - 0.5) * bin);
      const auto value = static_cast<float>(imprint.soft_at(u, v));
      image_[static_cast<std::size_t>(r * cols_ + c)] = value;
      squares_[static_cast<std::size_t>(c)] += k * value * value;
    }
  }
}

// The best midline at this angle within shift_mm of middle_mm.
BodyAxisFit::Best BodyAxisFit::at_angle(const BodyImprint& imprint, const BodyAxisWishes& wishes,
                                        double angle_rad, double middle_mm, double shift_mm) {
  const double bin = wishes.bin_mm, centre = mean_x_ - middle_mm;
  resample(imprint, wishes, angle_rad, middle_mm, shift_mm);
  const int middle = cols_ - 1, most = static_cast<int>(2.0 * shift_mm / bin);
  const auto score_at = [&](int shift) {
    return score(wishes, bin, middle + shift, 0.5 * shift * bin - centre);
  };
  int best = 0;
  double highest = -1.0;
  for (int shift = -most; shift <= most; ++shift) {
    const double s = score_at(shift);
    if (s > highest) highest = s, best = shift;
  }
  const double part = vertex(score_at(best - 2), highest, score_at(best + 2));
  const double lean = angle_rad / (kWidestDegrees * kDegree);
  return {highest - kUprightPull * lean * lean, middle_mm + 0.5 * bin * (best + 2.0 * part)};
}

BodyAxisFit::Best BodyAxisFit::at_angle(const BodyImprint& imprint, const BodyAxisWishes& wishes,
                                        double angle_rad) {
  measure(imprint, angle_rad);
  return at_angle(imprint, wishes, angle_rad, mean_x_, kMostShiftMm);
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
  BodyAxisWishes coarse = wishes;
  coarse.bin_mm = 1.6 * wishes.bin_mm;
  double best_angle = 0.0, highest = -1.0;
  for (double degrees = -kWidestDegrees; degrees <= kWidestDegrees; degrees += kStepDegrees) {
    const double s = at_angle(imprint, coarse, degrees * kDegree).score;
    if (s > highest) highest = s, best_angle = degrees * kDegree;
  }
  return refine(imprint, wishes, best_angle, 0.5 * kStepDegrees * kDegree);
}

// The last axis and one to each side of it, then the top of the parabola through the three; where that top is
// not between them, refine(); where the body is not there any more, find().
BodyAxis BodyAxisFit::follow(const BodyImprint& imprint, const BodyAxisWishes& wishes, const BodyAxis& last) {
  constexpr double kWorse = 0.05;
  const double step = 1.5 * kDegree, shift = std::max(40.0, 2.0 * wishes.bin_mm);
  std::array<Best, 3> near;
  for (std::size_t k = 0; k < 3; ++k) {
    const double angle = last.angle_rad + (static_cast<double>(k) - 1.0) * step;
    measure(imprint, angle);
    near[k] = at_angle(imprint, wishes, angle, last.offset_mm, shift);
  }
  const auto& [before, middle, after] = near;
  const bool inside = std::abs(middle.offset_mm - last.offset_mm) < shift - 0.5 * wishes.bin_mm;
  if (inside && middle.score > last.score - kWorse && middle.score >= before.score &&
      middle.score >= after.score) {
    const double part = vertex(before.score, middle.score, after.score);
    const double offset = middle.offset_mm + part * 0.5 * (after.offset_mm - before.offset_mm);
    return {last.angle_rad + part * step, offset, std::clamp(middle.score, 0.0, 1.0)};
  }
  const BodyAxis refined = refine(imprint, wishes, last.angle_rad, 1.0 * kDegree);
  const bool here = std::abs(refined.angle_rad - last.angle_rad) < kFollowWithinDegrees * kDegree;
  return here && refined.score > last.score - kWorse ? refined : find(imprint, wishes);
}

}  // namespace palpate
