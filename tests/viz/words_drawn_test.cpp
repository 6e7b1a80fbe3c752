// Every word that the window truly draws, over simulated clients, in all of its views, tabs and sheets.
#include <gtest/gtest.h>

#include <set>

#include "tests/support/guidance_fixture.h"
#include "tests/support/pipeline_runs.h"
#include "tests/support/words.h"
#include "tests/viz/ui_driver.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

// "Simulated client: Seated left lean": what to write for this source, in plain letters.
bool is_name_of_a_simulation(const std::string& text) {
  return text.rfind("Simulated client: ", 0) == 0;
}

class WordsDrawn : public testing::Test {
 protected:
  // One text each once: the look is slow.
  void look() {
    std::vector<std::string> words;
    log_texts(&words);
    window_.frame();
    log_texts(nullptr);
    for (std::string& text : words) {
      if (!seen_.insert(text).second || is_name_of_a_simulation(text)) continue;
      EXPECT_FALSE(test::says_what_no_mat_knows(text)) << text;
      EXPECT_FALSE(test::says_a_bare_side(text)) << text;
    }
  }
  void look_everywhere(const Snapshot& snapshot) {
    window_.snapshot = snapshot;
    window_.ui = UiState{};
    UiState& ui = window_.ui;
    for (const Finding& finding : snapshot.findings) ui.open_findings.insert(finding.id);
    look();
    for (const LowerTab tab : {LowerTab::hand, LowerTab::findings}) {
      ui.lower_tab = tab;
      look();
    }
    ui.guidance_tab = GuidanceTab::dose;
    look();
    ui.guidance_tab = GuidanceTab::places;
    ui.open_why = true;
    if (snapshot.guidance) {
      for (const PlaceToPalpate& place : snapshot.guidance->places) {
        ui.open_place = place.id;
        look();
      }
    }
    ui.screen.open = true;
    for (ui.screen.page = 0; ui.screen.page < 3; ++ui.screen.page) look();
    ui.screen.open = false;
    ui.teach.open = true;
    look();
  }
  [[nodiscard]] std::size_t seen() const { return seen_.size(); }

  UiDriver window_{fixture::guided(), UiState{}, 1920, 1080};

 private:
  std::set<std::string> seen_;
};

TEST_F(WordsDrawn, OfSimulatedClients) {
  for (const char* body : {"seated-left-lean", "seated-crossed-right", "supine-left-lumbar-lift",
                           "supine-right-low-back-load", "prone", "side-left", "arrive-and-leave"}) {
    test::SimRun run{body, 60.0, 4.0, 11};
    int frame = 0;
    test::run_simulation(run, [&](const Snapshot& snapshot, const GroundTruth&) {
      if (frame++ % 60 == 10) look_everywhere(snapshot);
    });
  }
  EXPECT_GT(seen(), 200U);
}

TEST_F(WordsDrawn, OfWhatSeldomHappens) {
  for (const Snapshot& snapshot :
       {fixture::guided(), fixture::blocked(), fixture::pressed(), fixture::recording(), fixture::replayed(),
        fixture::failed_recording(), fixture::seated_counts(), fixture::empty_seat()}) {
    look_everywhere(snapshot);
  }
  Snapshot snapshot = fixture::guided();
  for (int step = 0; step <= static_cast<int>(TeachStep::refused); ++step) {
    for (int refusal = 0; refusal <= static_cast<int>(TeachRefusal::other); ++refusal) {
      for (const bool unstored : {false, true}) {
        TeachingState state;
        state.step = static_cast<TeachStep>(step);
        state.refusal = static_cast<TeachRefusal>(refusal);
        state.name = state.like = "upright";
        state.lines = {{"upright", 2, 19.6, NearestPosture{"usual slump", 0.8}}};
        state.undo = "teaching \"upright\"";
        state.file = "/clients/anna.toml";
        state.unstored = unstored;
        state.taught = std::make_shared<const TaughtPostures>();
        snapshot.teaching = std::make_shared<const TeachingState>(state);
        window_.snapshot = snapshot;
        window_.ui.teach.open = true;
        look();
      }
    }
  }
}

}  // namespace
}  // namespace palpate
