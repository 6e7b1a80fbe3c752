// Where lines break: never inside a number.
#include <gtest/gtest.h>

#include "tests/support/snapshot_fixture.h"
#include "tests/viz/ui_driver.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

TEST(WrappedText, ANumberIsNotBrokenAtItsDot) {
  UiDriver window(Snapshot{}, UiState{});
  const ImFont* font = window.view.theme.body;
  const auto width = [&](const char* text) {
    return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0.0F, text).x;
  };
  const float line = wrapped_height(font, "a", 1000.0F), wide = width("aaaaa 9.") + 1.0F;
  ASSERT_LT(width("9 aaaaa"), wide);
  ASSERT_GT(width("9.9 aaaaa"), wide);
  EXPECT_FLOAT_EQ(wrapped_height(font, "aaaaa 9.9 aaaaa", wide), 3.0F * line) << "not 9. and 9";
  EXPECT_FLOAT_EQ(wrapped_height(font, "9.9", 1000.0F), line);
  EXPECT_FLOAT_EQ(font->GetCharAdvance(kInnerDot), font->GetCharAdvance('.'));
}

}  // namespace
}  // namespace palpate
