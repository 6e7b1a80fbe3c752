// Frames to even steps: what the estimator remembers of the last minute. Used by breathing.cpp.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "processing/breathing_combine.h"

namespace palpate {

inline constexpr double kShortestStep_s = 0.2;
inline constexpr int kMostChannels = 1024;  // larger mats: blocks of cells

// One thread. Steps are numbered from 0 at t = 0; only the last `capacity` of them are kept.
class BreathingSteps {
 public:
  BreathingSteps(int rows, int cols, double step_s, std::int64_t capacity);

  // Adds a frame. `each` is called after every step that this completes: several after a gap, whose steps
  // count as not present.
  void add(double t_s, std::span<const float> cells, bool occupied, const std::function<void()>& each);
  void finish(const std::function<void()>& each);  // completes the step at hand

  [[nodiscard]] std::int64_t count() const { return count_; }  // completed steps since the start
  [[nodiscard]] double step_s() const { return step_s_; }

  // Of the last `n` steps, oldest first; n <= min(count, capacity).
  [[nodiscard]] ChannelBlock channels(std::int64_t n) const;
  [[nodiscard]] std::vector<std::uint8_t> present(std::int64_t n) const;
  [[nodiscard]] std::vector<float> change(
      std::int64_t n) const;  // of the whole map over 0.5 s, share; NaN: unknown
  [[nodiscard]] std::vector<float> load(
      std::int64_t n) const;  // sum of the map; NaN: nobody there, or unknown
  // The step `back` steps ago, 0 the newest; back < min(count, capacity).
  [[nodiscard]] Eigen::MatrixXf::ConstColXpr column(std::int64_t back) const {
    return ring_.col(slot(count_ - 1 - back));
  }
  [[nodiscard]] std::int64_t capacity() const { return capacity_; }
  [[nodiscard]] double project_last(const Eigen::VectorXd& weights) const;  // newest step
  [[nodiscard]] Eigen::Index channel_count() const { return ring_.rows(); }

 private:
  void complete(bool has_frames);
  [[nodiscard]] std::int64_t slot(std::int64_t step) const { return step % capacity_; }

  int cols_, block_, block_cols_;
  double step_s_;
  std::int64_t capacity_, count_ = 0, lag_;
  Eigen::MatrixXf ring_;  // channel x slot
  std::vector<std::uint8_t> present_;
  std::vector<float> change_, load_;
  Eigen::VectorXf sum_;
  int frames_ = 0;
  bool occupied_ = true;
};

}  // namespace palpate
