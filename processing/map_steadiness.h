// MapSteadiness: since when the load pattern has stayed as it is.
//
//   d = sum |fast - slow| / sum slow
// of two exponential means of the map (0.7 s and 5 s). It moves when d > 12 %, and is steady again once d < 8
// % for 1.5 s. Breathing changes it by a few per cent. One thread; allocates only in the constructor.
#pragma once

#include "acquisition/mat_geometry.h"
#include "processing/features.h"
#include "processing/pressure_map.h"

namespace palpate {

class MapSteadiness {
 public:
  explicit MapSteadiness(const MatGeometry& geometry);
  void update(const PressureMap& map, double t_s);  // t_s must not run backwards
  void posture_changed(double t_s);                 // steady from here on at the earliest
  void reset();
  [[nodiscard]] double stable_since_s() const { return since_s_; }  // NaN while it moves

 private:
  Grid fast_, slow_;
  bool started_ = false, calm_ = false;
  double last_s_ = 0.0, since_s_ = kNone, calm_since_s_ = 0.0;
};

}  // namespace palpate
