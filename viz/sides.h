// Which edge of the printed map is which side of the body, in words. Never guessed: where the mat's
// orientation and the posture leave the client's sides open, the words say "Map left".
#pragma once

#include <string>

#include "processing/snapshot.h"

namespace palpate {

enum class MapEdge { left, right, top, bottom };

struct Half {
  std::string label;     // "Client's left", "Map left", "Back-rest half"
  MapEdge edge;          // at which edge of the printed map it lies
  double share = kNone;  // of the load, 0..1
};

struct Sides {
  bool client_known = false;
  bool midline_vertical = true;        // the body's long axis runs down the printed map
  Half left, right;                    // across the body
  Half head, foot;                     // along the body; on a seat: back rest and knees
  std::string head_label, foot_label;  // "Head", "Feet"; "Back rest", "Knees"
};

Sides sides_of(const Snapshot& snapshot);

}  // namespace palpate
