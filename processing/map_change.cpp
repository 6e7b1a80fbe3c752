#include "processing/map_change.h"

#include <algorithm>
#include <cmath>

namespace palpate {

bool MapChange::look_again(const Grid& pressure, double t_s) {
  Blocks now{};
  const Eigen::Index rows = std::min(kBlocks, pressure.rows()), cols = std::min(kBlocks, pressure.cols());
  for (Eigen::Index r = 0; r < rows; ++r) {
    const Eigen::Index top = r * pressure.rows() / rows, bottom = (r + 1) * pressure.rows() / rows;
    for (Eigen::Index c = 0; c < cols; ++c) {
      const Eigen::Index left = c * pressure.cols() / cols, right = (c + 1) * pressure.cols() / cols;
      now[static_cast<std::size_t>(r * kBlocks + c)] =
          pressure.block(top, left, bottom - top, right - left).sum();
    }
  }
  double moved = 0.0, load = 0.0;
  for (std::size_t i = 0; i < now.size(); ++i) {
    moved += std::abs(static_cast<double>(now[i]) - static_cast<double>(then_[i]));
    load += std::abs(static_cast<double>(then_[i]));
  }
  const bool soon = started_ && t_s >= last_s_ && t_s - last_s_ < kLookAgainS;
  if (soon && moved <= kChangedShare * load) return false;
  then_ = now;
  started_ = true;
  last_s_ = t_s;
  return true;
}

}  // namespace palpate
