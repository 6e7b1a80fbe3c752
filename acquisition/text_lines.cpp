#include "acquisition/text_lines.h"

#include <fmt/format.h>
#include <zlib.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <utility>

namespace palpate {
namespace {

struct GzClose {
  void operator()(gzFile file) const { gzclose(file); }
};
using GzHandle = std::unique_ptr<gzFile_s, GzClose>;

enum class Encoding { bytes, utf16_le, utf16_be };

// What a file that is no text calls itself.
std::string_view known_binary(std::string_view head) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kKnown{
      {{"PK\x03\x04", "a zip archive or spreadsheet (unpack it, or save the sheet as CSV)"},
       {"\x93NUMPY", "a NumPy array (save it as text: numpy.savetxt)"},
       {"MATLAB 5.0 MAT-file", "a MATLAB file (save it as text: writematrix)"},
       {"\x89HDF", "an HDF5 file (export it as CSV)"},
       {"%PDF", "a PDF (export the frames as CSV)"},
       {"SQLite format 3", "a database or recording (palpate replay or palpate analyze open recordings)"},
       {"\xD0\xCF\x11\xE0", "an old spreadsheet (save the sheet as CSV)"}}};
  for (const auto& [magic, name] : kKnown) {
    if (head.substr(0, magic.size()) == magic) return name;
  }
  return {};
}

void append_utf8(std::string& out, std::uint32_t unit) {
  if (unit < 0x80) {
    out += static_cast<char>(unit);
  } else if (unit < 0x800) {
    out += static_cast<char>(0xC0U | (unit >> 6U));
    out += static_cast<char>(0x80U | (unit & 0x3FU));
  } else {  // halves of a surrogate pair come out one by one: only labels can hold them
    out += static_cast<char>(0xE0U | (unit >> 12U));
    out += static_cast<char>(0x80U | ((unit >> 6U) & 0x3FU));
    out += static_cast<char>(0x80U | (unit & 0x3FU));
  }
}

}  // namespace

struct TextLines::Impl {
  std::string path;
  GzHandle file;
  Encoding encoding = Encoding::bytes;
  std::array<unsigned char, 65536> buffer{};
  std::size_t at = 0, filled = 0;
  std::string line;
  long number = 0;
  bool after_cr = false;

  // The next byte or 16-bit unit; -1 at the end, -2 on a read error.
  int byte() {
    if (at == filled) {
      const int got = gzread(file.get(), buffer.data(), static_cast<unsigned>(buffer.size()));
      int code = Z_OK;
      gzerror(file.get(), &code);
      if (got < 0 || (got == 0 && code != Z_OK && code != Z_STREAM_END)) return -2;
      if (got == 0) return -1;
      at = 0;
      filled = static_cast<std::size_t>(got);
    }
    return buffer[at++];
  }
  int unit() {
    const int first = byte();
    if (encoding == Encoding::bytes || first < 0) return first;
    const int second = byte();
    if (second < 0) return second;
    return encoding == Encoding::utf16_le ? second * 256 + first : first * 256 + second;
  }
  [[nodiscard]] Error error(std::string_view what) const {
    return Error{ErrorCode::bad_format, fmt::format("cannot import: {}: {}:{}", what, path, number + 1)};
  }
  Result<bool> next(std::string_view& out);
  Result<void> begin();
};

Result<void> TextLines::Impl::begin() {
  at = filled = 0;
  number = 0;
  after_cr = false;
  encoding = Encoding::bytes;
  const int first = byte();
  if (first == -2) return error("the file cannot be read, or is compressed and cut");
  if (first < 0) return {};
  at = 0;
  const std::string_view head(reinterpret_cast<const char*>(buffer.data()), filled);
  if (const auto name = known_binary(head); !name.empty()) return error(fmt::format("this is {}", name));
  if (head.substr(0, 3) == "\xEF\xBB\xBF") at = 3;
  if (head.substr(0, 2) == "\xFF\xFE") encoding = Encoding::utf16_le, at = 2;
  if (head.substr(0, 2) == "\xFE\xFF") encoding = Encoding::utf16_be, at = 2;
  return {};
}

Result<bool> TextLines::Impl::next(std::string_view& out) {
  line.clear();
  for (;;) {
    const int c = unit();
    if (c == -2) return error("the file cannot be read, or is compressed and cut");
    if (c == '\n' && std::exchange(after_cr, false)) continue;
    after_cr = c == '\r';
    const bool ends = c == '\n' || c == '\r' || c == -1;
    if (c == -1 && line.empty()) return false;
    if (ends) {
      ++number;
      out = line;
      return true;
    }
    if (c == 0) return error("binary content, not a text file (export the frames as CSV)");
    if (encoding == Encoding::bytes) {
      line += static_cast<char>(c);
    } else {
      append_utf8(line, static_cast<std::uint32_t>(c));
    }
    if (line.size() > kMaxLineBytes) {
      return error(fmt::format("a line is longer than {} MB (one frame a line, at most 16384 cells)",
                               kMaxLineBytes >> 20U));
    }
  }
}

Result<TextLines> TextLines::open(const std::string& path) {
  std::error_code code;
  const auto status = std::filesystem::status(path, code);
  if (!std::filesystem::exists(status)) {
    return Error{ErrorCode::not_found, fmt::format("no such file: {}", path)};
  }
  if (!std::filesystem::is_regular_file(status)) {
    return Error{ErrorCode::bad_argument, fmt::format("not a regular file: {} (name a text file)", path)};
  }
  auto impl = std::make_unique<Impl>();
  impl->path = path;
  impl->file.reset(gzopen(path.c_str(), "rb"));  // passes plain files through
  if (!impl->file) {
    return Error{ErrorCode::denied, fmt::format("cannot open file: permission denied: {}", path)};
  }
  if (auto ok = impl->begin(); !ok) return ok.error();
  return TextLines(std::move(impl));
}

Result<void> TextLines::rewind() {
  if (gzrewind(impl_->file.get()) != 0) return impl_->error("the file cannot be read twice");
  return impl_->begin();
}

TextLines::TextLines(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TextLines::TextLines(TextLines&&) noexcept = default;
TextLines& TextLines::operator=(TextLines&&) noexcept = default;
TextLines::~TextLines() = default;
Result<bool> TextLines::next(std::string_view& line) {
  return impl_->next(line);
}
long TextLines::number() const {
  return impl_->number;
}

}  // namespace palpate
