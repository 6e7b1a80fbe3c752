#include "viz/map_sides.h"

#include <cmath>

#include "viz/widgets.h"

namespace palpate {
namespace {

double half_share(const Features& f, MapSide edge) {
  switch (edge) {
    case MapSide::left:
      return f.left_share;
    case MapSide::right:
      return f.right_share;
    case MapSide::top:
      return f.front_share;
    case MapSide::bottom:
      break;
  }
  return f.back_share;
}

// About the body's midline, as the findings are; of the mat's half where no midline was found.
double share_beside_midline(const Snapshot& snapshot, MapSide edge) {
  if (!snapshot.midline.found) return half_share(snapshot.features, edge);
  const bool low = edge == MapSide::left || edge == MapSide::top;
  return low ? snapshot.midline.low_share : snapshot.midline.high_share;
}

MapSide edge_of(HeadEdge head) {
  switch (head) {
    case HeadEdge::top:
      return MapSide::top;
    case HeadEdge::bottom:
      return MapSide::bottom;
    case HeadEdge::left:
      return MapSide::left;
    case HeadEdge::right:
      break;
  }
  return MapSide::right;
}

void name_ends(MapSides& sides, Placement placement) {
  switch (placement) {
    case Placement::table:
      sides.head_label = "Head";
      sides.foot_label = "Feet";
      return;
    case Placement::seat:
      sides.head_label = "Back rest";
      sides.foot_label = "Knees";
      return;
    case Placement::back_rest:
      sides.head_label = "Shoulders";
      sides.foot_label = "Seat";
      return;
  }
}

}  // namespace

MapSides map_sides_of(const Snapshot& snapshot) {
  const MatGeometry geometry = snapshot.info ? snapshot.info->geometry : MatGeometry{};
  const Features& f = snapshot.features;
  const ClientSides client = client_sides(geometry, facing_of(snapshot.posture));
  MapSides sides;
  sides.client_known = client.known && snapshot.info != nullptr;
  sides.midline_vertical = client.across_columns;
  const auto half = [&](MapSide edge) {
    if (!sides.client_known)
      return Half{capitalised(name_of(edge)), edge, share_beside_midline(snapshot, edge)};
    const double share = edge == client.left ? f.client_left_share : f.client_right_share;
    return Half{capitalised(side_name(client, edge)), edge,
                std::isfinite(share) ? share : share_beside_midline(snapshot, edge)};
  };
  sides.first = half(client.across_columns ? MapSide::left : MapSide::top);
  sides.second = half(client.across_columns ? MapSide::right : MapSide::bottom);
  name_ends(sides, geometry.placement);
  const MapSide head = edge_of(geometry.head);
  sides.head = {sides.head_label + " half", head, half_share(f, head)};
  sides.foot = {sides.foot_label + " half", opposite(head), half_share(f, opposite(head))};
  return sides;
}

double midline_mm(const Snapshot& snapshot) {
  const MatGeometry geometry = snapshot.info ? snapshot.info->geometry : MatGeometry{};
  const bool across_columns = client_sides(geometry).across_columns;
  const Midline& line = snapshot.midline.line;
  if (snapshot.midline.found) return across_columns ? line.x_mm : line.y_mm;
  return 0.5 * (across_columns ? geometry.width_mm() : geometry.height_mm());
}

}  // namespace palpate
