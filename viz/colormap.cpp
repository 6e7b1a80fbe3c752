#include "viz/colormap.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "acquisition/result.h"

namespace palpate {
namespace {

ColorTable load_table(int opencv_map) {
  cv::Mat ramp(1, 256, CV_8UC1);
  for (int i = 0; i < 256; ++i) ramp.at<std::uint8_t>(0, i) = static_cast<std::uint8_t>(i);
  cv::Mat bgr;
  cv::applyColorMap(ramp, bgr, opencv_map);
  ColorTable table;
  for (int i = 0; i < 256; ++i) {
    const auto& c = bgr.at<cv::Vec3b>(0, i);
    table[static_cast<std::size_t>(i)] = {c[2], c[1], c[0], 255};
  }
  return table;
}

std::uint8_t mix_channel(std::uint8_t a, std::uint8_t b, double t) {
  return static_cast<std::uint8_t>(std::lround((1.0 - t) * a + t * b));
}

}  // namespace

std::string_view name_of(ColormapKind kind) {
  switch (kind) {
    case ColormapKind::inferno:
      return "inferno";
    case ColormapKind::viridis:
      return "viridis";
    case ColormapKind::cividis:
      return "cividis";
  }
  return "";
}

const ColorTable& table_of(ColormapKind kind) {
  static const std::array<ColorTable, kColormapCount> tables = {
      load_table(cv::COLORMAP_INFERNO), load_table(cv::COLORMAP_VIRIDIS), load_table(cv::COLORMAP_CIVIDIS)};
  return tables[static_cast<std::size_t>(kind)];
}

Rgba mix(Rgba a, Rgba b, double t) {
  return {mix_channel(a.r, b.r, t), mix_channel(a.g, b.g, t), mix_channel(a.b, b.b, t),
          mix_channel(a.a, b.a, t)};
}

Rgba color_of(ColormapKind kind, double fraction) {
  const ColorTable& table = table_of(kind);
  if (std::isnan(fraction)) return table.front();
  const double at = std::clamp(fraction, 0.0, 1.0) * 255.0;
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min<std::size_t>(below + 1, 255);
  return mix(table[below], table[above], at - static_cast<double>(below));
}

}  // namespace palpate
