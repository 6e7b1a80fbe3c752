// Pictures to and from PNG files.
#pragma once

#include <string>

#include "acquisition/result.h"
#include "viz/heatmap_image.h"

namespace palpate {

Result<void> write_png(const RgbaImage& image, const std::string& path);
Result<RgbaImage> read_png(const std::string& path);

}  // namespace palpate
