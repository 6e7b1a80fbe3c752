// BodyOutline: a standing figure drawn by the project, back and front, and the parts of it that a mat knows.
//
// Pure geometry in units of the body's height: y from 0 (crown) to 1 (soles), x from the midline, positive
// towards the right of the picture. Only one half is written down; the other is its mirror image. On the back
// view the client's left is on the left of the picture, on the front view on its right. Everything is made of
// strips: two chains of points of the same length, filled quad by quad. Any thread.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "processing/region.h"

namespace palpate {

enum class BodyView { back, front };

struct BodyPoint {
  float x = 0.0F, y = 0.0F;
  bool operator==(const BodyPoint&) const = default;
};

// low[i] and high[i] face each other; their order around is low forwards, high backwards.
struct BodyStrip {
  std::vector<BodyPoint> low, high;
};

inline constexpr float kOutlineHalfWidth = 0.215F;  // of the widest place: the hands

// Head with trunk, legs and arms; they overlap.
std::span<const BodyStrip> body_silhouette();
// Faint lines inside: spine and shoulder blades, or collar bones and navel.
std::span<const std::vector<BodyPoint>> body_details(BodyView view);

// -1: the region lies in the left half of the picture, +1: in the right half.
int picture_side(BodySide side, BodyView view);
// The part of the figure that stands for the region.
const BodyStrip& region_strip(Region region, BodyView view);
// Where a marker goes.
BodyPoint region_center(Region region, BodyView view);
// The region at a place of the figure; `seated` chooses between low back, pelvis, .. and the parts of a seat.
std::optional<Region> region_at(BodyPoint place, BodyView view, bool seated);

}  // namespace palpate
