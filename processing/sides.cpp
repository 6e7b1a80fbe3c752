#include "processing/sides.h"

namespace palpate {

MapSide opposite(MapSide side) {
  switch (side) {
    case MapSide::left:
      return MapSide::right;
    case MapSide::right:
      return MapSide::left;
    case MapSide::top:
      return MapSide::bottom;
    case MapSide::bottom:
      break;
  }
  return MapSide::top;
}

std::string_view name_of(MapSide side) {
  switch (side) {
    case MapSide::left:
      return "map left";
    case MapSide::right:
      return "map right";
    case MapSide::top:
      return "map top";
    case MapSide::bottom:
      break;
  }
  return "map bottom";
}

ClientSides client_sides(const MatGeometry& geometry, Facing facing) {
  ClientSides sides;
  switch (geometry.head) {
    case HeadEdge::top:
      sides.left = MapSide::right;
      break;
    case HeadEdge::bottom:
      sides.left = MapSide::left;
      break;
    case HeadEdge::left:
      sides.left = MapSide::top;
      break;
    case HeadEdge::right:
      sides.left = MapSide::bottom;
      break;
  }
  if (geometry.mirrored) sides.left = opposite(sides.left);
  if (geometry.placement == Placement::table) {
    sides.known = facing != Facing::unknown;
    if (facing == Facing::down) sides.left = opposite(sides.left);
  } else {
    sides.known = true;
  }
  sides.across_columns = sides.left == MapSide::left || sides.left == MapSide::right;
  return sides;
}

std::string_view side_name(const ClientSides& sides, MapSide side) {
  if (!sides.known) return name_of(side);
  return side == sides.left ? "client's left" : "client's right";
}

std::string_view side_words(const ClientSides& sides, MapSide side) {
  if (sides.known) return side_name(sides, side);
  const bool is_left = side == sides.left;
  switch (side) {
    case MapSide::left:
      return is_left ? "map left (client's left if lying on the back)"
                     : "map left (client's right if lying on the back)";
    case MapSide::right:
      return is_left ? "map right (client's left if lying on the back)"
                     : "map right (client's right if lying on the back)";
    case MapSide::top:
      return is_left ? "map top (client's left if lying on the back)"
                     : "map top (client's right if lying on the back)";
    case MapSide::bottom:
      break;
  }
  return is_left ? "map bottom (client's left if lying on the back)"
                 : "map bottom (client's right if lying on the back)";
}

}  // namespace palpate
