// The screen's questions in the window: nothing counts until it is stored, a yes stays.
#include <gtest/gtest.h>

#include "tests/support/guidance_fixture.h"
#include "tests/viz/ui_driver.h"

namespace palpate {
namespace {

UiState open_sheet() {
  UiState ui;
  ui.screen.open = true;
  return ui;
}

TEST(ScreenSheet, TheButtonOpensItInPlaceOfTheGuidance) {
  UiDriver window(fixture::guided(), UiState{});
  EXPECT_FALSE(window.shows("screen sheet"));
  window.click("screen");
  EXPECT_TRUE(window.shows("screen sheet"));
  EXPECT_FALSE(window.shows("guidance card"));
  EXPECT_TRUE(window.shows("heatmap")) << "the map stays in sight";
  window.click("screen.cancel");
  EXPECT_FALSE(window.shows("screen sheet"));
  EXPECT_TRUE(window.actions.empty());
}

TEST(ScreenSheet, StoringSendsTheAnswers) {
  UiDriver window(fixture::guided(), open_sheet());
  window.click("screen.trauma.no");
  window.click("screen.fever.yes");
  EXPECT_TRUE(window.actions.empty()) << "nothing counts until it is stored";
  window.click("screen.store");
  const auto* sent = window.only_command<SetScreen>();
  ASSERT_NE(sent, nullptr);
  EXPECT_EQ(sent->answers.get("trauma"), ScreenAnswer::no);
  EXPECT_EQ(sent->answers.get("fever"), ScreenAnswer::yes);
  EXPECT_EQ(sent->answers.get("surgery"), ScreenAnswer::not_asked);
  EXPECT_TRUE(effect_of(sent->answers).blocked);
  EXPECT_FALSE(window.shows("screen sheet"));
}

TEST(ScreenSheet, AMistakeIsMendedBeforeStoringAndStaysAfter) {
  UiDriver window(fixture::guided(), open_sheet());
  window.click("screen.fever.yes");
  window.click("screen.fever.no");
  window.click("screen.surgery.yes");
  window.click("screen.store");
  ASSERT_NE(window.only_command<SetScreen>(), nullptr);
  EXPECT_EQ(window.only_command<SetScreen>()->answers.get("fever"), ScreenAnswer::no);
  window.click("screen");
  EXPECT_FALSE(window.shows("screen.surgery.no")) << "a stored yes cannot be taken back";
  EXPECT_TRUE(window.shows("screen.fever.yes")) << "a no may become a yes";
}

TEST(ScreenSheet, AllOthersNoLeavesAYesAlone) {
  UiDriver window(fixture::guided(), open_sheet());
  window.click("screen.page.1");
  window.click("screen.pregnancy.yes");
  window.click("screen.rest");
  window.click("screen.store");
  const auto* sent = window.only_command<SetScreen>();
  ASSERT_NE(sent, nullptr);
  EXPECT_EQ(sent->answers.get("pregnancy"), ScreenAnswer::yes);
  EXPECT_EQ(sent->answers.get("numbness"), ScreenAnswer::no);
  EXPECT_EQ(sent->answers.get("fever"), ScreenAnswer::not_asked) << "only this page";
}

TEST(ScreenSheet, AnAreaNeedsItsPlace) {
  UiDriver window(fixture::guided(), open_sheet());
  window.click("screen.page.2");
  window.click("screen.bruise.yes");
  window.click("screen.store");
  EXPECT_TRUE(window.actions.empty()) << "a bruise, but where?";
  window.click("screen.bruise.low_back_left");
  window.click("screen.store");
  const auto* sent = window.only_command<SetScreen>();
  ASSERT_NE(sent, nullptr);
  const RegionSet blocked = effect_of(sent->answers).regions;
  EXPECT_TRUE(blocked.test(index_of({RegionKind::low_back, BodySide::left})));
  EXPECT_FALSE(blocked.test(index_of({RegionKind::low_back, BodySide::right})));
  EXPECT_EQ(window.ui.screen.blocked, blocked) << "hatched on the outline";
}

TEST(HandPanel, AClickOnABandIsTheClientsWord) {
  UiState ui;
  ui.lower_tab = LowerTab::hand;
  UiDriver window(fixture::pressed(), ui);
  window.click("band.deep");
  const auto* word = window.only_command<SayBand>();
  ASSERT_NE(word, nullptr);
  EXPECT_EQ(word->word, LoadBand::deep);
  UiDriver idle(fixture::pressed(), ui);
  idle.snapshot.applied.pressing = false;
  idle.frame();
  idle.click("band.deep");
  EXPECT_TRUE(idle.actions.empty()) << "no press, no word about it";
}

}  // namespace
}  // namespace palpate
