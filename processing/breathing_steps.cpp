#include "processing/breathing_steps.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "acquisition/result.h"

namespace palpate {
namespace {

int block_side(int rows, int cols) {
  int side = 1;
  while (((rows + side - 1) / side) * ((cols + side - 1) / side) > kMostChannels) ++side;
  return side;
}

}  // namespace

BreathingSteps::BreathingSteps(int rows, int cols, double step_s, std::int64_t capacity)
    : cols_(cols),
      block_(block_side(rows, cols)),
      block_cols_((cols + block_ - 1) / block_),
      step_s_(step_s),
      capacity_(capacity),
      lag_(std::max<std::int64_t>(1, std::llround(0.5 / step_s))),
      ring_(Eigen::MatrixXf::Zero(((rows + block_ - 1) / block_) * block_cols_, capacity)),
      present_(static_cast<std::size_t>(capacity), 0),
      change_(static_cast<std::size_t>(capacity), 0.0F),
      load_(change_),
      sum_(Eigen::VectorXf::Zero(ring_.rows())) {}

void BreathingSteps::add(double t_s, std::span<const float> cells, bool occupied,
                         const std::function<void()>& each) {
  const auto step = static_cast<std::int64_t>(std::floor(t_s / step_s_ + 1e-6));
  while (count_ < step) {
    complete(frames_ > 0);
    each();
  }
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const int r = static_cast<int>(i) / cols_, c = static_cast<int>(i) % cols_;
    if (std::isfinite(cells[i])) sum_[(r / block_) * block_cols_ + c / block_] += cells[i];
  }
  ++frames_;
  occupied_ = occupied_ && occupied;
}

void BreathingSteps::finish(const std::function<void()>& each) {
  if (frames_ == 0) return;
  complete(true);
  each();
}

void BreathingSteps::complete(bool has_frames) {
  const std::int64_t at = slot(count_);
  const auto index = static_cast<std::size_t>(at);
  if (has_frames)
    ring_.col(at) = sum_ / static_cast<float>(frames_);
  else if (count_ > 0)
    ring_.col(at) = ring_.col(slot(count_ - 1));
  present_[index] = has_frames && occupied_ ? 1 : 0;
  change_[index] = std::numeric_limits<float>::quiet_NaN();
  const float load = ring_.col(at).sum();
  load_[index] = present_[index] != 0 && load > 0.0F ? load : change_[index];
  if (count_ >= lag_) {
    const std::int64_t before = slot(count_ - lag_);
    if (present_[index] != 0 && present_[static_cast<std::size_t>(before)] != 0 && load > 0.0F)
      change_[index] = (ring_.col(at) - ring_.col(before)).cwiseAbs().sum() / load;
  }
  sum_.setZero();
  frames_ = 0, occupied_ = true;
  ++count_;
}

ChannelBlock BreathingSteps::channels(std::int64_t n) const {
  PALPATE_EXPECTS(n <= std::min(count_, capacity_));
  ChannelBlock block(n, ring_.rows());
  for (std::int64_t i = 0; i < n; ++i) block.row(i) = ring_.col(slot(count_ - n + i)).transpose();
  return block;
}

std::vector<std::uint8_t> BreathingSteps::present(std::int64_t n) const {
  std::vector<std::uint8_t> out;
  for (std::int64_t i = count_ - n; i < count_; ++i)
    out.push_back(present_[static_cast<std::size_t>(slot(i))]);
  return out;
}

std::vector<float> BreathingSteps::change(std::int64_t n) const {
  std::vector<float> out;
  for (std::int64_t i = count_ - n; i < count_; ++i)
    out.push_back(change_[static_cast<std::size_t>(slot(i))]);
  return out;
}

std::vector<float> BreathingSteps::load(std::int64_t n) const {
  std::vector<float> out;
  for (std::int64_t i = count_ - n; i < count_; ++i) out.push_back(load_[static_cast<std::size_t>(slot(i))]);
  return out;
}

double BreathingSteps::project_last(const Eigen::VectorXd& weights) const {
  return ring_.col(slot(count_ - 1)).cast<double>().dot(weights);
}

}  // namespace palpate
