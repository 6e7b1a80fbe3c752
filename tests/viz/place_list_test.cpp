// The ranked places at every size: all of them readable, or a line that says how many more there are.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/support/guidance_fixture.h"
#include "tests/viz/ui_driver.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

// Over what stands below it in the card: the cue, or the note at its foot.
bool readable(UiDriver& window, const std::string& probe) {
  if (!window.shows(probe)) return false;
  const Box card = window.view.probes["guidance card"];
  const float foot = window.shows("places.more") ? window.view.probes["places.more"].y0
                                                 : card.y1 - 1.6F * window.view.theme.em;
  return window.view.probes[probe].y1 <= foot + 1.0F;
}

int readable_places(UiDriver& window) {
  int count = readable(window, "place.open") ? 1 : 0;
  for (const PlaceToPalpate& place : window.snapshot.guidance->places) {
    count += readable(window, "place." + std::to_string(place.id)) ? 1 : 0;
  }
  return count;
}

Snapshot cautious() {
  Snapshot s = fixture::guided();
  Guidance g = *s.guidance;
  g.softened = true;
  g.banner = "CAUTION, light techniques only: pregnancy.";
  s.guidance = std::make_shared<const Guidance>(g);
  return s;
}

TEST(PlaceList, FivePlacesAreReadableWithoutScrolling) {
  for (const auto& [width, height] : {std::pair{1280.0F, 800.0F}, std::pair{1024.0F, 640.0F},
                                      std::pair{1000.0F, 900.0F}, std::pair{1920.0F, 1080.0F}}) {
    for (const Snapshot& snapshot : {fixture::guided(), cautious()}) {
      UiDriver window(snapshot, UiState{}, width, height);
      EXPECT_FALSE(window.shows("places.more")) << width;
      EXPECT_EQ(readable_places(window), 5) << width;
    }
  }
  UiDriver alone(fixture::guided(), UiState{}, 640, 400, WindowView::guidance);
  EXPECT_EQ(readable_places(alone), 5);
}

TEST(PlaceList, WhateverPlaceIsOpenAllFiveAreReadable) {
  for (const PlaceToPalpate& place : fixture::five_places().places) {
    UiState ui;
    ui.open_place = place.id;
    UiDriver window(cautious(), ui);
    EXPECT_EQ(readable_places(window), 5) << place.title;
  }
}

// What the short list leaves out stands behind the same button.
TEST(PlaceList, WhatIsLeftOutStandsBehindMore) {
  UiDriver roomy(fixture::guided(), UiState{});
  EXPECT_TRUE(any_has(words_of_frame(roomy), "Swedish"));
  EXPECT_TRUE(any_has(words_of_frame(roomy), "Why?"));
  UiDriver tight(cautious(), UiState{});
  auto words = words_of_frame(tight);
  EXPECT_FALSE(any_has(words, "Swedish"));
  EXPECT_TRUE(any_has(words, "gluteus medius, client's right")) << "what to check first stays longer";
  EXPECT_TRUE(any_has(words, "More"));
  tight.click("place.31.why");
  words = words_of_frame(tight);
  EXPECT_TRUE(any_has(words, "Swedish"));
  EXPECT_TRUE(any_has(words, "threshold 2 kPa"));
  EXPECT_TRUE(any_has(words, "Less"));
}

TEST(PlaceList, SaysHowManyMoreThereAreAndLeadsThere) {
  UiDriver window(fixture::guided(), UiState{});
  window.click("place.31.why");
  ASSERT_TRUE(window.shows("places.more")) << "unfolded, the list is longer than the card";
  const int seen = readable_places(window);
  EXPECT_LT(seen, 5);
  EXPECT_TRUE(any_has(words_of_frame(window), "+4 more"));
  EXPECT_FALSE(readable(window, "place.7"));
  for (int i = 0; i < 4 && !readable(window, "place.7"); ++i) window.click("places.more");
  EXPECT_TRUE(readable(window, "place.7"));
  EXPECT_TRUE(any_has(words_of_frame(window), "Back to the first"));
  window.click("places.more");
  EXPECT_FALSE(readable(window, "place.7"));
}

TEST(PlaceList, TheSmallestWindowCutsNoWords) {
  UiDriver window(fixture::guided(), UiState{}, 640, 400);
  EXPECT_FALSE(window.shows("marker.1")) << "no room for a figure with its markers";
  EXPECT_FALSE(window.shows("place.open"));
  ASSERT_TRUE(window.shows("places.more"));
  EXPECT_GE(readable_places(window), 2);
  EXPECT_TRUE(any_has(words_of_frame(window), "+" + std::to_string(5 - readable_places(window)) + " more"));
  window.click("place.31");
  EXPECT_TRUE(window.shows("place.open")) << "a press opens a place here too";
  EXPECT_TRUE(window.ui.open_why);
}

TEST(PlaceList, MarkersOnAFigureStandInTheOrderOfTheirPlaces) {
  UiDriver window(fixture::guided(), UiState{});
  const auto y = [&](int rank) { return window.view.probes["marker." + std::to_string(rank)].center_y(); };
  EXPECT_LT(y(5), y(3)) << "the neck over the upper back, though it ranks lower";
  EXPECT_LT(y(1), y(2));
  EXPECT_LT(y(2), y(4));
  EXPECT_GE(y(3) - y(5), 1.8F * window.view.theme.em) << "and none covers another";
}

TEST(PlaceList, WhatWasWorkedHasTheSameNumbersAsTheFigure) {
  UiState ui;
  ui.guidance_tab = GuidanceTab::dose;
  UiDriver window(fixture::pressed(), ui, 1280, 800, WindowView::dose);
  const auto words = words_of_frame(window);
  for (int rank = 1; rank <= 5; ++rank) {
    EXPECT_EQ(std::count(words.begin(), words.end(), std::to_string(rank)), 2)
        << rank << ": on the figure and in the list";
  }
}

}  // namespace
}  // namespace palpate
