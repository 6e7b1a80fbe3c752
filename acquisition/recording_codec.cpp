#include "acquisition/recording_codec.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <bit>

#include "acquisition/recording_format.h"

namespace palpate {
namespace {

constexpr int kZstdLevel = 1;                       // measured: higher levels cost time and save nothing
constexpr std::size_t kFrameBytes = 8 + 8 + 8 + 2;  // sequence, two times, flags

std::uint64_t zigzag(std::uint64_t difference) {
  return (difference << 1U) ^ (0U - (difference >> 63U));
}
std::uint64_t unzigzag(std::uint64_t value) {
  return (value >> 1U) ^ (0U - (value & 1U));
}
std::uint16_t zigzag16(std::uint16_t difference) {
  return static_cast<std::uint16_t>((static_cast<unsigned>(difference) << 1U) ^
                                    (0U - (static_cast<unsigned>(difference) >> 15U)));
}
std::uint16_t unzigzag16(std::uint16_t value) {
  return static_cast<std::uint16_t>((value >> 1U) ^ (0U - (value & 1U)));
}

// Column of n values of `Bytes` bytes each, as byte planes.
template <std::size_t Bytes>
struct Planes {
  std::uint8_t* base;
  std::size_t n;
  void put(std::size_t i, std::uint64_t value) const {
    for (std::size_t b = 0; b < Bytes; ++b) base[b * n + i] = static_cast<std::uint8_t>(value >> (8 * b));
  }
  [[nodiscard]] std::uint64_t get(std::size_t i) const {
    std::uint64_t value = 0;
    for (std::size_t b = 0; b < Bytes; ++b) value |= std::uint64_t{base[b * n + i]} << (8 * b);
    return value;
  }
};

// Exactly an integer in 0..65535, bit for bit (so not -0).
bool fits_u16(float value) {
  if (!(value >= 0.0F && value <= 65535.0F)) return false;
  return std::bit_cast<std::uint32_t>(static_cast<float>(static_cast<std::uint16_t>(value))) ==
         std::bit_cast<std::uint32_t>(value);
}

bool all_fit_u16(std::span<const RawFrame> frames) {
  return std::all_of(frames.begin(), frames.end(), [](const RawFrame& frame) {
    return std::all_of(frame.cells.begin(), frame.cells.end(), fits_u16);
  });
}

std::size_t cell_bytes(CellCodec codec) {
  return codec == CellCodec::u16_delta ? 2 : 4;
}

template <typename Get>
std::uint8_t* put_times(std::uint8_t* at, std::span<const RawFrame> frames, Get get) {
  const Planes<8> planes{at, frames.size()};
  std::uint64_t previous = 0;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const auto value = static_cast<std::uint64_t>(get(frames[i]));
    planes.put(i, zigzag(value - previous));
    previous = value;
  }
  return at + 8 * frames.size();
}

template <typename Set>
std::uint8_t* get_times(std::uint8_t* at, std::vector<RawFrame>& frames, Set set) {
  const Planes<8> planes{at, frames.size()};
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    value += unzigzag(planes.get(i));
    set(frames[i], value);
  }
  return at + 8 * frames.size();
}

void put_cells_u16(std::uint8_t* at, std::span<const RawFrame> frames, std::size_t cells) {
  const Planes<2> planes{at, frames.size() * cells};
  for (std::size_t f = 0; f < frames.size(); ++f) {
    for (std::size_t c = 0; c < cells; ++c) {
      const auto before = static_cast<std::uint16_t>(f == 0 ? 0.0F : frames[f - 1].cells[c]);
      const auto now = static_cast<std::uint16_t>(frames[f].cells[c]);
      planes.put(f * cells + c, zigzag16(static_cast<std::uint16_t>(now - before)));
    }
  }
}

void get_cells_u16(std::uint8_t* at, std::vector<RawFrame>& frames, std::size_t cells) {
  const Planes<2> planes{at, frames.size() * cells};
  for (std::size_t f = 0; f < frames.size(); ++f) {
    for (std::size_t c = 0; c < cells; ++c) {
      const auto before = static_cast<std::uint16_t>(f == 0 ? 0.0F : frames[f - 1].cells[c]);
      const auto step = unzigzag16(static_cast<std::uint16_t>(planes.get(f * cells + c)));
      frames[f].cells[c] = static_cast<float>(static_cast<std::uint16_t>(before + step));
    }
  }
}

void put_cells_float(std::uint8_t* at, std::span<const RawFrame> frames, std::size_t cells) {
  const Planes<4> planes{at, frames.size() * cells};
  for (std::size_t f = 0; f < frames.size(); ++f) {
    for (std::size_t c = 0; c < cells; ++c) {
      const std::uint32_t before = f == 0 ? 0U : std::bit_cast<std::uint32_t>(frames[f - 1].cells[c]);
      planes.put(f * cells + c, std::bit_cast<std::uint32_t>(frames[f].cells[c]) ^ before);
    }
  }
}

void get_cells_float(std::uint8_t* at, std::vector<RawFrame>& frames, std::size_t cells) {
  const Planes<4> planes{at, frames.size() * cells};
  for (std::size_t f = 0; f < frames.size(); ++f) {
    for (std::size_t c = 0; c < cells; ++c) {
      const std::uint32_t before = f == 0 ? 0U : std::bit_cast<std::uint32_t>(frames[f - 1].cells[c]);
      frames[f].cells[c] =
          std::bit_cast<float>(static_cast<std::uint32_t>(planes.get(f * cells + c)) ^ before);
    }
  }
}

void describe(std::span<const RawFrame> frames, ChunkRow& row) {
  row.frames = static_cast<std::int64_t>(frames.size());
  row.t_min_us = row.t_max_us = frames.front().device_time_us;
  row.first_sequence = std::bit_cast<std::int64_t>(frames.front().sequence);
  row.last_sequence = std::bit_cast<std::int64_t>(frames.back().sequence);
  row.first_flags = frames.front().flags;
  std::uint64_t lost = 0;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    row.t_min_us = std::min(row.t_min_us, frames[i].device_time_us);
    row.t_max_us = std::max(row.t_max_us, frames[i].device_time_us);
    if (i > 0) lost += frames_between(frames[i - 1].sequence, frames[i].sequence, frames[i].flags);
  }
  row.lost_inside = std::bit_cast<std::int64_t>(lost);
}

}  // namespace

std::uint64_t frames_between(std::uint64_t previous, std::uint64_t next, std::uint16_t next_flags) {
  if ((next_flags & frame_flag::discontinuity) != 0 || next <= previous) return 0;
  return next - previous - 1;
}

std::uint32_t chunk_crc(const ChunkRow& row, std::span<const std::uint8_t> data) {
  const std::array<std::int64_t, 10> columns{
      row.id,          row.first_frame,    row.frames,        row.t_min_us,
      row.t_max_us,    row.first_sequence, row.last_sequence, row.first_flags,
      row.lost_inside, row.codec};
  std::array<std::uint8_t, 80> bytes{};
  for (std::size_t i = 0; i < columns.size(); ++i) {
    for (std::size_t b = 0; b < 8; ++b) {
      bytes[i * 8 + b] = static_cast<std::uint8_t>(std::bit_cast<std::uint64_t>(columns[i]) >> (8 * b));
    }
  }
  const auto head = crc32_z(0, bytes.data(), bytes.size());
  return static_cast<std::uint32_t>(crc32_z(head, data.data(), data.size()));
}

ChunkEncoder::ChunkEncoder() : zstd_(ZSTD_createCCtx()) {
  PALPATE_EXPECTS(zstd_ != nullptr);
}

Result<std::span<const std::uint8_t>> ChunkEncoder::encode(std::span<const RawFrame> frames,
                                                           std::size_t cells, ChunkRow& row) {
  PALPATE_EXPECTS(!frames.empty());
  for (const RawFrame& frame : frames) PALPATE_EXPECTS(frame.cells.size() == cells);
  describe(frames, row);
  const CellCodec codec = all_fit_u16(frames) ? CellCodec::u16_delta : CellCodec::float32_xor;
  row.codec = static_cast<std::int64_t>(codec);

  payload_.resize(frames.size() * (kFrameBytes + cells * cell_bytes(codec)));
  std::uint8_t* at = payload_.data();
  at = put_times(at, frames, [](const RawFrame& f) { return f.sequence; });
  at = put_times(at, frames, [](const RawFrame& f) { return f.device_time_us; });
  at = put_times(at, frames, [](const RawFrame& f) { return f.host_time_us; });
  const Planes<2> flags{at, frames.size()};
  for (std::size_t i = 0; i < frames.size(); ++i) flags.put(i, frames[i].flags);
  at += 2 * frames.size();
  codec == CellCodec::u16_delta ? put_cells_u16(at, frames, cells) : put_cells_float(at, frames, cells);

  packed_.resize(ZSTD_compressBound(payload_.size()));
  const std::size_t size = ZSTD_compressCCtx(zstd_.get(), packed_.data(), packed_.size(), payload_.data(),
                                             payload_.size(), kZstdLevel);
  if (ZSTD_isError(size) != 0) {
    return Error{ErrorCode::io, fmt::format("cannot compress frames: {}", ZSTD_getErrorName(size))};
  }
  return std::span<const std::uint8_t>(packed_.data(), size);
}

ChunkDecoder::ChunkDecoder() : zstd_(ZSTD_createDCtx()) {
  PALPATE_EXPECTS(zstd_ != nullptr);
}

bool ChunkDecoder::decode(const ChunkRow& row, std::span<const std::uint8_t> data, std::size_t cells,
                          std::vector<RawFrame>& frames) {
  if (row.frames < 1 || row.frames > static_cast<std::int64_t>(recording_format::kMaxChunkFrames))
    return false;
  if (row.codec != static_cast<int>(CellCodec::u16_delta) &&
      row.codec != static_cast<int>(CellCodec::float32_xor)) {
    return false;
  }
  const auto codec = static_cast<CellCodec>(row.codec);
  const auto count = static_cast<std::size_t>(row.frames);
  payload_.resize(count * (kFrameBytes + cells * cell_bytes(codec)));
  const std::size_t size =
      ZSTD_decompressDCtx(zstd_.get(), payload_.data(), payload_.size(), data.data(), data.size());
  if (ZSTD_isError(size) != 0 || size != payload_.size()) return false;

  frames.resize(count);
  for (RawFrame& frame : frames) frame.cells.resize(cells);
  std::uint8_t* at = payload_.data();
  at = get_times(at, frames, [](RawFrame& f, std::uint64_t v) { f.sequence = v; });
  at = get_times(at, frames,
                 [](RawFrame& f, std::uint64_t v) { f.device_time_us = std::bit_cast<std::int64_t>(v); });
  at = get_times(at, frames,
                 [](RawFrame& f, std::uint64_t v) { f.host_time_us = std::bit_cast<std::int64_t>(v); });
  const Planes<2> flags{at, count};
  for (std::size_t i = 0; i < count; ++i) frames[i].flags = static_cast<std::uint16_t>(flags.get(i));
  at += 2 * count;
  codec == CellCodec::u16_delta ? get_cells_u16(at, frames, cells) : get_cells_float(at, frames, cells);
  return true;
}

}  // namespace palpate
