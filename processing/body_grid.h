// BodyGrid: the mean pressure over a while, on a grid that lies along the client's body and not along the
// mat.
//
// Axes: u across the body [mm], positive to the client's left; v along it, positive to the head; origin at
// the pelvis centre of the BodyState. Squares of kBodyStepMm; columns cover |u| < kBodyReachMm, rows
// kBodyFootMm <= v < kBodyHeadMm. The map is read between cell centres bilinearly; cells that are dead and
// not repaired are left out, and each cell is first held inside the range of its eight neighbours, for a
// stuck cell is found only after a while; squares off the mat have no samples. Which region a square lies in
// is what the body model's labels said last. One thread; add() allocates only in the first call.
#pragma once

#include <cstdint>

#include "acquisition/mat_geometry.h"
#include "processing/body_state.h"
#include "processing/pressure_map.h"

namespace palpate {

inline constexpr double kBodyStepMm = 20.0;
inline constexpr double kBodyReachMm = 260.0;
inline constexpr double kBodyFootMm = -400.0, kBodyHeadMm = 720.0;
inline constexpr int kBodyCols = 26, kBodyRows = 56;

// Rows from the feet up, columns from the client's right to the left.
using BodyArray = Eigen::Array<float, kBodyRows, kBodyCols, Eigen::RowMajor>;
using BodyLabels = Eigen::Array<std::int8_t, kBodyRows, kBodyCols, Eigen::RowMajor>;

constexpr double body_u_mm(int col) {
  return -kBodyReachMm + (col + 0.5) * kBodyStepMm;
}
constexpr double body_v_mm(int row) {
  return kBodyFootMm + (row + 0.5) * kBodyStepMm;
}

// From the body's axes to the map.
struct BodyFrame {
  double x_mm = 0.0, y_mm = 0.0;      // origin
  double up_x = 0.0, up_y = -1.0;     // towards the head
  double left_x = 1.0, left_y = 0.0;  // towards the client's left
  [[nodiscard]] double map_x(double u, double v) const { return x_mm + u * left_x + v * up_x; }
  [[nodiscard]] double map_y(double u, double v) const { return y_mm + u * left_y + v * up_y; }
};
// Every cell of the mat inside the range of its eight neighbours: one that sticks at zero or at full scale is
// known to be dead only after a while, and at a light load never, but it must not look like a place
// meanwhile. Resizes `out`; cells that are not finite stay so and take no part.
void clamp_to_neighbours(const Grid& pressure, Grid& out);

// The client's left is where the labels of left regions lie. False while the body or its sides are not known.
bool body_frame(const BodyState& body, const MatGeometry& geometry, BodyFrame& frame);

class BodyGrid {
 public:
  BodyGrid() { clear(); }
  void clear();
  void add(const PressureMap& map, const MatGeometry& geometry, const BodyState& body,
           const BodyFrame& frame);
  [[nodiscard]] int frames() const { return frames_; }
  [[nodiscard]] BodyArray mean() const;  // unit of the map; NaN where there was nothing to read
  [[nodiscard]] const BodyLabels& labels() const { return labels_; }

 private:
  BodyArray sum_, samples_;
  BodyLabels labels_;
  Grid clean_;
  int frames_ = 0;
};

}  // namespace palpate
