#include "viz/heatmap_image.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "acquisition/result.h"

namespace palpate {
namespace {

constexpr int kLutSize = 2048;
constexpr double kDarkest = 0.14;   // where the colour map starts: below, it would be darker than the window
constexpr double kFadeFrom = 0.25;  // of the contact threshold: below this a cell is background

using Weights = std::array<float, 4>;

// Catmull-Rom (Keys, a = -0.5) at fraction f between the second and third of four samples.
Weights weights_at(float f) {
  const float f2 = f * f;
  const float f3 = f2 * f;
  return {-0.5F * f + f2 - 0.5F * f3, 1.0F - 2.5F * f2 + 1.5F * f3, 0.5F * f + 2.0F * f2 - 1.5F * f3,
          -0.5F * f2 + 0.5F * f3};
}

// Where output index i falls between cell centres: the cell before it and the fraction towards the next.
struct Place {
  Eigen::Index before;
  float fraction;
};

Place place_of(int i, int scale) {
  const int shifted = i + scale / 2;  // half a cell: centres lie in the middle of their cell
  return {shifted / scale - 1, (static_cast<float>(shifted % scale) + 0.5F) / static_cast<float>(scale)};
}

Eigen::Index held(Eigen::Index i, Eigen::Index size) {
  return std::clamp<Eigen::Index>(i, 0, size - 1);
}

double smoothstep(double t) {
  t = std::clamp(t, 0.0, 1.0);
  return t * t * (3.0 - 2.0 * t);
}

}  // namespace

Rgba shade(const HeatmapStyle& style, double value) {
  if (!std::isfinite(value)) return style.background;
  const Rgba full =
      color_of(style.colormap, kDarkest + (1.0 - kDarkest) * std::clamp(value / style.range_max, 0.0, 1.0));
  if (style.contact_threshold <= 0.0) return full;
  const double from = kFadeFrom * style.contact_threshold;
  return mix(style.background, full, smoothstep((value - from) / (style.contact_threshold - from)));
}

void HeatmapPainter::upscale_rows(const Grid& pressure, int scale) {
  const Eigen::Index rows = pressure.rows();
  const Eigen::Index cols = pressure.cols();
  wide_.resize(rows, cols * scale);
  for (int x = 0; x < cols * scale; ++x) {
    const auto [before, fraction] = place_of(x, scale);
    const Weights w = weights_at(fraction);
    const Eigen::Index c0 = held(before - 1, cols), c1 = held(before, cols);
    const Eigen::Index c2 = held(before + 1, cols), c3 = held(before + 2, cols);
    for (Eigen::Index r = 0; r < rows; ++r) {
      wide_(r, x) =
          w[0] * pressure(r, c0) + w[1] * pressure(r, c1) + w[2] * pressure(r, c2) + w[3] * pressure(r, c3);
    }
  }
}

const Grid& HeatmapPainter::upscale(const Grid& pressure, int scale) {
  PALPATE_EXPECTS(scale >= 2 && scale <= 32 && scale % 2 == 0 && pressure.size() > 0);
  const Eigen::Index rows = pressure.rows();
  const Eigen::Index cols = pressure.cols();
  const auto width = static_cast<std::size_t>(cols * scale);
  upscale_rows(pressure, scale);
  values_.resize(rows * scale, cols * scale);
  low_.resize(width);
  high_.resize(width);
  Eigen::Index bounds_of = -2;
  for (int y = 0; y < rows * scale; ++y) {
    const auto [before, fraction] = place_of(y, scale);
    const Weights w = weights_at(fraction);
    const Eigen::Index r1 = held(before, rows), r2 = held(before + 1, rows);
    if (before != bounds_of) {
      bounds_of = before;
      for (int x = 0; x < cols * scale; ++x) {
        const Eigen::Index c = place_of(x, scale).before;
        const Eigen::Index c1 = held(c, cols), c2 = held(c + 1, cols);
        const auto [lo, hi] =
            std::minmax({pressure(r1, c1), pressure(r1, c2), pressure(r2, c1), pressure(r2, c2)});
        low_[static_cast<std::size_t>(x)] = lo;
        high_[static_cast<std::size_t>(x)] = hi;
      }
    }
    const float* a = wide_.row(held(before - 1, rows)).data();
    const float* b = wide_.row(r1).data();
    const float* c = wide_.row(r2).data();
    const float* d = wide_.row(held(before + 2, rows)).data();
    float* out = values_.row(y).data();
    for (std::size_t x = 0; x < width; ++x) {
      const float value = w[0] * a[x] + w[1] * b[x] + w[2] * c[x] + w[3] * d[x];
      out[x] = std::min(std::max(value, low_[x]), high_[x]);
    }
  }
  return values_;
}

void HeatmapPainter::bake(const HeatmapStyle& style) {
  PALPATE_EXPECTS(style.range_max > 0.0);
  lut_.resize(kLutSize);
  for (int i = 0; i < kLutSize; ++i) {
    lut_[static_cast<std::size_t>(i)] = shade(style, style.range_max * i / (kLutSize - 1));
  }
  lut_per_unit_ = static_cast<float>((kLutSize - 1) / style.range_max);
}

void HeatmapPainter::paint(const Grid& values) {
  image_.width = static_cast<int>(values.cols());
  image_.height = static_cast<int>(values.rows());
  image_.pixels.resize(static_cast<std::size_t>(values.size()));
  const float* in = values.data();
  for (std::size_t i = 0; i < image_.pixels.size(); ++i) {
    // max first: NaN compares false and becomes 0.
    const float at = std::min(std::max(0.0F, in[i] * lut_per_unit_), static_cast<float>(kLutSize - 1));
    image_.pixels[i] = lut_[static_cast<std::size_t>(at)];
  }
}

const RgbaImage& HeatmapPainter::smooth(const Grid& pressure, int scale, const HeatmapStyle& style) {
  bake(style);
  paint(upscale(pressure, scale));
  return image_;
}

const RgbaImage& HeatmapPainter::cells(const Grid& pressure, const HeatmapStyle& style) {
  bake(style);
  paint(pressure);
  return image_;
}

}  // namespace palpate
