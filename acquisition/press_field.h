// Press field: how the therapist's hands of simulated_press.h load the mat under a simulated body.
//
// The force of a hand is piecewise linear (ramp, hold, release) with a slow tremor while it holds. What
// reaches the mat is that force after the body's own mass and spring (a damped oscillator): a slow press
// arrives as it is, a fast one overshoots. It spreads on the way down, wider the thicker the body and the
// wider the hand, and goes where the body touches the mat. The spread is normalised on an endless mat, so a
// press near the edge loses what falls beside it. Pure functions of time; one thread.
#pragma once

#include <cstdint>
#include <vector>

#include "acquisition/body_placement.h"
#include "acquisition/body_shape.h"
#include "acquisition/mat_geometry.h"
#include "acquisition/result.h"
#include "acquisition/scenarios.h"
#include "acquisition/simulated_press.h"

namespace palpate::sim {

// The body a press goes through.
struct PressedBody {
  const MatGeometry& mat;
  const BodyShape& shape;
  BodySize size;
  double client_left = 1.0;  // sign of the client's left on the shape's x axis
  Pose pose = Pose::supine;
};

// A session of the scenario's own: 30 s of rest, then light, moderate and deep presses on place after place.
std::vector<SimulatedPress> hands_session(std::uint64_t seed, Pose pose);
Result<void> check_press(const SimulatedPress& press, Pose pose);

double hand_force(const SimulatedPress& press, double t_s);
double force_on_mat(const SimulatedPress& press, double t_s);
// Width (one standard deviation) of the load on the mat under a press at body height y, mm.
double spread_mm(const BodySize& size, double body_y, double width_mm);

// Where the hand is on the map.
struct HandPlace {
  double x_mm = 0.0, y_mm = 0.0;
  double body_x = 0.0, body_y = 0.0;
};
HandPlace hand_place(const SimulatedPress& press, const PressedBody& body, const BodyPlace& place);
// kPa per newton in every cell.
void render_press(const SimulatedPress& press, const PressedBody& body, const BodyPlace& place,
                  std::vector<float>& kpa_per_n);

}  // namespace palpate::sim
