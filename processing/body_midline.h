// Body midline: the line that parts the client's left from right, and the load on each side of it.
//
// The midline runs along the head axis (columns if the head is at the top or bottom edge). Each line of cells
// across the body gives the middle between its outermost contact edges, an edge being where the pressure
// crosses the contact threshold, linear between cell centres. The midline is the interquartile mean of those
// middles, so an arm or a bent knee that widens fewer than a quarter of the lines does not move it. It
// follows the body, not the mat: someone who sits off-centre is not called asymmetric for that. Limit: a body
// that hangs over the mat's edge is measured by what lies on the mat.
//
// Load shares: sum of p over contact cells on each side / total; a cell under the line counts in proportion.
// One thread; allocates only in the constructor. Nobody there: `found` is false.
#pragma once

#include <vector>

#include "acquisition/mat_geometry.h"
#include "processing/contact.h"

namespace palpate {

struct MidlineSplit {
  bool found = false;
  double at_mm = 0.0;       // x (across columns) or y (across rows) of the midline
  double low_share = 0.0;   // of the load at smaller x or y than the midline
  double high_share = 0.0;  // low_share + high_share = 1
};

class BodyMidline {
 public:
  BodyMidline(const MatGeometry& geometry, bool across_columns);
  // The midline of this frame alone, from the contact that find_contact() found at this threshold.
  double find(const ContactWorkspace& contact, float threshold);  // mm; NaN when no cell is in contact
  [[nodiscard]] MidlineSplit split(const ContactWorkspace& contact, double at_mm);

 private:
  struct Extent {
    int first = -1, last = -1;  // outermost cells in contact of one line
  };
  void find_extents(const ContactWorkspace& contact);
  [[nodiscard]] double edge(GridView view, int line, int outer, int step, float threshold) const;

  int lines_ = 0, length_ = 0;  // lines across the body, cells in one
  double pitch_mm_ = 0.0;
  bool across_columns_ = true;
  std::vector<Extent> extents_;  // one a line
  std::vector<double> middles_;
};

}  // namespace palpate
