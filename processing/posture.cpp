#include "processing/posture.h"

#include <array>
#include <cstddef>

namespace palpate {
namespace {

constexpr std::array<std::string_view, kPostures> kNames{"unknown",
                                                         "empty",
                                                         "supine",
                                                         "prone",
                                                         "side-left",
                                                         "side-right",
                                                         "seated-upright",
                                                         "seated-slouch",
                                                         "seated-forward",
                                                         "seated-back",
                                                         "seated-left",
                                                         "seated-right",
                                                         "seated-crossed-left",
                                                         "seated-crossed-right"};

}  // namespace

std::string_view name_of(Posture posture) {
  return kNames[static_cast<std::size_t>(posture)];
}

std::optional<Posture> posture_from(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Posture>(i);
  }
  return std::nullopt;
}

bool is_lying(Posture posture) {
  return posture == Posture::supine || posture == Posture::prone || posture == Posture::side_left ||
         posture == Posture::side_right;
}

bool is_seated(Posture posture) {
  return posture >= Posture::seated_upright;
}

Facing facing_of(Posture posture) {
  if (posture == Posture::supine) return Facing::up;
  return posture == Posture::prone ? Facing::down : Facing::unknown;
}

Posture mirrored(Posture posture) {
  switch (posture) {
    case Posture::side_left:
      return Posture::side_right;
    case Posture::side_right:
      return Posture::side_left;
    case Posture::seated_left:
      return Posture::seated_right;
    case Posture::seated_right:
      return Posture::seated_left;
    case Posture::seated_crossed_left:
      return Posture::seated_crossed_right;
    case Posture::seated_crossed_right:
      return Posture::seated_crossed_left;
    default:
      return posture;
  }
}

}  // namespace palpate
