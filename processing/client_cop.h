// The centre of pressure in the client's directions, and the longest stretch of it without a break.
//
// ml: client's right positive; ap: forward positive, away from the head edge (seat: from the back rest;
// table: towards the feet). On a table as if lying on the back (sides.h). Pure; one thread.
#pragma once

#include "acquisition/mat_geometry.h"
#include "processing/sway.h"

namespace palpate {

struct ClientCop {
  double ml_mm = 0.0, ap_mm = 0.0;
};

ClientCop client_cop(const MatGeometry& geometry, double cop_x_mm, double cop_y_mm);

// Collects the longest run of good frames; a frame that is not good ends a run, and so does time that stands
// still.
class LongestStay {
 public:
  void add(double t_s, const ClientCop& cop, bool good);
  [[nodiscard]] SwayInput take();

 private:
  void settle();
  SwayInput current_, longest_;
};

}  // namespace palpate
