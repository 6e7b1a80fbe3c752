#include "viz/theme.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/support/snapshot_fixture.h"
#include "viz/render_png.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

double luminance(Rgba c) {
  const auto linear = [](std::uint8_t v) {
    const double s = v / 255.0;
    return s <= 0.03928 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

// WCAG 2.1 contrast ratio.
double contrast(Rgba a, Rgba b) {
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

TEST(Theme, EveryTextReadsOnEveryGroundItStandsOn) {
  using namespace palette;
  EXPECT_NEAR(contrast({255, 255, 255, 255}, {0, 0, 0, 255}), 21.0, 1e-6);
  for (const Rgba ground : {kBackground, kCard, kRaised}) {
    for (const Rgba ink : {kText, kText2, kText3, kAccent, kAttention}) {
      EXPECT_GE(contrast(ink, ground), 4.5);
    }
  }
  EXPECT_GE(contrast(kRecord, kCard), 4.5) << "error text of the picker";
  EXPECT_GE(contrast(kText, kHover), 4.5);
  EXPECT_GE(contrast(kText, kAlarm), 4.5);
  EXPECT_GE(contrast(kBackground, kAttention), 4.5);
  EXPECT_GE(contrast(kBackground, kAccent), 4.5);
}

TEST(Theme, SizeFollowsTheWindow) {
  EXPECT_EQ(em_for_display(1280, 800, 1.0), 16.0F);
  EXPECT_EQ(em_for_display(1024, 640, 1.0), 13.0F);
  EXPECT_EQ(em_for_display(3840, 2160, 1.0), 43.0F);
  EXPECT_EQ(em_for_display(300, 200, 1.0), 12.0F);
  EXPECT_EQ(em_for_display(1280, 800, 1.5), 24.0F);
}

// "61 %" is one thing: no line ends with its number. Nor does one begin with the dot between two things.
TEST(Theme, ANumberAndItsUnitStayOnOneLine) {
  ImGui::CreateContext();
  ImFontAtlas atlas;
  const Theme theme = make_theme(atlas, 16.0F);
  ASSERT_TRUE(atlas.Build());
  const auto lines = [&](const char* text, float width) {
    return std::lround(wrapped_height(theme.body, text, width) / theme.body->FontSize);
  };
  const float room = 1.0F + std::max(text_width(theme.body, "carries 61"), text_width(theme.body, "% there"));
  EXPECT_EQ(lines("carries 61 % there", room), 3) << "carries / 61 % / there";
  EXPECT_EQ(lines("carries so % there", room), 2) << "carries so / % there";
  EXPECT_EQ(lines("carries 61 metres", 1.0F + text_width(theme.body, "carries 61")), 2) << "a long word may";
  const float dots =
      1.0F + std::max(text_width(theme.body, "one two"), text_width(theme.body, "\xc2\xb7 three"));
  EXPECT_EQ(lines("one two \xc2\xb7 three", dots), 3) << "one / two dot / three";
  ImGui::DestroyContext();
}
TEST(Theme, MissingFontsFallBackInsteadOfAborting) {
  const FontPaths nowhere = {{"/nonexistent/a.otf"}, {"/nonexistent"}, {}, {"/nonexistent/icons.ttf"}};
  ImFontAtlas atlas;
  ImGui::CreateContext();
  const Theme theme = make_theme(atlas, 16.0F, nowhere);
  EXPECT_TRUE(theme.regular_path.empty());
  EXPECT_FALSE(theme.has_icons);
  ASSERT_NE(theme.body, nullptr);
  EXPECT_TRUE(atlas.Build());
  ImGui::DestroyContext();

  const Result<RgbaImage> picture = render_window(fixture::recording(), UiState{}, 1024, 640, nowhere);
  ASSERT_TRUE(picture.has_value());
  EXPECT_EQ(picture->width, 1024);
}

TEST(Theme, AnUnreadableFontIsNotPassedToImGui) {
  const FontPaths wrong = {{std::string(PALPATE_SOURCE_DIR) + "/tests"}, {}, {}, {}};  // a folder
  ImFontAtlas atlas;
  ImGui::CreateContext();
  EXPECT_TRUE(make_theme(atlas, 16.0F, wrong).regular_path.empty());
  ImGui::DestroyContext();
}

}  // namespace
}  // namespace palpate
