#include "processing/client_cop.h"

#include <utility>

#include "processing/sides.h"

namespace palpate {
namespace {

// How far the place lies towards a side of the map.
double towards(MapSide side, double x_mm, double y_mm) {
  switch (side) {
    case MapSide::left:
      return -x_mm;
    case MapSide::right:
      return x_mm;
    case MapSide::top:
      return -y_mm;
    case MapSide::bottom:
      return y_mm;
  }
  return x_mm;
}

MapSide side_of(HeadEdge head) {
  switch (head) {
    case HeadEdge::top:
      return MapSide::top;
    case HeadEdge::bottom:
      return MapSide::bottom;
    case HeadEdge::left:
      return MapSide::left;
    case HeadEdge::right:
      return MapSide::right;
  }
  return MapSide::top;
}

}  // namespace

ClientCop client_cop(const MatGeometry& geometry, double cop_x_mm, double cop_y_mm) {
  const MapSide right = opposite(client_sides(geometry).left), forward = opposite(side_of(geometry.head));
  return {towards(right, cop_x_mm, cop_y_mm), towards(forward, cop_x_mm, cop_y_mm)};
}

void LongestStay::settle() {
  if (current_.t_s.size() > longest_.t_s.size()) std::swap(current_, longest_);
  current_ = {};
}

void LongestStay::add(double t_s, const ClientCop& cop, bool good) {
  if (!good || (!current_.t_s.empty() && t_s <= current_.t_s.back())) settle();
  if (!good) return;
  current_.t_s.push_back(t_s);
  current_.ml_mm.push_back(cop.ml_mm);
  current_.ap_mm.push_back(cop.ap_mm);
}

SwayInput LongestStay::take() {
  settle();
  return std::exchange(longest_, {});
}

}  // namespace palpate
