#include "viz/theme.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <system_error>

namespace palpate {
namespace {

// ImGui aborts on a font that it cannot load, so only files that are there and not empty are passed on.
std::string first_readable(const std::vector<std::string>& paths) {
  for (const auto& path : paths) {
    std::error_code error;
    if (std::filesystem::is_regular_file(path, error) && std::filesystem::file_size(path, error) > 1024 &&
        !error) {
      return path;
    }
  }
  return {};
}

// Latin with its extensions, Greek, Cyrillic, punctuation, arrows, the few mathematical signs in use.
const ImWchar* text_ranges() {
  static const ImWchar ranges[] = {0x0020, 0x017F, 0x0370, 0x03FF, 0x0400, 0x045F, 0x2010, 0x2027,
                                   0x202F, 0x203A, 0x2080, 0x2089, 0x2190, 0x2193, 0x2212, 0x2212,
                                   0x2248, 0x2248, 0x2264, 0x2265, 0x25CF, 0x25CF, 0};
  return ranges;
}

const ImWchar* number_ranges() {
  static const ImWchar ranges[] = {0x0020, 0x007E, 0x00B2, 0x00B2, 0x2013, 0x2014, 0x2212, 0x2212, 0};
  return ranges;
}

const ImWchar* icon_ranges() {
  static const ImWchar ranges[] = {0xF000, 0xF2E0, 0};
  return ranges;
}

struct Loader {
  ImFontAtlas& atlas;
  const std::string icons;

  ImFont* load(const std::string& path, float size, const ImWchar* ranges, bool with_icons) const {
    ImFontConfig config;
    config.OversampleH = size > 30.0F ? 1 : 2;
    config.OversampleV = 1;
    config.SizePixels = size;
    ImFont* font = path.empty() ? atlas.AddFontDefault(&config)
                                : atlas.AddFontFromFileTTF(path.c_str(), size, &config, ranges);
    if (with_icons && !icons.empty()) {
      ImFontConfig merge;
      merge.MergeMode = true;
      merge.OversampleH = 1;
      merge.GlyphMinAdvanceX = size * 1.1F;
      merge.GlyphOffset.y = std::round(size * 0.02F);
      atlas.AddFontFromFileTTF(icons.c_str(), size * 0.95F, &merge, icon_ranges());
    }
    return font;
  }
};

ImVec4 vec(Rgba c, float alpha = 1.0F) {
  return {static_cast<float>(c.r) / 255.0F, static_cast<float>(c.g) / 255.0F,
          static_cast<float>(c.b) / 255.0F, alpha};
}

void set_colors(ImGuiStyle& style) {
  using namespace palette;
  ImVec4* c = style.Colors;
  c[ImGuiCol_Text] = vec(kText);
  c[ImGuiCol_TextDisabled] = vec(kText3);
  c[ImGuiCol_WindowBg] = vec(kBackground);
  c[ImGuiCol_ChildBg] = vec(kCard);
  c[ImGuiCol_PopupBg] = vec(kRaised);
  c[ImGuiCol_Border] = vec(kBorder);
  c[ImGuiCol_FrameBg] = vec(kRaised);
  c[ImGuiCol_FrameBgHovered] = c[ImGuiCol_FrameBgActive] = vec(kHover);
  c[ImGuiCol_Button] = vec(kRaised);
  c[ImGuiCol_ButtonHovered] = c[ImGuiCol_ButtonActive] = vec(kHover);
  c[ImGuiCol_Header] = vec(kRaised);
  c[ImGuiCol_HeaderHovered] = c[ImGuiCol_HeaderActive] = vec(kHover);
  c[ImGuiCol_SliderGrab] = c[ImGuiCol_SliderGrabActive] = vec(kAccent);
  c[ImGuiCol_CheckMark] = vec(kAccent);
  c[ImGuiCol_ScrollbarBg] = vec(kCard, 0.0F);
  c[ImGuiCol_ScrollbarGrab] = vec(kHover);
  c[ImGuiCol_NavHighlight] = vec(kAccent);
  c[ImGuiCol_TextSelectedBg] = vec(kAccent, 0.35F);
  c[ImGuiCol_ModalWindowDimBg] = vec(kBackground, 0.75F);
  c[ImGuiCol_Separator] = vec(kBorder);
}

void set_style(float em) {
  ImGuiStyle& style = ImGui::GetStyle();
  style = ImGuiStyle();
  style.WindowPadding = {em, em};
  style.FramePadding = {em * 0.75F, em * 0.45F};
  style.ItemSpacing = {em * 0.5F, em * 0.5F};
  style.ItemInnerSpacing = {em * 0.4F, em * 0.4F};
  style.ScrollbarSize = em * 0.6F;
  style.WindowRounding = style.ChildRounding = em * 0.6F;
  style.FrameRounding = style.PopupRounding = style.GrabRounding = em * 0.4F;
  style.ScrollbarRounding = em * 0.3F;
  style.WindowBorderSize = style.ChildBorderSize = style.PopupBorderSize = 0.0F;
  style.FrameBorderSize = 0.0F;
  style.CurveTessellationTol = 0.6F;
  set_colors(style);
}

}  // namespace

FontPaths FontPaths::system() {
  const std::string inter = "/usr/share/fonts/opentype/inter/";
  const std::string dejavu = "/usr/share/fonts/truetype/dejavu/";
  return {{inter + "Inter-Regular.otf", dejavu + "DejaVuSans.ttf"},
          {inter + "Inter-SemiBold.otf", dejavu + "DejaVuSans-Bold.ttf"},
          {inter + "InterDisplay-SemiBold.otf", inter + "Inter-SemiBold.otf", dejavu + "DejaVuSans-Bold.ttf"},
          {"/usr/share/fonts/truetype/font-awesome/fontawesome-webfont.ttf"}};
}

float em_for_display(float width, float height, double text_scale) {
  const float fit = std::min(width / 80.0F, height / 50.0F) * static_cast<float>(text_scale);
  return std::clamp(std::round(fit), 12.0F, 48.0F);
}

Theme make_theme(ImFontAtlas& atlas, float em, const FontPaths& paths) {
  atlas.Clear();
  const Loader loader{atlas, first_readable(paths.icons)};
  const std::string semibold = first_readable(paths.semibold);
  const std::string display = first_readable(paths.display);
  Theme theme;
  theme.em = em;
  theme.regular_path = first_readable(paths.regular);
  theme.has_icons = !loader.icons.empty();
  theme.body = loader.load(theme.regular_path, em, text_ranges(), true);
  theme.small = loader.load(theme.regular_path, std::round(em * 0.85F), text_ranges(), false);
  theme.strong = loader.load(semibold, em, text_ranges(), true);
  theme.large = loader.load(display, std::round(em * 1.6F), text_ranges(), true);
  theme.huge = loader.load(display, std::round(em * 3.4F), number_ranges(), false);
  atlas.Build();
  for (ImFont* font : {theme.body, theme.small, theme.strong, theme.large})
    font->AddRemapChar(kInnerDot, '.');
  set_style(em);
  return theme;
}

}  // namespace palpate
