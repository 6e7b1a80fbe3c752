#include "processing/usual_level.h"

namespace palpate {
namespace {

void add(const PoseLevel& one, PoseLevel& sum) {
  if (one.windows == 0) return;
  ++sum.recordings;
  sum.windows += one.windows;
  const HalfArray known = (one.weight > 0.0F).select(HalfArray::Ones(), HalfArray::Zero());
  sum.left += one.left * known;
  sum.right += one.right * known;
  sum.weight += known;
}

}  // namespace

LevelPose level_pose(const BodyState& body) {
  if (body.seated) return LevelPose::seat;
  return body.facing == Facing::down ? LevelPose::front : LevelPose::back;
}

std::shared_ptr<const UsualLevel> usual_of(const std::vector<UsualLevel>& recordings) {
  auto usual = std::make_shared<UsualLevel>();
  bool known = false;
  for (std::size_t pose = 0; pose < kLevelPoses; ++pose) {
    PoseLevel& sum = usual->poses[pose];
    for (const UsualLevel& one : recordings) add(one.poses[pose], sum);
    sum.left /= sum.weight.max(1.0F);
    sum.right /= sum.weight.max(1.0F);
    known = known || sum.recordings > 0;
  }
  return known ? usual : nullptr;
}

}  // namespace palpate
