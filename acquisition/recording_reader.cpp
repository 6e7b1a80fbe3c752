#include "acquisition/recording_reader.h"

#include "acquisition/recording_index.h"

namespace palpate {

struct RecordingReader::Impl {
  RecordingIndex index;
  SqliteStatement blob;
  ChunkDecoder decoder;
  std::vector<RawFrame> frames;  // of the chunk in hand; slots keep their vectors
  std::size_t next_frame = 0;    // in it
  std::size_t next_chunk = 0;
  std::vector<bool> known_bad;  // chunks that were sound on opening and are not any more

  bool load();
};

// The next chunk that can be read; false at the end.
bool RecordingReader::Impl::load() {
  while (next_chunk < index.chunks.size()) {
    const std::size_t at = next_chunk++;
    const auto& [row, crc] = index.chunks[at];
    blob.bind(1, row.id);
    const bool sound = blob.step() == SQLITE_ROW && chunk_crc(row, blob.blob(0)) == crc &&
                       decoder.decode(row, blob.blob(0), index.info.geometry.cells(), frames);
    blob.reset();
    next_frame = 0;
    if (sound) return true;
    if (!known_bad[at]) ++index.summary.damaged_chunks;
    index.summary.complete = false;
    known_bad[at] = true;
  }
  next_frame = frames.size();
  return false;
}

std::string incomplete_words(const RecordingSummary& summary) {
  if (summary.complete) return "";
  const bool damaged = summary.damaged_chunks > 0;
  if (summary.cut_short)
    return damaged ? "the file was cut short and parts of it are damaged; what is sound can be read"
                   : "the file was cut short; what is left can be read";
  return damaged ? "parts of the file are damaged; what is sound can be read"
                 : "the recording was cut off; everything stored can be read";
}

Result<RecordingReader> RecordingReader::open(const std::string& path) {
  auto index = open_recording_index(path);
  if (!index) return index.error();
  auto impl = std::make_unique<Impl>();
  impl->index = *std::move(index);
  impl->blob = SqliteStatement(impl->index.db.get(), "SELECT data FROM chunks WHERE id = ?");
  impl->known_bad.assign(impl->index.chunks.size(), false);
  return RecordingReader(std::move(impl));
}

RecordingReader::RecordingReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RecordingReader::RecordingReader(RecordingReader&&) noexcept = default;
RecordingReader& RecordingReader::operator=(RecordingReader&&) noexcept = default;
RecordingReader::~RecordingReader() = default;

const SourceInfo& RecordingReader::info() const {
  return impl_->index.info;
}
const RecordingSummary& RecordingReader::summary() const {
  return impl_->index.summary;
}
const std::vector<Bookmark>& RecordingReader::bookmarks() const {
  return impl_->index.bookmarks;
}

Result<bool> RecordingReader::next(RawFrame& out) {
  if (impl_->next_frame >= impl_->frames.size() && !impl_->load()) return false;
  out = impl_->frames[impl_->next_frame++];
  return true;
}

Result<void> RecordingReader::seek(std::int64_t t_us) {
  const auto& chunks = impl_->index.chunks;
  impl_->next_chunk = 0;
  while (impl_->next_chunk < chunks.size() && chunks[impl_->next_chunk].row.t_max_us < t_us)
    ++impl_->next_chunk;
  impl_->next_frame = impl_->frames.size();
  while (impl_->load()) {
    for (; impl_->next_frame < impl_->frames.size(); ++impl_->next_frame) {
      if (impl_->frames[impl_->next_frame].device_time_us >= t_us) return {};
    }
  }
  return {};
}

}  // namespace palpate
