// BodyImprint: a map turned so that the head is up and it is seen from above, for fitting a body to it.
//
// Axes: u to the right, v from the head edge to the feet, mm from the mat's middle. A body's own axes are
// turned by an angle and shifted: x = cos(a) u + sin(a) v - offset, y = cos(a) v - sin(a) u; a > 0 leans the
// head to the right. Lying on the back, or sitting with the back rest up, the client's left is at x > 0.
//
// A cell weighs by its load and, for shapes, by p / (p + half), half = the mean pressure of contact cells /
// 2: near 1 in firm contact whatever the peak, so that neither the unit nor a heel decides where the body is.
// One thread; allocates only in the constructor.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "acquisition/mat_geometry.h"
#include "processing/pressure_map.h"

namespace palpate {

struct BodyAxis {
  double angle_rad = 0.0, offset_mm = 0.0;
  double score = 0.0;  // how alike both sides are, 0..1
};

// A cell in contact.
struct ImprintCell {
  double u = 0.0, v = 0.0;  // centre
  double load = 0.0;        // p, unit of the map
  double soft = 0.0;        // 0..1
  std::size_t index = 0;    // on the turned grid
};

class BodyImprint {
 public:
  explicit BodyImprint(const MatGeometry& geometry);

  // Contact as docs/metrics.md defines it; dead cells that are not repaired and values that are no numbers
  // are left out.
  void take(const PressureMap& map, float threshold);

  [[nodiscard]] const std::vector<ImprintCell>& cells() const { return cells_; }
  [[nodiscard]] double load() const { return load_; }  // sum of p of the cells in contact
  [[nodiscard]] double area_cm2() const;
  [[nodiscard]] double pitch_u() const { return pitch_u_; }
  [[nodiscard]] double pitch_v() const { return pitch_v_; }
  [[nodiscard]] int rows() const { return rows_; }  // along v
  [[nodiscard]] int cols() const { return cols_; }  // along u
  [[nodiscard]] bool mirrored() const { return geometry_.mirrored; }
  // Soft weight at a place, bilinear between cell centres, 0 outside the mat.
  [[nodiscard]] double soft_at(double u, double v) const;
  [[nodiscard]] std::pair<double, double> centre_of(int map_row, int map_col) const;  // u, v
  // The turned grid, rows() x cols(): soft weights (0 without contact), a cell's centre and its index.
  [[nodiscard]] const std::vector<float>& soft() const { return soft_; }
  [[nodiscard]] std::pair<double, double> centre_at(int row, int col) const {
    return {(col + 0.5 - 0.5 * cols_) * pitch_u_, (row + 0.5 - 0.5 * rows_) * pitch_v_};
  }
  [[nodiscard]] std::size_t index_at(double u, double v) const;              // of the nearest cell
  [[nodiscard]] std::pair<double, double> to_map(double u, double v) const;  // x_mm, y_mm

 private:
  [[nodiscard]] std::pair<double, double> from_map(double x_mm, double y_mm) const;

  MatGeometry geometry_;
  int rows_ = 0, cols_ = 0;
  double pitch_u_ = 0.0, pitch_v_ = 0.0;
  std::vector<float> soft_;
  std::vector<ImprintCell> cells_;
  double load_ = 0.0;
};

inline std::pair<double, double> to_body(double cosine, double sine, double offset_mm, double u, double v) {
  return {cosine * u + sine * v - offset_mm, cosine * v - sine * u};
}
inline std::pair<double, double> from_body(double cosine, double sine, double offset_mm, double x, double y) {
  return {cosine * (x + offset_mm) - sine * y, sine * (x + offset_mm) + cosine * y};
}

}  // namespace palpate
