// Body midline: the line that parts the client's left from right, and the load on each side of it.
//
// Where a body is fitted its midline is BodyState's (body_model.h), straight and turned with the body. Where
// none is (a back rest, a small seat, a body not placed yet) the middle of the contact stands in, and
// BodyMidline::find() gives it: along the head axis (columns if the head is at the top or bottom edge), each
// line of cells across the body has a middle between its outermost contact edges, an edge being where the
// pressure crosses the contact threshold, linear between cell centres; the midline is the interquartile mean
// of those middles, so an arm or a bent knee that widens fewer than a quarter of the lines does not move it.
// Both follow the body, not the mat: someone who sits off-centre is not called asymmetric for that. Limit: a
// body that hangs over the mat's edge is measured by what lies on the mat.
//
// Load shares: sum of p over contact cells on each side / total; a cell under the line counts in proportion.
// One thread; allocates only in the constructor. Nobody there: `found` is false.
#pragma once

#include <vector>

#include "acquisition/mat_geometry.h"
#include "processing/contact.h"

namespace palpate {

// A straight line through (x_mm, y_mm); angle 0 runs along y (down the map), positive turns it from +y to +x.
struct Midline {
  double x_mm = 0.0, y_mm = 0.0;
  double angle_rad = 0.0;
};

// Of a line that runs rather along y (`across_columns`) or rather along x: does the point lie on the side of
// larger x (y)?
bool beyond(const Midline& line, bool across_columns, double x_mm, double y_mm);

struct MidlineSplit {
  bool found = false;
  Midline line;
  double low_share = 0.0;   // of the load at smaller x (y) than the midline
  double high_share = 0.0;  // low_share + high_share = 1
};

class BodyMidline {
 public:
  BodyMidline(const MatGeometry& geometry, bool across_columns);
  // x (across columns) or y of the middle of this frame's contact, as find_contact() found it at this
  // threshold, mm; NaN when no cell is in contact.
  double find(const ContactWorkspace& contact, float threshold);
  [[nodiscard]] Midline straight_at(double at_mm) const;
  // A line of NaN: not found.
  [[nodiscard]] MidlineSplit split(const ContactWorkspace& contact, const Midline& line) const;

 private:
  struct Extent {
    int first = -1, last = -1;  // outermost cells in contact of one line
  };
  void find_extents(const ContactWorkspace& contact);
  [[nodiscard]] double edge(GridView view, int line, int outer, int step, float threshold) const;

  int lines_ = 0, length_ = 0;                    // lines across the body, cells in one
  double pitch_mm_ = 0.0, along_pitch_mm_ = 0.0;  // across and along the body
  bool across_columns_ = true;
  std::vector<Extent> extents_;  // one a line
  std::vector<double> middles_;
};

}  // namespace palpate
