#include "viz/map_sides.h"

#include <cmath>

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

std::string capitalised(std::string_view words) {
  std::string text(words);
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
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
  const ClientSides client = client_sides(geometry);
  MapSides sides;
  sides.client_known = client.known && snapshot.info != nullptr;
  sides.midline_vertical = client.across_columns;
  const auto half = [&](MapSide edge) {
    if (!sides.client_known) return Half{capitalised(name_of(edge)), edge, half_share(f, edge)};
    return Half{capitalised(side_name(client, edge)), edge,
                edge == client.left ? f.client_left_share : f.client_right_share};
  };
  sides.first = half(client.across_columns ? MapSide::left : MapSide::top);
  sides.second = half(client.across_columns ? MapSide::right : MapSide::bottom);
  name_ends(sides, geometry.placement);
  const MapSide head = edge_of(geometry.head);
  sides.head = {sides.head_label + " half", head, half_share(f, head)};
  sides.foot = {sides.foot_label + " half", opposite(head), half_share(f, opposite(head))};
  return sides;
}

double midline_mm(const Snapshot& snapshot, const MapSides& sides, double contact_threshold) {
  if (!snapshot.info) return 0.0;
  const MatGeometry& g = snapshot.info->geometry;
  const bool columns = sides.midline_vertical;
  const double middle = 0.5 * (columns ? g.width_mm() : g.height_mm());
  const Grid& grid = snapshot.map.pressure;
  if (!sides.client_known || !std::isfinite(sides.first.share) || grid.size() == 0) return middle;
  const auto line_load = [&](Eigen::Index i) {
    double sum = 0.0;
    const Eigen::Index across = columns ? grid.rows() : grid.cols();
    for (Eigen::Index k = 0; k < across; ++k) {
      const double p = columns ? grid(k, i) : grid(i, k);
      if (p >= contact_threshold) sum += p;
    }
    return sum;
  };
  const Eigen::Index lines = columns ? grid.cols() : grid.rows();
  double total = 0.0;
  for (Eigen::Index i = 0; i < lines; ++i) total += line_load(i);
  double wanted = sides.first.share * total;
  const double pitch = columns ? g.pitch_x_mm : g.pitch_y_mm;
  for (Eigen::Index i = 0; i < lines && total > 0.0; ++i) {
    const double here = line_load(i);
    if (here > 0.0 && wanted <= here) return (static_cast<double>(i) + wanted / here) * pitch;
    wanted -= here;
  }
  return middle;
}

}  // namespace palpate
