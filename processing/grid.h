// Grid: one value a cell, row-major like RawFrame::cells. A cv::Mat header over data() copies nothing.
#pragma once

#include <Eigen/Core>

namespace palpate {

using Grid = Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Mask = Eigen::Array<bool, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

inline constexpr double kKpaPerMmhg = 0.133322387415;
inline constexpr double kKpaPerNPerCm2 = 10.0;
// kPa * mm2 * kNewtonPerKpaMm2 = N
inline constexpr double kNewtonPerKpaMm2 = 1e-3;

}  // namespace palpate
