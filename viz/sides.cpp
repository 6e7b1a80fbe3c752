#include "viz/sides.h"

#include <array>
#include <cmath>
#include <utility>

namespace palpate {
namespace {

double share_at(const Features& f, MapEdge edge) {
  switch (edge) {
    case MapEdge::left:
      return f.left_share;
    case MapEdge::right:
      return f.right_share;
    case MapEdge::top:
      return f.front_share;
    case MapEdge::bottom:
      return f.back_share;
  }
  return kNone;
}

MapEdge opposite(MapEdge edge) {
  constexpr std::array<MapEdge, 4> other = {MapEdge::right, MapEdge::left, MapEdge::bottom, MapEdge::top};
  return other[static_cast<std::size_t>(edge)];
}

MapEdge edge_of(HeadEdge head) {
  constexpr std::array<MapEdge, 4> edges = {MapEdge::top, MapEdge::bottom, MapEdge::left, MapEdge::right};
  return edges[static_cast<std::size_t>(head)];
}

// The client's left for someone who lies on the back with the head at `head`, or sits with the back rest
// there, on a map seen from above. Clockwise from the head edge, as the right hand of a supine client lies at
// the left of the map when the head is at its top.
MapEdge supine_left(HeadEdge head) {
  constexpr std::array<MapEdge, 4> edges = {MapEdge::right, MapEdge::left, MapEdge::top, MapEdge::bottom};
  return edges[static_cast<std::size_t>(head)];
}

// The features say how much the client's left carries; which map half that is follows from the numbers,
// and from the geometry when both halves carry the same.
MapEdge client_left_edge(const Features& f, const MatGeometry& geometry) {
  MapEdge rule = supine_left(geometry.head);
  if (geometry.mirrored) rule = opposite(rule);
  const double here = std::abs(share_at(f, rule) - f.client_left_share);
  const double there = std::abs(share_at(f, opposite(rule)) - f.client_left_share);
  return there + 1e-6 < here ? opposite(rule) : rule;
}

const char* map_label(MapEdge edge) {
  constexpr std::array<const char*, 4> labels = {"Map left", "Map right", "Map top", "Map bottom"};
  return labels[static_cast<std::size_t>(edge)];
}

}  // namespace

Sides sides_of(const Snapshot& snapshot) {
  const MatGeometry geometry = snapshot.info ? snapshot.info->geometry : MatGeometry{};
  const Features& f = snapshot.features;
  Sides sides;
  const MapEdge head = edge_of(geometry.head);
  sides.midline_vertical = head == MapEdge::top || head == MapEdge::bottom;
  sides.client_known = std::isfinite(f.client_left_share) && std::isfinite(f.client_right_share);

  MapEdge left = sides.midline_vertical ? MapEdge::left : MapEdge::top;
  if (sides.client_known) left = client_left_edge(f, geometry);
  const MapEdge right = opposite(left);
  if (sides.client_known) {
    sides.left = {"Client's left", left, f.client_left_share};
    sides.right = {"Client's right", right, f.client_right_share};
  } else {
    sides.left = {map_label(left), left, share_at(f, left)};
    sides.right = {map_label(right), right, share_at(f, right)};
  }
  // What stands at the left of the picture stands at the left of every bar as well.
  if (sides.left.edge == MapEdge::right || sides.left.edge == MapEdge::bottom) {
    std::swap(sides.left, sides.right);
  }

  const bool lying = geometry.placement == Placement::table;
  const bool seat = geometry.placement == Placement::seat;
  sides.head_label = lying ? "Head" : seat ? "Back rest" : "Shoulders";
  sides.foot_label = lying ? "Feet" : seat ? "Knees" : "Seat";
  sides.head = {sides.head_label + " half", head, share_at(f, head)};
  sides.foot = {sides.foot_label + " half", opposite(head), share_at(f, opposite(head))};
  return sides;
}

}  // namespace palpate
