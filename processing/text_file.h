// Small text files, read whole (acquisition/output_file.h writes). Any thread.
#pragma once

#include <string>

#include "acquisition/result.h"

namespace palpate {

Result<std::string> read_text_file(const std::string& path);

}  // namespace palpate
