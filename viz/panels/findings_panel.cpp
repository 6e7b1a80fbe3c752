#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "viz/finding_marks.h"
#include "viz/panels/lower_parts.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

std::string figures_of(const Finding& finding) {
  const std::string held = duration_text(std::round(finding.end_s - finding.start_s));  // as its words say
  std::string text;
  if (std::isfinite(finding.value)) {
    text = fmt::format("{} {}", number_text(finding.value, finding.value < 10.0 ? 1 : 0), finding.unit);
    if (std::isfinite(finding.threshold)) {
      text += fmt::format("  \xc2\xb7  threshold {} {}",
                          number_text(finding.threshold, finding.threshold < 10.0 ? 1 : 0), finding.unit);
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

void draw_finding(const Snapshot& snapshot, const Finding& finding, UiState& ui, ViewContext& context,
                  float width) {
  using namespace palette;
  const Theme& theme = context.theme;
  const double fade = 0.6 * faded(snapshot, finding);
  const auto ink = [&](Rgba color) { return mix(color, kCard, fade); };
  const float pad = theme.px(0.8F);
  const float left = pad + theme.px(0.3F);
  const float text_wide = width - left - pad;
  const char mark = mark_of(snapshot, finding);
  const float badge = mark != 0 ? theme.px(1.9F) : 0.0F;
  const bool open = ui.open_findings.count(finding.id) != 0;
  const float title_height = wrapped_height(theme.strong, finding.title, text_wide - badge);
  const float words_height = wrapped_height(theme.body, finding.words, text_wide);
  const float why_height = open ? wrapped_height(theme.small, finding.why, text_wide) + theme.px(0.4F) : 0.0F;
  const float foot = theme.px(1.7F);
  const float gap = theme.px(0.35F);
  const float height = pad + title_height + gap + words_height + gap + foot + why_height + 0.6F * pad;

  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Rgba edge = finding.active ? kAttention : ink(kText3);
  const Rgba back = mix(mix(kAttention, kRaised, 0.72), ink(kRaised), settled(snapshot, finding, ui));
  list.AddRectFilled(at, {at.x + width, at.y + height}, u32(back), theme.px(0.4F));
  list.AddRectFilled(at, {at.x + theme.px(0.3F), at.y + height}, u32(edge), theme.px(0.15F));
  float y = at.y + pad;
  if (mark != 0) {
    draw_mark(theme, {at.x + left + theme.px(0.7F), y + theme.px(0.5F)}, mark, edge, theme.px(0.75F));
  }
  draw_text(theme.strong, {at.x + left + badge, y}, finding.active ? kText : ink(kText2), finding.title,
            text_wide - badge);
  y += title_height + gap;
  draw_text(theme.body, {at.x + left, y}, ink(kText2), finding.words, text_wide);
  y += words_height + gap;
  const std::string why = label_with_icon(theme, open ? icon::kUp : icon::kDown, "Why");
  const float why_width = button_width(theme, why);
  draw_line(theme.small, {at.x + left, y, at.x + width - why_width - pad, y + foot},
            finding.active ? kAttention : ink(kText3), figures_of(finding), Align::left);
  const std::string probe = fmt::format("finding.{}.why", finding.id);
  const Box button = {at.x + width - why_width - 0.4F * pad, y, at.x + width - 0.4F * pad, y + foot};
  if (draw_button(context, probe.c_str(), button, why, ButtonKind::quiet)) {
    if (open) {
      ui.open_findings.erase(finding.id);
    } else {
      ui.open_findings.insert(finding.id);
    }
  }
  if (open) draw_text(theme.small, {at.x + left, y + foot + theme.px(0.2F)}, kText2, finding.why, text_wide);
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy({width, height});
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
  for (const Finding& finding : snapshot.findings) {
    draw_finding(snapshot, finding, ui, context, box.width());
  }
  ui.findings_looked = looked;
  end_card();
  ImGui::PopStyleVar();
}

}  // namespace palpate
