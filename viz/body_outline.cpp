#include "viz/body_outline.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace palpate {
namespace {

struct Knot {
  float y, x;
};

// x at y on a smooth curve through the knots (cubic Hermite, slopes held so that it never overshoots).
float profile(std::span<const Knot> knots, float y) {
  if (y <= knots.front().y) return knots.front().x;
  if (y >= knots.back().y) return knots.back().x;
  std::size_t i = 1;
  while (knots[i].y < y) ++i;
  const auto chord = [&](std::size_t k) {
    return (knots[k].x - knots[k - 1].x) / (knots[k].y - knots[k - 1].y);
  };
  const auto slope = [&](std::size_t k) {
    if (k == 0) return chord(1);
    if (k + 1 == knots.size()) return chord(k);
    const float a = chord(k), b = chord(k + 1);
    return a * b <= 0.0F ? 0.0F : 2.0F * a * b / (a + b);
  };
  const float h = knots[i].y - knots[i - 1].y;
  const float t = (y - knots[i - 1].y) / h;
  const float u = 1.0F - t;
  return (1.0F + 2.0F * t) * u * u * knots[i - 1].x + t * u * u * h * slope(i - 1) +
         t * t * (3.0F - 2.0F * t) * knots[i].x - t * t * u * h * slope(i);
}

// Half widths of head, neck and trunk; outer and inner edge of a leg.
constexpr Knot kTrunk[] = {{0.000F, 0.000F},  {0.002F, 0.012F},  {0.007F, 0.022F},  {0.018F, 0.033F},
                           {0.040F, 0.0415F}, {0.065F, 0.0430F}, {0.090F, 0.0395F}, {0.110F, 0.0325F},
                           {0.124F, 0.0290F}, {0.138F, 0.0285F}, {0.152F, 0.0335F}, {0.163F, 0.0490F},
                           {0.172F, 0.0740F}, {0.181F, 0.0960F}, {0.192F, 0.1090F}, {0.206F, 0.1150F},
                           {0.226F, 0.1120F}, {0.250F, 0.1010F}, {0.280F, 0.0945F}, {0.320F, 0.0870F},
                           {0.360F, 0.0785F}, {0.390F, 0.0755F}, {0.415F, 0.0775F}, {0.450F, 0.0885F},
                           {0.485F, 0.0970F}, {0.515F, 0.0985F}, {0.545F, 0.0965F}};
constexpr Knot kLegOuter[] = {{0.500F, 0.0980F}, {0.530F, 0.0980F}, {0.570F, 0.0955F}, {0.630F, 0.0870F},
                              {0.690F, 0.0745F}, {0.725F, 0.0675F}, {0.750F, 0.0675F}, {0.790F, 0.0705F},
                              {0.830F, 0.0650F}, {0.880F, 0.0510F}, {0.925F, 0.0415F}, {0.950F, 0.0400F},
                              {0.968F, 0.0430F}, {0.984F, 0.0500F}, {0.994F, 0.0520F}, {1.000F, 0.0470F}};
constexpr Knot kLegInner[] = {{0.500F, 0.0000F}, {0.517F, 0.0020F}, {0.535F, 0.0050F}, {0.600F, 0.0080F},
                              {0.660F, 0.0120F}, {0.725F, 0.0185F}, {0.760F, 0.0165F}, {0.800F, 0.0150F},
                              {0.850F, 0.0185F}, {0.900F, 0.0215F}, {0.945F, 0.0210F}, {0.968F, 0.0175F},
                              {0.986F, 0.0165F}, {1.000F, 0.0210F}};

struct ArmKnot {
  float x, y, half;
};
constexpr ArmKnot kArm[] = {{0.098F, 0.186F, 0.006F},  {0.103F, 0.196F, 0.020F},  {0.109F, 0.212F, 0.0275F},
                            {0.116F, 0.240F, 0.0285F}, {0.126F, 0.285F, 0.0255F}, {0.137F, 0.330F, 0.0220F},
                            {0.145F, 0.362F, 0.0205F}, {0.152F, 0.388F, 0.0220F}, {0.160F, 0.420F, 0.0215F},
                            {0.169F, 0.458F, 0.0165F}, {0.176F, 0.487F, 0.0125F}, {0.180F, 0.505F, 0.0145F},
                            {0.185F, 0.528F, 0.0180F}, {0.189F, 0.550F, 0.0160F}, {0.193F, 0.574F, 0.0105F},
                            {0.195F, 0.584F, 0.0040F}};

constexpr float kStep = 0.006F;

BodyStrip mirrored(const BodyStrip& strip) {
  BodyStrip out;
  for (const BodyPoint& p : strip.high) out.low.push_back({-p.x, p.y});
  for (const BodyPoint& p : strip.low) out.high.push_back({-p.x, p.y});
  return out;
}

template <typename Low, typename High>
BodyStrip strip_between(float y0, float y1, Low low, High high) {
  BodyStrip out;
  const int steps = std::max(2, static_cast<int>(std::ceil((y1 - y0) / kStep)));
  for (int i = 0; i <= steps; ++i) {
    const float y = y0 + (y1 - y0) * static_cast<float>(i) / static_cast<float>(steps);
    out.low.push_back({low(y), y});
    out.high.push_back({high(y), y});
  }
  return out;
}

float trunk(float y) {
  return profile(kTrunk, y);
}
float leg_outer(float y) {
  return profile(kLegOuter, y);
}
float leg_inner(float y) {
  return profile(kLegInner, y);
}

BodyStrip arm() {
  BodyStrip out;
  constexpr std::size_t n = std::size(kArm);
  for (std::size_t i = 0; i < n; ++i) {
    const ArmKnot& a = kArm[i == 0 ? 0 : i - 1];
    const ArmKnot& b = kArm[i + 1 == n ? i : i + 1];
    const float length = std::hypot(b.x - a.x, b.y - a.y);
    const float nx = (b.y - a.y) / length, ny = -(b.x - a.x) / length;  // towards the outside
    const ArmKnot& k = kArm[i];
    out.low.push_back({k.x - nx * k.half, k.y - ny * k.half});
    out.high.push_back({k.x + nx * k.half, k.y + ny * k.half});
  }
  return out;
}

std::vector<BodyStrip> make_silhouette() {
  std::vector<BodyStrip> out;
  BodyStrip head_and_trunk = strip_between(
      0.0F, 0.008F, [](float y) { return -trunk(y); }, trunk);
  const BodyStrip rest = strip_between(
      0.008F, 0.545F, [](float y) { return -trunk(y); }, trunk);
  head_and_trunk.low.insert(head_and_trunk.low.end(), rest.low.begin() + 1, rest.low.end());
  head_and_trunk.high.insert(head_and_trunk.high.end(), rest.high.begin() + 1, rest.high.end());
  // Below the crotch the legs alone.
  while (head_and_trunk.low.back().y > 0.515F) {
    head_and_trunk.low.pop_back();
    head_and_trunk.high.pop_back();
  }
  out.push_back(std::move(head_and_trunk));
  for (const BodyStrip& half : {strip_between(0.500F, 1.0F, leg_inner, leg_outer), arm()}) {
    out.push_back(half);
    out.push_back(mirrored(half));
  }
  return out;
}

std::vector<BodyPoint> curve(std::initializer_list<Knot> knots) {
  const std::vector<Knot> through(knots);
  std::vector<BodyPoint> out;
  const float y0 = through.front().y, y1 = through.back().y;
  for (int i = 0; i <= 16; ++i) {
    const float y = y0 + (y1 - y0) * static_cast<float>(i) / 16.0F;
    out.push_back({profile(through, y), y});
  }
  return out;
}

std::vector<std::vector<BodyPoint>> with_mirror(std::vector<std::vector<BodyPoint>> halves) {
  const std::size_t count = halves.size();
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<BodyPoint> other = halves[i];
    for (BodyPoint& p : other) p.x = -p.x;
    halves.push_back(std::move(other));
  }
  return halves;
}

std::vector<std::vector<BodyPoint>> back_details() {
  auto lines = with_mirror({
      curve({{0.214F, 0.028F}, {0.240F, 0.030F}, {0.268F, 0.044F}, {0.284F, 0.058F}}),  // shoulder blade
      curve({{0.512F, 0.010F}, {0.522F, 0.030F}, {0.528F, 0.060F}}),                    // gluteal fold
      {{0.026F, 0.726F}, {0.042F, 0.729F}, {0.060F, 0.726F}},                           // back of the knee
  });
  lines.push_back({{0.0F, 0.150F}, {0.0F, 0.445F}});  // spine
  lines.push_back({{0.0F, 0.468F}, {0.0F, 0.516F}});
  return lines;
}

std::vector<std::vector<BodyPoint>> front_details() {
  auto lines = with_mirror({
      {{0.012F, 0.180F}, {0.045F, 0.176F}, {0.088F, 0.184F}},         // collar bone
      curve({{0.462F, 0.074F}, {0.490F, 0.044F}, {0.514F, 0.008F}}),  // groin
      {{0.026F, 0.716F}, {0.042F, 0.712F}, {0.060F, 0.716F}},         // knee cap
      {{0.010F, 0.268F}, {0.040F, 0.276F}, {0.074F, 0.266F}},         // chest
  });
  lines.push_back({{0.0F, 0.392F}, {0.0F, 0.400F}});  // navel
  return lines;
}

// Where each kind lies, on the right half of the picture; `inner` to `outer` as shares of the half width.
struct Extent {
  float y0, y1, inner, outer;
  bool leg;
};
constexpr std::array<Extent, kRegionKinds> kExtents{{
    {0.004F, 0.120F, 0.0F, 1.0F, false},   // head
    {0.124F, 0.166F, 0.0F, 1.0F, false},   // neck
    {0.170F, 0.276F, 0.0F, 1.0F, false},   // upper back
    {0.280F, 0.356F, 0.0F, 1.0F, false},   // mid back
    {0.360F, 0.434F, 0.0F, 1.0F, false},   // low back
    {0.438F, 0.522F, 0.0F, 1.0F, false},   // pelvis
    {0.534F, 0.706F, 0.0F, 1.0F, true},    // thigh
    {0.744F, 0.930F, 0.0F, 1.0F, true},    // calf
    {0.438F, 0.480F, 0.0F, 0.72F, false},  // sacral
    {0.484F, 0.530F, 0.0F, 1.0F, false},   // sit bone
    {0.536F, 0.690F, 0.0F, 1.0F, true},    // thigh on the seat
}};

BodyStrip right_half(RegionKind kind) {
  constexpr float kGap = 0.0022F, kInset = 0.0035F;
  const Extent& e = kExtents[static_cast<std::size_t>(kind)];
  const auto inner = [&](float y) { return e.leg ? leg_inner(y) + kInset : kGap; };
  const auto outer = [&](float y) {
    const float edge = (e.leg ? leg_outer(y) : trunk(y)) - kInset;
    return std::max(inner(y) + 0.001F, e.outer * edge);
  };
  return strip_between(e.y0, e.y1, inner, outer);
}

struct Strips {
  std::array<BodyStrip, kRegionKinds> right, left;
  Strips() {
    for (std::size_t i = 0; i < kRegionKinds; ++i) {
      right[i] = right_half(static_cast<RegionKind>(i));
      left[i] = mirrored(right[i]);
    }
  }
};

bool inside(const BodyStrip& strip, BodyPoint p) {
  for (std::size_t i = 0; i + 1 < strip.low.size(); ++i) {
    if (p.y < strip.low[i].y || p.y > strip.low[i + 1].y) continue;
    return p.x >= strip.low[i].x && p.x <= strip.high[i].x;
  }
  return false;
}

}  // namespace

std::span<const BodyStrip> body_silhouette() {
  static const std::vector<BodyStrip> strips = make_silhouette();
  return strips;
}

std::span<const std::vector<BodyPoint>> body_details(BodyView view) {
  static const std::vector<std::vector<BodyPoint>> back = back_details();
  static const std::vector<std::vector<BodyPoint>> front = front_details();
  return view == BodyView::back ? back : front;
}

int picture_side(BodySide side, BodyView view) {
  return (side == BodySide::left) == (view == BodyView::back) ? -1 : +1;
}

const BodyStrip& region_strip(Region region, BodyView view) {
  static const Strips strips;
  const auto kind = static_cast<std::size_t>(region.kind);
  return picture_side(region.side, view) < 0 ? strips.left[kind] : strips.right[kind];
}

BodyPoint region_center(Region region, BodyView view) {
  const BodyStrip& strip = region_strip(region, view);
  const std::size_t middle = strip.low.size() / 2;
  return {0.5F * (strip.low[middle].x + strip.high[middle].x), strip.low[middle].y};
}

std::optional<Region> region_at(BodyPoint place, BodyView view, bool seated) {
  for (std::size_t i = 0; i < kRegionCount; ++i) {
    const Region region = region_at(i);
    const bool of_pelvis_or_thigh = region.kind == RegionKind::pelvis || region.kind == RegionKind::thigh;
    if (seated ? of_pelvis_or_thigh : is_seated(region.kind)) continue;
    if (inside(region_strip(region, view), place)) return region;
  }
  return std::nullopt;
}

}  // namespace palpate
