#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "viz/panels/panels.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

struct Banner {
  std::string probe;
  Rgba fill, text;
  std::string title, words;
  bool asks = false;   // offers the screen's questions
  std::string rest{};  // of the banners that this one stands for
};

// "CAUTION, light techniques only: pregnancy." -> title and words; sentence case, for capitals are hard to
// read.
Banner screen_banner(const Guidance& guidance, std::string_view line, std::size_t number) {
  using namespace palette;
  Banner banner{fmt::format("banner.screen.{}", number), kRaised, kText, "", "", false};
  const std::size_t colon = line.find(": ");
  banner.title = std::string(line.substr(0, colon == std::string_view::npos ? line.size() : colon));
  if (colon != std::string_view::npos) banner.words = std::string(line.substr(colon + 2));
  for (std::size_t i = 1; i < banner.title.size() && banner.title[i] != ','; ++i) {
    if (banner.title[i] >= 'A' && banner.title[i] <= 'Z')
      banner.title[i] = static_cast<char>(banner.title[i] + 32);
  }
  const bool open = line.substr(0, 6) == "SCREEN";
  const bool area = line.substr(0, 5) == "LEAVE";
  if (guidance.blocked && number == 0) {
    banner.fill = kAlarm;
  } else if (!open && !area) {
    banner.fill = kAttention;
    banner.text = kBackground;
  }
  banner.asks = open;
  return banner;
}

void add_screen(const Snapshot& snapshot, std::vector<Banner>& banners) {
  if (snapshot.guidance == nullptr) return;
  std::string_view rest = snapshot.guidance->banner;
  for (std::size_t number = 0; !rest.empty(); ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    banners.push_back(screen_banner(*snapshot.guidance, rest.substr(0, end), number));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

std::vector<Banner> banners_of(const Snapshot& snapshot) {
  using namespace palette;
  std::vector<Banner> banners;
  add_screen(snapshot, banners);
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

constexpr float kPad = 1.0F, kGap = 0.4F, kLow = 2.3F, kLowWindow = 40.0F;  // em
constexpr float kAsk = 11.0F;

float words_left(const Banner& banner, const Theme& theme) {
  return theme.px(kPad) + text_width(theme.strong, label_with_icon(theme, icon::kWarning, banner.title)) +
         theme.px(1.0F);
}

float height_of(const Banner& banner, const Theme& theme, float width) {
  const float room = width - words_left(banner, theme) - theme.px(kPad + (banner.asks ? kAsk : 0.0F));
  return std::max(theme.px(kLow), wrapped_height(theme.body, banner.words, room) + theme.px(0.8F));
}

// In a low window more banners than a fifth of its height would push out what they are about: the first one
// stands for all and counts the rest, which show under the pointer.
std::vector<Banner> shown_banners(const Snapshot& snapshot, const Theme& theme, float width) {
  std::vector<Banner> banners = banners_of(snapshot);
  const float window = ImGui::GetIO().DisplaySize.y;
  float sum = 0.0F;
  for (const Banner& banner : banners) sum += height_of(banner, theme, width) + theme.px(kGap);
  if (banners.size() < 2 || window > theme.px(kLowWindow) || sum < 0.2F * window) return banners;
  Banner& first = banners.front();
  first.title += fmt::format("  +{} more", banners.size() - 1);
  for (std::size_t i = 1; i < banners.size(); ++i) {
    first.rest += fmt::format("{}{}: {}", i == 1 ? "" : "\n", banners[i].title, banners[i].words);
    first.asks = first.asks || banners[i].asks;
  }
  banners.resize(1);
  return banners;
}

void draw_banner(const Banner& banner, UiState& ui, ViewContext& context, const Box& strip) {
  const Theme& theme = context.theme;
  ImGui::GetWindowDrawList()->AddRectFilled(strip.min(), strip.max(), u32(banner.fill), theme.px(0.4F));
  const float low = theme.px(kLow);
  const Box first = {strip.x0 + theme.px(kPad), strip.y0, strip.x1 - theme.px(kPad), strip.y0 + low};
  draw_line(theme.strong, first, banner.text, label_with_icon(theme, icon::kWarning, banner.title),
            Align::left);
  float right = first.x1;
  if (banner.asks) {
    const Box ask = {right - theme.px(kAsk - 1.0F), strip.y0 + theme.px(0.2F), right + theme.px(0.7F),
                     strip.y0 + low - theme.px(0.2F)};
    if (draw_button(context, "screen.ask", ask, "Ask the questions", ButtonKind::primary)) {
      ui.screen.open = true;
    }
    right = ask.x0 - theme.px(0.5F);
  }
  const float x = strip.x0 + words_left(banner, theme);
  const float tall = wrapped_height(theme.body, banner.words, right - x);
  draw_text(theme.body, {x, strip.center_y() - 0.5F * tall}, banner.text, banner.words, right - x);
  context.probes[banner.probe] = strip;
  if (banner.rest.empty() || !ImGui::IsMouseHoveringRect(strip.min(), strip.max())) return;
  ImGui::SetTooltip("%s", banner.rest.c_str());
}

}  // namespace

float banners_height(const Snapshot& snapshot, const Theme& theme, float width) {
  float sum = 0.0F;
  for (const Banner& banner : shown_banners(snapshot, theme, width))
    sum += height_of(banner, theme, width) + theme.px(kGap);
  return sum > 0.0F ? sum - theme.px(kGap) : 0.0F;
}

MaybeAction draw_banners(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box) {
  float y = box.y0;
  for (const Banner& banner : shown_banners(snapshot, context.theme, box.width())) {
    const float tall = height_of(banner, context.theme, box.width());
    draw_banner(banner, ui, context, {box.x0, y, box.x1, y + tall});
    y += tall + context.theme.px(kGap);
  }
  return {};
}

}  // namespace palpate
