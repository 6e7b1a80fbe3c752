// add_recording_event of recording_writer.h.
#include <fmt/format.h>

#include <filesystem>

#include "acquisition/recording_db.h"
#include "acquisition/recording_reader.h"
#include "acquisition/recording_writer.h"

namespace palpate {

Result<void> add_recording_event(const std::string& path, std::string_view kind, std::string_view text) {
  if (auto reader = RecordingReader::open(path); !reader) return reader.error();
  std::error_code ignored;
  if (std::filesystem::exists(path + "-wal", ignored)) {
    return Error{
        ErrorCode::bad_argument,
        fmt::format("cannot add to a recording that is being written or was cut off: {0} (end it first; one "
                    "that was cut off is saved by: palpate record {0} --out NEW.palpate)",
                    path)};
  }
  sqlite3* raw = nullptr;
  int code = sqlite3_open_v2(sqlite_uri(path, "mode=rw").c_str(), &raw,
                             SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI, nullptr);
  const SqliteHandle db(raw);
  if (code == SQLITE_OK) {
    SqliteStatement insert(db.get(), "INSERT INTO events(t_us,kind,text) VALUES(0,?,?)");
    insert.bind(1, kind);
    insert.bind(2, text);
    code = insert.ok() ? insert.run() : sqlite3_errcode(db.get());
  }
  if (code == SQLITE_DONE) return {};
  return Error{ErrorCode::io, fmt::format("cannot add to recording: {}: {} (may you write to it?)",
                                          sqlite_why(db.get(), code), path)};
}

}  // namespace palpate
