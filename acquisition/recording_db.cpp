#include "acquisition/recording_db.h"

#include <fmt/format.h>
#include <zlib.h>

#include <array>
#include <bit>
#include <cerrno>
#include <cstring>

namespace palpate {

SqliteStatement::SqliteStatement(sqlite3* db, const char* sql) {
  sqlite3_stmt* raw = nullptr;
  sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  handle_.reset(raw);
}

void SqliteStatement::bind(int index, std::int64_t value) {
  sqlite3_bind_int64(handle_.get(), index, value);
}
void SqliteStatement::bind(int index, std::string_view text) {
  sqlite3_bind_text64(handle_.get(), index, text.data() == nullptr ? "" : text.data(), text.size(),
                      SQLITE_TRANSIENT, SQLITE_UTF8);
}
void SqliteStatement::bind(int index, std::span<const std::uint8_t> blob) {
  sqlite3_bind_blob64(handle_.get(), index, blob.data(), blob.size(), SQLITE_STATIC);
}

int SqliteStatement::step() {
  return handle_ ? sqlite3_step(handle_.get()) : SQLITE_ERROR;
}
void SqliteStatement::reset() {
  if (handle_) sqlite3_reset(handle_.get());
}
int SqliteStatement::run() {
  const int code = step();
  reset();
  return code;
}

std::int64_t SqliteStatement::integer(int column) const {
  return sqlite3_column_int64(handle_.get(), column);
}
std::string SqliteStatement::text(int column) const {
  const auto* bytes = sqlite3_column_text(handle_.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column));
  return bytes == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(bytes), size);
}
std::span<const std::uint8_t> SqliteStatement::blob(int column) const {
  const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_.get(), column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column));
  return bytes == nullptr ? std::span<const std::uint8_t>() : std::span(bytes, size);
}

std::string sqlite_why(sqlite3* db, int code) {
  const int system = db != nullptr ? sqlite3_system_errno(db) : 0;
  switch (code & 0xFF) {
    case SQLITE_FULL:
      return "disk full";
    case SQLITE_READONLY:
      return "read-only file or folder";
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return "file damaged";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "in use by another program";
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
      if (system == EFBIG) return "file size limit reached";
      if (system == ENOSPC) return "disk full";
      if (system != 0) return std::strerror(system);
      break;
    default:
      break;
  }
  return sqlite3_errstr(code);
}

std::string sqlite_uri(std::string_view path, std::string_view options) {
  std::string uri = "file:";
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#') {
      uri += fmt::format("%{:02x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      uri += c;
    }
  }
  // "file://x" would name a host.
  if (path.substr(0, 2) == "//") uri.insert(5, "//");
  return uri += fmt::format("?{}", options);
}

std::uint32_t text_crc(std::int64_t t_us, std::string_view text) {
  std::array<std::uint8_t, 8> head{};
  for (std::size_t b = 0; b < 8; ++b) {
    head[b] = static_cast<std::uint8_t>(std::bit_cast<std::uint64_t>(t_us) >> (8 * b));
  }
  const auto crc = crc32_z(0, head.data(), head.size());
  return static_cast<std::uint32_t>(
      crc32_z(crc, reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

}  // namespace palpate
