// Guidance beside findings: the same number for the same finding. The engine holds on to a number for a
// while, so that its words rest; what is written, or shown beside the findings, has their own. Pure; any
// thread.
#pragma once

#include <span>

#include "processing/finding.h"
#include "processing/guidance.h"

namespace palpate {

// `guidance` with values, thresholds and durations of `findings`, by finding_id, and how long ago
// they ended at `now_s` (the clock of the findings); a reason whose finding is not there keeps what it says.
// Order and choice of places stay.
Guidance as_measured(const Guidance& guidance, std::span<const Finding> findings, double now_s);

}  // namespace palpate
