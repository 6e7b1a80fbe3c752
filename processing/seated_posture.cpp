#include "processing/seated_posture.h"

#include <algorithm>
#include <cmath>

namespace palpate {
namespace {

constexpr float kContactShareOfPeak = 0.06F;
constexpr double kThighMm = 80.0;
constexpr double kSacrumMm = 90.0, kSacrumHalfMm = 28.0, kBesideFromMm = 35.0, kBesideToMm = 90.0;
constexpr double kReachFromMm = 120.0, kReachToMm = 220.0;

// Limits and spreads, set on simulated bodies of seeds 1..150.
struct Limit {
  double at, spread;
};
constexpr Limit kCrossed{0.075, 0.015};  // of the thighs' left share below or above the rear's
constexpr Limit kSlouch{1.10, 0.12};     // sacral ratio
constexpr Limit kForward{0.59, 0.02};    // thigh ratio
constexpr Limit kLean{0.05, 0.008};      // of the left share from one half
constexpr Limit kBack{0.67, 0.025};      // sacral ratio, less what a heavy thigh adds to it:
constexpr Limit kCut{kMostCut, 0.03};
constexpr double kCutBandMm = 60.0;
constexpr double kBackThigh = 0.9, kBackThighFrom = 0.46;

double above(const Limit& limit, double value) {
  return 1.0 / (1.0 + std::exp(-(value - limit.at) / limit.spread));
}

}  // namespace

SeatedPosture::SeatedPosture(const MatGeometry& geometry) : geometry_(geometry) {
  const bool upright = geometry.head == HeadEdge::top || geometry.head == HeadEdge::bottom;
  lines_ = upright ? geometry.rows : geometry.cols;
  across_ = upright ? geometry.cols : geometry.rows;
  pitch_v_mm_ = upright ? geometry.pitch_y_mm : geometry.pitch_x_mm;
  pitch_u_mm_ = upright ? geometry.pitch_x_mm : geometry.pitch_y_mm;
  turned_ = Grid::Zero(lines_, across_);
  middles_.reserve(static_cast<std::size_t>(lines_));
  loads_.resize(static_cast<std::size_t>(lines_));
}

// v from the back rest, u towards the client's left (sides.h: the map's right where the back rest is at the
// top).
float SeatedPosture::at(const Grid& pressure, int v, int u) const {
  if (geometry_.mirrored) u = across_ - 1 - u;
  float value = 0.0F;
  switch (geometry_.head) {
    case HeadEdge::top:
      value = pressure(v, u);
      break;
    case HeadEdge::bottom:
      value = pressure(lines_ - 1 - v, across_ - 1 - u);
      break;
    case HeadEdge::left:
      value = pressure(across_ - 1 - u, v);
      break;
    case HeadEdge::right:
      value = pressure(u, lines_ - 1 - v);
      break;
  }
  return std::isfinite(value) && value > 0.0F ? value : 0.0F;
}

double SeatedPosture::find_midline() {
  middles_.clear();
  for (int v = 0; v < lines_; ++v) {
    int first = -1, last = -1;
    for (int u = 0; u < across_; ++u) {
      if (turned_(v, u) <= 0.0F) continue;
      if (first < 0) first = u;
      last = u;
    }
    if (first >= 0) middles_.push_back(0.5 * (first + last + 1));
  }
  std::sort(middles_.begin(), middles_.end());
  const std::size_t cut = middles_.size() / 4;
  double sum = 0.0;
  for (std::size_t i = cut; i < middles_.size() - cut; ++i) sum += middles_[i];
  return sum / static_cast<double>(middles_.size() - 2 * cut);
}

const SeatShares& SeatedPosture::measure(const Grid& pressure) {
  shares_ = {};
  for (int v = 0; v < lines_; ++v) {
    for (int u = 0; u < across_; ++u) turned_(v, u) = at(pressure, v, u);
  }
  const float peak = turned_.maxCoeff();
  if (!(peak > 0.0F)) return shares_;
  turned_ = (turned_ > kContactShareOfPeak * peak).select(turned_, 0.0F);
  const double midline = find_midline();
  for (int v = 0; v < lines_; ++v)
    loads_[static_cast<std::size_t>(v)] = static_cast<double>(turned_.row(v).sum());
  const auto ischial = std::max_element(loads_.begin(), loads_.end()) - loads_.begin();
  split_load(midline, static_cast<double>(ischial));
  shares_.sacral_ratio = sacral_ratio(midline);
  shares_.thigh_ratio = thigh_ratio(static_cast<int>(ischial));
  shares_.cut = cut(static_cast<int>(ischial));
  shares_.found = true;
  return shares_;
}

void SeatedPosture::split_load(double midline, double ischial) {
  double left = 0.0, total = 0.0, thigh = 0.0, thigh_left = 0.0;
  for (int v = 0; v < lines_; ++v) {
    double line_left = 0.0;
    for (int u = 0; u < across_; ++u) {
      line_left += std::clamp(u + 1.0 - midline, 0.0, 1.0) * static_cast<double>(turned_(v, u));
    }
    const double line = loads_[static_cast<std::size_t>(v)];
    total += line;
    left += line_left;
    if ((v - ischial) * pitch_v_mm_ <= kThighMm) continue;
    thigh += line;
    thigh_left += line_left;
  }
  shares_.left_share = left / total;
  shares_.thigh_share = thigh / total;
  if (thigh > 0.0) shares_.thigh_left_share = thigh_left / thigh;
  if (total > thigh) shares_.rear_left_share = (left - thigh_left) / (total - thigh);
}

double SeatedPosture::sacral_ratio(double midline) const {
  int rear = 0;
  while (rear + 1 < lines_ && loads_[static_cast<std::size_t>(rear)] <= 0.0) ++rear;
  double middle = 0.0, beside = 0.0, middle_cells = 0.0, beside_cells = 0.0;
  for (int v = rear; v < lines_ && (v - rear) * pitch_v_mm_ < kSacrumMm; ++v) {
    for (int u = 0; u < across_; ++u) {
      const double off_mm = std::abs(u + 0.5 - midline) * pitch_u_mm_;
      if (off_mm <= kSacrumHalfMm) {
        middle += static_cast<double>(turned_(v, u));
        ++middle_cells;
      } else if (off_mm >= kBesideFromMm && off_mm <= kBesideToMm) {
        beside += static_cast<double>(turned_(v, u));
        ++beside_cells;
      }
    }
  }
  if (beside <= 0.0 || middle_cells == 0.0) return middle > 0.0 ? 10.0 : 0.0;
  return std::min(10.0, (middle / middle_cells) / (beside / beside_cells));
}

double SeatedPosture::thigh_ratio(int ischial) const {
  double sum = 0.0, lines = 0.0;
  for (int v = ischial; v < lines_; ++v) {
    const double ahead_mm = (v - ischial) * pitch_v_mm_;
    if (ahead_mm < kReachFromMm || ahead_mm > kReachToMm) continue;
    sum += loads_[static_cast<std::size_t>(v)];
    ++lines;
  }
  return lines > 0.0 ? sum / lines / loads_[static_cast<std::size_t>(ischial)] : 0.0;
}

double SeatedPosture::cut(int ischial) const {
  double low = 0.0, high = 0.0, all = 0.0, cells = 0.0, lines = 0.0;
  for (int v = 0; v < lines_; ++v) {
    if (std::abs(v - ischial) * pitch_v_mm_ > kCutBandMm) continue;
    low += static_cast<double>(turned_(v, 0));
    high += static_cast<double>(turned_(v, across_ - 1));
    all += loads_[static_cast<std::size_t>(v)];
    cells += static_cast<double>((turned_.row(v) > 0.0F).count());
    ++lines;
  }
  return std::abs(high - low) / lines / (all / cells);
}

// One question after the other, the clearest first; the confidence is the product of the answers'.
PostureEstimate SeatedPosture::judge(const SeatShares& s) {
  PostureEstimate estimate;
  if (!s.found) return estimate;
  const double thigh_side = s.thigh_left_share - s.rear_left_share, lean = s.left_share - 0.5;
  const struct {
    Posture posture;
    double yes;
  } questions[] = {
      {Posture::seated_crossed_left, above(kCrossed, -thigh_side)},
      {Posture::seated_crossed_right, above(kCrossed, thigh_side)},
      {Posture::seated_slouch, above(kSlouch, s.sacral_ratio)},
      {Posture::seated_forward, above(kForward, s.thigh_ratio)},
      {Posture::seated_left, above(kLean, lean)},
      {Posture::seated_right, above(kLean, -lean)},
      {Posture::seated_back, above(kBack, s.sacral_ratio - kBackThigh * (s.thigh_ratio - kBackThighFrom))},
      {Posture::seated_upright, 1.0},
  };
  double rest = 1.0, best = 0.0;
  for (const auto& question : questions) {
    if (rest * question.yes > best) {
      best = rest * question.yes;
      estimate.posture = question.posture;
    }
    rest *= 1.0 - question.yes;
  }
  estimate.confidence = best * (1.0 - above(kCut, s.cut));
  return estimate;
}

}  // namespace palpate
