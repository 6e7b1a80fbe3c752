// RawFrame: one reading of all cells, as the source gave it. Nothing derived.
#pragma once

#include <cstdint>
#include <vector>

namespace palpate {

// Bits of RawFrame::flags.
namespace frame_flag {
inline constexpr std::uint16_t discontinuity =
    1U << 0;  // not the successor of the frame before: seek, reboot, reconnect
inline constexpr std::uint16_t saturated = 1U << 1;  // the device says that a cell hit full scale
inline constexpr std::uint16_t rows_missing =
    1U << 2;  // some rows were lost on the wire and repeat their last value
inline constexpr std::uint16_t overrun = 1U << 3;  // the device could not keep its period
}  // namespace frame_flag

// `cells` holds rows*cols values, row-major, in the unit that SourceInfo::unit names. A float holds every
// 16-bit ADC count exactly, and also the kPa or mmHg of an imported file without rounding it to counts: that
// is why it is not uint16. A slot of a ring keeps its vector, so steady state allocates nothing. Times are
// microseconds. device_time_us is the mat's clock, unwrapped to 64 bits, 0 at the first frame of the stream;
// host_time_us is the same instant on the host's steady clock (mapped by ClockSync), or equal to
// device_time_us where there is no device clock of its own (replay, import, simulation).
struct RawFrame {
  std::uint64_t sequence = 0;  // counted by the device, unwrapped; a gap is a lost frame
  std::int64_t device_time_us = 0;
  std::int64_t host_time_us = 0;
  std::uint16_t flags = 0;
  std::vector<float> cells;
};

}  // namespace palpate
