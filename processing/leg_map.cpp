#include "processing/leg_map.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include "processing/body_template.h"

namespace palpate {
namespace {

constexpr double kHipX = 0.055;            // of stature, from the midline
constexpr double kArmsBesideX = 0.13;      // hands beside the pelvis lie further out,
constexpr double kArmsWiden = 0.6;         // by so much more a stature further down,
constexpr double kDrawnUp = 0.39;          // knees never lie further up
constexpr double kArmsEnd = 0.65;          // ... and end above this
constexpr double kReach = 0.60;            // the longest way of a leg with its foot
constexpr float kDetourMm = 300.0F;        // what ways without contact may cost in all
constexpr double kBridge = 0.15;           // gaps up to this length belong to the leg
constexpr float kFirmSoft = 0.4F;          // firm contact from this weight on
constexpr float kLeastSoftOnSide = 0.25F;  // a cushion behind the back touches, but carries little
constexpr float kGapFootward = 0.4F, kGapElsewhere = 6.0F;
constexpr double kTwoLegsWide = 0.105;  // one run at least so wide is two legs that touch
constexpr int kMostBins = 48;
constexpr double kBend = 400.0;  // stiffness of the parting line against one clear gap
constexpr double kTowardsMidline = 0.004;
constexpr double kLeastRunShare = 0.15;
constexpr double kMiddleWeight = 0.15;  // of the middle of one run against a clear gap
constexpr int kSlots = 96;              // across the body

}  // namespace

void LegMap::start(const BodyImprint& imprint, const BodyFit& fit) {
  rows_ = imprint.rows(), cols_ = imprint.cols();
  pitch_u_ = imprint.pitch_u(), pitch_v_ = imprint.pitch_v();
  const auto cells = static_cast<std::size_t>(rows_ * cols_);
  x_.resize(cells), y_.resize(cells), parent_.resize(cells);
  cost_.assign(cells, std::numeric_limits<float>::infinity());
  along_.assign(cells, -1.0F);
  allowed_.assign(cells, 0);
  mask_.assign(cells, 0);
  heap_.clear();
  heap_.reserve(4 * cells);
  const double st = fit.lying.stature_mm;
  foot_u_ = -std::sin(fit.axis.angle_rad), foot_v_ = std::cos(fit.axis.angle_rad);
  const double hip_y = fit.lying.y_at(kHipJoint), seeds = std::max({60.0, pitch_u_, pitch_v_});
  const BodyAxes axes(imprint, fit.axis);
  for (int r = 0; r < rows_; ++r) {
    for (int c = 0; c < cols_; ++c) {
      const auto i = static_cast<std::size_t>(r * cols_ + c);
      const auto [u, v] = imprint.centre_at(r, c);
      const auto [x, y] = axes.body(u, v);
      x_[i] = static_cast<float>(x), y_[i] = static_cast<float>(y);
      const double f = fit.lying.f_at(y);
      const double hands = (kArmsBesideX + kArmsWiden * std::max(0.0, f - kHipFold)) * st;
      const bool arm = !fit.on_side && f < kArmsEnd && std::abs(x) > hands;
      allowed_[i] = f > (fit.on_side ? kDrawnUp : kPelvisTop) && !arm ? 1 : 0;
      for (const double sign : {-1.0, 1.0}) {
        const double hip = fit.on_side ? fit.centre_x(kHipJoint) : sign * kHipX * st;
        const double along = y - hip_y;
        if (allowed_[i] == 0 || std::abs(along) > seeds) continue;
        const double away = std::hypot(x - hip, along);
        if (away > seeds || away >= cost_[i]) continue;
        cost_[i] = along_[i] = static_cast<float>(away);
        parent_[i] = -1;
        heap_.push_back({cost_[i], static_cast<int>(i)});
      }
    }
  }
  std::make_heap(heap_.begin(), heap_.end(), std::greater<>());
}

void LegMap::relax(const BodyContact& contact, const BodyFit& fit, int from, int row, int col,
                   double length) {
  if (row < 0 || col < 0 || row >= rows_ || col >= cols_) return;
  const auto i = static_cast<std::size_t>(row * cols_ + col), k = static_cast<std::size_t>(from);
  if (allowed_[i] == 0) return;
  const float step = static_cast<float>(length);
  const float firm = std::min(1.0F, contact.soft(i) / kFirmSoft);
  float gap = kGapElsewhere;
  if (!fit.on_side) {
    const float footward = std::max(0.0F, y_[i] - y_[k]) / step;
    gap = kGapFootward + kGapElsewhere * std::max(0.0F, 1.0F - footward);
  }
  const float cost = cost_[k] + step * (1.0F + (1.0F - firm) * gap);
  if (cost >= cost_[i]) return;
  cost_[i] = cost;
  along_[i] = along_[k] + step;
  parent_[i] = from;
  heap_.push_back({cost, static_cast<int>(i)});
  std::push_heap(heap_.begin(), heap_.end(), std::greater<>());
}

void LegMap::spread(const BodyImprint& imprint, const BodyContact& contact, const BodyFit& fit) {
  constexpr double kStraight = 0.96, kDiagonal = 0.968;  // a chamfer that errs by 4 % at most either way
  start(imprint, fit);
  const double diagonal = kDiagonal * std::hypot(pitch_u_, pitch_v_);
  const float most = static_cast<float>(kReach * fit.lying.stature_mm) + kDetourMm;
  while (!heap_.empty()) {
    const Step at = heap_.front();
    std::pop_heap(heap_.begin(), heap_.end(), std::greater<>());
    heap_.pop_back();
    if (at.cost > cost_[static_cast<std::size_t>(at.cell)]) continue;
    if (at.cost > most) break;
    const int row = at.cell / cols_, col = at.cell % cols_;
    for (const int side : {-1, 1}) {
      relax(contact, fit, at.cell, row + side, col, kStraight * pitch_v_);
      relax(contact, fit, at.cell, row, col + side, kStraight * pitch_u_);
      relax(contact, fit, at.cell, row + side, col + 1, diagonal);
      relax(contact, fit, at.cell, row + side, col - 1, diagonal);
    }
  }
}

// Contact that a leg reaches at a fair cost, then one cell around it, then the ways across gaps.
void LegMap::mask_cells(const BodyContact& contact, const BodyFit& fit) {
  constexpr unsigned char kTouches = 1, kBeside = 2;
  constexpr int kLeastAround = 4;  // of nine
  const float reach = static_cast<float>(kReach * fit.lying.stature_mm);
  for (std::size_t i = 0; i < mask_.size(); ++i) {
    const bool leg = along_[i] >= 0.0F && along_[i] <= reach && cost_[i] - along_[i] <= kDetourMm;
    if (!leg || !contact.touches(i)) continue;
    if (fit.on_side && contact.soft(i) < kLeastSoftOnSide) continue;
    const int row = static_cast<int>(i) / cols_, col = static_cast<int>(i) % cols_;
    if (contact.around(row, col) >= kLeastAround) mask_[i] = kTouches;
  }
  bridge(contact, kBridge * fit.lying.stature_mm);
  for (int r = 0; r < rows_; ++r) {
    for (int c = 0; c < cols_; ++c) {
      const auto i = static_cast<std::size_t>(r * cols_ + c);
      if (mask_[i] != 0 || along_[i] < 0.0F) continue;
      for (int rr = std::max(0, r - 1); rr <= std::min(rows_ - 1, r + 1); ++rr) {
        for (int cc = std::max(0, c - 1); cc <= std::min(cols_ - 1, c + 1); ++cc) {
          if (mask_[static_cast<std::size_t>(rr * cols_ + cc)] == kTouches) mask_[i] = kBeside;
        }
      }
    }
  }
}

void LegMap::bridge(const BodyContact& contact, double most_mm) {
  constexpr unsigned char kTouches = 1, kGap = 3;
  for (std::size_t i = 0; i < mask_.size(); ++i) {
    if (mask_[i] != kTouches) continue;
    int back = parent_[i];
    while (back >= 0 && !contact.touches(static_cast<std::size_t>(back))) {
      back = parent_[static_cast<std::size_t>(back)];
    }
    if (back < 0 || static_cast<double>(along_[i] - along_[static_cast<std::size_t>(back)]) > most_mm)
      continue;
    for (int k = parent_[i]; k != back; k = parent_[static_cast<std::size_t>(k)]) {
      mask_[static_cast<std::size_t>(k)] = kGap;
    }
  }
}

// Where the legs part in each bin along the body, with how sure that is.
void LegMap::part(const BodyContact& contact, const BodyFit& fit) {
  const double st = fit.lying.stature_mm;
  part_first_y_ = fit.lying.y_at(kHipJoint);
  part_step_ = std::max({0.65 * st / (kMostBins - 1), pitch_u_, pitch_v_});
  const auto bins = static_cast<std::size_t>(std::clamp(0.65 * st / part_step_, 2.0, kMostBins - 1.0)) + 1;
  part_x_.assign(bins, 0.0), part_weight_.assign(bins, 0.0);
  const double across = pitch_u_ * std::abs(foot_v_) + pitch_v_ * std::abs(foot_u_);
  slot_mm_ = 1.05 * std::max(across, 12.0);
  slots_.assign(bins * kSlots, 0.0);
  for (std::size_t i = 0; i < mask_.size(); ++i) {
    if (mask_[i] != 1) continue;
    const double bin = (static_cast<double>(y_[i]) - part_first_y_) / part_step_;
    const double at = static_cast<double>(x_[i]) / slot_mm_ + 0.5 * kSlots;
    if (bin < -0.5 || bin >= static_cast<double>(bins) - 0.5 || at < 0.0 || at >= kSlots) continue;
    slots_[static_cast<std::size_t>(bin + 0.5) * kSlots + static_cast<std::size_t>(at)] +=
        static_cast<double>(contact.soft(i));
  }
  for (std::size_t b = 1; b < bins; ++b) part_bin(b, kTwoLegsWide * st);
  smooth_parting();
}

// The gap that parts a bin best, else the middle of a run wide enough for two legs.
void LegMap::part_bin(std::size_t b, double two_legs_mm) {
  const double* row = slots_.data() + b * kSlots;
  double total = 0.0, sum_x = 0.0;
  int first = -1, last = -1;
  for (int k = 0; k < kSlots; ++k) {
    if (row[k] <= 0.0) continue;
    total += row[k], sum_x += row[k] * (k + 0.5 - 0.5 * kSlots) * slot_mm_;
    first = first < 0 ? k : first, last = k;
  }
  if (total <= 0.0) return;
  double before = 0.0, widest = 0.0;
  for (int k = first, gap = 0; k <= last; ++k) {
    if (row[k] <= 0.0) {
      ++gap;
      continue;
    }
    const double share = std::min(before, total - before) / total;
    if (gap > 0 && share > kLeastRunShare && share * gap > widest) {
      widest = share * gap;
      part_x_[b] = (k - 0.5 * gap - 0.5 * kSlots) * slot_mm_;
      part_weight_[b] = 1.0;
    }
    before += row[k], gap = 0;
  }
  if (part_weight_[b] > 0.0 || (last - first + 1) * slot_mm_ < two_legs_mm) return;
  part_x_[b] = sum_x / total;
  part_weight_[b] = kMiddleWeight;
}

// The line that minimises sum w (p - x)^2 + bend * sum (second differences)^2, through the midline at the
// hips.
void LegMap::smooth_parting() {
  using Square = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, 0, kMostBins, kMostBins>;
  using Column = Eigen::Matrix<double, Eigen::Dynamic, 1, 0, kMostBins, 1>;
  const auto n = static_cast<Eigen::Index>(part_x_.size());
  Square a = Square::Zero(n, n);
  Column b = Column::Zero(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const double w = part_weight_[static_cast<std::size_t>(i)];
    a(i, i) = w + kTowardsMidline;
    b(i) = w * part_x_[static_cast<std::size_t>(i)];
  }
  a(0, 0) += 100.0;
  const std::array<double, 3> second{1.0, -2.0, 1.0};
  for (Eigen::Index i = 0; i + 2 < n; ++i) {
    for (int j = 0; j < 3; ++j) {
      for (int k = 0; k < 3; ++k) {
        a(i + j, i + k) += kBend * second[static_cast<std::size_t>(j)] * second[static_cast<std::size_t>(k)];
      }
    }
  }
  const Column p = a.llt().solve(b);
  for (Eigen::Index i = 0; i < n; ++i) part_x_[static_cast<std::size_t>(i)] = p(i);
}

// Which way the thighs point, from what of them lies below the hips.
void LegMap::look_forward(const BodyContact& contact, const BodyFit& fit) {
  const double st = fit.lying.stature_mm, hip_x = fit.centre_x(kHipJoint);
  double sum = 0.0;
  for (std::size_t i = 0; i < mask_.size(); ++i) {
    const double along = along_mm(i) / st;
    if (mask_[i] != 1 || along < 0.12 || along > 0.30) continue;
    if (fit.lying.f_at(static_cast<double>(y_[i])) < kHipFold) continue;
    sum += static_cast<double>(contact.soft(i)) * (static_cast<double>(x_[i]) - hip_x);
  }
  forward_ = sum > 0.0 ? 1.0 : -1.0;
}

double LegMap::parting_x(double y) const {
  if (part_x_.empty()) return 0.0;
  const double at =
      std::clamp((y - part_first_y_) / part_step_, 0.0, static_cast<double>(part_x_.size() - 1));
  const auto i = std::min(static_cast<std::size_t>(at), part_x_.size() - 2);
  const double s = at - static_cast<double>(i);
  return (1.0 - s) * part_x_[i] + s * part_x_[i + 1];
}

void LegMap::find(const BodyImprint& imprint, const BodyContact& contact, const BodyFit& fit) {
  spread(imprint, contact, fit);
  mask_cells(contact, fit);
  if (fit.on_side) {
    part_x_.clear();
    look_forward(contact, fit);
  } else {
    part(contact, fit);
  }
}

}  // namespace palpate
