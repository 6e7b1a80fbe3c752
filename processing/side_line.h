// SideLine: the long axis of a body that lies on its side. It has no mirror image to fit to; its trunk is a
// strip as wide as a thorax is deep, often bent.
//
// Down the turned map, row by row, the strip's middle is the path that maximises
//   sum_rows (soft weight within 100 mm - 0.5 x soft weight 100 to 170 mm away) - 2.5 sum_rows bend^2
// (dynamic programming; a step sideways of at most 0.7 of the step down). Arms, drawn-up knees and cushions
// beside the trunk do not pull it. The axis is the straight line nearest to the path from the first contact
// to 0.5 of a usual stature below it. One thread; allocates only while buffers grow.
#pragma once

#include <vector>

#include "processing/body_imprint.h"

namespace palpate {

class SideLine {
 public:
  BodyAxis find(const BodyImprint& imprint);  // score: share of the trunk's rows that hold a strip, 0..1
  // Middle of the strip, mm across `axis`, at y along it; the axis itself outside the trunk.
  [[nodiscard]] double x_at(const BodyAxis& axis, double y) const;

 private:
  void measure(const BodyImprint& imprint);
  void trace();
  [[nodiscard]] double strip(int row, double u) const;

  int rows_ = 0, cols_ = 0;
  double row_mm_ = 25.0, first_v_ = 0.0, first_u_ = 0.0;
  std::vector<double> sums_;              // running sums along u of the soft weight in each row
  std::vector<double> gain_, reach_, u_;  // strip's value; best sum so far; the path
  std::vector<int> from_;
  int top_ = 0, end_ = 0;  // rows of the trunk
};

}  // namespace palpate
