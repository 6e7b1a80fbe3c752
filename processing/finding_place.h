// Where on the body a cell of the mat lies. Pure; any thread.
#pragma once

#include <optional>

#include "processing/body_state.h"

namespace palpate {

// Nothing where no body is placed, beside it, and outside the map.
std::optional<Region> region_of_cell(const BodyState* body, int row, int col);

}  // namespace palpate
