// One mark for one finding: an amber disc with a letter. It sits on the finding's ring on the map, in the
// legend under the map, on the finding's card, and on every place to palpate that the finding leads to.
// To be called from the thread that owns the ImGui context.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "processing/snapshot.h"
#include "viz/view_context.h"

namespace palpate {

// 'A' for the first active finding that has a place on the map; 0 for one that ended or has none.
char mark_of(const Snapshot& snapshot, const Finding& finding);
// Of the findings that a place stems from: "AC"; empty where none of them is on the map.
std::string marks_of(const Snapshot& snapshot, const PlaceToPalpate& place);

// What the letters on the map stand for: "AB" "Tension pattern"; kinds in order of their first letter. Empty
// while the screen says refer first, or nobody is there.
struct MarkedKind {
  std::string letters, words;
};
std::vector<MarkedKind> marked_kinds(const Snapshot& snapshot);

void draw_mark(const Theme& theme, ImVec2 center, char letter, Rgba color, float radius);
// Small ones in a row, from the left, in the middle of the line's height; returns the width taken with the
// gap after it, 0 without letters.
float marks_width(const Theme& theme, std::string_view letters);
float draw_marks(const Theme& theme, float x, float center_y, std::string_view letters);

}  // namespace palpate
