// Where on the body a cell of the mat lies. Pure; any thread.
#pragma once

#include <optional>

#include "processing/body_state.h"
#include "processing/finding.h"

namespace palpate {

// Nothing where no body is placed or its sides are not known, beside it, and outside the map.
std::optional<Region> region_of_cell(const BodyState* body, int row, int col);

// The finding is about `region` of this body; a null `body` counts as not face down.
void place_in(Finding& finding, Region region, const BodyState* body);

}  // namespace palpate
