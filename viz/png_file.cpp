#include "viz/png_file.h"

#include <fmt/format.h>
#include <png.h>

namespace palpate {

Result<void> write_png(const RgbaImage& image, const std::string& path) {
  PALPATE_EXPECTS(image.width > 0 && image.height > 0);
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  png.width = static_cast<png_uint_32>(image.width);
  png.height = static_cast<png_uint_32>(image.height);
  png.format = PNG_FORMAT_RGBA;
  if (png_image_write_to_file(&png, path.c_str(), 0, image.pixels.data(), 0, nullptr) == 0) {
    return Error{ErrorCode::io, fmt::format("cannot write picture: {}: {} (does the folder exist, and may "
                                            "you write there?)",
                                            png.message, path)};
  }
  return {};
}

Result<RgbaImage> read_png(const std::string& path) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_file(&png, path.c_str()) == 0) {
    return Error{ErrorCode::not_found, fmt::format("cannot read picture: {}: {}", png.message, path)};
  }
  png.format = PNG_FORMAT_RGBA;
  RgbaImage image;
  image.width = static_cast<int>(png.width);
  image.height = static_cast<int>(png.height);
  image.pixels.resize(static_cast<std::size_t>(png.width) * png.height);
  if (png_image_finish_read(&png, nullptr, image.pixels.data(), 0, nullptr) == 0) {
    return Error{ErrorCode::bad_format, fmt::format("damaged picture: {}: {}", png.message, path)};
  }
  return image;
}

}  // namespace palpate
