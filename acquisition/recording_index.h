// Opens the file of a recording and lists what can be read, whatever happened to the file. Never writes.
//
// One thread; for recording_reader only.
#pragma once

#include <string>
#include <vector>

#include "acquisition/recording_codec.h"
#include "acquisition/recording_db.h"
#include "acquisition/recording_reader.h"
#include "acquisition/result.h"
#include "acquisition/source_info.h"

namespace palpate {

struct IndexedChunk {
  ChunkRow row;
  std::uint32_t crc = 0;
};

struct RecordingIndex {
  SqliteHandle db;
  SourceInfo info;
  RecordingSummary summary;
  std::vector<Bookmark> bookmarks;
  std::vector<IndexedChunk> chunks;  // those whose CRC holds, in order
};

Result<RecordingIndex> open_recording_index(const std::string& path);

}  // namespace palpate
