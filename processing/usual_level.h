// UsualLevel: what is usual for a client: the mean pressure of both halves of the body over a recording, each
// square relative to the mean of the trunk; of each pose by itself, for a back tells nothing of a front.
// TensionPatternDetector makes and reads it. Plain data.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "processing/body_state.h"
#include "processing/mirror_profile.h"

namespace palpate {

// Poses in which the client's left and right lie on the mat.
enum class LevelPose : std::uint8_t { seat, back, front };
inline constexpr std::size_t kLevelPoses = 3;
LevelPose level_pose(const BodyState& body);  // of a body whose sides are known

struct PoseLevel {
  HalfArray left = HalfArray::Zero(), right = HalfArray::Zero();
  HalfArray weight = HalfArray::Zero();  // how many windows went in, 0: not known there
  int windows = 0;
  int recordings = 0;
};

struct UsualLevel {
  std::array<PoseLevel, kLevelPoses> poses;
  [[nodiscard]] const PoseLevel& of(LevelPose pose) const { return poses[static_cast<std::size_t>(pose)]; }
  [[nodiscard]] PoseLevel& of(LevelPose pose) { return poses[static_cast<std::size_t>(pose)]; }
};

// Of several recordings of one client, each weighing the same; null where none knows anything.
std::shared_ptr<const UsualLevel> usual_of(const std::vector<UsualLevel>& recordings);

}  // namespace palpate
