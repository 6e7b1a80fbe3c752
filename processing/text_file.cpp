#include "processing/text_file.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

namespace palpate {

Result<std::string> read_text_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.is_open() || in.bad()) {
    return Error{ErrorCode::not_found, fmt::format("cannot read file: {} (does it exist?)", path)};
  }
  return text;
}

}  // namespace palpate
