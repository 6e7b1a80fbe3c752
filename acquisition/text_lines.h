// TextLines: the lines of a text file, one at a time, in bounded memory; for importers.
//
// Plain or gzip'd; UTF-8, Latin-1, or UTF-16 with its byte-order mark (given out as UTF-8); LF, CRLF or CR.
// Refused with a clear line: binary content (named where it is known), a line beyond kMaxLineBytes, a
// compressed file that is cut. One thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "acquisition/result.h"

namespace palpate {

inline constexpr std::size_t kMaxLineBytes = 1U << 20U;  // 16384 cells of 64 characters

class TextLines {
 public:
  static Result<TextLines> open(const std::string& path);
  TextLines(TextLines&&) noexcept;
  TextLines& operator=(TextLines&&) noexcept;
  ~TextLines();

  Result<bool> next(std::string_view& line);  // without its end; valid until the next call; false at the end
  [[nodiscard]] long number() const;          // of the line last given, from 1
  Result<void> rewind();

 private:
  struct Impl;
  explicit TextLines(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace palpate
