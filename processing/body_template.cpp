#include "processing/body_template.h"

#include <algorithm>
#include <iterator>

namespace palpate {
namespace {

struct Knot {
  double f, width, load;
};

constexpr Knot kSupine[] = {
    {0.000, 0, 0},     {0.020, 90, 1.2},  {0.050, 135, 3.4}, {0.080, 120, 2.2},  {0.110, 60, 0.5},
    {0.140, 70, 0.5},  {0.160, 200, 1.6}, {0.185, 330, 3.0}, {0.220, 370, 4.0},  {0.270, 360, 3.8},
    {0.330, 320, 2.9}, {0.380, 290, 2.3}, {0.420, 310, 2.8}, {0.455, 360, 4.4},  {0.485, 380, 5.2},
    {0.520, 370, 4.2}, {0.560, 340, 3.0}, {0.610, 290, 2.1}, {0.660, 210, 1.2},  {0.710, 110, 0.4},
    {0.745, 110, 0.4}, {0.780, 180, 1.1}, {0.820, 170, 1.1}, {0.870, 100, 0.45}, {0.920, 50, 0.15},
    {0.945, 70, 0.5},  {0.962, 100, 1.3}, {0.980, 70, 0.6},  {1.000, 0, 0}};

constexpr Knot kProne[] = {
    {0.000, 0, 0},     {0.020, 90, 1.2},  {0.055, 130, 3.2}, {0.090, 100, 1.4}, {0.115, 60, 0.5},
    {0.145, 140, 0.9}, {0.175, 330, 2.9}, {0.220, 370, 4.2}, {0.280, 350, 3.8}, {0.340, 320, 3.0},
    {0.400, 320, 3.2}, {0.445, 360, 4.4}, {0.475, 360, 4.6}, {0.520, 340, 3.9}, {0.570, 320, 3.5},
    {0.630, 290, 2.9}, {0.690, 220, 2.2}, {0.730, 180, 2.4}, {0.770, 150, 1.2}, {0.830, 140, 0.9},
    {0.900, 110, 0.7}, {0.945, 90, 0.6},  {0.985, 100, 1.2}, {1.010, 60, 0.5},  {1.030, 0, 0}};

// Knees bent: the legs end earlier and say little. The thorax lies on shoulder and ribs, which share its
// weight as the mattress lets them: evenly.
constexpr Knot kSide[] = {{0.000, 0, 0},     {0.020, 90, 1.2},  {0.055, 125, 2.6}, {0.090, 100, 1.5},
                          {0.120, 80, 0.8},  {0.150, 130, 1.4}, {0.180, 220, 3.0}, {0.220, 235, 3.2},
                          {0.280, 230, 3.2}, {0.330, 215, 2.9}, {0.380, 205, 2.5}, {0.440, 230, 4.2},
                          {0.490, 250, 5.2}, {0.530, 250, 4.2}, {0.580, 260, 3.0}, {0.640, 250, 2.2},
                          {0.700, 200, 1.5}, {0.780, 150, 0.9}, {0.860, 110, 0.6}, {0.930, 80, 0.5},
                          {0.970, 30, 0.1},  {1.000, 0, 0}};

template <std::size_t N>
TemplateValue between(const Knot (&knots)[N], double f) {
  if (f <= knots[0].f || f >= knots[N - 1].f) return {};
  const Knot* next = std::upper_bound(std::begin(knots), std::end(knots), f,
                                      [](double at, const Knot& k) { return at < k.f; });
  const Knot& b = *next;
  const Knot& a = *(next - 1);
  const double s = (f - a.f) / (b.f - a.f);
  return {a.width + s * (b.width - a.width), a.load + s * (b.load - a.load)};
}

}  // namespace

TemplateValue template_at(BodyPose pose, double f) {
  switch (pose) {
    case BodyPose::supine:
      return between(kSupine, f);
    case BodyPose::prone:
      return between(kProne, f);
    case BodyPose::side:
      return between(kSide, f);
  }
  return {};
}

bool part_at(double f, RegionKind& kind) {
  if (!(f >= kCrown) || f > kFootEnd) return false;
  kind = f < kNeckTop       ? RegionKind::head
         : f < kShoulderTop ? RegionKind::neck
         : f < kBladeTip    ? RegionKind::upper_back
         : f < kLowestRib   ? RegionKind::mid_back
         : f < kPelvisTop   ? RegionKind::low_back
         : f < kHipFold     ? RegionKind::pelvis
         : f < kKnee        ? RegionKind::thigh
                            : RegionKind::calf;
  return true;
}

}  // namespace palpate
