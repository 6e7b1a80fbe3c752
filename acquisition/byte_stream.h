// ByteStream: bytes to and from a mat, whatever carries them.
//
// One thread at a time. A stream that failed once stays failed: close it and open a new one.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "acquisition/result.h"

namespace palpate {

inline constexpr std::chrono::milliseconds kMaxReadWait{50};
inline constexpr int kDefaultBaud = 500000;

class ByteStream {
 public:
  virtual ~ByteStream() = default;

  // Waits at most `timeout` (<= kMaxReadWait) for the first byte, then takes what is there without waiting
  // for more. 0: nothing came. An error: the port is gone (unplugged, hung up).
  virtual Result<std::size_t> read(std::span<std::uint8_t> out, std::chrono::milliseconds timeout) = 0;
  // Writes all of `bytes`; a line that takes nothing for half a second is an error.
  virtual Result<void> write(std::span<const std::uint8_t> bytes) = 0;
  virtual void close() = 0;  // may be repeated; reads and writes fail afterwards
  [[nodiscard]] virtual std::string_view backend() const = 0;  // "libserialport", "termios"
};

// Opens a port in raw 8N1 mode without flow control: through libserialport, or, for a tty that it refuses
// (pseudo-terminals, socat, rfcomm), through termios. Baud 300..4000000.
Result<std::unique_ptr<ByteStream>> open_byte_stream(const std::string& path, int baud = kDefaultBaud);

// What the system's refusal (an errno) means for somebody with a mat in the hand, with the remedy.
Error port_error(int system_error, const std::string& path);
Result<void> check_baud(int baud);

}  // namespace palpate
