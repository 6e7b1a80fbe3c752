#include "processing/peak_pressure_index.h"

#include <algorithm>
#include <cmath>

namespace palpate {
namespace {

constexpr double kLow = 900.0, kTarget = 950.0, kHigh = 1000.0;  // mm2
constexpr double kMaxAspect = 2.0;
constexpr double kRelative = 1e-9;

struct Candidate {
  int rows = 0, cols = 0;
  double area = 0.0, aspect = 0.0, off_target = 0.0;
};

// -1, 0, 1 with a relative tolerance.
int compare(double a, double b) {
  if (std::abs(a - b) <= kRelative * std::max({1.0, std::abs(a), std::abs(b)})) return 0;
  return a < b ? -1 : 1;
}

bool at_most(double a, double b) {
  return compare(a, b) <= 0;
}

// Candidates come with h rising, so equal ones keep the smaller h.
bool better_in_band(const Candidate& a, const Candidate& b) {
  if (const int by = compare(a.aspect, b.aspect)) return by < 0;
  return compare(a.off_target, b.off_target) < 0;
}

bool better_near(const Candidate& a, const Candidate& b) {
  if (const int by = compare(a.off_target, b.off_target)) return by < 0;
  if (const int by = compare(a.aspect, b.aspect)) return by < 0;
  return compare(a.area, b.area) < 0;
}

}  // namespace

PpiWindow choose_ppi_window(const MatGeometry& g) {
  Candidate in_band, near, any;
  for (int h = 1; h <= g.rows; ++h) {
    for (int w = 1; w <= g.cols; ++w) {
      const double height = h * g.pitch_y_mm, width = w * g.pitch_x_mm;
      Candidate c{h, w, height * width, std::max(height, width) / std::min(height, width), 0.0};
      c.off_target = std::abs(c.area - kTarget);
      if (any.rows == 0 || better_near(c, any)) any = c;
      if (!at_most(c.aspect, kMaxAspect)) continue;
      if (near.rows == 0 || better_near(c, near)) near = c;
      if (!at_most(kLow, c.area) || !at_most(c.area, kHigh)) continue;
      if (in_band.rows == 0 || better_in_band(c, in_band)) in_band = c;
    }
  }
  const Candidate& chosen = in_band.rows != 0 ? in_band : (near.rows != 0 ? near : any);
  return {chosen.rows, chosen.cols};
}

}  // namespace palpate
