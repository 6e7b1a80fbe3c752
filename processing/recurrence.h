// Recurrence: how often a finding of now was there in earlier recordings of the same client.
//
// The same finding: the same kind, and the same region and side of the body (what was found face down is of
// the front, and never the same as one of the back); without a region the same side. Several alike in one
// recording count once. An earlier recording counts only where it was long enough in the pose of the finding
// (seat, back, front) for at least one window to be judged. Pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "acquisition/mat_geometry.h"
#include "processing/finding.h"
#include "processing/usual_level.h"

namespace palpate {

struct EarlierRecording {
  std::string name;  // of its file
  std::vector<Finding> findings;
  UsualLevel level;  // its windows tell in which poses it was looked at
};

bool is_same_place(const Finding& a, const Finding& b);

// Fills `recurred` and `recordings` of each finding, which is of a mat of this placement as the earlier ones
// are. With no earlier recording that looked at its pose both are 0.
void fill_recurrence(std::span<Finding> now, std::span<const EarlierRecording> earlier, Placement placement);

// Nothing of now can be compared with it: it was not looked at in the pose of any finding, or of none at all.
bool is_beside_the_point(std::span<const Finding> now, const EarlierRecording& earlier, Placement placement);

}  // namespace palpate
