// Small text files: read whole, written whole or not at all. Any thread.
#pragma once

#include <string>
#include <string_view>

#include "acquisition/result.h"

namespace palpate {

Result<std::string> read_text_file(const std::string& path);

// "-" is standard output; otherwise the file is written whole under a temporary name and renamed, so that a
// failure leaves the old one untouched, as does a program killed in the middle.
Result<void> write_text_file(const std::string& path, std::string_view text);

}  // namespace palpate
