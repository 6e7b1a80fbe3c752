// Theme: the fonts, colours and sizes of the window. Every size is a multiple of em, the body text's height
// in pixels, so that the whole window scales with the screen.
//
// One thread, the one that owns the ImGui context.
#pragma once

#include <imgui.h>

#include <string>
#include <vector>

#include "viz/colormap.h"

namespace palpate {

// Each list is tried in order; a font that is nowhere falls back to ImGui's built-in one, missing icons to
// words.
struct FontPaths {
  std::vector<std::string> regular, semibold, display, icons;
  static FontPaths system();
};

// Contrast on `card` is at least 4.5:1 for every text colour (WCAG AA); a test computes it.
namespace palette {
inline constexpr Rgba kBackground{14, 18, 23, 255};
inline constexpr Rgba kCard{23, 29, 36, 255};
inline constexpr Rgba kRaised{34, 42, 52, 255};
inline constexpr Rgba kHover{46, 56, 68, 255};
inline constexpr Rgba kBorder{44, 54, 65, 255};
inline constexpr Rgba kText{238, 242, 246, 255};
inline constexpr Rgba kText2{172, 184, 197, 255};
inline constexpr Rgba kText3{136, 150, 164, 255};
inline constexpr Rgba kAccent{94, 200, 212, 255};     // the one accent: what can be pressed, what is chosen
inline constexpr Rgba kAttention{245, 190, 92, 255};  // findings and things to look after
inline constexpr Rgba kAlarm{155, 32, 40, 255};       // background of a failure
inline constexpr Rgba kRecord{240, 84, 84, 255};
}  // namespace palette

inline ImU32 u32(Rgba c) {
  return IM_COL32(c.r, c.g, c.b, c.a);
}
inline ImU32 u32(Rgba c, double alpha) {
  return IM_COL32(c.r, c.g, c.b, static_cast<int>(alpha * c.a));
}

// Drawn as a dot; unlike a dot, no line breaks after it: for numbers. In UTF-8, ee 80 80.
inline constexpr ImWchar kInnerDot = 0xE000;

struct Theme {
  float em = 16.0F;
  ImFont* body = nullptr;
  ImFont* small = nullptr;   // 0.82 em
  ImFont* strong = nullptr;  // 1 em semibold
  ImFont* large = nullptr;   // 1.55 em semibold: the numbers of a tile
  ImFont* huge = nullptr;    // 3.2 em: the one number
  bool has_icons = false;
  std::string regular_path;  // empty: the built-in font is in use

  [[nodiscard]] float px(float ems) const { return em * ems; }
};

// The body text's height for a window of that size: 16 at 1280 x 800, whole pixels, 12 to 48.
float em_for_display(float width, float height, double text_scale);

// Clears the atlas and loads the fonts; the caller builds and uploads it. Sets the style of the current
// context too.
Theme make_theme(ImFontAtlas& atlas, float em, const FontPaths& paths = FontPaths::system());

// Font Awesome 4.7.
namespace icon {
inline constexpr const char* kRecord = "\xef\x84\x91";    // circle
inline constexpr const char* kStop = "\xef\x81\x8d";      // stop
inline constexpr const char* kPlay = "\xef\x81\x8b";      // play
inline constexpr const char* kPause = "\xef\x81\x8c";     // pause
inline constexpr const char* kBookmark = "\xef\x80\xae";  // bookmark
inline constexpr const char* kFolder = "\xef\x81\xbc";    // folder-open
inline constexpr const char* kPlug = "\xef\x87\xa6";      // plug
inline constexpr const char* kWarning = "\xef\x81\xb1";   // exclamation-triangle
inline constexpr const char* kRefresh = "\xef\x80\xa1";   // refresh
inline constexpr const char* kUser = "\xef\x8a\xbe";      // user-o
inline constexpr const char* kChip = "\xef\x8b\x9b";      // microchip
inline constexpr const char* kClose = "\xef\x80\x8d";     // times
inline constexpr const char* kDown = "\xef\x84\x87";      // angle-down
inline constexpr const char* kUp = "\xef\x84\x86";        // angle-up
inline constexpr const char* kTeach = "\xef\x86\x9d";     // graduation-cap
inline constexpr const char* kUndo = "\xef\x83\xa2";      // undo
inline constexpr const char* kGrid = "\xef\x80\x8a";      // th
inline constexpr const char* kCheck = "\xef\x80\x8c";     // check
inline constexpr const char* kArrows = "\xef\x83\xac";    // exchange
}  // namespace icon

}  // namespace palpate
