#include "processing/recurrence.h"

#include <algorithm>

namespace palpate {

bool is_same_place(const Finding& a, const Finding& b) {
  if (a.kind != b.kind || a.has_region != b.has_region) return false;
  return a.has_region ? a.region == b.region && a.face_down == b.face_down : a.side == b.side;
}

void fill_recurrence(std::span<Finding> now, std::span<const std::vector<Finding>> earlier) {
  for (Finding& finding : now) {
    finding.recordings = static_cast<int>(earlier.size());
    finding.recurred =
        static_cast<int>(std::count_if(earlier.begin(), earlier.end(), [&](const auto& recording) {
          return std::any_of(recording.begin(), recording.end(),
                             [&](const Finding& old) { return is_same_place(finding, old); });
        }));
  }
}

}  // namespace palpate
