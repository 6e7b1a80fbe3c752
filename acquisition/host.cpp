#include "acquisition/host.h"

#include <fmt/chrono.h>

#include <chrono>

namespace palpate {

std::string utc_now() {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                     std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now()));
}

std::string host_version() {
  return "palpate " PALPATE_VERSION;
}

}  // namespace palpate
