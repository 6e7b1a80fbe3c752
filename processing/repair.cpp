#include "processing/repair.h"

#include <cmath>

#include "acquisition/result.h"

namespace palpate {

DeadCellRepair::DeadCellRepair(const Mask& dead, int max_passes) {
  const Eigen::Index rows = dead.rows(), cols = dead.cols();
  Mask open = dead;  // still without a value
  for (int pass = 0; pass < max_passes; ++pass) {
    const std::size_t before = fills_.size();
    for (Eigen::Index r = 0; r < rows; ++r) {
      for (Eigen::Index c = 0; c < cols; ++c) {
        if (!open(r, c)) continue;
        Fill fill;
        fill.cell = static_cast<std::int32_t>(r * cols + c);
        for (Eigen::Index nr = std::max<Eigen::Index>(0, r - 1); nr <= std::min(rows - 1, r + 1); ++nr) {
          for (Eigen::Index nc = std::max<Eigen::Index>(0, c - 1); nc <= std::min(cols - 1, c + 1); ++nc) {
            if (!open(nr, nc)) fill.neighbours[fill.count++] = static_cast<std::int32_t>(nr * cols + nc);
          }
        }
        if (fill.count > 0) fills_.push_back(fill);
      }
    }
    if (fills_.size() == before) break;
    for (std::size_t i = before; i < fills_.size(); ++i) open.data()[fills_[i].cell] = false;
  }
  repairable_ = static_cast<int>(fills_.size());
  for (Eigen::Index i = 0; i < open.size(); ++i) {
    if (open.data()[i]) hopeless_.push_back(static_cast<std::int32_t>(i));
  }
}

void DeadCellRepair::apply(Grid& pressure, Mask& repaired) const {
  PALPATE_EXPECTS(repaired.size() == pressure.size());
  repaired.setConstant(false);
  float* p = pressure.data();
  for (const std::int32_t cell : hopeless_) p[cell] = 0.0F;
  for (const Fill& fill : fills_) {
    double sum = 0.0;
    int count = 0;
    for (int i = 0; i < fill.count; ++i) {
      const float value = p[fill.neighbours[i]];
      if (!std::isfinite(value)) continue;
      sum += static_cast<double>(value);
      ++count;
    }
    p[fill.cell] = count > 0 ? static_cast<float>(sum / count) : 0.0F;
    repaired.data()[fill.cell] = count > 0;
  }
}

}  // namespace palpate
