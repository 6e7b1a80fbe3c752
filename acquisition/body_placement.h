// Body placement: where a shape lies on a mat, and its layers as that mat's cells see them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "acquisition/body_shape.h"
#include "acquisition/mat_geometry.h"
#include "acquisition/scenarios.h"

namespace palpate::sim {

struct PlaceWishes {
  std::optional<double> offset_x_mm, offset_y_mm, rotation_deg;
  std::uint64_t seed = 1;
  double motion = 1.0;
};

// From the map to the body's axes: centre, turn to the head edge, mirror, shift, rotate.
struct BodyPlace {
  bool mirrored = false;  // scenario xor mat
  bool scenario_mirrored = false;
  double offset_x_mm = 0.0, offset_y_mm = 0.0;
  double cosine = 1.0, sine = 0.0;
  double centre_y = 0.0;
  double lean_x = 0.0, lean_y = 0.0;  // how this rest differs from the scenario's
};

// Key number 0 is where the body comes to rest first, n where it is after the n-th shift.
BodyPlace place_of(const MatGeometry& mat, const Scenario& scenario, const BodyShape& shape,
                   const PlaceWishes& wishes, std::uint64_t number);
std::pair<double, double> to_body(const MatGeometry& mat, const BodyPlace& place, double x_mm, double y_mm);
std::pair<double, double> to_map(const MatGeometry& mat, const BodyPlace& place, double body_x,
                                 double body_y);

// The layers of a resting place, cell means in kPa.
struct Key {
  std::uint64_t number = 0;
  BodyPlace place;
  std::array<std::vector<float>, kLayers> layers;
  std::vector<float> left;  // share of the cell on the client's left of the midline
  double head_x_mm = 0.0, head_y_mm = 0.0, foot_x_mm = 0.0, foot_y_mm = 0.0;
  double load = 0.0, left_load = 0.0, left_lean = 0.0;  // sums over the cells
  [[nodiscard]] double left_share_with(double lean_x) const {
    return load > 0.0 ? (left_load + lean_x * left_lean) / load : 0.5;
  }
};
void render_key(const MatGeometry& mat, const BodyShape& shape, const BodyPlace& place, double client_left,
                std::uint64_t number, Key& key);

// Presses less: contact shrinks from its edges, the load falls to `presence` of what it was. presence in
// 0..1.
void lift_off(double presence, std::vector<float>& kpa);

}  // namespace palpate::sim
