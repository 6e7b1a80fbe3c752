#include "processing/text_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace palpate {

Result<std::string> read_text_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.is_open() || in.bad()) {
    return Error{ErrorCode::not_found, fmt::format("cannot read file: {} (does it exist?)", path)};
  }
  return text;
}

Result<void> write_text_file(const std::string& path, std::string_view text) {
  if (path == "-") {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
      return Error{ErrorCode::io, fmt::format("cannot write: {}: standard output", std::strerror(errno))};
    }
    return {};
  }
  const std::string temporary = path + ".part";
  std::FILE* file = std::fopen(temporary.c_str(), "wb");
  if (file == nullptr) {
    return Error{ErrorCode::io,
                 fmt::format("cannot write: {}: {} (does the folder exist, and may you write there?)",
                             std::strerror(errno), path)};
  }
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const bool closed = std::fclose(file) == 0;
  std::error_code failed;
  if (written && closed) std::filesystem::rename(temporary, path, failed);
  if (!written || !closed || failed) {
    const std::string reason = failed ? failed.message() : std::strerror(errno);
    std::filesystem::remove(temporary, failed);
    return Error{ErrorCode::io, fmt::format("cannot write: {}: {}", reason, path)};
  }
  return {};
}

}  // namespace palpate
