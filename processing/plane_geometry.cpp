#include "processing/plane_geometry.h"

#include <algorithm>
#include <cmath>

#include "acquisition/result.h"

namespace palpate {
namespace {

double cross(const PlanePoint& o, const PlanePoint& a, const PlanePoint& b) {
  return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
}

double distance(const PlanePoint& a, const PlanePoint& b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

// Appends `point` to the chain that starts at hull[first], dropping corners that are no left turn.
void extend_chain(std::vector<PlanePoint>& hull, std::size_t first, const PlanePoint& point) {
  while (hull.size() >= first + 2 && cross(hull[hull.size() - 2], hull.back(), point) <= 0.0) hull.pop_back();
  hull.push_back(point);
}

}  // namespace

std::vector<PlanePoint> convex_hull(std::span<const double> x, std::span<const double> y) {
  PALPATE_EXPECTS(x.size() == y.size());
  std::vector<PlanePoint> points(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) points[i] = {x[i], y[i]};
  std::sort(points.begin(), points.end(),
            [](const PlanePoint& a, const PlanePoint& b) { return a.x < b.x || (a.x == b.x && a.y < b.y); });
  points.erase(std::unique(points.begin(), points.end(),
                           [](const PlanePoint& a, const PlanePoint& b) { return a.x == b.x && a.y == b.y; }),
               points.end());
  if (points.size() < 3) return points;
  std::vector<PlanePoint> hull;
  for (const PlanePoint& point : points) extend_chain(hull, 0, point);
  const std::size_t lower = hull.size() - 1;
  for (auto it = points.rbegin() + 1; it != points.rend(); ++it) extend_chain(hull, lower, *it);
  hull.pop_back();  // the first point again
  return hull;
}

double polygon_area(std::span<const PlanePoint> polygon) {
  double twice = 0.0;
  for (std::size_t i = 2; i < polygon.size(); ++i) twice += cross(polygon[0], polygon[i - 1], polygon[i]);
  return 0.5 * std::abs(twice);
}

double convex_diameter(std::span<const PlanePoint> hull) {
  const std::size_t n = hull.size();
  if (n < 2) return 0.0;
  if (n == 2) return distance(hull[0], hull[1]);
  double best = 0.0;
  std::size_t far = 1;
  for (std::size_t i = 0; i < n; ++i) {
    const PlanePoint& a = hull[i];
    const PlanePoint& b = hull[(i + 1) % n];
    // At most one turn an edge: rounding among nearly parallel edges must not make it run for ever.
    for (std::size_t turn = 0; turn < n && cross(a, b, hull[(far + 1) % n]) > cross(a, b, hull[far]); ++turn)
      far = (far + 1) % n;
    best = std::max({best, distance(a, hull[far]), distance(b, hull[far]), distance(a, hull[(far + 1) % n])});
  }
  return best;
}

}  // namespace palpate
