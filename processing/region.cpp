#include "processing/region.h"

namespace palpate {
namespace {

struct KindNames {
  std::string_view id, back, front;  // words lying on the back or seated, and face down
};

constexpr std::array<KindNames, kRegionKinds> kKinds{{
    {"head", "head", "face"},
    {"neck", "neck", "throat"},
    {"upper_back", "upper back", "chest"},
    {"mid_back", "mid back", "rib cage"},
    {"low_back", "low back", "belly"},
    {"pelvis", "pelvis", "front of the hip"},
    {"thigh", "thigh", "front of the thigh"},
    {"calf", "calf", "shin"},
    {"sacral", "sacral area", "sacral area"},
    {"ischial", "sit bone", "sit bone"},
    {"seat_thigh", "thigh on the seat", "thigh on the seat"},
}};

const KindNames& names(RegionKind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}

}  // namespace

std::string_view name_of(RegionKind kind) {
  return names(kind).id;
}

std::string_view name_of(BodySide side) {
  return side == BodySide::left ? "left" : "right";
}

std::string id_of(Region region) {
  return std::string(name_of(region.kind)) + "_" + std::string(name_of(region.side));
}

bool region_from(std::string_view id, Region& region) {
  for (std::size_t i = 0; i < kRegionCount; ++i) {
    if (id_of(region_at(i)) != id) continue;
    region = region_at(i);
    return true;
  }
  return false;
}

std::string_view words_of(RegionKind kind, Facing facing) {
  return facing == Facing::down ? names(kind).front : names(kind).back;
}

std::string words_of(Region region, Facing facing) {
  return "client's " + std::string(name_of(region.side)) + " " + std::string(words_of(region.kind, facing));
}

}  // namespace palpate
