#include "acquisition/recording_writer.h"

#include <fmt/format.h>

#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <vector>

#include "acquisition/recording_codec.h"
#include "acquisition/recording_db.h"
#include "acquisition/recording_format.h"
#include "acquisition/recording_meta.h"

namespace palpate {
namespace rf = recording_format;
namespace {

Error write_error(std::string_view why, const std::string& path, std::uint64_t stored) {
  return Error{ErrorCode::io,
               fmt::format("cannot write recording: {}: {} ({} frames are stored; free space or "
                           "choose another folder)",
                           why, path, stored)};
}

// Makes the file, or says why not. Never touches one that exists.
Result<void> claim_new_file(const std::string& path) {
  if (std::FILE* file = std::fopen(path.c_str(), "wbx"); file != nullptr) {
    std::fclose(file);
    return {};
  }
  const int code = errno;
  if (code == EEXIST) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("cannot record: file exists: {} (choose another name or move it away)", path)};
  }
  if (code == ENOENT || code == ENOTDIR) {
    return Error{ErrorCode::not_found,
                 fmt::format("cannot record: no such folder: {} (create the folder first)", path)};
  }
  const bool denied = code == EACCES || code == EPERM || code == EROFS;
  return Error{
      denied ? ErrorCode::denied : ErrorCode::io,
      fmt::format("cannot record: {}: {} (choose a folder you may write to)", std::strerror(code), path)};
}

Result<void> refuse_leftovers(const std::string& path) {
  for (const char* suffix : {"-wal", "-journal"}) {
    std::error_code ignored;
    if (std::filesystem::exists(path + suffix, ignored)) {
      return Error{
          ErrorCode::bad_argument,
          fmt::format("cannot record: a leftover of an earlier recording is in the way: {}{} (move it away)",
                      path, suffix)};
    }
  }
  return {};
}

}  // namespace

struct RecordingWriter::Impl {
  std::string path;
  SqliteHandle db;
  SqliteStatement insert_chunk, insert_bookmark, insert_note, insert_event, update_state;
  ChunkEncoder encoder;
  std::vector<RawFrame> open_chunk;  // slots keep their vectors; `open` of them are in use
  std::size_t open = 0;
  std::size_t cells = 0;
  double nominal_period_us = 0.0;  // 0: unknown
  double period_us = -1.0;         // of the last two frames; -1: unknown
  std::int64_t last_us = 0;
  std::uint64_t last_sequence = 0;
  std::uint64_t stored = 0;
  std::int64_t chunks = 0;
  std::uint64_t lost_frames = 0;
  bool failed = false;  // a write failed once: never marked complete
  bool closed = false;

  ~Impl();
  [[nodiscard]] Error failure(int code) const {
    return write_error(sqlite_why(db.get(), code), path, stored);
  }
  Result<void> exec(const char* sql);
  Result<void> exec(const std::string& sql) { return exec(sql.c_str()); }
  Result<void> open_database(const SourceInfo& info);
  Result<void> create_tables(const SourceInfo& info);
  Result<void> store_state(bool complete);
  Result<void> store_text(SqliteStatement& statement, std::int64_t t_us, std::string_view text);
  Result<void> store_event(std::int64_t t_us, std::string_view kind, std::string_view text);
  Result<void> store_chunk();
  Result<void> still_there();
  [[nodiscard]] bool belongs_to_next_chunk(const RawFrame& frame) const;
  [[nodiscard]] bool chunk_is_due() const;
  Result<void> append(const RawFrame& frame);
  Result<void> close();
};

RecordingWriter::Impl::~Impl() {
  if (!closed) static_cast<void>(close());
}

Result<void> RecordingWriter::Impl::exec(const char* sql) {
  const int code = sqlite3_exec(db.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return failure(code);
  return {};
}

// The description is written through a rollback journal before WAL begins: whatever happens later, the main
// file alone says what was recorded.
Result<void> RecordingWriter::Impl::open_database(const SourceInfo& info) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(sqlite_uri(path, "mode=rw").c_str(), &raw,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI, nullptr);
  db.reset(raw);
  if (code != SQLITE_OK) return failure(code);
  if (auto ok = create_tables(info); !ok) return ok;
  if (auto ok = exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=0");
      !ok) {
    return ok;
  }
  insert_chunk = SqliteStatement(db.get(), "INSERT INTO chunks VALUES(?,?,?,?,?,?,?,?,?,?,?,?)");
  insert_bookmark = SqliteStatement(db.get(), "INSERT INTO bookmarks(t_us,text,crc32) VALUES(?,?,?)");
  insert_note = SqliteStatement(db.get(), "INSERT INTO notes(t_us,text,crc32) VALUES(?,?,?)");
  insert_event = SqliteStatement(db.get(), "INSERT INTO events(t_us,kind,text) VALUES(?,?,?)");
  update_state = SqliteStatement(db.get(), "INSERT OR REPLACE INTO state VALUES(1,?,?,?,?,?)");
  if (!insert_chunk.ok() || !insert_bookmark.ok() || !insert_note.ok() || !insert_event.ok() ||
      !update_state.ok()) {
    return failure(sqlite3_errcode(db.get()));
  }
  if (!info.notes.empty()) return store_text(insert_note, 0, info.notes);
  return {};
}

Result<void> RecordingWriter::Impl::create_tables(const SourceInfo& info) {
  if (auto ok = exec("PRAGMA page_size=4096; PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; BEGIN");
      !ok) {
    return ok;
  }
  for (const char* sql : {rf::kCreateMeta, rf::kCreateState, rf::kCreateChunks, rf::kCreateBookmarks,
                          rf::kCreateNotes, rf::kCreateEvents}) {
    if (auto ok = exec(sql); !ok) return ok;
  }
  if (auto ok = exec(
          fmt::format("PRAGMA application_id={}; PRAGMA user_version={}", rf::kApplicationId, rf::kVersion));
      !ok) {
    return ok;
  }
  MetaRows rows = meta_rows(info);
  rows["crc32"] = fmt::format("{}", meta_crc(meta_rows(info)));
  SqliteStatement insert(db.get(), "INSERT INTO meta VALUES(?,?)");
  for (const auto& [key, value] : rows) {
    insert.bind(1, std::string_view(key));
    insert.bind(2, std::string_view(value));
    if (const int code = insert.run(); code != SQLITE_DONE) return failure(code);
  }
  return exec("COMMIT");
}

Result<void> RecordingWriter::Impl::store_state(bool complete) {
  ChunkRow as_row;  // the same CRC rule as a chunk: the state's numbers as its first columns
  as_row.id = complete ? 1 : 0;
  as_row.first_frame = static_cast<std::int64_t>(stored);
  as_row.frames = chunks;
  as_row.t_min_us = static_cast<std::int64_t>(lost_frames);
  update_state.bind(1, as_row.id);
  update_state.bind(2, as_row.first_frame);
  update_state.bind(3, as_row.frames);
  update_state.bind(4, as_row.t_min_us);
  update_state.bind(5, std::int64_t{chunk_crc(as_row, {})});
  if (const int code = update_state.run(); code != SQLITE_DONE) return failure(code);
  return {};
}

Result<void> RecordingWriter::Impl::store_text(SqliteStatement& statement, std::int64_t t_us,
                                               std::string_view text) {
  statement.bind(1, t_us);
  statement.bind(2, text);
  statement.bind(3, std::int64_t{text_crc(t_us, text)});
  if (const int code = statement.run(); code != SQLITE_DONE) return failure(code);
  return {};
}

Result<void> RecordingWriter::Impl::store_event(std::int64_t t_us, std::string_view kind,
                                                std::string_view text) {
  insert_event.bind(1, t_us);
  insert_event.bind(2, kind);
  insert_event.bind(3, text);
  if (const int code = insert_event.run(); code != SQLITE_DONE) return failure(code);
  return {};
}

// SQLite writes on happily into a file that somebody deleted or replaced.
Result<void> RecordingWriter::Impl::still_there() {
  int moved = 0;
  if (sqlite3_file_control(db.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved != 0) {
    return write_error("the file was moved or deleted", path, 0);
  }
  return {};
}

Result<void> RecordingWriter::Impl::store_chunk() {
  if (open == 0) return {};
  if (auto ok = still_there(); !ok) return ok;
  ChunkRow row;
  auto data = encoder.encode(std::span(open_chunk.data(), open), cells, row);
  if (!data) return data.error();
  row.id = chunks + 1;
  row.first_frame = static_cast<std::int64_t>(stored);
  int index = 0;
  for (const std::int64_t column : {row.id, row.first_frame, row.frames, row.t_min_us, row.t_max_us,
                                    row.first_sequence, row.last_sequence, row.first_flags, row.lost_inside,
                                    row.codec, std::int64_t{chunk_crc(row, *data)}}) {
    insert_chunk.bind(++index, column);
  }
  insert_chunk.bind(++index, *data);
  if (const int code = insert_chunk.run(); code != SQLITE_DONE) return failure(code);
  ++chunks;
  stored += open;
  open = 0;
  if (chunks % rf::kCheckpointChunks != 0) return {};
  const int code = sqlite3_wal_checkpoint_v2(db.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (code != SQLITE_OK && code != SQLITE_BUSY) return failure(code);  // busy: somebody reads; next time
  return {};
}

// Differences in double: recorded times are anything 64 bits can hold.
double microseconds_from(std::int64_t from_us, std::int64_t to_us) {
  return static_cast<double>(to_us) - static_cast<double>(from_us);
}

// Time that jumps or goes back starts a chunk, so that a chunk's interval stays short.
bool RecordingWriter::Impl::belongs_to_next_chunk(const RawFrame& frame) const {
  if (open == 0) return false;
  return open >= rf::kChunkFrames || frame.device_time_us < last_us ||
         microseconds_from(open_chunk.front().device_time_us, frame.device_time_us) >=
             static_cast<double>(rf::kChunkUs);
}

// The chunk is written as soon as the next frame is not expected to fall into it; at an unknown rate at once.
bool RecordingWriter::Impl::chunk_is_due() const {
  if (open >= rf::kChunkFrames) return true;
  const double period = period_us >= 0.0 ? period_us : nominal_period_us;
  if (period <= 0.0) return true;
  const double span_us = microseconds_from(open_chunk.front().device_time_us, last_us);
  return span_us + period >= static_cast<double>(rf::kChunkUs);
}

Result<void> RecordingWriter::Impl::append(const RawFrame& frame) {
  PALPATE_EXPECTS(!closed && frame.cells.size() == cells);
  if (belongs_to_next_chunk(frame)) {
    if (auto ok = store_chunk(); !ok) return ok;  // `frame` is not taken
  }
  const bool first = stored + open == 0;
  if (!first) period_us = microseconds_from(last_us, frame.device_time_us);
  open_chunk[open++] = frame;
  last_us = frame.device_time_us;
  if (!first && (frame.flags & frame_flag::discontinuity) != 0) {
    if (auto ok = store_event(frame.device_time_us, "discontinuity",
                              fmt::format("sequence {} after {}", frame.sequence, last_sequence));
        !ok) {
      return ok;
    }
  }
  last_sequence = frame.sequence;
  return chunk_is_due() ? store_chunk() : Result<void>();
}

Result<void> RecordingWriter::Impl::close() {
  if (closed) return {};
  closed = true;
  Result<void> result = store_chunk();
  if (result && !failed) result = store_state(true);
  for (SqliteStatement* statement :
       {&insert_chunk, &insert_bookmark, &insert_note, &insert_event, &update_state}) {
    *statement = SqliteStatement();
  }
  // Both fold the log into the file; even after an error try to leave one file with all that was stored.
  Result<void> folded = exec("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode=DELETE");
  db.reset();
  return result ? folded : result;
}

Result<RecordingWriter> RecordingWriter::create(const std::string& path, const SourceInfo& info) {
  if (auto ok = check_geometry(info.geometry); !ok) return ok.error();
  if (auto ok = refuse_leftovers(path); !ok) return ok.error();
  if (auto ok = claim_new_file(path); !ok) return ok.error();
  auto impl = std::make_unique<Impl>();
  impl->path = path;
  impl->cells = info.geometry.cells();
  impl->nominal_period_us = info.nominal_rate_hz > 0.0 ? 1e6 / info.nominal_rate_hz : 0.0;
  RawFrame prototype;
  prototype.cells.resize(impl->cells);
  impl->open_chunk.assign(rf::kChunkFrames, prototype);
  if (auto ok = impl->open_database(info); !ok) {
    impl->closed = true;
    impl->db.reset();
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) std::remove((path + suffix).c_str());
    return ok.error();
  }
  return RecordingWriter(std::move(impl));
}

RecordingWriter::RecordingWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RecordingWriter::RecordingWriter(RecordingWriter&&) noexcept = default;
RecordingWriter& RecordingWriter::operator=(RecordingWriter&&) noexcept = default;
RecordingWriter::~RecordingWriter() = default;

Result<void> RecordingWriter::append(const RawFrame& frame) {
  auto result = impl_->append(frame);
  impl_->failed = impl_->failed || !result;
  return result;
}
Result<void> RecordingWriter::flush() {
  auto result = impl_->store_chunk();
  impl_->failed = impl_->failed || !result;
  return result;
}
Result<void> RecordingWriter::add_bookmark(double t_s, std::string_view text) {
  return impl_->store_text(impl_->insert_bookmark, std::llround(t_s * 1e6), text);
}
Result<void> RecordingWriter::set_notes(std::string_view text) {
  return impl_->store_text(impl_->insert_note, impl_->last_us, text);
}
Result<void> RecordingWriter::add_event(double t_s, std::string_view kind, std::string_view text) {
  return impl_->store_event(std::llround(t_s * 1e6), kind, text);
}
Result<void> RecordingWriter::set_lost_frames(std::uint64_t lost_frames) {
  impl_->lost_frames = lost_frames;
  return impl_->store_state(false);
}
Result<void> RecordingWriter::close() {
  return impl_->close();
}
std::uint64_t RecordingWriter::frames() const {
  return impl_->stored + impl_->open;
}

}  // namespace palpate
