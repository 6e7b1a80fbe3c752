// Findings where the screen leaves no guidance: they keep their measurement and lose their advice. Pure; any
// thread.
#pragma once

#include "processing/body_state.h"
#include "processing/finding.h"

namespace palpate {

// What blocks: everything, or regions.
struct AdviceBlock {
  bool everything = false;
  RegionSet regions;
  [[nodiscard]] bool any() const { return everything || regions.any(); }
};

// Whether the words of `finding` may lead hands to a blocked region: it lies there, it asks to compare with
// one, or it has a cell of which nobody knows the region. `body`: to find the region of a cell; may be null.
bool is_withheld(const Finding& finding, const AdviceBlock& block, const BodyState* body);

// Title and words then only say what was measured. `why` stays: it holds no advice (finding.h).
void withhold_advice(Finding& finding);

}  // namespace palpate
