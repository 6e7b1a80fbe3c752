// What this host knows of itself: its clock on the wall and its version. For the headers of recordings;
// algorithms read no clock.
#pragma once

#include <string>

namespace palpate {

std::string utc_now();       // "2026-11-21T09:30:00Z"
std::string host_version();  // "palpate 0.1.0"

}  // namespace palpate
