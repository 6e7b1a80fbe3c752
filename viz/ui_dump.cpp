#include "viz/ui_dump.h"

#include <fmt/format.h>

namespace palpate {
namespace {

std::string quoted(const std::string& name) {
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return out + "\"";
}

}  // namespace

std::string to_json(const Probes& probes, const std::vector<std::string>& texts) {
  std::string text = "{";
  for (const auto& [name, box] : probes) {
    text += fmt::format("{}\n  {}: [{:.1f}, {:.1f}, {:.1f}, {:.1f}]", text.size() > 1 ? "," : "",
                        quoted(name), box.x0, box.y0, box.x1, box.y1);
  }
  text += fmt::format("{}\n  \"texts\": [", text.size() > 1 ? "," : "");
  for (std::size_t i = 0; i < texts.size(); ++i) text += (i == 0 ? "" : ", ") + quoted(texts[i]);
  return text + "]\n}\n";
}

}  // namespace palpate
