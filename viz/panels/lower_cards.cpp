#include <fmt/format.h>

#include "viz/panels/lower_parts.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

std::string findings_label(const Snapshot& snapshot) {
  if (snapshot.guidance != nullptr && snapshot.guidance->blocked) return "Findings";  // they are withheld
  int active = 0;
  for (const Finding& finding : snapshot.findings) active += finding.active ? 1 : 0;
  return active == 0 ? "Findings" : fmt::format("Findings  {}", active);
}

// How much is said of the hand, at the right of the tabs.
void draw_hand_mode(UiState& ui, ViewContext& context, const Box& box) {
  const int now = static_cast<int>(ui.hand_mode);
  ui.hand_mode =
      static_cast<HandMode>(draw_segments(context, "hand mode", box, {"Peek", "Quiet", "Full"}, now));
}

}  // namespace

MaybeAction draw_lower_card(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box,
                            bool with_findings) {
  const Theme& theme = context.theme;
  MaybeAction action;
  begin_card("lower", box, palette::kCard);
  const Box in = box.inset(theme.px(1.0F));
  const Box row = {in.x0, in.y0 - theme.px(0.3F), in.x1, in.y0 + theme.px(1.6F)};
  int tab = static_cast<int>(ui.lower_tab);
  if (!with_findings && ui.lower_tab == LowerTab::findings) tab = 0;
  if (with_findings) {
    const std::string findings = findings_label(snapshot);
    tab = draw_segments(context, "lower", {row.x0, row.y0, row.x0 + theme.px(16.0F), row.y1},
                        {"Load", "Hand", findings.c_str()}, tab);
  } else {
    tab = draw_segments(context, "lower", {row.x0, row.y0, row.x0 + theme.px(8.6F), row.y1}, {"Load", "Hand"},
                        tab);
  }
  ui.lower_tab = static_cast<LowerTab>(tab);
  const Box body = {in.x0, in.y0 + theme.px(2.1F), in.x1, in.y1 + theme.px(0.2F)};
  if (ui.lower_tab == LowerTab::hand) {
    draw_hand_mode(ui, context, {row.x1 - theme.px(11.4F), row.y0, row.x1, row.y1});
    action = draw_hand(snapshot, ui, context, body);
  } else if (ui.lower_tab == LowerTab::findings) {
    draw_findings(snapshot, ui, context, body);
  } else {
    draw_load(snapshot, ui, context, body);
  }
  context.probes["lower card"] = box;
  end_card();
  return action;
}

void draw_findings_card(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box) {
  const Theme& theme = context.theme;
  begin_card("findings card", box, palette::kCard);
  const Box in = box.inset(theme.px(1.0F));
  draw_text(theme.strong, in.min(), palette::kText, "Findings");
  draw_line(theme.small, {in.x0 + theme.px(6.0F), in.y0, in.x1, in.y0 + theme.px(1.2F)}, palette::kText3,
            "your hands decide", Align::right);
  draw_findings(snapshot, ui, context, {in.x0, in.y0 + theme.px(1.75F), in.x1, in.y1 + theme.px(0.4F)});
  end_card();
}

}  // namespace palpate
