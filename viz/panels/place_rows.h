// The rows of the ranked list: a place in full, in a line, or set aside. Each can be measured before it is
// drawn, so that the list can choose how much to say.
#pragma once

#include "viz/panels/panels.h"

namespace palpate {

// How much the list says; each step says less than the one before it. What a step leaves out stands behind
// the open place's "More".
enum class ListDetail {
  full,           // reasons under the closed places
  lines,          // a closed place is one line
  no_techniques,  // of the open place, unless unfolded
  no_neighbours,  // nor what to check first
  closed,         // no place stands open by itself
};

// A place as it stands in the list: its rank, and the marks of the findings it stems from.
struct RankedPlace {
  const PlaceToPalpate& place;
  int rank = 0;
  std::string marks;
  bool chosen = false;  // the one that the figure shows as open
  bool ended = false;   // none of its findings holds now: dimmer
};

struct PlaceRows {
  UiState& ui;
  ViewContext& context;
  float x0 = 0.0F, x1 = 0.0F;
  ListDetail detail = ListDetail::full;

  // Heights with the gap below; `unfolded` with everything behind "Why?".
  [[nodiscard]] float open_height(const RankedPlace& ranked, bool unfolded) const;
  [[nodiscard]] float closed_height() const;
  [[nodiscard]] float aside_height() const;

  MaybeAction draw_open(const RankedPlace& ranked, float y) const;
  // A press on it opens it.
  void draw_closed(const RankedPlace& ranked, float y) const;
  MaybeAction draw_aside(const PlaceToPalpate& place, float y) const;
};

}  // namespace palpate
