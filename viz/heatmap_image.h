// HeatmapPainter: a grid of pressures to a picture, smooth or cell by cell.
//
// The smooth view is Catmull-Rom bicubic through the cell centres, each value held between the smallest and
// largest of the four cells around it: so the picture never shows more than was measured, nor invents a dip.
// Colour comes after interpolation. Values below the contact threshold fade into the background. The range is
// the caller's and fixed: the painter never looks at the frame's own maximum.
//
// One thread. Buffers are kept, so steady state allocates nothing.
#pragma once

#include <vector>

#include "processing/grid.h"
#include "viz/colormap.h"

namespace palpate {

struct RgbaImage {
  int width = 0, height = 0;
  std::vector<Rgba> pixels;  // row-major, top row first
  [[nodiscard]] const Rgba& at(int x, int y) const {
    return pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                  static_cast<std::size_t>(x)];
  }
};

struct HeatmapStyle {
  ColormapKind colormap = ColormapKind::inferno;
  Rgba background;
  double range_max = 1.0;          // top of the colour bar, in the grid's unit, > 0
  double contact_threshold = 0.0;  // same unit
};

// The colour of one value under a style: what the colour bar shows too.
Rgba shade(const HeatmapStyle& style, double value);

class HeatmapPainter {
 public:
  // rows*scale x cols*scale pixels; scale even, 2..32.
  const RgbaImage& smooth(const Grid& pressure, int scale, const HeatmapStyle& style);
  // One pixel a cell.
  const RgbaImage& cells(const Grid& pressure, const HeatmapStyle& style);
  // The interpolated values themselves, in the grid's unit; valid until the next call.
  const Grid& upscale(const Grid& pressure, int scale);

 private:
  void upscale_rows(const Grid& pressure, int scale);
  void bake(const HeatmapStyle& style);
  void paint(const Grid& values);

  RgbaImage image_;
  Grid wide_, values_;
  std::vector<float> low_, high_;
  std::vector<Rgba> lut_;
  float lut_per_unit_ = 1.0F;
};

}  // namespace palpate
