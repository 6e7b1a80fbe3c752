#include "viz/widgets.h"

#include <fmt/format.h>

#include <algorithm>
#include <cfloat>
#include <cmath>

namespace palpate {
namespace {

std::vector<std::string>* g_log = nullptr;  // ImGui's thread only

constexpr const char* kNothing = "\xe2\x80\x93";  // en dash

const char* begin_of(std::string_view text) {
  return text.data();
}
const char* end_of(std::string_view text) {
  return text.data() + text.size();
}

// "91.3": the dot inside a number ends no line.
bool is_inner_dot(std::string_view text, std::size_t at) {
  const auto digit = [&](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
  return text[at] == '.' && at > 0 && digit(at - 1) && digit(at + 1);
}

// The space after a number does not break before its unit ("61 %", "3 min"), nor one before a dot between
// words: no line begins with either.
bool keeps_together(std::string_view text, std::size_t space) {
  const std::size_t next = text.find_first_not_of(' ', space);
  if (next == std::string_view::npos) return false;
  if (text.substr(next, 2) == "\xc2\xb7") return true;
  if (space == 0 || next != space + 1 || text[space - 1] < '0' || text[space - 1] > '9') return false;
  return std::min(text.find_first_of(" .,;:", next), text.size()) - next <= 4;
}

std::string unbroken(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 8);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ' ' && keeps_together(text, i)) {
      out += "\xc2\xa0";
    } else if (is_inner_dot(text, i)) {
      out += "\xee\x80\x80";  // kInnerDot
    } else {
      out += text[i];
    }
  }
  return out;
}

void put(const ImFont* font, ImVec2 at, Rgba color, std::string_view text, float wrap_width) {
  at = {std::round(at.x), std::round(at.y)};
  const std::string kept = wrap_width > 0.0F ? unbroken(text) : std::string();
  if (wrap_width > 0.0F) text = kept;
  ImGui::GetWindowDrawList()->AddText(font, font->FontSize, at, u32(color), begin_of(text), end_of(text),
                                      wrap_width);
}

float digit_width(const ImFont* font) {
  float widest = 0.0F;
  for (ImWchar c = '0'; c <= '9'; ++c) widest = std::max(widest, font->GetCharAdvance(c));
  return widest;
}

template <typename Each>
float walk_number(const ImFont* font, std::string_view text, Each each) {
  const float digit = digit_width(font);
  float x = 0.0F;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t length = 1;
    while (i + length < text.size() && (static_cast<unsigned char>(text[i + length]) & 0xC0U) == 0x80U) {
      ++length;
    }
    const std::string_view glyph = text.substr(i, length);
    const float own = text_width(font, glyph);
    const bool is_digit = glyph[0] >= '0' && glyph[0] <= '9';
    each(x + (is_digit ? 0.5F * (digit - own) : 0.0F), glyph);
    x += is_digit ? digit : own;
    i += length;
  }
  return x;
}

struct ButtonColors {
  Rgba fill, hover, text;
};

ButtonColors colors_of(ButtonKind kind) {
  using namespace palette;
  switch (kind) {
    case ButtonKind::primary:
      return {kAccent, mix(kAccent, kText, 0.25), kBackground};
    case ButtonKind::quiet:
      return {kCard, kHover, kText2};
    case ButtonKind::normal:
      break;
  }
  return {kRaised, kHover, kText};
}

}  // namespace

float text_width(const ImFont* font, std::string_view text) {
  return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0.0F, begin_of(text), end_of(text)).x;
}

float wrapped_height(const ImFont* font, std::string_view words, float width) {
  const std::string text = unbroken(words);
  return font->CalcTextSizeA(font->FontSize, FLT_MAX, width, begin_of(text), end_of(text)).y;
}

void log_texts(std::vector<std::string>* log) {
  g_log = log;
}

std::string capitalised(std::string_view words) {
  std::string text(words);
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

float draw_wrapped(const ImFont* font, ImVec2 at, Rgba color, std::string_view text, float width) {
  draw_text(font, at, color, text, width);
  return wrapped_height(font, text, width);
}

void draw_text(const ImFont* font, ImVec2 at, Rgba color, std::string_view text, float wrap_width) {
  if (g_log != nullptr) g_log->emplace_back(text);
  put(font, at, color, text, wrap_width);
}

std::string elide(const ImFont* font, std::string_view text, float width) {
  if (text_width(font, text) <= width) return std::string(text);
  std::string out(text);
  const std::string dots = "\xe2\x80\xa6";
  while (!out.empty() && text_width(font, out + dots) > width) {
    while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xC0U) == 0x80U) out.pop_back();
    if (!out.empty()) out.pop_back();
  }
  return out + dots;
}

void draw_line(const ImFont* font, const Box& box, Rgba color, std::string_view text, Align align) {
  const std::string fitted = elide(font, text, box.width() + 0.5F);
  const float slack = box.width() - text_width(font, fitted);
  const float shift = align == Align::left ? 0.0F : align == Align::center ? 0.5F * slack : slack;
  draw_text(font, {box.x0 + shift, box.center_y() - 0.5F * font->FontSize}, color, fitted);
}

float number_width(const ImFont* font, std::string_view text) {
  return walk_number(font, text, [](float, std::string_view) {});
}

void draw_number(const ImFont* font, ImVec2 at, Rgba color, std::string_view text) {
  if (g_log != nullptr) g_log->emplace_back(text);
  walk_number(font, text, [&](float x, std::string_view glyph) {
    put(font, {at.x + x, at.y}, color, glyph, 0.0F);
  });
}

std::string label_with_icon(const Theme& theme, const char* icon, std::string_view label) {
  if (!theme.has_icons) return std::string(label);
  return label.empty() ? std::string(icon) : fmt::format("{}  {}", icon, label);
}

float button_width(const Theme& theme, std::string_view label) {
  return std::ceil(text_width(theme.strong, label) + theme.px(1.8F));
}

bool draw_button(ViewContext& context, const char* probe, const Box& box, std::string_view label,
                 ButtonKind kind) {
  ImGui::SetCursorScreenPos(box.min());
  const bool pressed = ImGui::InvisibleButton(probe, box.size());
  const ButtonColors colors = colors_of(kind);
  const bool focused = ImGui::IsItemFocused() && ImGui::GetIO().NavVisible;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float rounding = context.theme.px(0.4F);
  if (kind != ButtonKind::quiet || ImGui::IsItemHovered()) {
    list.AddRectFilled(box.min(), box.max(), u32(ImGui::IsItemHovered() ? colors.hover : colors.fill),
                       rounding);
  }
  if (focused)
    list.AddRect(box.min(), box.max(), u32(palette::kAccent), rounding, 0, context.theme.px(0.12F));
  Box inner = box;
  inner.x0 += context.theme.px(0.4F);
  inner.x1 -= context.theme.px(0.4F);
  draw_line(context.theme.strong, inner, colors.text, label, Align::center);
  context.probes[probe] = box;
  return pressed;
}

int draw_segments(ViewContext& context, const char* probe, const Box& box,
                  std::initializer_list<const char*> labels, int current) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float rounding = context.theme.px(0.4F);
  list.AddRectFilled(box.min(), box.max(), u32(palette::kCard), rounding);
  const float each = box.width() / static_cast<float>(labels.size());
  int chosen = current;
  int i = 0;
  for (const char* label : labels) {
    const std::string name = fmt::format("{}.{}", probe, i);
    const Box part = {box.x0 + each * static_cast<float>(i), box.y0,
                      box.x0 + each * static_cast<float>(i + 1), box.y1};
    ImGui::SetCursorScreenPos(part.min());
    if (ImGui::InvisibleButton(name.c_str(), part.size())) chosen = i;
    const bool on = i == current;
    if (on || ImGui::IsItemHovered()) {
      const Box pill = part.inset(context.theme.px(0.15F));
      list.AddRectFilled(pill.min(), pill.max(), u32(on ? palette::kHover : palette::kRaised), rounding);
    }
    if (ImGui::IsItemFocused() && ImGui::GetIO().NavVisible) {
      list.AddRect(part.min(), part.max(), u32(palette::kAccent), rounding, 0, context.theme.px(0.12F));
    }
    draw_line(on ? context.theme.strong : context.theme.body, part, on ? palette::kText : palette::kText2,
              label, Align::center);
    context.probes[name] = part;
    ++i;
  }
  return chosen;
}

bool draw_toggle(ViewContext& context, const char* probe, const Box& box, std::string_view label, bool on) {
  const Theme& theme = context.theme;
  ImGui::SetCursorScreenPos(box.min());
  if (ImGui::InvisibleButton(probe, box.size())) on = !on;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float rounding = theme.px(0.4F);
  list.AddRectFilled(box.min(), box.max(),
                     u32(on                       ? palette::kHover
                         : ImGui::IsItemHovered() ? palette::kRaised
                                                  : palette::kCard),
                     rounding);
  if (ImGui::IsItemFocused() && ImGui::GetIO().NavVisible) {
    list.AddRect(box.min(), box.max(), u32(palette::kAccent), rounding, 0, theme.px(0.12F));
  }
  draw_line(on ? theme.strong : theme.body, box, on ? palette::kText : palette::kText2, label, Align::center);
  context.probes[probe] = box;
  return on;
}

void begin_card(const char* id, const Box& box, Rgba color, bool scrolls) {
  ImGui::SetCursorScreenPos(box.min());
  ImGui::PushStyleColor(ImGuiCol_ChildBg, u32(color));
  const ImGuiWindowFlags flags =
      ImGuiWindowFlags_AlwaysUseWindowPadding |
      (scrolls ? 0 : ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::BeginChild(id, box.size(), false, flags);
}

void end_card() {
  ImGui::EndChild();
  ImGui::PopStyleColor();
}

std::string percent_text(double share) {
  return std::isfinite(share) ? fmt::format("{:.0f} %", 100.0 * share) : kNothing;
}

std::string number_text(double value, int decimals) {
  return std::isfinite(value) ? fmt::format("{:.{}f}", value, decimals) : kNothing;
}

}  // namespace palpate
