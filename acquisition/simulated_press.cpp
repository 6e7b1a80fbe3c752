#include "acquisition/simulated_press.h"

#include <charconv>
#include <cmath>

namespace palpate {
namespace {

constexpr std::string_view kForm =
    "REGION,left|right,NEWTON,START_S,HOLD_S[,RAMP_S[,WIDTH_MM]], or X,Y in map mm for the place; several "
    "joined by /";

std::vector<std::string_view> split(std::string_view text, char joint) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t at = text.find(joint);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

bool number(std::string_view text, double& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && std::isfinite(value);
}

Error bad_form() {
  return {ErrorCode::bad_argument, std::string(kForm)};
}

Result<SimulatedPress> parse_press(std::string_view text) {
  const auto parts = split(text, ',');
  if (parts.size() < 5 || parts.size() > 7) return bad_form();
  SimulatedPress press;
  if (!number(parts[0], press.x_mm)) {
    if (parts[1] != "left" && parts[1] != "right") return bad_form();
    press.region = parts[0];
    press.client_left = parts[1] == "left";
  } else if (!number(parts[1], press.y_mm)) {
    return bad_form();
  }
  if (!number(parts[2], press.force_n) || !number(parts[3], press.start_s) || !number(parts[4], press.hold_s))
    return bad_form();
  if (parts.size() > 5 && !number(parts[5], press.ramp_s)) return bad_form();
  if (parts.size() > 6 && !number(parts[6], press.width_mm)) return bad_form();
  press.release_s = press.ramp_s;
  return press;
}

}  // namespace

Result<std::vector<SimulatedPress>> parse_presses(std::string_view text) {
  std::vector<SimulatedPress> presses;
  for (const std::string_view part : split(text, '/')) {
    auto press = parse_press(part);
    if (!press) return press.error();
    presses.push_back(std::move(*press));
  }
  return presses;
}

}  // namespace palpate
