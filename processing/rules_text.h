// The rules that the program carries in itself: processing/rules/*.toml as of the build.
#pragma once

#include <string_view>

namespace palpate {

std::string_view embedded_guidance_toml();  // guidance.toml
std::string_view embedded_screen_toml();    // screen.toml

}  // namespace palpate
