// WireTap: what a host sees on the line of a device, for tests: packets, replies, frames. Written apart from
// the host's own decoder, so that both cannot be wrong in the same way.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "firmware/protocol/protocol.h"

namespace palpate::test {

using Bytes = std::vector<std::uint8_t>;

struct TappedFrame {
  matlink_frame_begin begin = {};
  matlink_frame_end end = {};
  bool whole = false;  // every row came and the end's CRC-32 is right
  std::vector<std::uint16_t> cells;
};

class WireTap {
 public:
  WireTap(std::uint16_t rows, std::uint16_t cols) : rows_(rows), cols_(cols) {}

  void take(const std::uint8_t* bytes, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      if (bytes[i] != 0) {
        block_.push_back(bytes[i]);
      } else {
        if (!block_.empty()) take_block();
        block_.clear();
      }
    }
  }
  void take(const Bytes& bytes) { take(bytes.data(), bytes.size()); }

  // The last packet of a type, or null.
  const Bytes* last(std::uint8_t type) const {
    const auto found =
        std::find_if(packets.rbegin(), packets.rend(), [&](const Bytes& p) { return p[0] == type; });
    return found == packets.rend() ? nullptr : &*found;
  }
  std::size_t count(std::uint8_t type) const {
    return static_cast<std::size_t>(
        std::count_if(packets.begin(), packets.end(), [&](const Bytes& p) { return p[0] == type; }));
  }

  std::vector<Bytes> packets;  // good ones, in order
  std::vector<TappedFrame> frames;
  int bad_blocks = 0;
  int gaps = 0;  // in the device's sequence

 private:
  void take_block() {
    Bytes packet(MATLINK_MAX_PACKET);
    packet.resize(matlink_cobs_decode(block_.data(), block_.size(), packet.data(), packet.size()));
    if (!matlink_packet_ok(packet.data(), packet.size())) {
      ++bad_blocks;
      return;
    }
    if (packet[0] >= 0x80) {
      if (seen_ && packet[1] != static_cast<std::uint8_t>(seq_ + 1)) ++gaps;
      seen_ = true;
      seq_ = packet[1];
    }
    packets.push_back(packet);
    take_frame(packet);
  }

  void take_frame(const Bytes& packet) {
    matlink_frame_begin begin = {};
    matlink_data data = {};
    matlink_frame_end end = {};
    if (matlink_decode_frame_begin(packet.data(), packet.size(), &begin)) {
      frames.emplace_back();
      frames.back().begin = begin;
      frames.back().cells.assign(std::size_t{rows_} * cols_, 0xFFFF);
    } else if (frames.empty()) {
      return;
    } else if (matlink_decode_data(packet.data(), packet.size(), rows_, cols_, &data)) {
      if (data.frame == frames.back().begin.frame)
        matlink_unpack_data(&data, cols_, frames.back().cells.data());
    } else if (matlink_decode_frame_end(packet.data(), packet.size(), &end)) {
      TappedFrame& frame = frames.back();
      frame.end = end;
      frame.whole = end.frame == frame.begin.frame &&
                    end.crc32 == matlink_crc32_cells(frame.cells.data(), frame.cells.size());
    }
  }

  std::uint16_t rows_, cols_;
  Bytes block_;
  bool seen_ = false;
  std::uint8_t seq_ = 0;
};

// A command as it stands on the wire, with the leading delimiter.
inline Bytes on_wire(const std::uint8_t* packet, std::size_t size) {
  Bytes wire(size + 3, 0);
  wire.resize(1 + matlink_to_wire(packet, size, wire.data() + 1));
  return wire;
}
inline Bytes info_command(std::uint8_t seq, std::uint32_t nonce) {
  std::uint8_t packet[MATLINK_MAX_PACKET];
  return on_wire(packet, matlink_encode_info_command(packet, seq, nonce));
}
inline Bytes start_command(std::uint8_t seq, std::uint32_t period_us) {
  std::uint8_t packet[MATLINK_MAX_PACKET];
  return on_wire(packet, matlink_encode_start_command(packet, seq, period_us));
}
inline Bytes stop_command(std::uint8_t seq) {
  std::uint8_t packet[MATLINK_MAX_PACKET];
  return on_wire(packet, matlink_encode_stop_command(packet, seq));
}
inline Bytes ping_command(std::uint8_t seq, std::uint32_t token) {
  std::uint8_t packet[MATLINK_MAX_PACKET];
  return on_wire(packet, matlink_encode_ping_command(packet, seq, token));
}

}  // namespace palpate::test
