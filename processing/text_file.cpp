#include "processing/text_file.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace palpate {

Result<std::string> read_text_file(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    return Error{ErrorCode::bad_argument, fmt::format("is a folder: {} (give a file)", path)};
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.is_open() || in.bad()) {
    return Error{ErrorCode::not_found, fmt::format("cannot read file: {} (does it exist?)", path)};
  }
  return text;
}

}  // namespace palpate
