#include "processing/body_grid.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace palpate {
namespace {

// Pressure between cell centres; false off the mat or beside a cell that says nothing.
bool read_between(const PressureMap& map, const Grid& pressure, double row, double col, float& value) {
  const int rows = static_cast<int>(map.pressure.rows()), cols = static_cast<int>(map.pressure.cols());
  if (!(row > -0.5 && col > -0.5 && row < rows - 0.5 && col < cols - 0.5)) return false;
  const int r = std::clamp(static_cast<int>(std::floor(row)), 0, std::max(0, rows - 2));
  const int c = std::clamp(static_cast<int>(std::floor(col)), 0, std::max(0, cols - 2));
  const double fr = std::clamp(row - r, 0.0, 1.0), fc = std::clamp(col - c, 0.0, 1.0);
  double sum = 0.0, weight = 0.0;
  for (int i = 0; i < 2 && r + i < rows; ++i) {
    for (int j = 0; j < 2 && c + j < cols; ++j) {
      const float p = pressure(r + i, c + j);
      if ((map.dead(r + i, c + j) && !map.repaired(r + i, c + j)) || !std::isfinite(p)) continue;
      const double w = (i == 0 ? 1.0 - fr : fr) * (j == 0 ? 1.0 - fc : fc);
      sum += w * static_cast<double>(p);
      weight += w;
    }
  }
  if (weight < 0.5) return false;
  value = static_cast<float>(sum / weight);
  return true;
}

}  // namespace

void clamp_to_neighbours(const Grid& pressure, Grid& out) {
  const Eigen::Index rows = pressure.rows(), cols = pressure.cols();
  out.resize(rows, cols);
  for (Eigen::Index r = 0; r < rows; ++r) {
    for (Eigen::Index c = 0; c < cols; ++c) {
      float low = std::numeric_limits<float>::infinity(), high = -low;
      for (Eigen::Index i = std::max<Eigen::Index>(0, r - 1); i <= std::min(rows - 1, r + 1); ++i) {
        for (Eigen::Index j = std::max<Eigen::Index>(0, c - 1); j <= std::min(cols - 1, c + 1); ++j) {
          const float p = pressure(i, j);
          if ((i == r && j == c) || !std::isfinite(p)) continue;
          low = std::min(low, p);
          high = std::max(high, p);
        }
      }
      const float p = pressure(r, c);
      out(r, c) = low <= high && std::isfinite(p) ? std::clamp(p, low, high) : p;
    }
  }
}

bool body_frame(const BodyState& body, const MatGeometry& geometry, BodyFrame& frame) {
  if (!body.found || !body.sides_known || body.labels.rows() != geometry.rows) return false;
  frame.x_mm = body.pelvis_x_mm;
  frame.y_mm = body.pelvis_y_mm;
  frame.up_x = body.axis_x;
  frame.up_y = body.axis_y;
  frame.left_x = -body.axis_y;
  frame.left_y = body.axis_x;
  double left_ward = 0.0;  // sum over labelled cells: left ones count on their side, right ones against it
  for (int r = 0; r < geometry.rows; ++r) {
    for (int c = 0; c < geometry.cols; ++c) {
      const std::int8_t label = body.labels(r, c);
      if (label == kNoRegion) continue;
      const double u = ((c + 0.5) * geometry.pitch_x_mm - frame.x_mm) * frame.left_x +
                       ((r + 0.5) * geometry.pitch_y_mm - frame.y_mm) * frame.left_y;
      left_ward += label % 2 == 0 ? u : -u;
    }
  }
  if (left_ward == 0.0) return false;
  if (left_ward < 0.0) {
    frame.left_x = -frame.left_x;
    frame.left_y = -frame.left_y;
  }
  return true;
}

void BodyGrid::clear() {
  sum_.setZero();
  samples_.setZero();
  labels_.setConstant(kNoRegion);
  frames_ = 0;
}

void BodyGrid::add(const PressureMap& map, const MatGeometry& g, const BodyState& body,
                   const BodyFrame& frame) {
  ++frames_;
  clamp_to_neighbours(map.pressure, clean_);
  for (int i = 0; i < kBodyRows; ++i) {
    for (int j = 0; j < kBodyCols; ++j) {
      const double u = body_u_mm(j), v = body_v_mm(i);
      const double col = frame.map_x(u, v) / g.pitch_x_mm - 0.5, row = frame.map_y(u, v) / g.pitch_y_mm - 0.5;
      float value = 0.0F;
      if (!read_between(map, clean_, row, col, value)) continue;
      sum_(i, j) += value;
      samples_(i, j) += 1.0F;
      const int r = std::clamp(static_cast<int>(std::lround(row)), 0, g.rows - 1);
      const int c = std::clamp(static_cast<int>(std::lround(col)), 0, g.cols - 1);
      labels_(i, j) = body.labels(r, c);
    }
  }
}

BodyArray BodyGrid::mean() const {
  return (samples_ > 0.0F).select(sum_ / samples_.max(1.0F), std::numeric_limits<float>::quiet_NaN());
}

}  // namespace palpate
