// Whatever the screen says, and whenever: no path through Snapshot, report, JSON or window gives guidance
// that it forbids.
#include <gtest/gtest.h>

#include <memory>

#include "processing/guidance_stage.h"
#include "processing/report.h"
#include "tests/support/pipeline_runs.h"
#include "tests/support/screen_laws.h"
#include "tests/viz/ui_driver.h"
#include "viz/widgets.h"

namespace palpate {
namespace {

using test::Breaches;

constexpr const char* kBodies[] = {"seated-left-lean", "supine-left-lumbar-lift",
                                   "supine-right-low-back-load", "prone", "supine-even"};

// Snapshots of one simulated body with a screen that forbids nothing; the last stage is then run again under
// other screens.
const std::vector<Snapshot>& sitting_of(std::size_t body) {
  static std::array<std::vector<Snapshot>, std::size(kBodies)> kSittings;
  std::vector<Snapshot>& sitting = kSittings[body];
  if (!sitting.empty()) return sitting;
  test::SimRun run{kBodies[body], 90.0, 5.0, 11};
  if (run.scenario == "supine-even") {  // a press under which the breath gets shallow
    run.seconds = 110.0;
    run.presses = "lumbar,left,80,40,60";
    run.press_breath = 0.9;
  }
  run.options.screen = test::all_clear();
  int frame = 0;
  test::run_simulation(run, [&](const Snapshot& s, const GroundTruth&) {
    if (++frame % 10 == 0) sitting.push_back(s);
  });
  return sitting;
}

std::vector<std::string> words_drawn(WindowView view, UiDriver& window) {
  std::vector<std::string> words;
  log_texts(&words);
  ImGui::NewFrame();
  draw_view(view, window.snapshot, window.ui, window.view);
  ImGui::Render();
  log_texts(nullptr);
  return words;
}

void expect_none(const Breaches& breaches, const std::string& where) {
  EXPECT_TRUE(breaches.empty()) << where << ": " << breaches.front();
}

// The panel of places: its words but for the banner's own.
void expect_window_obeys(const Snapshot& snapshot, const ScreenEffect& effect) {
  UiState ui;
  ui.next_recording_path = "/tmp/next.palpate";
  for (const Finding& finding : snapshot.findings) ui.open_findings.insert(finding.id);
  UiDriver window(snapshot, ui);
  for (const WindowView view :
       {WindowView::guidance, WindowView::regions, WindowView::whole, WindowView::dose}) {
    Breaches breaches;
    std::string all;
    const std::string banner = test::lower(effect.banner);
    for (const std::string& words : words_drawn(view, window)) {
      all += words + "\n";
      if (test::has(banner, test::lower(words))) continue;
      if (view == WindowView::guidance) test::look_for_blocked(words, effect.regions, breaches);
      if (effect.softened || effect.blocked) test::look_for_depth(words, breaches);
      if (effect.blocked) test::look_for_trade(words, breaches);
      for (const Finding& finding : snapshot.findings) {
        if (effect.blocked && test::has(finding.title + finding.words + finding.why, words))
          test::look_for_advice(words, breaches);
      }
    }
    expect_none(breaches, "window");
    if (effect.blocked) {
      EXPECT_TRUE(test::has(all, "Refer first")) << all;
      for (const auto& [name, box] : window.view.probes) EXPECT_NE(name.rfind("marker.", 0), 0U) << name;
    }
    EXPECT_EQ(test::has(all, "Caution"), test::has(effect.banner, "CAUTION")) << all;
    EXPECT_EQ(test::has(all, "Leave out"), test::has(effect.banner, "LEAVE OUT")) << all;
  }
}

struct Seen {
  int places = 0, blocked = 0, softened = 0, areas = 0, late = 0;
};

// One session: answers stored with the recording, answers given at its begin, and answers given in its
// middle.
void run_session(unsigned seed, Seen& seen) {
  std::mt19937 random(seed);
  const auto& sitting = sitting_of(seed % std::size(kBodies));
  ASSERT_FALSE(sitting.empty());
  ScreenAnswers stored, given, late;
  (random() % 3 == 0 ? stored : random() % 2 == 0 ? given : late) = test::random_answers(random);
  if (random() % 2 == 0) given.merge(test::all_clear());  // a clean screen takes no hit back
  SourceInfo info = *sitting.front().info;
  info.screen = stored.to_text();
  GuidanceStage stage(nullptr, given, info);
  AnalysisReport report(info, {});
  ScreenAnswers known = stored;
  known.merge(given);
  const std::size_t late_at = random() % sitting.size();
  const bool ends = random() % 2 == 0;
  Snapshot s;
  for (std::size_t i = 0; i < sitting.size(); ++i) {
    s = sitting[i];
    // What was found ends before the late hit: the report keeps it as it was told then.
    if (ends && i + 1 >= late_at) {
      for (Finding& finding : s.findings) finding.active = false;
    }
    if (i == late_at && !late.empty()) {
      stage.set_screen(late);
      stage.set_screen({});
      known.merge(late);
      ++seen.late;
    }
    if (s.guidance && !s.guidance->places.empty() && random() % 8 == 0) {
      const auto answer = random() % 2 == 0 ? ClientAnswer::confirmed : ClientAnswer::dismissed;
      ASSERT_TRUE(stage.answer_place(s.guidance->places.front().id, answer));
    }
    stage.update(s);
    report.add(s);
    expect_none(test::breaches_of(s, effect_of(known)), "snapshot of seed " + std::to_string(seed));
  }
  const ScreenEffect effect = effect_of(known);
  expect_none(test::breaches_of_text(report.text(), effect), "text of seed " + std::to_string(seed));
  expect_none(test::breaches_of_json(nlohmann::json::parse(report.json()), effect),
              "JSON of seed " + std::to_string(seed));
  if (seed % 4 == 0) expect_window_obeys(s, effect);
  seen.places += static_cast<int>(s.guidance->places.size());
  seen.blocked += effect.blocked ? 1 : 0;
  seen.softened += effect.softened ? 1 : 0;
  seen.areas += effect.regions.any() ? 1 : 0;
}

TEST(ScreenPaths, NoneLeadsToWhatTheScreenForbids) {
  Seen seen;
  for (unsigned seed = 0; seed < 80 && !HasFailure(); ++seed) run_session(seed, seen);
  EXPECT_GT(seen.places, 20);
  EXPECT_GT(seen.blocked, 6);
  EXPECT_GT(seen.softened, 15);
  EXPECT_GT(seen.areas, 15);
  EXPECT_GT(seen.late, 12);
}

// Live: the Pipeline itself, asked in the middle of a session; the very next answer obeys, and stays so.
TEST(ScreenPaths, AHitInMidSessionActsAtOnceAndStays) {
  for (const char* hit : {"fever=yes", "numbness=yes"}) {
    SimulationOptions options;
    options.body.scenario = "seated-left-lean";
    options.rate_hz = 5.0;
    options.seconds = 80.0;
    options.live = false;
    auto source = SimulatedSource::create(options);
    ASSERT_TRUE(source);
    PipelineOptions how;
    how.screen = test::all_clear();
    auto pipeline = Pipeline::create((*source)->info(), how);
    ASSERT_TRUE(pipeline);
    ScreenAnswers late;
    ASSERT_TRUE(late.set_text(hit));
    ScreenAnswers known = test::all_clear();
    const Snapshot* last = nullptr;
    RawFrame frame;
    std::size_t before = 0;
    for (int i = 0; i < 400; ++i) {
      const auto status = (*source)->read(frame, {});
      if (!status || *status != ReadStatus::frame) break;
      if (i == 300) {
        before = last->guidance->places.size();
        pipeline->set_screen(late);
        pipeline->set_screen(test::all_clear());
        known = {};
        known.merge(late);
        known.merge(test::all_clear());
        expect_none(test::breaches_of(*pipeline->guidance(), effect_of(known)), hit);
      }
      last = &pipeline->process(frame);
      expect_none(test::breaches_of(*last, effect_of(known)), hit);
      if (HasFailure()) return;
    }
    EXPECT_GT(before, 0U) << "nothing was there to be taken away";
    EXPECT_NE(last->guidance->banner, "");
  }
}

}  // namespace
}  // namespace palpate
