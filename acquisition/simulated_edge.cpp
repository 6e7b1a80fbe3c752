#include "acquisition/simulated_edge.h"

#include <array>
#include <charconv>
#include <cmath>

namespace palpate {
namespace {

constexpr std::string_view kForm = "REGION,left|right,KPA[,LENGTH_MM[,WIDTH_MM[,TURN_DEG]]]";

bool number(std::string_view text, double& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && std::isfinite(value);
}

// The first part of the text, up to a comma; "" when nothing is left.
std::string_view take(std::string_view& text) {
  const std::size_t comma = text.find(',');
  const std::string_view part = text.substr(0, comma);
  text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  return part;
}

}  // namespace

Result<SimulatedEdge> parse_edge(std::string_view text) {
  const Error bad{ErrorCode::bad_argument, std::string(kForm)};
  SimulatedEdge edge;
  edge.region = take(text);
  const std::string_view side = take(text);
  if (edge.region.empty() || (side != "left" && side != "right")) return bad;
  edge.client_left = side == "left";
  if (!number(take(text), edge.step_kpa)) return bad;
  for (double* value : std::array{&edge.length_mm, &edge.width_mm, &edge.turn_deg})
    if (!text.empty() && !number(take(text), *value)) return bad;
  return text.empty() ? Result<SimulatedEdge>(edge) : bad;
}

}  // namespace palpate
