// Where every widget lies, as JSON for tests that click the real window.
#pragma once

#include <string>
#include <vector>

#include "viz/view_context.h"

namespace palpate {

// {"record": [x0, y0, x1, y1], ..., "texts": ["Palpate", ...]}: boxes in pixels of the window, and every text
// on it in the order of drawing.
std::string to_json(const Probes& probes, const std::vector<std::string>& texts = {});

}  // namespace palpate
