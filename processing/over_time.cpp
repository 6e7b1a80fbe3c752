#include "processing/over_time.h"

#include <algorithm>
#include <cmath>

#include "acquisition/result.h"

namespace palpate {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

constexpr double kTimeSlack_s = 1e-7;  // times are whole microseconds: 5 frames of 0.1 s are 0.5 s

bool there(const PressureMap& map, Eigen::Index cell) {
  const bool dead = map.dead.size() != 0 && map.dead.data()[cell];
  const bool repaired = map.repaired.size() != 0 && map.repaired.data()[cell];
  return std::isfinite(map.pressure.data()[cell]) && (!dead || repaired);
}

}  // namespace

PressureTimeIntegral::PressureTimeIntegral(double max_hold_s) : max_hold_s_(max_hold_s) {
  PALPATE_EXPECTS(max_hold_s > 0.0);
}

void PressureTimeIntegral::add(const PressureMap& map) {
  const Eigen::Index rows = map.pressure.rows(), cols = map.pressure.cols();
  if (frames_ == 0) {
    integral_ = sum_ = last_ = GridD::Zero(rows, cols);
    maximum_ = GridD::Constant(rows, cols, kNan);
    count_ = Eigen::ArrayXXi::Zero(rows, cols);
    first_t_s_ = last_t_s_ = map.t_s;
  }
  PALPATE_EXPECTS(sum_.rows() == rows && sum_.cols() == cols && map.t_s >= last_t_s_);
  const double held_s = std::min(map.t_s - last_t_s_, max_hold_s_);
  const bool whole = !(map.dead.size() != 0 && map.dead.any()) && map.pressure.isFinite().all();
  if (whole) {  // the usual frame, in loops that a compiler can make wide
    const Eigen::Index n = map.pressure.size();
    const float* p = map.pressure.data();
    double *integral = integral_.data(), *sum = sum_.data(), *maximum = maximum_.data(), *last = last_.data();
    for (Eigen::Index i = 0; i < n; ++i) {
      const auto value = static_cast<double>(p[i]);
      integral[i] += last[i] * held_s;
      sum[i] += value;
      maximum[i] = maximum[i] >= value ? maximum[i] : value;
      last[i] = value;
    }
    ++whole_frames_;
  }
  for (Eigen::Index r = 0; r < rows && !whole; ++r) {
    for (Eigen::Index c = 0; c < cols; ++c) {
      integral_(r, c) += last_(r, c) * held_s;
      const bool live = there(map, r * cols + c);
      const double p = live ? static_cast<double>(map.pressure(r, c)) : 0.0;
      last_(r, c) = p;
      sum_(r, c) += p;
      count_(r, c) += live ? 1 : 0;
      if (live && !(maximum_(r, c) >= p)) maximum_(r, c) = p;
    }
  }
  last_t_s_ = map.t_s;
  ++frames_;
}

double PressureTimeIntegral::duration_s() const {
  if (frames_ < 2) return 0.0;
  const double span = last_t_s_ - first_t_s_;
  return span + span / (frames_ - 1);
}

GridD PressureTimeIntegral::integral() const {
  if (frames_ < 2) return integral_;
  const double period = (last_t_s_ - first_t_s_) / (frames_ - 1);
  return integral_ + last_ * std::min(period, max_hold_s_);
}

GridD PressureTimeIntegral::mean() const {
  GridD mean(sum_.rows(), sum_.cols());
  for (Eigen::Index r = 0; r < mean.rows(); ++r) {
    for (Eigen::Index c = 0; c < mean.cols(); ++c) {
      mean(r, c) = count_(r, c) + whole_frames_ > 0 ? sum_(r, c) / (count_(r, c) + whole_frames_) : kNan;
    }
  }
  return mean;
}

SustainedPressure::SustainedPressure(double limit, double min_duration_s)
    : limit_(limit), min_duration_s_(min_duration_s) {
  PALPATE_EXPECTS(min_duration_s >= 0.0);
}

void SustainedPressure::reset() {
  since_.resize(0, 0);
}

void SustainedPressure::add(const PressureMap& map) {
  const Eigen::Index rows = map.pressure.rows(), cols = map.pressure.cols();
  if (since_.rows() != rows || since_.cols() != cols) {
    since_ = GridD::Constant(rows, cols, kNan);
    spell_ = longest_ = GridD::Zero(rows, cols);
    now_ = ever_ = Mask::Constant(rows, cols, false);
  }
  for (Eigen::Index i = 0; i < map.pressure.size(); ++i) {
    const bool above = there(map, i) && static_cast<double>(map.pressure.data()[i]) > limit_;
    double& since = since_.data()[i];
    if (!above) {
      since = kNan;
    } else if (std::isnan(since)) {
      since = map.t_s;
    }
    const double spell = above ? map.t_s - since : 0.0;
    spell_.data()[i] = spell;
    longest_.data()[i] = std::max(longest_.data()[i], spell);
    now_.data()[i] = above && spell >= min_duration_s_ - kTimeSlack_s;
    ever_.data()[i] = ever_.data()[i] || now_.data()[i];
  }
}

}  // namespace palpate
