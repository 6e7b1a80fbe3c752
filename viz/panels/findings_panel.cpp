#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "processing/shown_numbers.h"
#include "viz/finding_marks.h"
#include "viz/panels/lower_parts.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

std::string figures_of(const Finding& finding) {
  const std::string held = lasted_words(lasted_s(finding));
  std::string text;
  if (std::isfinite(finding.value)) {
    text = value_words(finding.value, finding.threshold, finding.unit);
    if (std::isfinite(finding.threshold)) {
      text += "  \xc2\xb7  threshold " + threshold_words(finding.threshold, finding.unit);
    }
    text += "  \xc2\xb7  ";
  }
  text += finding.active ? fmt::format("for {}", held)
                         : fmt::format("ended {}, lasted {}", clock_text(finding.end_s), held);
  return text;
}

constexpr double kLit_s = 4.0;    // how long a new finding stands out
constexpr double kFade_s = 60.0;  // how long one that ended takes to fade

// 0: just appeared, 1: has been there for a while.
double settled(const Snapshot& snapshot, const Finding& finding, UiState& ui) {
  // What was there when the window first looked is not news.
  const double since_s = ui.findings_looked ? snapshot.t_s : snapshot.t_s - kLit_s;
  const double seen_s = ui.finding_seen_s.try_emplace(finding.id, since_s).first->second;
  return std::clamp((snapshot.t_s - seen_s) / kLit_s, 0.0, 1.0);
}

double faded(const Snapshot& snapshot, const Finding& finding) {
  return finding.active ? 0.0 : std::clamp((snapshot.t_s - finding.end_s) / kFade_s, 0.0, 1.0);
}

constexpr float kPad = 0.65F, kLeft = 1.1F, kGap = 0.3F, kFoot = 1.55F, kMark = 1.9F;  // em

// Heights of a card's texts, as wide as it is.
struct CardText {
  float width = 0.0F, mark = 0.0F;
  float title = 0.0F, words = 0.0F, why = 0.0F;
  [[nodiscard]] float height(const Theme& theme) const {
    return theme.px(1.6F * kPad + kGap + kFoot) + title + words + why;
  }
};

// `brief`: the words stand behind "Why" with the rest.
CardText measure(const Snapshot& snapshot, const Finding& finding, bool brief, bool open, const Theme& theme,
                 float width) {
  CardText text;
  text.width = width - theme.px(kLeft + kPad);
  text.mark = mark_of(snapshot, finding) != 0 ? theme.px(kMark) : 0.0F;
  text.title = wrapped_height(theme.strong, finding.title, text.width - text.mark);
  if (!brief || open) text.words = wrapped_height(theme.body, finding.words, text.width) + theme.px(kGap);
  if (open) text.why = wrapped_height(theme.small, finding.why, text.width) + theme.px(0.4F);
  return text;
}

void draw_finding(const Snapshot& snapshot, const Finding& finding, bool brief, UiState& ui,
                  ViewContext& context, float width) {
  using namespace palette;
  const Theme& theme = context.theme;
  const double fade = 0.6 * faded(snapshot, finding);
  const auto ink = [&](Rgba color) { return mix(color, kCard, fade); };
  const bool open = ui.open_findings.count(finding.id) != 0;
  const CardText text = measure(snapshot, finding, brief, open, theme, width);
  const float foot = theme.px(kFoot);

  const ImVec2 at = ImGui::GetCursorScreenPos();
  const Box card = {at.x, at.y, at.x + width, at.y + text.height(theme)};
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Rgba edge = finding.active ? kAttention : ink(kText3);
  const Rgba back = mix(mix(kAttention, kRaised, 0.72), ink(kRaised), settled(snapshot, finding, ui));
  list.AddRectFilled(card.min(), card.max(), u32(back), theme.px(0.4F));
  list.AddRectFilled(card.min(), {card.x0 + theme.px(0.3F), card.y1}, u32(edge), theme.px(0.15F));
  const float x = card.x0 + theme.px(kLeft);
  float y = card.y0 + theme.px(kPad);
  if (text.mark > 0.0F) {
    draw_mark(theme, {x + theme.px(0.7F), y + theme.px(0.5F)}, mark_of(snapshot, finding), edge,
              theme.px(0.75F));
  }
  draw_text(theme.strong, {x + text.mark, y}, finding.active ? kText : ink(kText2), finding.title,
            text.width - text.mark);
  y += text.title + theme.px(kGap);
  if (text.words > 0.0F) draw_text(theme.body, {x, y}, ink(kText2), finding.words, text.width);
  y += text.words;
  const std::string why = label_with_icon(theme, open ? icon::kUp : icon::kDown, "Why");
  const Box button = {card.x1 - button_width(theme, why) - theme.px(0.4F * kPad), y,
                      card.x1 - theme.px(0.4F * kPad), y + foot};
  draw_line(theme.small, {x, y, button.x0 - theme.px(0.6F * kPad), y + foot},
            finding.active ? kAttention : ink(kText3), figures_of(finding), Align::left);
  context.probes[fmt::format("finding.{}", finding.id)] = card;
  const std::string probe = fmt::format("finding.{}.why", finding.id);
  if (draw_button(context, probe.c_str(), button, why, ButtonKind::quiet)) {
    if (open) {
      ui.open_findings.erase(finding.id);
    } else {
      ui.open_findings.insert(finding.id);
    }
  }
  if (open) draw_text(theme.small, {x, y + foot + theme.px(0.2F)}, kText2, finding.why, text.width);
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy(card.size());
}

// Too many to say every word of: titles and figures of all tell more than the words of the first.
bool too_many(const Snapshot& snapshot, const Theme& theme, const Box& box) {
  float height = 0.0F;
  for (const Finding& finding : snapshot.findings) {
    height += measure(snapshot, finding, false, false, theme, box.width()).height(theme);
    height += ImGui::GetStyle().ItemSpacing.y;
  }
  return height - ImGui::GetStyle().ItemSpacing.y > box.height();
}

void draw_no_findings(const Snapshot& snapshot, const Theme& theme, const Box& box) {
  using namespace palette;
  const char* title = snapshot.occupied ? "Nothing sustained so far" : "Nobody on the mat";
  const char* words = snapshot.occupied ? "A finding appears here when a load asymmetry or a hot spot lasts."
                                        : "Findings appear once somebody has been on the mat for a while.";
  draw_text(theme.strong, box.min(), kText2, title);
  draw_text(theme.body, {box.x0, box.y0 + theme.px(1.5F)}, kText3, words, box.width());
}

}  // namespace

void draw_findings(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box) {
  const Theme& theme = context.theme;
  context.probes["findings"] = box;
  const bool looked = snapshot.info != nullptr;
  if (snapshot.guidance != nullptr && snapshot.guidance->blocked) {
    draw_text(theme.body, box.min(), palette::kText2,
              "Not shown while the screen says refer first. The recording keeps everything.", box.width());
    return;
  }
  if (snapshot.findings.empty()) {
    ui.findings_looked = looked;
    return draw_no_findings(snapshot, theme, box);
  }
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0F, 0.0F});
  begin_card("finding list", {box.x0, box.y0, box.x1 + theme.px(0.7F), box.y1}, palette::kCard, true);
  const bool brief = too_many(snapshot, theme, box);
  for (const Finding& finding : snapshot.findings) {
    draw_finding(snapshot, finding, brief, ui, context, box.width());
  }
  ui.findings_looked = looked;
  end_card();
  ImGui::PopStyleVar();
}

}  // namespace palpate
