// BodyState: where the body lies on the mat: midline, landmarks and regions. What BodyModel finds in a frame.
//
// Positions in map mm (docs/metrics.md, "Axes"). The body axis points towards the head (on a seat: towards
// the back rest). Plain data; BodyModel (body_model.h) keeps it, the Snapshot carries it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "processing/features.h"
#include "processing/region.h"

namespace palpate {

enum class LandmarkKind : std::uint8_t {
  head,
  left_shoulder_blade,
  right_shoulder_blade,
  sacrum,
  left_ischial,
  right_ischial,
  left_thigh,
  right_thigh,
  left_calf,
  right_calf,
  left_heel,
  right_heel,
  // Lying on a side, of whichever limb presses there:
  shoulder,
  hip,
  knee,
  ankle,
};
std::string_view name_of(LandmarkKind kind);  // "left_shoulder_blade"

struct Landmark {
  LandmarkKind kind = LandmarkKind::head;
  double x_mm = 0.0, y_mm = 0.0;
  double confidence = 0.0;  // 0..1
};

// Load of one region in this frame. NaN where the region has no cell or the unit does not give it.
struct RegionLoad {
  bool present = false;       // the body model places cells of this region on the mat
  double load_share = kNone;  // of the load of all contact cells, 0..1
  double load_n = kNone;      // NaN for counts
  double contact_area_cm2 = kNone;
  double area_cm2 = kNone;  // of the mask, in contact or not
  double mean = kNone;      // [unit of the map: kPa or counts] over the mask's contact cells
  double ppi = kNone;       // [unit of the map] peak pressure index there
};

using RegionLabels = Eigen::Array<std::int8_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
inline constexpr std::int8_t kNoRegion = -1;

struct BodyState {
  bool found = false;
  std::string why_not;        // if !found: "nobody there", "the imprint is too small", ...
  double confidence = kNone;  // 0..1
  bool seated = false;
  Facing facing = Facing::unknown;  // lying: up = on the back
  bool sides_known = false;         // left and right regions are the client's own; else no region is labelled
  double t_s = 0.0;                 // when it was fitted
  double stable_since_s = kNone;    // the posture holds since then; NaN while it changes
  // Midline: through the pelvis centre, along the unit axis towards the head.
  double pelvis_x_mm = kNone, pelvis_y_mm = kNone;
  double axis_x = 0.0, axis_y = -1.0;
  double rotation_deg = kNone;  // of the axis against the mat's head direction, clockwise on the printed map
  double length_mm = kNone, width_mm = kNone;  // of the imprint along and across the axis
  std::vector<Landmark> landmarks;
  // The body's long axis from the head's end to between the feet, on the map: straight along the trunk, then
  // between the legs; on a side bent with the trunk, down to the hip.
  std::vector<std::pair<double, double>> line;  // x_mm, y_mm
  RegionLabels labels;                          // rows x cols: index_of(region) or kNoRegion
  RegionLabels parts;  // rows x cols: RegionKind or kNoRegion; also where no side is claimed (on a side)
  std::array<RegionLoad, kRegionCount> regions;
  std::array<RegionLoad, kRegionKinds> part_loads;  // of `parts`; filled where no side is claimed
};

}  // namespace palpate
