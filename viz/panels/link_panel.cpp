#include <fmt/format.h>

#include <cmath>

#include "viz/panels/panels.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

struct LinkWords {
  const char* text;
  Rgba color;
};

LinkWords words_of(LinkState state) {
  using namespace palette;
  switch (state) {
    case LinkState::connecting:
      return {"Connecting", kAttention};
    case LinkState::streaming:
      return {"Streaming", kAccent};
    case LinkState::stalled:
      return {"No frames arriving", kAttention};
    case LinkState::reconnecting:
      return {"Reconnecting", kAttention};
    case LinkState::paused:
      return {"Paused", kText2};
    case LinkState::ended:
      return {"Ended", kText2};
    case LinkState::failed:
      return {"Failed", kRecord};
  }
  return {"", kText2};
}

}  // namespace

MaybeAction draw_link(const Snapshot& snapshot, UiState&, ViewContext& context, const Box& box) {
  using namespace palette;
  const Theme& theme = context.theme;
  const LinkWords words = words_of(snapshot.link_state);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float row = theme.px(1.35F);
  const float top = box.center_y() - row;
  const bool rate_known = snapshot.measured_rate_hz > 0.0 && snapshot.link_state == LinkState::streaming;
  const std::string state =
      rate_known ? fmt::format("{}  \xc2\xb7  {:.0f} {}/s", words.text, snapshot.measured_rate_hz,
                               std::lround(snapshot.measured_rate_hz) == 1 ? "frame" : "frames")
                 : words.text;
  const Box first = {box.x0, top, box.x1, top + row};
  draw_line(theme.body, first, kText, state, Align::right);
  const float x = box.x1 - text_width(theme.body, state) - theme.px(0.9F);
  list.AddCircleFilled({x, first.center_y()}, theme.px(0.32F), u32(words.color));
  const LinkStats& link = snapshot.link;
  const std::uint64_t lost = link.lost_frames + link.ring_drops;
  const bool clean = lost == 0 && link.crc_errors == 0;
  const std::string losses =
      clean ? std::string("No frame lost")
            : fmt::format("{} {} lost  \xc2\xb7  {} checksum {}", lost, lost == 1 ? "frame" : "frames",
                          link.crc_errors, link.crc_errors == 1 ? "error" : "errors");
  draw_line(theme.small, {box.x0, top + row, box.x1, top + 2.0F * row}, clean ? kText3 : kAttention, losses,
            Align::right);
  context.probes["link"] = box;
  return {};
}

}  // namespace palpate
