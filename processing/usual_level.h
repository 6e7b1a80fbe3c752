// UsualLevel: what is usual for a client: the mean pressure of both halves of the body over a recording, each
// square relative to the mean of the trunk. TensionPatternDetector makes and reads it. Plain data.
#pragma once

#include <memory>
#include <vector>

#include "processing/mirror_profile.h"

namespace palpate {

struct UsualLevel {
  HalfArray left, right;
  HalfArray weight;  // how many windows went in, 0: not known there
  int windows = 0;
  int recordings = 0;
};

// Of several recordings of one client, each weighing the same; null where none knows anything.
std::shared_ptr<const UsualLevel> usual_of(const std::vector<UsualLevel>& recordings);

}  // namespace palpate
