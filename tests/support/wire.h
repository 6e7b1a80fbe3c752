// Wire bytes as a mat would send them, for tests: made by the encoders of firmware/protocol only.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <random>
#include <span>
#include <string_view>
#include <vector>

#include "firmware/protocol/protocol.h"

namespace palpate::test {

using Bytes = std::vector<std::uint8_t>;
using Cells = std::vector<std::uint16_t>;

// Counts its packets as a mat does.
class WireMat {
 public:
  WireMat(std::uint16_t rows, std::uint16_t cols, std::uint8_t encoding = MATLINK_ENC_PACKED12)
      : rows_(rows), cols_(cols), encoding_(encoding) {}

  Bytes hello(std::uint8_t major = MATLINK_VERSION_MAJOR) {
    const matlink_hello hello{major, MATLINK_VERSION_MINOR, rows_, cols_};
    Bytes wire{0};
    append(wire, matlink_encode_hello(packet_.data(), seq_++, &hello));
    return wire;
  }

  Bytes status() {
    const matlink_status status{};
    Bytes wire;
    append(wire, matlink_encode_status(packet_.data(), seq_++, &status));
    return wire;
  }

  // One whole frame, packet by packet, so that a test can lose one.
  std::vector<Bytes> frame_packets(std::uint16_t frame, std::uint32_t t_us, const Cells& cells) {
    std::vector<Bytes> packets;
    const std::uint8_t per_packet = matlink_rows_per_packet(encoding_, cols_);
    const matlink_frame_begin begin{
        frame, t_us, 0, 0, encoding_, matlink_packets_per_frame(encoding_, rows_, cols_), 0};
    packets.emplace_back();
    append(packets.back(), matlink_encode_frame_begin(packet_.data(), seq_++, &begin));
    for (unsigned row = 0; row < rows_; row += per_packet) {
      const auto count = static_cast<std::uint8_t>(std::min<unsigned>(per_packet, rows_ - row));
      packets.emplace_back();
      append(packets.back(),
             matlink_encode_data(packet_.data(), seq_++, frame, static_cast<std::uint8_t>(row), count,
                                 encoding_, cells.data() + row * cols_, cols_));
    }
    const matlink_frame_end end{frame, matlink_crc32_cells(cells.data(), cells.size()), 0};
    packets.emplace_back();
    append(packets.back(), matlink_encode_frame_end(packet_.data(), seq_++, &end));
    return packets;
  }

  Bytes frame(std::uint16_t number, std::uint32_t t_us, const Cells& cells) {
    Bytes wire;
    for (const auto& packet : frame_packets(number, t_us, cells)) {
      wire.insert(wire.end(), packet.begin(), packet.end());
    }
    return wire;
  }

  // A packet that the caller sealed itself.
  Bytes wrap(std::span<const std::uint8_t> packet) {
    std::copy(packet.begin(), packet.end(), packet_.begin());
    Bytes wire;
    append(wire, packet.size());
    return wire;
  }

 private:
  void append(Bytes& wire, std::size_t size) {
    std::array<std::uint8_t, MATLINK_MAX_WIRE> block{};
    const std::size_t count = matlink_to_wire(packet_.data(), size, block.data());
    wire.insert(wire.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(count));
  }

  std::uint16_t rows_, cols_;
  std::uint8_t encoding_;
  std::uint8_t seq_ = 0;
  std::array<std::uint8_t, MATLINK_MAX_PACKET> packet_{};
};

// Different in every cell and frame.
inline Cells pattern_cells(std::uint16_t rows, std::uint16_t cols, std::uint32_t frame, std::uint16_t mask) {
  Cells cells(std::size_t{rows} * cols);
  for (std::uint32_t i = 0; i < cells.size(); ++i) {
    cells[i] = static_cast<std::uint16_t>((37U * (i / cols) + 11U * (i % cols) + 101U * frame) & mask);
  }
  return cells;
}

}  // namespace palpate::test
