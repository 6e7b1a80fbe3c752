#include <fmt/format.h>

#include <string>
#include <vector>

#include "viz/panels/panels.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

struct Banner {
  const char* probe;
  Rgba fill, text;
  std::string title, words;
};

std::vector<Banner> banners_of(const Snapshot& snapshot) {
  using namespace palette;
  std::vector<Banner> banners;
  if (snapshot.recording.failed) {
    banners.push_back({"banner.recording", kAlarm, kText, "Recording failed", snapshot.recording.message});
  }
  switch (snapshot.link_state) {
    case LinkState::failed:
      banners.push_back({"banner.link", kAlarm, kText, "The source failed", snapshot.link_message});
      break;
    case LinkState::reconnecting:
      banners.push_back({"banner.link", kAttention, kBackground, "Mat lost",
                         snapshot.link_message.empty()
                             ? "Check the cable; the stream goes on when the mat is back."
                             : snapshot.link_message});
      break;
    case LinkState::stalled:
      banners.push_back(
          {"banner.link", kAttention, kBackground, "No frames arriving",
           "The port is open, but the mat sends nothing. The numbers below are the last ones."});
      break;
    default:
      break;
  }
  if (!snapshot.message.empty()) {
    banners.push_back({"banner.message", kRaised, kText, "Not done", snapshot.message});
  }
  if (snapshot.glitch) {
    banners.push_back({"banner.glitch", kRaised, kText, "Garbage frame",
                       "shown, but kept out of the numbers and findings"});
  }
  return banners;
}

}  // namespace

int banner_count(const Snapshot& snapshot) {
  return static_cast<int>(banners_of(snapshot).size());
}

MaybeAction draw_banners(const Snapshot& snapshot, UiState&, ViewContext& context, const Box& box) {
  const Theme& theme = context.theme;
  const std::vector<Banner> banners = banners_of(snapshot);
  if (banners.empty()) return {};
  const float gap = theme.px(0.4F);
  const float each = (box.height() + gap) / static_cast<float>(banners.size());
  float y = box.y0;
  for (const Banner& banner : banners) {
    const Box strip = {box.x0, y, box.x1, y + each - gap};
    ImGui::GetWindowDrawList()->AddRectFilled(strip.min(), strip.max(), u32(banner.fill), theme.px(0.4F));
    const std::string title = label_with_icon(theme, icon::kWarning, banner.title);
    const float pad = theme.px(1.0F);
    draw_line(theme.strong, {strip.x0 + pad, strip.y0, strip.x1 - pad, strip.y1}, banner.text, title,
              Align::left);
    const float x = strip.x0 + pad + text_width(theme.strong, title) + theme.px(1.0F);
    draw_line(theme.body, {x, strip.y0, strip.x1 - pad, strip.y1}, banner.text, banner.words, Align::left);
    context.probes[banner.probe] = strip;
    y += each;
  }
  return {};
}

}  // namespace palpate
