// Body regions: masks of the parts of a fitted body on the mat, and what each carries.
//
// A cell belongs to the part its centre lies in. Trunk: bands along the body, no wider than the part and than
// the contact plus one cell; the contact's width is the widest within 110 mm along the body, so that a low
// back off the mat keeps its place between thorax and pelvis. Arms beside the trunk belong to no part. Head:
// an ellipse around its own print. Legs: contact plus one cell, and the way across a gap at knee or ankle;
// thigh and calf part at the thigh's length along the leg (leg_map.h). Left and right part at the midline,
// and from the hips down between the legs, only where BodyFit::sides_known(). Loads count contact cells; ppi
// is the highest mean over the windows of processing/peak_pressure_index.h whose middle cell is in the
// region, cells of other regions counting as 0. One thread; allocates only while buffers grow.
#pragma once

#include <span>
#include <vector>

#include "processing/body_contact.h"
#include "processing/body_fit.h"
#include "processing/body_state.h"
#include "processing/leg_map.h"
#include "processing/peak_pressure_index.h"

namespace palpate {

class RegionLabeller {
 public:
  // Fills `parts` (RegionKind or kNoRegion) and `labels` (index_of(Region) or kNoRegion), rows x cols of the
  // map. `legs`: of this imprint and fit; not read for a sitter.
  void label(const BodyImprint& imprint, const BodyContact& contact, const MatGeometry& geometry,
             const BodyFit& fit, const LegMap& legs, RegionLabels& parts, RegionLabels& labels);

 private:
  struct Width {
    double low = 0.0, high = 0.0;  // x of the contact
  };
  struct Cell {
    double x, y;  // body axes
    std::size_t index;
    bool near;  // contact or beside it
  };
  void measure_trunk(const BodyImprint& imprint, const BodyContact& contact, const BodyFit& fit);
  [[nodiscard]] bool lying_part(const BodyFit& fit, const LegMap& legs, const Cell& cell,
                                RegionKind& kind) const;
  [[nodiscard]] bool in_trunk(const BodyFit& fit, const Cell& cell, RegionKind kind) const;

  std::vector<Width> row_, trunk_;  // as they are; the widest around
  double first_y_ = 0.0, step_ = 25.0, pitch_ = 25.0;
};

// Loads of all labels; `regions` has kRegionCount entries for labels, kRegionKinds for parts. Those without a
// cell are not `present`.
void load_regions(const PressureMap& map, const MatGeometry& geometry, float threshold,
                  const RegionLabels& labels, PpiWindow window, std::span<RegionLoad> regions);

}  // namespace palpate
