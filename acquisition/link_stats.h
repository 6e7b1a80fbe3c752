// LinkStats: what happened on the way from the mat. Counters only grow; corrupt bytes are statistics, not
// errors.
#pragma once

#include <cstdint>

namespace palpate {

struct LinkStats {
  std::uint64_t frames = 0;         // complete frames delivered
  std::uint64_t bytes = 0;          // bytes read
  std::uint64_t crc_errors = 0;     // packets whose checksum failed
  std::uint64_t resync_bytes = 0;   // bytes thrown away to find the next packet
  std::uint64_t sequence_gaps = 0;  // packets that never came
  std::uint64_t lost_frames = 0;    // frames that never came or came incomplete and were not delivered
  std::uint64_t ring_drops = 0;     // frames the processing thread was too slow for
  std::uint64_t recorder_drops =
      0;                         // frames the recorder was too slow for: an error state, see RecorderStatus
  std::uint64_t reconnects = 0;  // times the port came back
  bool operator==(const LinkStats&) const = default;
};

enum class LinkState { connecting, streaming, stalled, reconnecting, paused, ended, failed };

}  // namespace palpate
