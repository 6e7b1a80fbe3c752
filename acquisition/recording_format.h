// The recording format in one place: identity, limits and tables (docs/recording-format.md tells it in
// words).
#pragma once

#include <cstddef>
#include <cstdint>

namespace palpate::recording_format {

inline constexpr std::uint32_t kApplicationId = 0x504C5054;  // "PLPT", byte 68 of the file, big-endian
inline constexpr int kVersion = 1;                           // PRAGMA user_version

// A chunk ends at whichever comes first, so that a kill loses less than a second at any rate.
inline constexpr std::size_t kChunkFrames = 25;
inline constexpr std::int64_t kChunkUs = 500'000;
inline constexpr std::size_t kMaxChunkFrames = 1024;  // what a reader accepts

// Chunks between two checkpoints: what a lost -wal file or a power cut can cost.
inline constexpr int kCheckpointChunks = 10;

// A reader compares these texts with the ones in the file, so nothing but plain tables is ever queried.
inline constexpr const char* kCreateMeta = "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL)";
inline constexpr const char* kCreateState =
    "CREATE TABLE state(id INTEGER PRIMARY KEY, complete INTEGER NOT NULL, frames INTEGER NOT NULL, "
    "chunks INTEGER NOT NULL, lost_frames INTEGER NOT NULL, crc32 INTEGER NOT NULL)";
inline constexpr const char* kCreateChunks =
    "CREATE TABLE chunks(id INTEGER PRIMARY KEY, first_frame INTEGER NOT NULL, frames INTEGER NOT NULL, "
    "t_min_us INTEGER NOT NULL, t_max_us INTEGER NOT NULL, first_sequence INTEGER NOT NULL, "
    "last_sequence INTEGER NOT NULL, first_flags INTEGER NOT NULL, lost_inside INTEGER NOT NULL, "
    "codec INTEGER NOT NULL, crc32 INTEGER NOT NULL, data BLOB NOT NULL)";
inline constexpr const char* kCreateBookmarks =
    "CREATE TABLE bookmarks(id INTEGER PRIMARY KEY, t_us INTEGER NOT NULL, text TEXT NOT NULL, "
    "crc32 INTEGER NOT NULL)";
inline constexpr const char* kCreateNotes =
    "CREATE TABLE notes(id INTEGER PRIMARY KEY, t_us INTEGER NOT NULL, text TEXT NOT NULL, "
    "crc32 INTEGER NOT NULL)";
inline constexpr const char* kCreateEvents =
    "CREATE TABLE events(id INTEGER PRIMARY KEY, t_us INTEGER NOT NULL, kind TEXT NOT NULL, "
    "text TEXT NOT NULL)";

// Kinds of events that say something about the client; read back into SourceInfo in their order.
inline constexpr const char* kScreenEvent = "screen";  // lines of SourceInfo::screen
inline constexpr const char* kPlaceEvent = "place";    // lines of SourceInfo::place_answers

}  // namespace palpate::recording_format
