// Region: a part of the client's body as a mat sees it, and its names in the client's terms.
//
// Lying: head to calf along the body, each left and right of the midline. Seated: sacral, ischial, seat
// thigh. Sides are the client's own. Pure data; any thread.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "processing/sides.h"

namespace palpate {

enum class RegionKind : std::uint8_t {
  head,
  neck,
  upper_back,
  mid_back,
  low_back,
  pelvis,
  thigh,
  calf,
  sacral,      // seated: behind the sit bones
  ischial,     // seated: the sit bones
  seat_thigh,  // seated: thighs on the seat
};
enum class BodySide : std::uint8_t { left, right };  // the client's

struct Region {
  RegionKind kind = RegionKind::low_back;
  BodySide side = BodySide::left;
  bool operator==(const Region&) const = default;
};

inline constexpr std::size_t kRegionKinds = 11;
inline constexpr std::size_t kRegionCount = 2 * kRegionKinds;
using RegionSet = std::bitset<kRegionCount>;  // by index_of

constexpr std::size_t index_of(Region region) {
  return 2 * static_cast<std::size_t>(region.kind) + static_cast<std::size_t>(region.side);
}
constexpr Region region_at(std::size_t index) {  // inverse of index_of; index < kRegionCount
  return {static_cast<RegionKind>(index / 2), static_cast<BodySide>(index % 2)};
}
constexpr Region mirror(Region region) {
  return {region.kind, region.side == BodySide::left ? BodySide::right : BodySide::left};
}
constexpr bool is_seated(RegionKind kind) {
  return kind >= RegionKind::sacral;
}

// Identifiers for JSON, TOML and --options: "low_back", "left", "low_back_left".
std::string_view name_of(RegionKind kind);
std::string_view name_of(BodySide side);
std::string id_of(Region region);
// Finds a region by its identifier; false when there is none of that name.
bool region_from(std::string_view id, Region& region);

// Words for people: "client's left low back"; face down the front of the body lies on the mat: "client's left
// belly". `facing` unknown is worded as on the back. Each is one thing: it "carries", never "carry".
std::string words_of(Region region, Facing facing = Facing::up);
std::string_view words_of(RegionKind kind, Facing facing = Facing::up);  // "low back", "belly"

}  // namespace palpate
