#include "viz/png_file.h"

#include <fmt/format.h>
#include <png.h>

#include <string_view>

#include "acquisition/output_file.h"

namespace palpate {

Result<void> write_png(const RgbaImage& image, const std::string& path) {
  PALPATE_EXPECTS(image.width > 0 && image.height > 0);
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  png.width = static_cast<png_uint_32>(image.width);
  png.height = static_cast<png_uint_32>(image.height);
  png.format = PNG_FORMAT_RGBA;
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(png);
  std::string bytes(size, '\0');
  if (png_image_write_to_memory(&png, bytes.data(), &size, 0, image.pixels.data(), 0, nullptr) == 0)
    return Error{ErrorCode::io, fmt::format("cannot draw picture: {}: {}", png.message, path)};
  return write_output_file(path, std::string_view(bytes).substr(0, size));
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
