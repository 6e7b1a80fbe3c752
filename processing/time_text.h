// Times as people read them; one home for the window, the reports and the command line.
#pragma once

#include <cstdint>
#include <string>

namespace palpate {

std::string clock_text(double seconds);     // "2:03", "1:02:03"; what is not a time reads "0:00"
std::string duration_text(double seconds);  // "42 s", "3 min 20 s"; part of a second is not told

std::string frames_text(std::uint64_t frames);  // "1 frame", "1200 frames"

}  // namespace palpate
