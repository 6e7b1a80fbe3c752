// FrameDecoder: wire bytes in, whole frames and control packets out (firmware/protocol/protocol.h).
//
// Pure: no I/O, clock, log or thread; no allocation after set_shape(). Any split of the same bytes gives the
// same events and counters. A frame comes out only when every row of it came, every packet passed its CRC-16
// and the whole passed its CRC-32: incomplete frames are dropped and counted, never filled up.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "acquisition/mat_geometry.h"
#include "firmware/protocol/protocol.h"

namespace palpate {

enum class WireEvent {
  none,     // all bytes taken, nothing complete yet
  frame,    // frame() holds it
  control,  // control() holds a whole packet that is not part of a frame: HELLO, a reply, STATUS, ERROR
};

struct WireFrame {
  std::uint64_t sequence = 0;     // the device's count, unwrapped; 0 is the first frame ever delivered
  std::uint32_t device_us = 0;    // the mat's clock at the start of the scan
  bool after_restart = false;     // the first frame since new_stream()
  bool saturated = false;         // some cell reads full scale
  bool overrun = false;           // the mat did not keep its period
  std::uint16_t mat_dropped = 0;  // frames the mat itself gave up since START
};

// Only ever grow.
struct WireCounters {
  std::uint64_t packets = 0;  // good ones
  std::uint64_t frames = 0;
  std::uint64_t crc_errors = 0;     // packets with a broken checksum or broken framing
  std::uint64_t resync_bytes = 0;   // bytes of no good packet
  std::uint64_t sequence_gaps = 0;  // packets that never came
  std::uint64_t lost_frames = 0;    // known when the next good frame comes
  bool operator==(const WireCounters&) const = default;
};

class FrameDecoder {
 public:
  struct Step {
    std::size_t consumed = 0;
    WireEvent event = WireEvent::none;
  };

  // Takes bytes up to and including the first event; call again with the rest.
  Step step(std::span<const std::uint8_t> bytes);

  // Frames are recognised only after the mat has told its shape. Drops what was half read.
  void set_shape(std::uint16_t rows, std::uint16_t cols);
  // START or a reboot: the mat's numbers begin anew; the bytes go on.
  void new_stream();
  // A new connection: also the bytes begin anew, perhaps in the middle of a packet.
  void new_line();

  [[nodiscard]] const WireFrame& frame() const { return frame_; }
  [[nodiscard]] std::span<const std::uint16_t> cells() const { return cells_; }  // of frame(), row-major
  [[nodiscard]] std::span<const std::uint8_t> control() const { return {packet_.data(), packet_size_}; }
  [[nodiscard]] const WireCounters& counters() const { return counters_; }

 private:
  WireEvent take_block();
  WireEvent take_packet();
  void count_gap(std::uint8_t type, std::uint8_t seq);
  void begin_frame();
  void add_rows();
  WireEvent end_frame();

  std::uint16_t rows_ = 0, cols_ = 0;
  std::array<std::uint8_t, MATLINK_MAX_WIRE> block_{};  // COBS bytes since the last delimiter
  std::size_t block_size_ = 0;                          // may exceed the array: too long to be a packet
  bool aligned_ = false;                                // a delimiter was seen
  std::array<std::uint8_t, MATLINK_MAX_PACKET> packet_{};
  std::size_t packet_size_ = 0;

  std::optional<std::uint8_t> last_seq_;
  std::optional<std::uint16_t> last_frame_;  // delivered
  bool open_ = false;                        // begin_ came, its end did not
  matlink_frame_begin begin_{};
  std::bitset<kMaxSide> rows_seen_;
  std::vector<std::uint16_t> cells_;
  WireFrame frame_;
  WireCounters counters_;
};

}  // namespace palpate
