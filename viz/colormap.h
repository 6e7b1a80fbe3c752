// Colour maps whose lightness only grows, so that they read the same to colour-blind eyes and in grey print.
//
// Pure and thread-safe. Tables: matplotlib's viridis, cividis and inferno (CC0), as shipped with OpenCV.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace palpate {

struct Rgba {
  std::uint8_t r = 0, g = 0, b = 0, a = 255;
  bool operator==(const Rgba&) const = default;
};

enum class ColormapKind { inferno, viridis, cividis };
inline constexpr int kColormapCount = 3;

using ColorTable = std::array<Rgba, 256>;

std::string_view name_of(ColormapKind kind);  // "inferno"
const ColorTable& table_of(ColormapKind kind);

// fraction 0..1 along the map; outside it clamps, NaN is the low end. Interpolates between table entries.
Rgba color_of(ColormapKind kind, double fraction);

// (1 - t) * a + t * b per channel, t in 0..1.
Rgba mix(Rgba a, Rgba b, double t);

}  // namespace palpate
