// Sides: which side of the printed map is the client's left, from how the mat lies under the client.
//
// Seen from above with the head (on a seat: the back rest) at the top edge of the map:
//   seat, client faces the bottom edge      client's left = map right
//   back rest, seen from the front          client's left = map right
//   table, lying on the back                client's left = map right
//   table, lying on the front               client's left = map left
// Another head edge turns this by 90 degrees steps; `mirrored` (map seen from below) swaps it. On a table the
// answer hangs on whether the client lies on the back or the front: while that is not known nothing is
// claimed and the words say which side it would be if the client lay on the back. Pure, no failure.
#pragma once

#include <string_view>

#include "acquisition/mat_geometry.h"

namespace palpate {

enum class MapSide { left, right, top, bottom };  // top = row 0
enum class Facing { unknown, up, down };          // of a lying client; a seat needs no answer

MapSide opposite(MapSide side);
std::string_view name_of(MapSide side);  // "map left", "map right", "map top", "map bottom"

struct ClientSides {
  MapSide left = MapSide::right;  // where the client's left is; if !known: as if lying on the back
  bool known = false;             // client sides may be claimed
  bool across_columns = true;     // left and right differ in x (head at top or bottom)
};

ClientSides client_sides(const MatGeometry& geometry, Facing facing = Facing::unknown);

// "client's left" where known, else "map right".
std::string_view side_name(const ClientSides& sides, MapSide side);
// As side_name, else with what it would be: "map right (client's left if lying on the back)".
std::string_view side_words(const ClientSides& sides, MapSide side);

}  // namespace palpate
