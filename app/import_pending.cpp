#include "acquisition/import.h"

namespace palpate {
// Until acquisition/import.cpp lands.
__attribute__((weak)) Result<std::unique_ptr<FrameSource>> open_import(const std::string& path,
                                                                       const ImportOptions&) {
  return Error{ErrorCode::bad_format, "not a recording: " + path};
}
}  // namespace palpate
