// Every panel by injected clicks and keys, without a display.
#include "viz/panels/panels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/guidance_fixture.h"
#include "tests/viz/ui_driver.h"
#include "viz/finding_marks.h"
#include "viz/quantity.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

UiState plain_ui() {
  UiState ui;
  ui.next_recording_path = "/tmp/next.palpate";
  return ui;
}

TEST(Panels, RecordButtonStartsAndStops) {
  UiDriver window(fixture::seated(), plain_ui());
  window.click("record");
  const auto* start = window.only_command<StartRecording>();
  ASSERT_NE(start, nullptr);
  EXPECT_EQ(start->path, "/tmp/next.palpate");

  UiDriver busy(fixture::recording(), plain_ui());
  busy.click("record");
  EXPECT_NE(busy.only_command<StopRecording>(), nullptr);
}

TEST(Panels, BookmarkAndZero) {
  UiDriver busy(fixture::recording(), plain_ui());
  EXPECT_FALSE(busy.shows("tare"));
  busy.click("bookmark");
  EXPECT_NE(busy.only_command<AddBookmark>(), nullptr);

  UiDriver idle(fixture::empty_seat(), plain_ui());
  EXPECT_FALSE(idle.shows("bookmark")) << "a bookmark without a recording would be lost";
  idle.click("tare");
  EXPECT_NE(idle.only_command<Tare>(), nullptr);
}

TEST(Panels, KeysDoWhatTheButtonsDo) {
  UiDriver window(fixture::recording(), plain_ui());
  window.key('S');
  EXPECT_EQ(window.ui.view, HeatmapView::cells);
  window.key('U');
  EXPECT_EQ(window.ui.unit, DisplayUnit::mmhg);
  EXPECT_TRUE(window.actions.empty());
  window.key(' ');
  EXPECT_NE(window.only_command<AddBookmark>(), nullptr);
  window.actions.clear();
  window.key('R');
  EXPECT_NE(window.only_command<StopRecording>(), nullptr);
}

TEST(Panels, SpaceInAReplayPauses) {
  UiDriver window(fixture::replayed(), plain_ui());
  window.key(' ');
  const auto* paused = window.only_command<SetPaused>();
  ASSERT_NE(paused, nullptr);
  EXPECT_TRUE(paused->paused);
}

TEST(Panels, SwitchesChangeTheViewAndTheUnit) {
  UiDriver window(fixture::seated(), plain_ui());
  window.click("view.1");
  EXPECT_EQ(window.ui.view, HeatmapView::cells);
  window.click("view.0");
  EXPECT_EQ(window.ui.view, HeatmapView::smooth);
  window.click("unit.1");
  EXPECT_EQ(window.ui.unit, DisplayUnit::mmhg);
  EXPECT_TRUE(window.actions.empty());
}

TEST(Panels, CountsOfferNoUnit) {
  UiDriver window(fixture::seated_counts(), plain_ui());
  EXPECT_FALSE(window.shows("unit.0"));
  EXPECT_EQ(quantity_of(window.snapshot, window.ui).unit, "counts");
}

TEST(Panels, ColourRangeMovesOnlyByItsButtons) {
  UiDriver window(fixture::seated(), plain_ui());
  const double before = color_range(window.snapshot, window.ui);
  window.snapshot.map.pressure *= 3.0F;
  ++window.snapshot.frame_index;
  window.frame();
  EXPECT_EQ(color_range(window.snapshot, window.ui), before);
  window.click("range.up");
  const double wider = color_range(window.snapshot, window.ui);
  EXPECT_GT(wider, before);
  window.click("range.down");
  EXPECT_EQ(color_range(window.snapshot, window.ui), before);
}

TEST(Panels, TheMapIsUploadedOnlyWhenItChanges) {
  UiDriver window(fixture::seated(), plain_ui());
  const std::string key = window.view.heatmap_key;
  window.frame();
  EXPECT_EQ(window.view.heatmap_key, key);
  ++window.snapshot.frame_index;
  window.frame();
  EXPECT_NE(window.view.heatmap_key, key);
}

TEST(Panels, ReplayPlaysSeeksAndChangesSpeed) {
  UiDriver window(fixture::replayed(), plain_ui());
  EXPECT_FALSE(window.shows("record"));
  window.click("play");
  ASSERT_NE(window.only_command<SetPaused>(), nullptr);
  EXPECT_TRUE(window.only_command<SetPaused>()->paused);
  window.actions.clear();
  window.click("seek", 0.25F);
  ASSERT_NE(window.only_command<Seek>(), nullptr);
  EXPECT_NEAR(window.only_command<Seek>()->position_s, 0.25 * 312.0, 1.0);
  EXPECT_FALSE(window.ui.seeking);
  window.actions.clear();
  window.click("speed.2");
  ASSERT_NE(window.only_command<SetSpeed>(), nullptr);
  EXPECT_EQ(window.only_command<SetSpeed>()->speed, 2.0);
}

TEST(Panels, WhyUnfoldsAFinding) {
  UiState ui = plain_ui();
  ui.lower_tab = LowerTab::findings;
  UiDriver window(fixture::seated(), ui);
  ASSERT_TRUE(window.shows("finding.1.why"));
  window.click("finding.1.why");
  EXPECT_EQ(window.ui.open_findings.count(1), 1U);
  window.click("finding.1.why");
  EXPECT_EQ(window.ui.open_findings.count(1), 0U);
}

// What does not fit stands behind "Why": the titles of all tell more than every word of the first.
TEST(Panels, FindingsThatDoNotFitAreToldInBrief) {
  Snapshot s = fixture::guided();
  s.findings = fixture::seated().findings;
  s.findings.resize(1);
  UiDriver one(s, plain_ui());
  const auto words_of = [](UiDriver& window) {
    std::vector<std::string> words;
    log_texts(&words);
    window.frame();
    log_texts(nullptr);
    return words;
  };
  const std::string words = s.findings[0].words;
  auto drawn = words_of(one);
  EXPECT_EQ(std::count(drawn.begin(), drawn.end(), words), 1);
  s.findings.push_back(fixture::seated().findings[1]);
  UiDriver two(s, plain_ui());
  drawn = words_of(two);
  EXPECT_EQ(std::count(drawn.begin(), drawn.end(), words), 0);
  const Box card = two.view.probes["findings"];
  EXPECT_LE(two.view.probes["finding." + std::to_string(s.findings[1].id)].y1, card.y1)
      << "so that both are there to see";
  two.click("finding." + std::to_string(s.findings[0].id) + ".why");
  drawn = words_of(two);
  EXPECT_EQ(std::count(drawn.begin(), drawn.end(), words), 1);
}

TEST(Panels, MarksTieThePlaceToItsCard) {
  const Snapshot s = fixture::seated();
  EXPECT_EQ(mark_of(s, s.findings[0]), 0) << "a load asymmetry has no place";
  EXPECT_EQ(mark_of(s, s.findings[1]), 'A');
}

TEST(Panels, BannersNameWhatFailed) {
  UiDriver calm(fixture::seated(), plain_ui());
  EXPECT_EQ(banners_height(calm.snapshot, calm.view.theme, 1200.0F), 0.0F);
  UiDriver window(fixture::failed_recording(), plain_ui());
  EXPECT_TRUE(window.shows("banner.recording"));
  EXPECT_TRUE(window.shows("banner.link"));
  const Box banner = window.view.probes["banner.link"];
  EXPECT_LT(banner.y1, window.view.probes["heatmap"].y0) << "the banner must not hide the map";
}

TEST(Panels, PickerOpensAChoice) {
  UiDriver window(fixture::seated(), plain_ui());
  window.click("source");
  EXPECT_TRUE(window.ui.picker.open);
  ASSERT_EQ(window.actions.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<RefreshPorts>(window.actions[0]));
  window.actions.clear();
  fixture::fill_picker(window.ui);
  window.frame();
  window.frame();
  window.click("pick.sim.supine-even");
  EXPECT_EQ(window.ui.picker.selected_uri, "sim:supine-even?live=1");
  window.click("pick.start");
  ASSERT_EQ(window.actions.size(), 1U);
  EXPECT_EQ(std::get<OpenSource>(window.actions[0]).uri, "sim:supine-even?live=1");
}

TEST(Panels, PickerOffersPortsFirmwareAndFiles) {
  UiState ui = plain_ui();
  fixture::fill_picker(ui);
  UiDriver window(fixture::seated(), ui);
  window.click("pick.port./dev/ttyACM0");
  EXPECT_EQ(window.ui.picker.selected_uri, "serial:/dev/ttyACM0?baud=500000");
  window.click("pick.firmware");
  EXPECT_EQ(window.ui.picker.selected_uri, "firmware:seated-even");
  window.click("pick.path");
  window.type("/home/anna/s r.palpate");
  EXPECT_EQ(window.ui.picker.selected_uri, "/home/anna/s r.palpate");
  window.key('S');
  EXPECT_EQ(window.ui.view, HeatmapView::smooth) << "typing must not press hot keys";
  window.click("pick.cancel");
  window.frame();
  EXPECT_FALSE(window.ui.picker.open);
  EXPECT_FALSE(window.shows("pick.start"));
}

TEST(Panels, PickerBlocksWhatLiesBelow) {
  UiState ui = plain_ui();
  fixture::fill_picker(ui);
  UiDriver window(fixture::seated(), ui);
  window.click("unit.1");
  EXPECT_EQ(window.ui.unit, DisplayUnit::kpa);
}

TEST(Panels, WithoutASourceThePickerCannotBeCancelled) {
  UiState ui = plain_ui();
  fixture::fill_picker(ui);
  UiDriver window(Snapshot{}, ui);
  EXPECT_FALSE(window.shows("pick.cancel"));
  EXPECT_TRUE(window.shows("pick.start"));
}

// Nothing lies outside the window or over its neighbour, from small to 4K, in every state.
TEST(Panels, LayoutHoldsAtEverySize) {
  const Snapshot states[] = {fixture::recording(),     fixture::supine(),   fixture::empty_seat(),
                             fixture::seated_counts(), fixture::replayed(), fixture::failed_recording(),
                             fixture::guided(),        fixture::blocked(),  fixture::pressed()};
  const float sizes[][2] = {{1024, 640}, {1280, 800}, {1920, 1080}, {3840, 2160}, {1000, 900}};
  for (const Snapshot& state : states) {
    for (const auto& [width, height] : sizes) {
      UiDriver window(state, plain_ui(), width, height);
      for (const auto& [name, box] : window.view.probes) {
        EXPECT_GE(box.x0, 0.0F) << name;
        EXPECT_GE(box.y0, 0.0F) << name;
        EXPECT_LE(box.x1, width) << name;
        if (name.rfind("finding.", 0) == 0 || name.rfind("place.", 0) == 0)
          continue;  // inside a scrolling list
        EXPECT_LE(box.y1, height) << name;
        EXPECT_GT(box.width(), 0.0F) << name;
        EXPECT_GT(box.height(), 0.0F) << name;
      }
      EXPECT_LE(window.view.probes["colour bar"].x1, window.view.probes["guidance card"].x0);
      EXPECT_LE(window.view.probes["guidance card"].y1, window.view.probes["load"].y0);
      EXPECT_LE(window.view.probes["heatmap"].x1, window.view.probes["colour bar"].x0);
      EXPECT_LE(window.view.probes["heatmap"].y1, window.view.probes["link"].y0);
      EXPECT_GT(window.view.probes["lower card"].height(), 12.0F * em_for_display(width, height, 1.0));
      EXPECT_GT(window.view.probes["guidance card"].height(), 12.0F * em_for_display(width, height, 1.0));
    }
  }
}

}  // namespace
}  // namespace palpate
