#include "acquisition/recording_index.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <optional>

#include "acquisition/recording_format.h"
#include "acquisition/recording_meta.h"

namespace palpate {
namespace rf = recording_format;
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kHeaderBytes = 100;
constexpr std::string_view kMagic("SQLite format 3\0", 16);

using Header = std::array<unsigned char, kHeaderBytes>;

std::uint32_t big_endian(const Header& header, std::size_t at) {
  return (std::uint32_t{header[at]} << 24U) | (std::uint32_t{header[at + 1]} << 16U) |
         (std::uint32_t{header[at + 2]} << 8U) | std::uint32_t{header[at + 3]};
}

// With a log beside it the file itself may be older than its header says, and whole with it.
bool ends_early(const Header& header, const std::string& path) {
  constexpr std::size_t kPageSize = 16, kChangeCounter = 24, kPages = 28, kPagesValidFor = 92;
  if (big_endian(header, kChangeCounter) != big_endian(header, kPagesValidFor)) return false;
  const std::uint64_t page = big_endian(header, kPageSize) >> 16U;  // two bytes; 1 is 65536
  std::error_code failed;
  const std::uint64_t size = fs::file_size(path, failed);
  return !failed && size < (page == 1 ? 65536U : page) * big_endian(header, kPages);
}

Result<Header> read_header(const std::string& path) {
  std::error_code code;
  const auto status = fs::status(path, code);
  if (!fs::exists(status)) return Error{ErrorCode::not_found, fmt::format("no such recording: {}", path)};
  if (fs::is_directory(status)) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("a folder is no recording: {} (name a file in it)", path)};
  }
  if (!fs::is_regular_file(status)) {
    return Error{ErrorCode::bad_argument, fmt::format("not a regular file: {} (name a recording)", path)};
  }
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    return Error{ErrorCode::denied, fmt::format("cannot read recording: permission denied: {}", path)};
  }
  Header header{};
  const std::size_t size = std::fread(header.data(), 1, header.size(), file);
  std::fclose(file);
  if (size == 0) {
    return Error{ErrorCode::bad_format,
                 fmt::format("the recording is empty: {} (nothing was stored before it was cut)", path)};
  }
  const bool magic = size >= kMagic.size() &&
                     std::equal(kMagic.begin(), kMagic.end(), header.begin(),
                                [](char a, unsigned char b) { return static_cast<unsigned char>(a) == b; });
  if (!magic || size < header.size() || big_endian(header, 68) != rf::kApplicationId) {
    return Error{ErrorCode::bad_format,
                 fmt::format("not a recording of palpate: {} (text files: palpate import)", path)};
  }
  const auto version = big_endian(header, 60);
  if (version > static_cast<std::uint32_t>(rf::kVersion)) {
    return Error{ErrorCode::bad_version,
                 fmt::format("recording has format {}, this program reads up to {}: {} (update palpate)",
                             version, rf::kVersion, path)};
  }
  return header;
}

// Opens without a lock and without any side file. With a log beside the file the log's index is built in
// memory (a file system layer without locks, exclusive mode); without one the file is taken as it stands.
SqliteHandle open_quietly(const std::string& path, bool with_log, int& code) {
  const char* layer = nullptr;
  for (const char* name : {"unix-none", "win32-none"}) {
    if (with_log && sqlite3_vfs_find(name) != nullptr) layer = name;
  }
  const std::string uri = sqlite_uri(path, with_log ? "mode=ro" : "mode=ro&immutable=1");
  sqlite3* raw = nullptr;
  code = sqlite3_open_v2(uri.c_str(), &raw, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, layer);
  SqliteHandle db(raw);
  if (code != SQLITE_OK) return db;
  sqlite3_db_config(raw, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  // writable_schema lets SQLite open a file that is shorter than its header says; nothing is written.
  code = sqlite3_exec(raw,
                      "PRAGMA locking_mode=EXCLUSIVE; PRAGMA writable_schema=ON; PRAGMA cell_size_check=ON;"
                      "PRAGMA mmap_size=0; SELECT count(*) FROM meta",
                      nullptr, nullptr, nullptr);
  return db;
}

bool has_expected_tables(sqlite3* db) {
  SqliteStatement find(db, "SELECT type, sql FROM sqlite_schema WHERE name = ?");
  const std::array<std::pair<const char*, const char*>, 5> expected{{{"meta", rf::kCreateMeta},
                                                                     {"state", rf::kCreateState},
                                                                     {"chunks", rf::kCreateChunks},
                                                                     {"bookmarks", rf::kCreateBookmarks},
                                                                     {"notes", rf::kCreateNotes}}};
  for (const auto& [name, sql] : expected) {
    find.bind(1, std::string_view(name));
    const bool same = find.step() == SQLITE_ROW && find.text(0) == "table" && find.text(1) == sql;
    find.reset();
    if (!same) return false;
  }
  return true;
}

Result<SourceInfo> read_info(sqlite3* db) {
  constexpr std::size_t kMaxRows = 1000;
  MetaRows rows;
  SqliteStatement select(db, "SELECT key, value FROM meta");
  while (rows.size() < kMaxRows && select.step() == SQLITE_ROW) rows[select.text(0)] = select.text(1);
  return source_info_from(std::move(rows));
}

struct State {
  std::int64_t frames = 0, chunks = 0;
};

// Nothing if the row is absent or damaged: then the recording counts as torn.
std::optional<State> read_state(sqlite3* db, RecordingSummary& summary) {
  SqliteStatement select(db, "SELECT complete, frames, chunks, lost_frames, crc32 FROM state WHERE id = 1");
  if (select.step() != SQLITE_ROW) return std::nullopt;
  ChunkRow as_row;
  as_row.id = select.integer(0);
  as_row.first_frame = select.integer(1);
  as_row.frames = select.integer(2);
  as_row.t_min_us = select.integer(3);
  if (select.integer(4) != std::int64_t{chunk_crc(as_row, {})}) return std::nullopt;
  summary.complete = as_row.id != 0;
  summary.lost_frames = static_cast<std::uint64_t>(as_row.t_min_us);
  if (!summary.complete) return std::nullopt;
  return State{as_row.first_frame, as_row.frames};
}

ChunkRow row_of(const SqliteStatement& select) {
  ChunkRow row;
  int column = 0;
  for (std::int64_t* value :
       {&row.id, &row.first_frame, &row.frames, &row.t_min_us, &row.t_max_us, &row.first_sequence,
        &row.last_sequence, &row.first_flags, &row.lost_inside, &row.codec}) {
    *value = select.integer(column++);
  }
  return row;
}

// The highest chunk number that may exist: what the state says, what the table's right edge says, or (both
// unreadable) a bounded guess beyond the last one seen.
std::int64_t highest_id(sqlite3* db, const std::optional<State>& state) {
  if (state) return state->chunks;
  SqliteStatement select(db, "SELECT max(id) FROM chunks");
  if (select.step() == SQLITE_ROW) return select.integer(0);
  return -1;
}

// Walks the chunks by number. An unreadable page ends a SELECT, so the walk starts again one number later.
void read_chunks(RecordingIndex& index, const std::optional<State>& state) {
  constexpr std::int64_t kBlindSteps = 4096;
  constexpr std::int64_t kMaxSteps = 1'000'000;
  sqlite3* db = index.db.get();
  SqliteStatement select(db,
                         "SELECT id, first_frame, frames, t_min_us, t_max_us, first_sequence, last_sequence, "
                         "first_flags, lost_inside, codec, crc32 FROM chunks WHERE id >= ? ORDER BY id");
  SqliteStatement blob(db, "SELECT data FROM chunks WHERE id = ?");
  const std::int64_t highest = highest_id(db, state);
  std::int64_t next = 1;
  std::int64_t last_good = 0;
  for (std::int64_t steps = 0; steps < kMaxSteps; ++steps) {
    if (highest >= 0 ? next > highest : next > last_good + kBlindSteps) break;
    select.bind(1, next);
    int code = select.step();
    for (; code == SQLITE_ROW; code = select.step()) {
      const ChunkRow row = row_of(select);
      if (row.id < next || row.id == std::numeric_limits<std::int64_t>::max()) break;
      blob.bind(1, row.id);
      const bool sound = blob.step() == SQLITE_ROW &&
                         select.integer(10) == std::int64_t{chunk_crc(row, blob.blob(0))} &&
                         row.frames >= 1 && row.frames <= static_cast<std::int64_t>(rf::kMaxChunkFrames);
      blob.reset();
      if (sound) index.chunks.push_back({row, static_cast<std::uint32_t>(select.integer(10))});
      if (sound) last_good = row.id;
      next = row.id + 1;
    }
    select.reset();
    if (code == SQLITE_DONE) break;
    ++next;
  }
}

std::int64_t damaged_chunks(const RecordingIndex& index, const std::optional<State>& state) {
  const std::int64_t last = index.chunks.empty() ? 0 : index.chunks.back().row.id;
  const std::int64_t all = state ? std::max(state->chunks, last) : last;
  return all - static_cast<std::int64_t>(index.chunks.size());
}

void summarise(RecordingIndex& index, const std::optional<State>& state) {
  RecordingSummary& s = index.summary;
  const auto damaged = damaged_chunks(index, state);
  s.damaged_chunks = damaged > 0 ? static_cast<std::uint64_t>(damaged) : 0;
  s.complete = s.complete && s.damaged_chunks == 0 && !s.cut_short;
  if (state && s.cut_short) {
    const std::int64_t behind = state->chunks - (index.chunks.empty() ? 0 : index.chunks.back().row.id);
    s.missing_chunks =
        std::min(s.damaged_chunks, static_cast<std::uint64_t>(std::max<std::int64_t>(behind, 0)));
    s.damaged_chunks -= s.missing_chunks;
  }
  for (const auto& [row, crc] : index.chunks) s.frames += static_cast<std::uint64_t>(row.frames);
  const auto stored = state ? static_cast<std::uint64_t>(std::max<std::int64_t>(state->frames, 0)) : s.frames;
  s.lost_frames += stored > s.frames ? stored - s.frames : 0;
  if (index.chunks.empty()) return;
  std::uint64_t gaps = 0;
  s.first_us = std::numeric_limits<std::int64_t>::max();
  s.last_us = std::numeric_limits<std::int64_t>::min();
  const ChunkRow* previous = nullptr;
  for (const auto& [row, crc] : index.chunks) {
    s.first_us = std::min(s.first_us, row.t_min_us);
    s.last_us = std::max(s.last_us, row.t_max_us);
    gaps += std::bit_cast<std::uint64_t>(row.lost_inside);
    if (previous != nullptr) {
      gaps += frames_between(std::bit_cast<std::uint64_t>(previous->last_sequence),
                             std::bit_cast<std::uint64_t>(row.first_sequence),
                             static_cast<std::uint16_t>(row.first_flags));
    }
    previous = &row;
  }
  s.lost_frames = std::max(s.lost_frames, gaps);
  s.seconds = (static_cast<double>(s.last_us) - static_cast<double>(s.first_us)) / 1e6;
  if (s.frames > 1 && s.seconds > 0.0) s.rate_hz = static_cast<double>(s.frames - 1) / s.seconds;
}

void read_texts(RecordingIndex& index) {
  constexpr std::size_t kMaxRows = 100'000;
  SqliteStatement marks(index.db.get(), "SELECT t_us, text, crc32 FROM bookmarks ORDER BY id");
  while (index.bookmarks.size() < kMaxRows && marks.step() == SQLITE_ROW) {
    const std::string text = marks.text(1);
    if (marks.integer(2) != std::int64_t{text_crc(marks.integer(0), text)}) continue;
    index.bookmarks.push_back({static_cast<double>(marks.integer(0)) / 1e6, text});
  }
  SqliteStatement notes(index.db.get(), "SELECT t_us, text, crc32 FROM notes ORDER BY id DESC");
  while (notes.step() == SQLITE_ROW) {
    const std::string text = notes.text(1);
    if (notes.integer(2) != std::int64_t{text_crc(notes.integer(0), text)}) continue;
    index.info.notes = text;
    return;
  }
}

void read_events(RecordingIndex& index) {
  constexpr int kMaxRows = 100'000;
  SqliteStatement find(index.db.get(), "SELECT type, sql FROM sqlite_schema WHERE name = 'events'");
  if (find.step() != SQLITE_ROW || find.text(0) != "table" || find.text(1) != rf::kCreateEvents) return;
  SqliteStatement events(index.db.get(), "SELECT kind, text FROM events ORDER BY id");
  for (int row = 0; row < kMaxRows && events.step() == SQLITE_ROW; ++row) {
    std::string* into = events.text(0) == rf::kScreenEvent  ? &index.info.screen
                        : events.text(0) == rf::kPlaceEvent ? &index.info.place_answers
                                                            : nullptr;
    if (into == nullptr) continue;
    if (!into->empty() && into->back() != '\n') *into += '\n';
    *into += events.text(1);
  }
}

Error unreadable(std::string_view why, const std::string& path) {
  return Error{
      ErrorCode::bad_format,
      fmt::format("cannot read recording: {}: {} (take a copy of the file from a backup)", why, path)};
}

}  // namespace

bool is_recording(const std::string& path) {
  const auto header = read_header(path);
  return header.has_value() || header.error().code == ErrorCode::bad_version;
}

Result<RecordingIndex> open_recording_index(const std::string& path) {
  auto header = read_header(path);
  if (!header) return header.error();
  std::error_code ignored;
  const auto log_bytes = fs::file_size(path + "-wal", ignored);
  const bool has_log = !ignored && log_bytes > 0;
  RecordingIndex index;
  int code = SQLITE_OK;
  index.db = open_quietly(path, has_log, code);
  if (code != SQLITE_OK && has_log) index.db = open_quietly(path, false, code);
  if (code != SQLITE_OK) return unreadable(sqlite_why(index.db.get(), code), path);
  if (!has_expected_tables(index.db.get())) return unreadable("its tables are damaged", path);
  auto info = read_info(index.db.get());
  if (!info) return unreadable(info.error().message, path);
  index.info = *std::move(info);
  index.summary.format_version = static_cast<int>(big_endian(*header, 60));
  index.summary.cut_short = !has_log && ends_early(*header, path);
  const auto state = read_state(index.db.get(), index.summary);
  read_chunks(index, state);
  summarise(index, state);
  read_texts(index);
  read_events(index);
  return index;
}

}  // namespace palpate
