#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "processing/dose.h"
#include "viz/panels/lower_parts.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

constexpr double kRound_n[] = {50.0, 100.0, 150.0, 200.0, 300.0, 500.0, 1000.0};

Rgba band_color(LoadBand band) {
  using namespace palette;
  switch (band) {
    case LoadBand::light:
      return mix(kCard, kAccent, 0.55);
    case LoadBand::moderate:
      return kAccent;
    case LoadBand::deep:
      return kAttention;
    case LoadBand::none:
      break;
  }
  return kText3;
}

std::string band_words(LoadBand band) {
  return band == LoadBand::none ? "below light" : std::string(name_of(band));
}

std::string capital_band(LoadBand band) {
  return capitalised(band_words(band));
}

// The hand's load as a bar of a fixed length, so that the same press looks the same every time; only a press
// beyond its end makes it longer, by one round step.
void draw_load_bar(const Theme& theme, const Box& bar, const AppliedLoadState& applied) {
  using namespace palette;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float round = 0.4F * bar.height();
  list.AddRectFilled(bar.min(), bar.max(), u32(kRaised), round);
  const double load_n = applied.pressing && std::isfinite(applied.load_n) ? applied.load_n : 0.0;
  const double longest = std::isfinite(applied.press.peak_n) ? applied.press.peak_n : load_n;
  double top = kRound_n[1];
  for (const double n : kRound_n) {
    top = n;
    if (n >= 100.0 && n >= longest) break;
  }
  const auto at = [&](double n) {
    return bar.x0 + bar.width() * static_cast<float>(std::clamp(n / top, 0.0, 1.0));
  };
  for (const double limit : {applied.bands.light_n, applied.bands.moderate_n, applied.bands.deep_n}) {
    list.AddLine({at(limit), bar.y0}, {at(limit), bar.y1 + theme.px(0.2F)}, u32(kText3), theme.px(0.08F));
  }
  if (load_n <= 0.0) return;
  list.AddRectFilled(bar.min(), {at(load_n), bar.y1}, u32(band_color(applied.band)), round);
  if (!std::isfinite(applied.uncertainty_n)) return;
  const float y = bar.center_y(), tick = 0.22F * bar.height();
  const float x0 = at(applied.load_n - applied.uncertainty_n),
              x1 = at(applied.load_n + applied.uncertainty_n);
  const float thin = std::max(1.0F, theme.px(0.08F));
  list.AddLine({x0, y}, {x1, y}, u32(kText), thin);
  for (const float x : {x0, x1}) list.AddLine({x, y - tick}, {x, y + tick}, u32(kText), thin);
}

// The bands, the one in force lit. While a hand presses a click on one says the client's word for this press:
// that is how they are taught.
MaybeAction draw_bands(ViewContext& context, const Box& box, const AppliedLoadState& applied) {
  using namespace palette;
  constexpr std::array<LoadBand, 3> kBands{LoadBand::light, LoadBand::moderate, LoadBand::deep};
  const Theme& theme = context.theme;
  MaybeAction action;
  const float gap = theme.px(0.3F);
  const float each = (box.width() - 2.0F * gap) / 3.0F;
  float x = box.x0;
  for (const LoadBand band : kBands) {
    const bool on = applied.pressing && applied.band == band;
    const Box part = {x, box.y0, x + each, box.y1};
    const std::string probe = fmt::format("band.{}", name_of(band));
    ImGui::SetCursorScreenPos(part.min());
    if (ImGui::InvisibleButton(probe.c_str(), part.size()) && applied.pressing) {
      action = Command{SayBand{band}};
    }
    const Rgba off = applied.pressing && ImGui::IsItemHovered() ? kHover : kRaised;
    ImGui::GetWindowDrawList()->AddRectFilled(part.min(), part.max(), u32(on ? band_color(band) : off),
                                              theme.px(0.4F));
    const int words = applied.words[static_cast<std::size_t>(band) - 1];
    const std::string label = capital_band(band) + (words > 0 ? fmt::format("  {}", words) : "");
    draw_line(on ? theme.strong : theme.body, part, on ? kBackground : kText3, label, Align::center);
    context.probes[probe] = part;
    x += each + gap;
  }
  return action;
}

// No warning of a held breath is possible: that must not look as if all were well.
bool blind(const AppliedLoadState& applied) {
  return applied.pressing && !applied.breath_seen;
}

int words_said(const AppliedLoadState& applied) {
  return applied.words[0] + applied.words[1] + applied.words[2];
}
bool teaching(const AppliedLoadState& applied) {
  return !applied.bands_taught && words_said(applied) > 0;
}

// What is measured must not read as leave to press.
bool refer_first(const Snapshot& snapshot) {
  return snapshot.guidance != nullptr && snapshot.guidance->blocked;
}

// What a hand is warned of: a region that the screen blocks first, with the block's own word.
std::string warning_of(const Snapshot& snapshot) {
  const AppliedLoadState& applied = snapshot.applied;
  const Guidance* guidance = snapshot.guidance.get();
  if (guidance != nullptr && applied.pressing && applied.has_region &&
      guidance->left_out.test(index_of(applied.region))) {
    return "Blocked by the screen: " + block_words(guidance->areas, applied.region);
  }
  if (!applied.warning.empty()) return warning_words(applied.warning);
  if (guidance != nullptr && guidance->softened && applied.pressing && applied.band == LoadBand::deep)
    return guidance->screen_answered ? "Deep: the screen asks for light work only"
                                     : "Deep: light work only until the screen is answered";
  return "";
}

std::string bands_words(const Snapshot& snapshot) {
  const AppliedLoadState& applied = snapshot.applied;
  if (refer_first(snapshot)) return "";
  if (applied.bands_taught) return "Bands: this client's own";
  if (teaching(applied))
    return fmt::format("Teaching: {} of {} words", words_said(applied), 3 * kBandWordsEach);
  return "General bands. To teach the client's own: press, ask, click the word";
}

void draw_warning(const Theme& theme, const Box& box, const std::string& warning) {
  using namespace palette;
  ImGui::GetWindowDrawList()->AddRectFilled(box.min(), box.max(), u32(kAttention), theme.px(0.4F));
  draw_line(theme.strong, {box.x0 + theme.px(0.7F), box.y0, box.x1 - theme.px(0.7F), box.y1}, kBackground,
            label_with_icon(theme, icon::kWarning, warning), Align::left);
}

std::string where_words(const Snapshot& snapshot) {
  const AppliedLoadState& applied = snapshot.applied;
  if (!applied.has_region) return "place of the hand not clear";
  return "on the " + worked_words(applied.region, snapshot.guidance ? *snapshot.guidance : Guidance{});
}

// What stands beside the number: uncertainty, ramp, and whether to believe it.
std::string side_words(const AppliedLoadState& applied) {
  std::string text;
  if (std::isfinite(applied.uncertainty_n)) text = fmt::format("\xc2\xb1 {:.0f} N", applied.uncertainty_n);
  if (std::isfinite(applied.ramp_n_per_s) && std::abs(applied.ramp_n_per_s) >= 1.0) {
    text += fmt::format("{}{}{:.0f} N/s", text.empty() ? "" : "  \xc2\xb7  ",
                        applied.ramp_n_per_s > 0.0 ? "+" : "\xe2\x88\x92", std::abs(applied.ramp_n_per_s));
  }
  return text;
}

std::string breath_words(const AppliedLoadState& applied) {
  return applied.breath_why.empty() ? "Breath not seen"
                                    : fmt::format("Breath not seen: {}", applied.breath_why);
}

MaybeAction draw_full(const Snapshot& snapshot, ViewContext& context, const Box& box) {
  using namespace palette;
  const Theme& theme = context.theme;
  const AppliedLoadState& applied = snapshot.applied;
  const std::string number = applied.pressing ? number_text(applied.load_n, 0) : "0";
  const Rgba ink = !applied.pressing ? kText3 : applied.trusted ? kText : kText2;
  float y = box.y0 - theme.px(0.5F);
  draw_number(theme.huge, {box.x0, y}, ink, number);
  const float x = box.x0 + number_width(theme.huge, number) + theme.px(0.5F);
  draw_text(theme.large, {x, y + theme.px(1.55F)}, kText2, "N");
  const Box beside = {x + theme.px(2.1F), y + theme.px(0.6F), box.x1, y + theme.px(1.9F)};
  draw_line(theme.body, beside, kText2, applied.pressing ? side_words(applied) : "above rest", Align::left);
  const std::string trust = applied.pressing && !applied.trusted ? "not to be trusted: too fast or too small"
                            : refer_first(snapshot)              ? "refer first: no leave to press"
                            : !applied.pressing                  ? "press slowly"
                            : blind(applied)                     ? "above rest; breath not seen"
                                                                 : "above rest";
  draw_line(theme.small, {beside.x0, beside.y1, box.x1, beside.y1 + theme.px(1.3F)},
            applied.pressing && !applied.trusted ? kAttention : kText3, trust, Align::left);
  y += theme.px(4.1F);
  draw_load_bar(theme, {box.x0, y, box.x1, y + theme.px(0.9F)}, applied);
  y += theme.px(1.35F);
  const MaybeAction action = draw_bands(context, {box.x0, y, box.x1, y + theme.px(1.7F)}, applied);
  y += theme.px(2.1F);
  const Box foot = {box.x0, y, box.x1, y + theme.px(1.7F)};
  if (const std::string warning = warning_of(snapshot); !warning.empty()) {
    draw_warning(theme, foot, warning);
  } else {
    draw_line(theme.body, foot, kText2,
              applied.pressing ? capitalised(where_words(snapshot)) : "No hand on the client just now",
              Align::left);
  }
  if (foot.y1 + theme.px(1.3F) <= box.y1) {
    draw_line(theme.small, {foot.x0, foot.y1, foot.x1, foot.y1 + theme.px(1.3F)}, kText3,
              blind(applied) && !teaching(applied) ? breath_words(applied) : bands_words(snapshot),
              Align::left);
  }
  return action;
}

MaybeAction draw_quiet(const Snapshot& snapshot, ViewContext& context, const Box& box) {
  using namespace palette;
  const Theme& theme = context.theme;
  const AppliedLoadState& applied = snapshot.applied;
  const Rgba ink = applied.pressing ? band_color(applied.band) : kText3;
  draw_line(theme.large, {box.x0, box.y0, box.x1, box.y0 + theme.px(2.0F)}, ink,
            applied.pressing ? capital_band(applied.band) : "No hand on the client", Align::left);
  const MaybeAction action =
      draw_bands(context, {box.x0, box.y0 + theme.px(2.6F), box.x1, box.y0 + theme.px(4.6F)}, applied);
  const Box foot = {box.x0, box.y0 + theme.px(5.2F), box.x1, box.y0 + theme.px(7.0F)};
  if (const std::string warning = warning_of(snapshot); !warning.empty()) {
    draw_warning(theme, foot, warning);
  } else if (blind(applied)) {
    draw_line(theme.small, foot, kText2, breath_words(applied), Align::left);
  }
  return action;
}

void draw_peek_note(const Snapshot& snapshot, ViewContext& context, const Box& box) {
  const Theme& theme = context.theme;
  const float y = box.y0 + draw_wrapped(theme.body, box.min(), palette::kText2,
                                        "A slim bar shows on the map while a hand presses.", box.width());
  const PressSummary& press = snapshot.applied.press;
  if (!std::isfinite(press.peak_n)) return;
  draw_text(theme.body, {box.x0, y + theme.px(0.6F)}, palette::kText3,
            fmt::format("Last press: up to {:.0f} N for {}", press.peak_n, duration_text(press.seconds)),
            box.width());
}

void draw_why_not(const Snapshot& snapshot, ViewContext& context, const Box& box) {
  const Theme& theme = context.theme;
  const std::string& why = snapshot.applied.why_not;
  const float y =
      box.y0 + draw_wrapped(theme.strong, box.min(), palette::kText2, "No load of a hand yet", box.width());
  draw_text(
      theme.body, {box.x0, y + theme.px(0.4F)}, palette::kText3,
      why.empty() ? "It is measured while a client lies still and a hand presses." : capitalised(why) + ".",
      box.width());
}

}  // namespace

std::string warning_words(const std::string& warning) {
  if (warning == "deep before light") return "Deep before light: ease off";
  if (warning == "steep ramp") return "Steep ramp: slow down";
  if (warning == "breath held") return "Breath held: ease off";
  return capitalised(warning);
}

MaybeAction draw_hand(const Snapshot& snapshot, UiState& ui, ViewContext& context, const Box& box) {
  context.probes["hand"] = box;
  if (!snapshot.applied.available) {
    draw_why_not(snapshot, context, box);
  } else if (ui.hand_mode == HandMode::quiet) {
    return draw_quiet(snapshot, context, box);
  } else if (ui.hand_mode == HandMode::full) {
    return draw_full(snapshot, context, box);
  } else {
    draw_peek_note(snapshot, context, box);
  }
  return {};
}

bool peek_shown(const Snapshot& snapshot, const UiState& ui) {
  const bool card = ui.lower_tab == LowerTab::hand && ui.hand_mode != HandMode::peek;
  return snapshot.applied.available && snapshot.applied.pressing && !card;
}

void draw_hand_peek(const Snapshot& snapshot, const UiState& ui, ViewContext& context, const Box& box) {
  using namespace palette;
  if (!peek_shown(snapshot, ui)) return;
  const Theme& theme = context.theme;
  const AppliedLoadState& applied = snapshot.applied;
  const float pad = theme.px(0.6F);
  const float inside = box.width() - 2.0F * pad;
  const std::string warning = warning_of(snapshot);
  const float tall = warning.empty() ? 0.0F : wrapped_height(theme.strong, warning, inside) + theme.px(0.4F);
  const Box all = {box.x0, box.y0 - tall, box.x1, box.y1};
  ImGui::GetWindowDrawList()->AddRectFilled(all.min(), all.max(), u32(kCard), theme.px(0.5F));
  if (!warning.empty())
    draw_wrapped(theme.strong, {all.x0 + pad, all.y0 + theme.px(0.4F)}, kAttention, warning, inside);
  const std::string words =
      ui.hand_mode == HandMode::quiet
          ? capital_band(applied.band)
          : fmt::format("{} N  {}", number_text(applied.load_n, 0), band_words(applied.band));
  const float wide = std::min(theme.px(8.2F), box.width() - pad);
  draw_line(theme.strong, {box.x0 + pad, box.y0, box.x0 + wide, box.y1}, kText, words, Align::left);
  const Box bar = {box.x0 + wide, box.center_y() - theme.px(0.3F), box.x1 - pad,
                   box.center_y() + theme.px(0.3F)};
  if (bar.width() > theme.px(2.0F)) draw_load_bar(theme, bar, applied);
  context.probes["hand peek"] = all;
}

}  // namespace palpate
