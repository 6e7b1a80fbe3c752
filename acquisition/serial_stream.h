// SerialStream: a ByteStream over libserialport. For real ports; it refuses pseudo-terminals.
#pragma once

#include <memory>
#include <string>

#include "acquisition/byte_stream.h"

namespace palpate {

// Links such as /dev/serial/by-id/... are followed. Fails as open_byte_stream does.
Result<std::unique_ptr<ByteStream>> open_serial_stream(const std::string& path, int baud);

}  // namespace palpate
