// Guidance, screen, hand and dose in the window, by injected clicks and by the words on the screen.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "processing/posture_words.h"
#include "tests/support/guidance_fixture.h"
#include "tests/viz/ui_driver.h"
#include "viz/panels/guidance_parts.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

UiState plain_ui() {
  UiState ui;
  ui.next_recording_path = "/tmp/next.palpate";
  return ui;
}

const AnswerPlace* only_answer(const UiDriver& window) {
  return window.only_command<AnswerPlace>();
}

TEST(GuidancePanel, TheFirstPlaceIsOpenAndLargest) {
  UiDriver window(fixture::guided(), plain_ui());
  const auto words = words_of_frame(window);
  EXPECT_TRUE(any_has(words, "Client's right low back"));
  EXPECT_TRUE(any_has(words, "Lies on the back"));
  EXPECT_TRUE(any_has(words, "gluteus medius, client's right"));
  EXPECT_TRUE(any_has(words, "light: Swedish massage"));
  EXPECT_TRUE(window.shows("marker.1"));
  EXPECT_TRUE(window.shows("place.open"));
  EXPECT_GT(window.view.probes["marker.1"].center_x(), window.view.probes["outline"].center_x())
      << "on the back view the client's right is on the right";
}

TEST(GuidancePanel, ConfirmDismissAndTakeBack) {
  UiDriver window(fixture::guided(), plain_ui());
  window.click("place.31.confirm");
  ASSERT_NE(only_answer(window), nullptr);
  EXPECT_EQ(only_answer(window)->id, 31);
  EXPECT_EQ(only_answer(window)->answer, ClientAnswer::confirmed);

  UiDriver other(fixture::guided(), plain_ui());
  other.click("place.31.dismiss");
  ASSERT_NE(only_answer(other), nullptr);
  EXPECT_EQ(only_answer(other)->answer, ClientAnswer::dismissed);

  Guidance answered = fixture::five_places();
  answered.places[0].answer = ClientAnswer::confirmed;
  answered.set_aside = {answered.places[4]};
  answered.set_aside[0].answer = ClientAnswer::dismissed;
  answered.places.pop_back();
  Snapshot s = fixture::guided();
  s.guidance = std::make_shared<const Guidance>(answered);
  UiDriver undo(s, plain_ui());
  EXPECT_FALSE(undo.shows("place.31.confirm"));
  undo.click("place.31.undo");
  ASSERT_NE(only_answer(undo), nullptr);
  EXPECT_EQ(only_answer(undo)->answer, ClientAnswer::none);
  undo.actions.clear();
  undo.ui.open_place = 0;
  ASSERT_TRUE(undo.shows("place.7.undo"));
}

TEST(GuidancePanel, WhyTellsInputsThresholdRuleAndSource) {
  UiDriver window(fixture::guided(), plain_ui());
  EXPECT_FALSE(any_has(words_of_frame(window), "guidance.toml:212"));
  window.click("place.31.why");
  const auto words = words_of_frame(window);
  EXPECT_TRUE(any_has(words, "threshold 2 kPa"));
  EXPECT_TRUE(any_has(words, "measurable change 1.1 kPa"));
  EXPECT_TRUE(any_has(words, "Rule low-back-tension-one-sided (guidance.toml:212)"));
  EXPECT_TRUE(any_has(words, "Source: trade knowledge"));
}

TEST(GuidancePanel, AMarkerUnfoldsItsPlace) {
  UiDriver window(fixture::guided(), plain_ui());
  window.click("marker.3");
  EXPECT_EQ(window.ui.open_place, 19);
  EXPECT_EQ(open_place(window.snapshot, window.ui)->title, "client's left upper back");
  window.click("marker.4");
  EXPECT_EQ(window.ui.open_place, 43);
}

TEST(GuidancePanel, AWidePanelShowsBackAndFront) {
  Guidance g = fixture::five_places();
  g.places.resize(2);
  g.places[1].front = true;
  Snapshot s = fixture::guided();
  s.guidance = std::make_shared<const Guidance>(g);
  UiDriver narrow(s, plain_ui());
  EXPECT_TRUE(narrow.shows("figure.0")) << "a narrow panel has one figure, which can be turned";
  UiDriver wide(s, plain_ui(), 1280, 800, WindowView::guidance);
  EXPECT_FALSE(wide.shows("figure.0"));
  EXPECT_TRUE(wide.shows("marker.1"));
  EXPECT_TRUE(wide.shows("marker.2"));
  EXPECT_GT(wide.view.probes["marker.2"].x0, wide.view.probes["outline"].x1)
      << "the front stands beside the back";
}

TEST(GuidancePanel, APlaceOnTheFrontTurnsTheFigure) {
  Guidance g = fixture::five_places();
  g.places.resize(1);
  g.places[0].front = true;
  Snapshot s = fixture::guided();
  s.guidance = std::make_shared<const Guidance>(g);
  UiDriver window(s, plain_ui());
  ASSERT_TRUE(window.shows("marker.1"));
  EXPECT_LT(window.view.probes["marker.1"].center_x(), window.view.probes["outline"].center_x());
  window.click("figure.0");
  EXPECT_FALSE(window.shows("marker.1")) << "the back shows no place of the front";
}

// The law of the screen: refer first, and no place is named anywhere, in any tab.
TEST(GuidancePanel, RefusesEveryPlaceWhileBlocked) {
  // Even if a careless producer left the places in.
  Snapshot s = fixture::blocked();
  Guidance careless = *s.guidance;
  careless.places = fixture::five_places().places;
  careless.set_aside = fixture::five_places().places;
  s.guidance = std::make_shared<const Guidance>(careless);
  for (const auto& [width, height] : {std::pair{1280.0F, 800.0F}, std::pair{1000.0F, 900.0F}}) {
    for (const LowerTab lower : {LowerTab::load, LowerTab::hand, LowerTab::findings}) {
      for (const GuidanceTab tab : {GuidanceTab::places, GuidanceTab::dose}) {
        UiState ui = plain_ui();
        ui.lower_tab = lower;
        ui.guidance_tab = tab;
        UiDriver window(s, ui, width, height);
        const auto words = words_of_frame(window);
        EXPECT_TRUE(any_has(words, "saddle numbness"));
        EXPECT_TRUE(any_has(words, "Refer first"));
        for (const PlaceToPalpate& place : careless.places) {
          EXPECT_FALSE(any_has(words, capitalised(place.title))) << place.title;
          EXPECT_FALSE(any_has(words, place.title)) << place.title;
        }
        EXPECT_FALSE(any_has(words, "Swedish"));
        EXPECT_FALSE(any_has(words, "palpate")) << "a finding's advice";
        for (const auto& [name, box] : window.view.probes) {
          EXPECT_NE(name.rfind("marker.", 0), 0U) << name;
          EXPECT_NE(name.rfind("place.", 0), 0U) << name;
        }
      }
    }
  }
}

TEST(GuidancePanel, BannersStandOverEveryView) {
  for (const WindowView view : {WindowView::whole, WindowView::heatmap, WindowView::guidance,
                                WindowView::regions, WindowView::dose}) {
    UiDriver window(fixture::blocked(), plain_ui());
    std::vector<std::string> words;
    log_texts(&words);
    ImGui::NewFrame();
    draw_view(view, window.snapshot, window.ui, window.view);
    ImGui::Render();
    log_texts(nullptr);
    EXPECT_TRUE(any_has(words, "saddle numbness, new bladder or bowel trouble"));
    EXPECT_TRUE(any_has(words, "pain that radiates down the leg"));
    EXPECT_FALSE(any_has(words, "low back  ")) << "nothing but the banner names a place";
  }
}

TEST(GuidancePanel, SaysPlainlyWhatIsMissing) {
  Snapshot s = fixture::guided();
  s.guidance = nullptr;
  UiDriver none(s, plain_ui());
  EXPECT_TRUE(any_has(words_of_frame(none), "No guidance yet"));

  Guidance empty;
  empty.screen_answered = true;
  empty.no_place = NoPlace::nothing_found;
  s.guidance = std::make_shared<const Guidance>(empty);
  UiDriver calm(s, plain_ui());
  EXPECT_TRUE(any_has(words_of_frame(calm), "No place stands out"));

  s.body = BodyState{};
  s.body.why_not = "the imprint is too small";
  UiDriver lost(s, plain_ui());
  EXPECT_TRUE(any_has(words_of_frame(lost), "the imprint is too small"));

  UiState hand = plain_ui();
  hand.lower_tab = LowerTab::hand;
  UiDriver idle(fixture::guided(), hand);
  EXPECT_TRUE(any_has(words_of_frame(idle), "No client lies still yet"));
  idle.click("guidance.1");
  EXPECT_TRUE(any_has(words_of_frame(idle), "not reached yet"));
}

TEST(HandPanel, PeekQuietAndFullSayAsMuchAsTheyShould) {
  UiState ui = plain_ui();
  ui.lower_tab = LowerTab::hand;
  Snapshot s = fixture::pressed();
  s.applied.breath_why = "no rhythm";
  UiDriver window(s, ui);
  auto words = words_of_frame(window);
  EXPECT_TRUE(any_has(words, "42"));
  EXPECT_TRUE(any_has(words, "\xc2\xb1 4 N"));
  EXPECT_TRUE(any_has(words, "On the client's right low back"));
  EXPECT_TRUE(any_has(words, "breath not seen"));
  EXPECT_FALSE(window.shows("hand peek")) << "the card shows it already";

  window.click("hand mode.1");
  words = words_of_frame(window);
  EXPECT_TRUE(any_has(words, "Moderate"));
  EXPECT_FALSE(any_has(words, "42")) << "quiet means no number";
  EXPECT_FALSE(any_has(words, "\xc2\xb1"));
  EXPECT_TRUE(any_has(words, "Breath not seen: no rhythm")) << "silence would look as if all were well";
  window.snapshot.applied.breath_seen = true;
  EXPECT_FALSE(any_has(words_of_frame(window), "Breath not seen"));
  window.snapshot.applied.warning = "steep ramp";
  EXPECT_TRUE(any_has(words_of_frame(window), "slow down")) << "but warnings";

  window.snapshot = s;
  window.click("hand mode.0");
  EXPECT_TRUE(window.shows("hand peek"));
  EXPECT_TRUE(any_has(words_of_frame(window), "42 N"));
  window.snapshot.applied.pressing = false;
  window.frame();
  EXPECT_FALSE(window.shows("hand peek")) << "only while a hand presses";
}

// While the screen says refer first the hand is still measured, and restraint is still said; nothing more.
TEST(HandPanel, ReferFirstLeavesRestraintAndNoLeaveToPress) {
  Snapshot s = fixture::blocked();
  s.applied = fixture::pressed().applied;
  UiState ui = plain_ui();
  ui.lower_tab = LowerTab::hand;
  for (const bool pressing : {true, false}) {
    s.applied.pressing = pressing;
    for (const char* warning : {"", "deep before light", "steep ramp", "breath held"}) {
      s.applied.warning = warning;
      UiDriver window(s, ui);
      const auto words = words_of_frame(window);
      EXPECT_TRUE(any_has(words, "no leave to press"));
      EXPECT_FALSE(any_has(words, "begin")) << warning;
      EXPECT_FALSE(any_has(words, "press slowly")) << warning;
      EXPECT_FALSE(any_has(words, "press, ask")) << warning;
      if (*warning != 0) {
        EXPECT_TRUE(any_has(words, "ease off") || any_has(words, "slow down")) << warning;
      }
    }
  }
}

TEST(HandPanel, AHandOnABlockedRegionIsToldOfTheBlock) {
  Snapshot s = fixture::pressed();
  for (const HandMode mode : {HandMode::peek, HandMode::quiet, HandMode::full}) {
    UiState ui = plain_ui();
    ui.lower_tab = LowerTab::hand;
    ui.hand_mode = mode;
    Snapshot out = s;
    UiDriver free(out, ui);
    EXPECT_FALSE(any_has(words_of_frame(free), "Blocked by the screen"));
    Guidance g = *s.guidance;
    g.left_out.set(index_of(s.applied.region));
    g.areas = {{g.left_out, "burn"}};
    out.guidance = std::make_shared<const Guidance>(g);
    UiDriver window(out, ui);
    EXPECT_TRUE(any_has(words_of_frame(window), "Blocked by the screen: burn"));
    window.snapshot.applied.pressing = false;
    EXPECT_FALSE(any_has(words_of_frame(window), "Blocked by the screen"));
  }
}

TEST(HandPanel, ADeepHandUnderACautionIsToldSo) {
  Snapshot s = fixture::pressed();
  s.applied.warning = "";
  for (const auto& [softened, asked, band, words] :
       {std::tuple{true, true, LoadBand::deep, "the screen asks for light work only"},
        std::tuple{true, false, LoadBand::deep, "light work only until the screen is answered"},
        std::tuple{true, true, LoadBand::moderate, ""}, std::tuple{false, true, LoadBand::deep, ""}}) {
    Guidance g = *s.guidance;
    g.softened = softened;
    g.screen_answered = asked;
    Snapshot now = s;
    now.applied.band = band;
    now.guidance = std::make_shared<const Guidance>(g);
    UiDriver window(now, plain_ui());
    const auto shown = words_of_frame(window);
    EXPECT_EQ(any_has(shown, "light work only"), *words != 0) << words;
    EXPECT_TRUE(any_has(shown, words)) << words;
  }
}

TEST(HandPanel, AWarningLeavesTheNewtonsInThePeek) {
  Snapshot s = fixture::pressed();
  s.applied.warning = "deep before light";
  for (const auto& [width, height] : {std::pair{1280.0F, 800.0F}, std::pair{640.0F, 400.0F}}) {
    UiDriver window(s, plain_ui(), width, height);
    const auto words = words_of_frame(window);
    EXPECT_TRUE(any_has(words, "42 N")) << width;
    EXPECT_TRUE(any_has(words, "Deep before light: ease off")) << width;
  }
}

TEST(SmallWindow, ReferFirstKeepsItsWordsAndCountsNoFindings) {
  for (const auto& [width, height] :
       {std::pair{1280.0F, 800.0F}, std::pair{800.0F, 600.0F}, std::pair{640.0F, 400.0F}}) {
    UiDriver window(fixture::blocked(), UiState{}, width, height);
    ASSERT_FALSE(window.snapshot.findings.empty());
    const auto words = words_of_frame(window);
    EXPECT_FALSE(any_has(words, "Findings  ")) << width;
    EXPECT_TRUE(any_has(words, "a doctor must see")) << width;
    EXPECT_GT(window.view.probes["guidance card"].height(), 7.5F * window.view.theme.em) << width;
    EXPECT_EQ(any_has(words, "+2 more"), height < 500.0F);
  }
}

TEST(SmallWindow, AnswersStandBesideEachOther) {
  for (const auto& [width, height] : {std::pair{800.0F, 600.0F}, std::pair{1280.0F, 800.0F}}) {
    UiDriver window(fixture::guided(), UiState{}, width, height);
    if (window.shows("place.31")) window.click("place.31");
    ASSERT_TRUE(window.shows("place.31.dismiss")) << width;
    const Box& no = window.view.probes["place.31.dismiss"];
    EXPECT_LE(no.x1, window.view.probes["place.31.why"].x0) << width;
    EXPECT_LE(window.view.probes["place.31.confirm"].x1, no.x0) << width;
  }
}

TEST(HandPanel, QuietPeekKeepsQuiet) {
  UiState ui = plain_ui();
  ui.hand_mode = HandMode::quiet;
  UiDriver window(fixture::pressed(), ui);
  EXPECT_TRUE(window.shows("hand peek"));
  EXPECT_FALSE(any_has(words_of_frame(window), "42 N"));
}

TEST(HandPanel, DoubtStandsBesideTheNumber) {
  UiState ui = plain_ui();
  ui.lower_tab = LowerTab::hand;
  Snapshot s = fixture::pressed();
  s.applied.trusted = false;
  UiDriver window(s, ui);
  EXPECT_TRUE(any_has(words_of_frame(window), "not to be trusted"));
}

TEST(DosePanel, WorkedAndNotReachedYet) {
  UiState ui = plain_ui();
  ui.guidance_tab = GuidanceTab::dose;
  UiDriver window(fixture::pressed(), ui);
  const auto words = words_of_frame(window);
  EXPECT_TRUE(any_has(words, "light 22 s"));
  EXPECT_TRUE(any_has(words, "Client's right mid back")) << "worked, though not in the plan";
  EXPECT_EQ(std::count(words.begin(), words.end(), "not reached yet"), 3);
}

TEST(DosePanel, ANewSessionIsOfferedOnceSomethingWasWorked) {
  UiState ui = plain_ui();
  ui.guidance_tab = GuidanceTab::dose;
  Snapshot s = fixture::pressed();
  s.guidance = nullptr;  // a short list: the button stands at its end
  s.applied.dose_in_all = {};
  UiDriver nothing(s, ui);
  EXPECT_FALSE(nothing.shows("new session"));
  s.applied.dose_in_all.newton_seconds = 1480.0;
  UiDriver window(s, ui);
  ASSERT_TRUE(window.shows("new session"));
  window.click("new session");
  EXPECT_NE(window.only_command<NewSession>(), nullptr);
}

TEST(Regions, ToggleAndKey) {
  UiDriver window(fixture::guided(), plain_ui());
  ASSERT_TRUE(window.shows("regions"));
  EXPECT_TRUE(any_has(words_of_frame(window), "low back"));
  window.click("regions.toggle");
  EXPECT_FALSE(window.shows("regions"));
  window.key('G');
  EXPECT_TRUE(window.shows("regions"));
}

TEST(PostureWords, EveryPostureHasWordsAndSidesAreTheClients) {
  for (int i = 0; i < kPostures; ++i) {
    const std::string words(posture_words(static_cast<Posture>(i)));
    EXPECT_FALSE(words.empty()) << i;
    if (words.find("left") != std::string::npos || words.find("right") != std::string::npos) {
      const bool upright = words.find("upright") != std::string::npos;
      EXPECT_TRUE(upright || words.find("lient's") != std::string::npos) << words;
    }
  }
  EXPECT_EQ(sureness_words(0.99), "sure");
  EXPECT_EQ(sureness_words(0.5), "little more than a guess");
  EXPECT_EQ(sureness_words(kNone), "");
}

}  // namespace
}  // namespace palpate
