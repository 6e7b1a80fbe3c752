// SourceInfo as rows of the table `meta`, and back. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "acquisition/result.h"
#include "acquisition/source_info.h"

namespace palpate {

// Key to value, all text; numbers in the shortest form that reads back bit for bit. Notes are not in it: they
// change while recording and have their own table.
using MetaRows = std::map<std::string, std::string>;
MetaRows meta_rows(const SourceInfo& info);

// CRC-32 over key, 0, value, 0 of all rows in key order; stored as one more row, "crc32".
std::uint32_t meta_crc(const MetaRows& rows);

// The rows as found, with "crc32". Wrong CRC, missing key, impossible value: one clear line.
Result<SourceInfo> source_info_from(MetaRows rows);

}  // namespace palpate
