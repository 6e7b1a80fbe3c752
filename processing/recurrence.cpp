#include "processing/recurrence.h"

#include <algorithm>

namespace palpate {
namespace {

LevelPose pose_of(const Finding& finding, Placement placement) {
  if (placement != Placement::table) return LevelPose::seat;
  return finding.face_down ? LevelPose::front : LevelPose::back;
}

bool looked_at(const EarlierRecording& earlier, LevelPose pose) {
  return earlier.level.of(pose).windows > 0;
}

bool was_found(const Finding& finding, const EarlierRecording& earlier) {
  return std::any_of(earlier.findings.begin(), earlier.findings.end(),
                     [&](const Finding& old) { return is_same_place(finding, old); });
}

}  // namespace

bool is_same_place(const Finding& a, const Finding& b) {
  if (a.kind != b.kind || a.has_region != b.has_region) return false;
  return a.has_region ? a.region == b.region && a.face_down == b.face_down : a.side == b.side;
}

void fill_recurrence(std::span<Finding> now, std::span<const EarlierRecording> earlier, Placement placement) {
  for (Finding& finding : now) {
    finding.recordings = finding.recurred = 0;
    for (const EarlierRecording& recording : earlier) {
      if (!looked_at(recording, pose_of(finding, placement))) continue;
      ++finding.recordings;
      finding.recurred += was_found(finding, recording) ? 1 : 0;
    }
  }
}

bool is_beside_the_point(std::span<const Finding> now, const EarlierRecording& earlier, Placement placement) {
  if (now.empty())
    return !looked_at(earlier, LevelPose::seat) && !looked_at(earlier, LevelPose::back) &&
           !looked_at(earlier, LevelPose::front);
  return std::none_of(now.begin(), now.end(),
                      [&](const Finding& f) { return looked_at(earlier, pose_of(f, placement)); });
}

}  // namespace palpate
