// Which edge of the printed map is which side of the body, in words. Never guessed: where the mat's
// orientation and the posture leave the client's sides open, the words say "Map left".
#pragma once

#include <string>

#include "processing/sides.h"
#include "processing/snapshot.h"

namespace palpate {

struct Half {
  std::string label;  // "Client's left", "Map left", "Back rest half"
  MapSide edge = MapSide::left;
  double share = kNone;  // of the load, 0..1
};

struct MapSides {
  bool client_known = false;
  bool midline_vertical = true;  // the body's long axis runs down the printed map
  Half first, second;            // across the body: at the map's left (or top), at its right (or bottom)
  Half head, foot;               // along the body; on a seat: back rest and knees
  std::string head_label, foot_label;  // "Head", "Feet"; "Back rest", "Knees"
};

MapSides map_sides_of(const Snapshot& snapshot);

// Where the line between `first` and `second` lies, mm from the map's left (or top) edge: the body's own
// midline, about which the shares are; the middle of the mat while none is known.
double midline_mm(const Snapshot& snapshot);

}  // namespace palpate
