// TtyStream: a ByteStream over POSIX termios, for ttys that libserialport refuses (pseudo-terminals, socat).
#pragma once

#include <memory>
#include <string>

#include "acquisition/byte_stream.h"

namespace palpate {

// Baud must be one of the rates that termios names (115200, 500000, 1000000 and their kin).
Result<std::unique_ptr<ByteStream>> open_tty_stream(const std::string& path, int baud);

}  // namespace palpate
