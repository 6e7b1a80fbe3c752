// Recurrence: how often a finding of now was there in earlier recordings of the same client.
//
// The same finding: the same kind, and the same region and side of the body (what was found face down is of
// the front, and never the same as one of the back); without a region the same side. Several alike in one
// recording count once. Pure.
#pragma once

#include <span>
#include <vector>

#include "processing/finding.h"

namespace palpate {

bool is_same_place(const Finding& a, const Finding& b);

// Fills `recurred` and `recordings` of each finding; `earlier` holds the findings of one recording each.
void fill_recurrence(std::span<Finding> now, std::span<const std::vector<Finding>> earlier);

}  // namespace palpate
