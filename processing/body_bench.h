// BodyBench: how well the body model's parts agree with polygons drawn by people (PoPu, Fonseca et al. 2023).
//
// The folder holds segmentation_data/POSE_tactilus_Annotated.Json and tactilus_data/SUBJECT/POSE_n.json (64 x
// 27 cells; pitch taken as 30 mm). PoPu gives one set of polygons per pose, not per frame, so before anything
// is compared each set is registered to the frame's contact: the scale along, shift and mirroring whose union
// overlaps the contact best; the body model takes no part in that. Parts: head, torso (neck to pelvis), upper
// legs (thigh), lower legs (calf).
//   IoU = |drawn and told| / |drawn or told|, over contact cells
// Baseline: the contact's bounding box along the body split at the same fixed fractions of stature. No number
// of the model was tuned on these frames. Reads files; one thread.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>

#include "acquisition/result.h"

namespace palpate {

inline constexpr std::array<std::string_view, 4> kBenchParts{"head", "torso", "upper_legs", "lower_legs"};

struct PartScore {
  double model = 0.0, baseline = 0.0;  // sums of IoU
  int frames = 0;                      // in which the part was drawn
};

struct BodyBenchResult {
  int frames = 0, not_found = 0, subjects = 0;
  double overlap = 0.0;  // mean IoU of the registered polygons' union with the contact: the ceiling's measure
  // By posture: "supine", "prone", "left", "right", and "all".
  std::map<std::string, std::array<PartScore, 4>> scores;
};

Result<BodyBenchResult> run_body_bench(const std::string& folder);
std::string body_bench_text(const BodyBenchResult& result);
std::string body_bench_json(const BodyBenchResult& result);

}  // namespace palpate
