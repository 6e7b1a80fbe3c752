// open_source: from a URI or a file name to a FrameSource.
//
//   serial:/dev/ttyACM0?baud=500000&rate=25      a mat on a port (or on any other tty)
//   sim:seated-left-lean?seed=7&rate=50&live=1    a simulated body (acquisition/simulated_source.h)
//   firmware:seated-even?seed=7&speed=full        the real firmware in its simulator (firmware_source.h)
//   file:sitting.palpate?speed=2                  a recording; a plain path means the same
//
// An option that the source does not know is an error, and so is an impossible value.
#pragma once

#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "acquisition/frame_source.h"
#include "acquisition/result.h"

namespace palpate {

struct SourceUri {
  std::string scheme;                          // "serial", "sim", "firmware", "file"
  std::string target;                          // what stands before '?'
  std::map<std::string, std::string> options;  // what stands after it
};

// Pure. A text without a known scheme is a file path.
Result<SourceUri> parse_source_uri(std::string_view text);
// An error that lists `known` if the URI holds any other option. For the sources.
Result<void> only_options(const SourceUri& uri, std::initializer_list<std::string_view> known);
Result<std::unique_ptr<FrameSource>> open_source(std::string_view text);

}  // namespace palpate
