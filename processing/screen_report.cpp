#include "processing/screen_report.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace palpate {
namespace {

using nlohmann::ordered_json;

ordered_json block(bool answered, bool blocked, bool softened, const std::string& banner,
                   const RegionSet& regions) {
  ordered_json out{{"answered", answered},
                   {"blocked", blocked},
                   {"softened", softened},
                   {"banner", banner},
                   {"left_out", ordered_json::array()}};
  for (std::size_t i = 0; i < kRegionCount; ++i) {
    if (regions.test(i)) out["left_out"].push_back(id_of(region_at(i)));
  }
  return out;
}

}  // namespace

std::string banner_lines(std::string_view banner) {
  std::string text;
  while (!banner.empty()) {
    const auto end = std::min(banner.find('\n'), banner.size());
    text.append("  ! ").append(banner.substr(0, end)).append("\n");
    banner.remove_prefix(std::min(end + 1, banner.size()));
  }
  return text;
}

std::string screen_head(const ScreenAnswers& screen) {
  const std::string lines = screen.empty() ? std::string() : banner_lines(effect_of(screen).banner);
  return lines.empty() ? lines : lines + "\n";
}

ordered_json screen_json(const ScreenAnswers& screen) {
  const ScreenEffect e = effect_of(screen);
  return block(e.answered, e.blocked, e.softened, e.banner, e.regions);
}

ordered_json screen_json(const Guidance& g) {
  return block(g.screen_answered, g.blocked, g.softened, g.banner, g.left_out);
}

}  // namespace palpate
