// The screen in reports: what everything that reports on a session says of its hits. A report without
// guidance says nothing of questions that nobody asked; the JSON says it everywhere. Pure; any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "processing/guidance.h"
#include "processing/screen.h"

namespace palpate {

// A line "  ! REFER FIRST, ..." for each of `banner`; empty for none.
std::string banner_lines(std::string_view banner);

// For a report without guidance: banner_lines and an empty line if anything was answered, else empty.
std::string screen_head(const ScreenAnswers& screen);

// {"answered", "blocked", "softened", "banner", "left_out": regions}, the block "screen" of every JSON.
nlohmann::ordered_json screen_json(const ScreenAnswers& screen);
nlohmann::ordered_json screen_json(const Guidance& guidance);

}  // namespace palpate
