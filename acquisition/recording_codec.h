// Chunk codec: frames to bytes and back, bit exact. Pure: no I/O, no clock, no thread.
//
// The payload, before zstd, is a sequence of columns: sequence, device time, host time (64 bit: difference to
// the frame before, zigzag), flags (16 bit), cells; every column is split in byte planes, lowest byte first.
#pragma once

#include <zstd.h>

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "acquisition/raw_frame.h"
#include "acquisition/result.h"

namespace palpate {

enum class CellCodec : int {
  u16_delta = 1,  // every cell of the chunk is an integer in 0..65535: difference to the frame before, zigzag
  float32_xor = 2,  // anything else, also NaN: bit pattern XOR the frame before
};

// What stands in a chunk's row beside its bytes; the CRC covers both, so neither can change unseen.
struct ChunkRow {
  std::int64_t id = 0;  // counts from 1
  std::int64_t first_frame = 0;
  std::int64_t frames = 0;
  std::int64_t t_min_us = 0;
  std::int64_t t_max_us = 0;
  std::int64_t first_sequence = 0;  // 64-bit pattern of the unsigned sequence
  std::int64_t last_sequence = 0;
  std::int64_t first_flags = 0;
  std::int64_t lost_inside = 0;  // frames missing between the first and the last of the chunk
  std::int64_t codec = 0;
};

// Frames missing between two neighbours: from their sequences, 0 across a declared discontinuity.
std::uint64_t frames_between(std::uint64_t previous, std::uint64_t next, std::uint16_t next_flags);

std::uint32_t chunk_crc(const ChunkRow& row, std::span<const std::uint8_t> data);

class ChunkEncoder {
 public:
  ChunkEncoder();
  // Fills `row` (all but id and first_frame) and returns the bytes, valid until the next call. 1 <= frames,
  // all with `cells` cells.
  Result<std::span<const std::uint8_t>> encode(std::span<const RawFrame> frames, std::size_t cells,
                                               ChunkRow& row);

 private:
  struct Free {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  };
  std::unique_ptr<ZSTD_CCtx, Free> zstd_;
  std::vector<std::uint8_t> payload_, packed_;
};

class ChunkDecoder {
 public:
  ChunkDecoder();
  // False if the bytes are not a chunk of `row.frames` frames of `cells` cells. Resizes `frames`.
  bool decode(const ChunkRow& row, std::span<const std::uint8_t> data, std::size_t cells,
              std::vector<RawFrame>& frames);

 private:
  struct Free {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };
  std::unique_ptr<ZSTD_DCtx, Free> zstd_;
  std::vector<std::uint8_t> payload_;
};

}  // namespace palpate
