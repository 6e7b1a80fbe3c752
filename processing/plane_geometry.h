// Plane geometry for point clouds: convex hull, its area, the largest distance of two points.
//
// Pure functions in double; units of the input (mm in, mm and mm2 out). Any thread.
#pragma once

#include <span>
#include <vector>

namespace palpate {

struct PlanePoint {
  double x = 0.0, y = 0.0;
};

// Corners of the convex hull, counter-clockwise (x to y), without points on its edges; 1 point for coincident
// input, 2 for collinear input, none for none. Andrew's monotone chain, O(n log n). `x` and `y` have the same
// size and are finite.
std::vector<PlanePoint> convex_hull(std::span<const double> x, std::span<const double> y);

// Area of a simple polygon, >= 0 (shoelace formula about its first corner).
double polygon_area(std::span<const PlanePoint> polygon);

// Largest distance of two corners of a convex polygon as `convex_hull` gives it (rotating calipers, O(h)).
double convex_diameter(std::span<const PlanePoint> hull);

}  // namespace palpate
