// A thin owner of one SQLite connection and its statements, for recording_writer and recording_reader only.
//
// One thread. Nothing throws; codes of SQLite pass through and `why()` turns one into words.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "acquisition/result.h"

namespace palpate {

struct SqliteClose {
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using SqliteHandle = std::unique_ptr<sqlite3, SqliteClose>;

class SqliteStatement {
 public:
  SqliteStatement() = default;
  // Not ok() if the text does not fit the file's tables.
  SqliteStatement(sqlite3* db, const char* sql);
  [[nodiscard]] bool ok() const { return handle_ != nullptr; }
  void bind(int index, std::int64_t value);
  void bind(int index, std::string_view text);
  void bind(int index, std::span<const std::uint8_t> blob);  // must outlive the step
  int step();                                                // SQLITE_ROW, SQLITE_DONE or an error
  int run();                                                 // step and reset, for statements without rows
  void reset();
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::span<const std::uint8_t> blob(int column) const;  // until the next step or reset

 private:
  std::unique_ptr<sqlite3_stmt, SqliteClose> handle_;
};

// One line for a person: "disk full", "permission denied", ...
std::string sqlite_why(sqlite3* db, int code);

// The name in a form that SQLite takes as "file:..." whatever characters it holds.
std::string sqlite_uri(std::string_view path, std::string_view options);

// CRC-32 of a text row: time (8 bytes, little-endian), then the bytes of the text.
std::uint32_t text_crc(std::int64_t t_us, std::string_view text);

}  // namespace palpate
