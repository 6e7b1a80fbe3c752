// Body shapes: from a pose and a body's size to its pressure layers. Sizes in mm, loads in N.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "acquisition/body_field.h"
#include "acquisition/scenarios.h"

namespace palpate::sim {

struct BodySize {
  double height_mm = 1700.0;
  double weight_n = 686.5;
};

// Where a bone or part presses, in body axes before mirroring. `side` is +1 at +x, -1 at -x, 0 on the
// midline.
struct ShapeLandmark {
  std::string_view name;
  double x, y;
  int side;
};

struct ShapeWishes {
  Pose pose = Pose::supine;
  BodySize size;
  double positive_x_share = 0.5;    // load share of the half at x > 0; 0 leaves the pose's own
  Pattern pattern = Pattern::none;  // comes on top of that share
  double roughness = 1.0;           // 0: smooth and mirror-symmetric
  std::uint64_t seed = 1;
};

struct BodyShape {
  BodyField field;
  double load_n = 0.0;    // on an endless mat
  double centre_y = 0.0;  // this point lies in the middle of the mat
  double lean_x = 0.0;    // share of kLeanX that gives the wanted left share
  std::vector<ShapeLandmark> landmarks;
};

BodyShape make_shape(const ShapeWishes& wishes);

}  // namespace palpate::sim
