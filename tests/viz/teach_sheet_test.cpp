// The sheet on which postures are taught: what it asks for, and what it says.
#include <gtest/gtest.h>

#include <algorithm>
#include <stop_token>

#include "acquisition/open_source.h"
#include "tests/support/guidance_fixture.h"
#include "tests/support/taught.h"
#include "tests/support/temp_dir.h"
#include "tests/viz/ui_driver.h"
#include "viz/render_png.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

TaughtLine line(const std::string& name, double apart = 1.6) {
  return {name, 1, 9.8, NearestPosture{"upright", apart}};
}

Snapshot with(TeachingState state) {
  Snapshot snapshot = fixture::guided();
  if (!state.taught) state.taught = std::make_shared<const TaughtPostures>();
  snapshot.teaching = std::make_shared<const TeachingState>(std::move(state));
  return snapshot;
}

TeachingState stored() {
  TeachingState state;
  state.file = "/clients/anna.toml";
  return state;
}

UiState open_sheet() {
  UiState ui;
  ui.teach.open = true;
  return ui;
}

template <typename T>
const T* only_teaching(const UiDriver& window) {
  const auto* command = window.only_command<TeachCommand>();
  return command == nullptr ? nullptr : std::get_if<T>(command);
}

std::string words_on(UiDriver& window) {
  std::vector<std::string> words;
  log_texts(&words);
  window.frame();
  log_texts(nullptr);
  std::string all;
  for (const std::string& w : words) all += w + "\n";
  return all;
}

bool says(UiDriver& window, const std::string& words) {
  return words_on(window).find(words) != std::string::npos;
}

TEST(TeachSheet, TheButtonOpensItBesideTheMap) {
  UiDriver window(with(stored()), UiState{});
  EXPECT_FALSE(window.shows("teach sheet"));
  window.click("teach");
  EXPECT_TRUE(window.shows("teach sheet"));
  EXPECT_TRUE(window.shows("heatmap"));
  EXPECT_FALSE(window.shows("guidance card"));
  window.click("screen");
  EXPECT_TRUE(window.shows("screen sheet")) << "one sheet at a time";
  window.click("teach");
  EXPECT_TRUE(window.shows("teach sheet"));
  window.click("teach.close");
  EXPECT_FALSE(window.shows("teach sheet"));
  EXPECT_TRUE(window.actions.empty());
}

TEST(TeachSheet, FirstAsksWhosePosturesTheyAre) {
  UiDriver window(with({}), open_sheet());
  EXPECT_FALSE(window.shows("teach.start")) << "nowhere to store it yet";
  window.click("teach.client.use");
  EXPECT_TRUE(window.actions.empty()) << "no name, no file";
  window.click("teach.client");
  window.type("anna");
  window.click("teach.client.use");
  const auto* sent = only_teaching<OpenTaught>(window);
  ASSERT_NE(sent, nullptr);
  EXPECT_EQ(sent->path, "anna");
}

TEST(TeachSheet, ASuggestionOrAnOwnNameStarts) {
  UiDriver window(with(stored()), open_sheet());
  window.click("teach.start");
  EXPECT_TRUE(window.actions.empty()) << "what is it called?";
  window.click("teach.suggest.1");
  window.click("teach.start");
  const auto* sent = only_teaching<StartTeaching>(window);
  ASSERT_NE(sent, nullptr);
  EXPECT_EQ(sent->name, window.ui.teach.name);
  EXPECT_EQ(sent->how, TeachHow::as_new);
  UiDriver typed(with(stored()), open_sheet());
  typed.click("teach.name");
  typed.type("reading");
  typed.click("teach.start");
  ASSERT_NE(only_teaching<StartTeaching>(typed), nullptr);
  EXPECT_EQ(only_teaching<StartTeaching>(typed)->name, "reading");
}

TEST(TeachSheet, AKnownNameIsAnotherTakeUnlessReplaced) {
  TeachingState state = stored();
  state.lines = {line("usual slump")};
  UiDriver window(with(state), open_sheet());
  window.click("teach.pick.0");
  window.click("teach.start");
  ASSERT_NE(only_teaching<StartTeaching>(window), nullptr);
  EXPECT_EQ(only_teaching<StartTeaching>(window)->how, TeachHow::append);
  window.actions.clear();
  window.click("teach.how.1");
  window.click("teach.start");
  ASSERT_NE(only_teaching<StartTeaching>(window), nullptr);
  EXPECT_EQ(only_teaching<StartTeaching>(window)->how, TeachHow::replace);
}

TEST(TeachSheet, CountsDownAndCanBeCancelled) {
  TeachingState state = stored();
  state.step = TeachStep::holding;
  state.name = "usual slump";
  state.left_s = 5.2;
  UiDriver window(with(state), open_sheet());
  EXPECT_TRUE(says(window, "Hold still"));
  EXPECT_TRUE(says(window, "\"usual slump\": 6 s left"));
  EXPECT_FALSE(window.shows("teach.start"));
  window.click("teach.cancel");
  EXPECT_NE(only_teaching<CancelTeaching>(window), nullptr);
  state.step = TeachStep::waiting;
  UiDriver waiting(with(state), open_sheet());
  EXPECT_TRUE(says(waiting, "Nobody is on the mat"));
}

TEST(TeachSheet, SaysWhyNotAndOffersWhatMakesSense) {
  TeachingState state = stored();
  state.step = TeachStep::refused;
  state.name = "usual slump";
  state.lines = {line("upright")};
  state.like = "upright";
  const struct {
    TeachRefusal why;
    const char* words;
    bool may_keep;
  } ends[] = {{TeachRefusal::nobody, "nobody was there", false},
              {TeachRefusal::left, "the client got up", false},
              {TeachRefusal::too_short, "too few frames", false},
              {TeachRefusal::moved, "moved too much", true},
              {TeachRefusal::alike, "too like \"upright\"", true},
              {TeachRefusal::broken, "the frames broke off", false}};
  for (const auto& end : ends) {
    state.refusal = end.why;
    UiDriver window(with(state), open_sheet());
    EXPECT_TRUE(says(window, end.words)) << words_on(window);
    EXPECT_EQ(window.shows("teach.keep"), end.may_keep) << end.words;
    window.click("teach.again");
    ASSERT_NE(only_teaching<StartTeaching>(window), nullptr);
    EXPECT_EQ(only_teaching<StartTeaching>(window)->name, "usual slump");
    if (!end.may_keep) continue;
    window.actions.clear();
    window.click("teach.keep");
    EXPECT_NE(only_teaching<KeepTake>(window), nullptr);
  }
}

TEST(TeachSheet, RemoveAndUndo) {
  TeachingState state = stored();
  state.lines = {line("upright"), line("usual slump", 0.8)};
  state.undo = "teaching \"usual slump\"";
  UiDriver window(with(state), open_sheet());
  EXPECT_TRUE(says(window, "much like \"upright\""));
  window.click("teach.remove.1");
  ASSERT_NE(only_teaching<RemoveTaught>(window), nullptr);
  EXPECT_EQ(only_teaching<RemoveTaught>(window)->name, "usual slump");
  window.actions.clear();
  window.click("teach.undo");
  EXPECT_NE(only_teaching<UndoTaught>(window), nullptr);
}

TEST(TeachSheet, WhatIsNotStoredIsSaidAndCanBeStoredElsewhere) {
  TeachingState state = stored();
  state.lines = {line("upright")};
  state.unstored = true;
  state.store_error = "cannot write: Permission denied: /clients/anna.toml (may you write there?)";
  UiDriver window(with(state), open_sheet());
  EXPECT_TRUE(says(window, "Not stored"));
  EXPECT_TRUE(says(window, "Permission denied"));
  window.click("teach.store");
  ASSERT_NE(only_teaching<StoreTaught>(window), nullptr);
  window.actions.clear();
  window.click("teach.client");
  window.type("/tmp/anna.toml");
  window.click("teach.client.use");
  ASSERT_NE(only_teaching<StoreTaught>(window), nullptr);
  EXPECT_EQ(only_teaching<StoreTaught>(window)->path, "/tmp/anna.toml");
}

TEST(TeachSheet, LayoutHoldsAtEverySize) {
  TeachingState many = stored();
  for (int i = 0; i < 12; ++i) many.lines.push_back(line("posture " + std::to_string(i)));
  many.undo = "teaching \"posture 11\"";
  many.step = TeachStep::refused;
  many.name = "posture 4";
  many.refusal = TeachRefusal::alike;
  many.like = "posture 3";
  TeachingState counting = stored();
  counting.step = TeachStep::holding;
  for (const TeachingState& state : {many, counting, TeachingState{}}) {
    for (const auto& [width, height] : {std::pair{1024.0F, 640.0F}, {1280.0F, 800.0F}, {3840.0F, 2160.0F}}) {
      UiDriver window(with(state), open_sheet(), width, height);
      const Box sheet = window.view.probes["teach sheet"];
      for (const auto& [name, box] : window.view.probes) {
        if (name.rfind("teach.", 0) != 0 || name.rfind("teach.pick", 0) == 0 ||
            name.rfind("teach.remove", 0) == 0)
          continue;  // inside a scrolling list
        EXPECT_GE(box.x0, sheet.x0) << name;
        EXPECT_LE(box.x1, sheet.x1) << name;
        EXPECT_GE(box.y0, sheet.y0) << name;
        EXPECT_LE(box.y1, sheet.y1) << name << " " << width;
      }
    }
  }
}

// docs/images/teach.png: --gtest_also_run_disabled_tests --gtest_filter='*PictureOfTheGuide'
TEST(TeachSheet, DISABLED_PictureOfTheGuide) {
  const std::string folder = std::string(PALPATE_SOURCE_DIR) + "/docs/images/";
  auto source = open_source("sim:seated-slouch?seed=3&rate=10&live=0").value();
  auto pipeline = Pipeline::create(source->info()).value();
  TaughtPostures before = test::three_postures(3);
  std::erase_if(before.postures, [](const TaughtPosture& p) { return p.name != "upright"; });
  const test::TempDir dir;
  Teaching teaching(source->info().geometry, std::make_shared<const TaughtPostures>(before),
                    dir.file("anna.toml"));
  ASSERT_TRUE(teaching.carry_out(StartTeaching{"usual slump"}, pipeline));
  UiState ui = open_sheet();
  RawFrame frame;
  const std::stop_source never;
  for (;;) {
    ASSERT_EQ(source->read(frame, never.get_token()).value(), ReadStatus::frame);
    Snapshot snapshot = pipeline.process(frame);
    teaching.update(snapshot, pipeline);
    ui.trend.add(snapshot);
    TeachingState state = *teaching.state();
    state.file = "/home/you/palpate-recordings/anna.toml";
    snapshot.teaching = std::make_shared<const TeachingState>(state);
    snapshot.link_state = LinkState::streaming;
    if (state.step != TeachStep::holding || state.left_s >= 6.0) continue;
    ASSERT_TRUE(render_window_png(snapshot, ui, 1280, 800, folder + "teach.png"));
    break;
  }
}

}  // namespace
}  // namespace palpate
