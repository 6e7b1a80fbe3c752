// Body shapes: from a pose and a body's size to its pressure layers. Sizes in mm, loads in N.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
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

// A region of one side that carries more or less than the rest of the body would have it.
struct LocalChange {
  std::string_view region;  // see region_names
  int side = 0;             // +1 at +x, -1 at -x
  double change = 0.0;      // -1 lifted off .. 0 nothing .. 2 three times the pressure
  double size_cm2 = 0.0;    // a flat change of this size; 0: a soft one over the region's own ellipse
};
// Of a pose, for error messages; empty where changes make no sense (nobody there, lying on a side).
std::vector<std::string_view> region_names(Pose pose);
// Between these names and the identifiers of processing/region.h ("lumbar" and "low_back"); "" if there is
// none.
std::string_view region_name_of(std::string_view id);
std::string_view region_id_of(Pose pose, std::string_view name);

// Centre of a region of region_names(pose) on the +x side, in body axes. (0, 0) when there is none.
std::pair<double, double> region_centre(Pose pose, const BodySize& size, std::string_view region);

struct ShapeWishes {
  Pose pose = Pose::supine;
  BodySize size;
  double positive_x_share = 0.5;   // load share of the half at x > 0; 0 leaves the pose's own
  LocalChange local;               // comes on top of that share; change 0: none
  double roughness = 1.0;          // 0: smooth and mirror-symmetric
  std::uint64_t seed = 1;          // who it is
  std::uint64_t sitting_seed = 1;  // how they lie today; the same as `seed`: the first time
};

struct BodyShape {
  BodyField field;
  double load_n = 0.0;    // on an endless mat
  double centre_y = 0.0;  // this point lies in the middle of the mat
  double lean_x = 0.0;    // share of kLeanX that gives the wanted left share
  std::vector<ShapeLandmark> landmarks;
  double change_x = 0.0, change_y = 0.0, change_cm2 = 0.0;  // middle and size of the local change
};

BodyShape make_shape(const ShapeWishes& wishes);

}  // namespace palpate::sim
