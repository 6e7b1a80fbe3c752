// MapSteadiness: since when the load pattern has stayed as it is.
//
//   d = sum |fast - slow| / sum slow
// of two exponential means of the map (0.7 s and 5 s), over the cells that carry at least the contact
// threshold in one of them: the noise of the many empty cells of a table would look like unrest, most of all
// on a slow mat. It moves when d > 9 %, and is steady again once d < 6 % for 1.5 s. Breathing changes it by a
// few per cent. A cell that is found dead or revives starts anew. One thread; allocates only in the first
// calls.
#pragma once

#include "acquisition/mat_geometry.h"
#include "processing/features.h"
#include "processing/pressure_map.h"

namespace palpate {

class MapSteadiness {
 public:
  explicit MapSteadiness(const MatGeometry& geometry);
  // `threshold` in the map's unit; t_s must not run backwards.
  void update(const PressureMap& map, float threshold, double t_s);
  void posture_changed(double t_s);  // steady from here on at the earliest
  void reset();
  [[nodiscard]] double stable_since_s() const { return since_s_; }  // NaN while it moves

 private:
  Grid fast_, slow_;
  Mask dead_;  // as of the frame before
  bool started_ = false, calm_ = false;
  double last_s_ = 0.0, since_s_ = kNone, calm_since_s_ = 0.0;
};

}  // namespace palpate
