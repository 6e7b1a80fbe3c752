// Fuzzes the recording reader. First byte 0: the rest is the file; 1: four bytes (little-endian) tell how
// long the file is, behind it comes its log; 2: the rest goes to the chunk decoder past the checksum, which
// random bytes would never pass. Whatever comes: an error or frames of the right size, and the file stays as
// it was.
#include <cstdio>
#include <cstdlib>
#include <span>

#include "acquisition/recording_codec.h"
#include "acquisition/recording_reader.h"
#include "tests/fuzz/scratch_file.h"

namespace {

using Bytes = std::span<const std::uint8_t>;

void require(bool condition) {
  if (!condition) std::abort();
}

void read_recording(Bytes file, Bytes log) {
  static const std::string path = palpate::fuzz::scratch_path("recording");
  palpate::fuzz::write_file(path, file);
  if (!log.empty()) palpate::fuzz::write_file(path + "-wal", log);
  {
    auto reader = palpate::RecordingReader::open(path);
    if (reader) {
      palpate::RawFrame frame;
      std::uint64_t frames = 0;
      for (auto more = reader->next(frame); more && *more; more = reader->next(frame)) {
        require(frame.cells.size() == reader->info().geometry.cells());
        ++frames;
      }
      require(frames <= reader->summary().frames);
      require(reader->seek(reader->summary().last_us / 2).has_value());
    }
  }
  require(!std::filesystem::exists(path + "-shm"));
  std::remove(path.c_str());
  std::remove((path + "-wal").c_str());
}

void decode_chunk(Bytes data) {
  if (data.size() < 4) return;
  palpate::ChunkRow row;
  row.frames = data[0];
  row.codec = data[1] % 4;
  const std::size_t cells = 1U + data[2];
  static palpate::ChunkDecoder decoder;
  std::vector<palpate::RawFrame> frames;
  if (!decoder.decode(row, data.subspan(4), cells, frames)) return;
  require(frames.size() == data[0]);
  for (const auto& frame : frames) require(frame.cells.size() == cells);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 5) return 0;
  const Bytes rest(data + 1, size - 1);
  if (data[0] == 0) read_recording(rest, {});
  if (data[0] == 1) {
    const std::size_t wanted = rest[0] | (std::size_t{rest[1]} << 8U) | (std::size_t{rest[2]} << 16U);
    const Bytes both = rest.subspan(4);
    const std::size_t file_size = std::min(wanted, both.size());
    read_recording(both.first(file_size), both.subspan(file_size));
  }
  if (data[0] == 2) decode_chunk(rest);
  return 0;
}
