// Teaching as the window asks for it: the lesson, the list with its file, what is recognised afterwards.
#include "processing/teaching.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "acquisition/open_source.h"
#include "processing/live_session.h"
#include "tests/support/taught.h"
#include "tests/support/temp_dir.h"

namespace palpate {
namespace {

using testing::HasSubstr;

// A source with a pipeline and a teaching, run frame by frame as LiveSession does.
class Room {
 public:
  explicit Room(const std::string& scenario, const std::string& file = {},
                std::shared_ptr<const TaughtPostures> taught = {})
      : source_(open_source("sim:" + scenario + (scenario.find('?') == scenario.npos ? "?" : "&") +
                            "rate=5&live=0")
                    .value()),
        pipeline_(Pipeline::create(source_->info()).value()),
        teaching_(source_->info().geometry, std::move(taught), file) {}

  // False where the source ends before that.
  bool run_until(TeachStep step, double seconds = 100.0) {
    const double until = last_s_ + seconds;
    while (state().step != step && last_s_ < until) {
      if (!one_frame()) return false;
    }
    return state().step == step;
  }
  bool one_frame() {
    RawFrame frame;
    const std::stop_source never;
    const auto status = source_->read(frame, never.get_token());
    if (!status || *status != ReadStatus::frame) return false;
    const Snapshot& snapshot = pipeline_.process(frame);
    teaching_.update(snapshot, pipeline_);
    last_s_ = snapshot.t_s;
    name_ = taught_name(snapshot.taught);
    return true;
  }
  Result<void> ask(const TeachCommand& command) { return teaching_.carry_out(command, pipeline_); }
  // The whole lesson; the step it ended with.
  TeachStep show(const std::string& name, TeachHow how = TeachHow::as_new) {
    const auto started = ask(StartTeaching{name, how});
    EXPECT_TRUE(started) << (started ? "" : started.error().message);
    const double until = last_s_ + 100.0;
    while (state().step != TeachStep::taught && state().step != TeachStep::refused && last_s_ < until) {
      if (!one_frame()) break;
    }
    return state().step;
  }
  [[nodiscard]] const TeachingState& state() const { return *teaching_.state(); }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] Teaching& teaching() { return teaching_; }
  [[nodiscard]] double last_s() const { return last_s_; }

 private:
  std::unique_ptr<FrameSource> source_;
  Pipeline pipeline_;
  Teaching teaching_;
  double last_s_ = 0.0;
  std::string name_;
};

std::vector<std::string> names_in(const std::string& file) {
  std::vector<std::string> names;
  const auto taught = read_taught_postures(file);
  if (!taught) return {taught.error().message};
  for (const TaughtPosture& posture : taught->postures) names.push_back(posture.name);
  return names;
}

TEST(Teaching, TenSecondsAreCountedAndThePostureIsToldAtOnce) {
  const test::TempDir dir;
  Room room("seated-even?seed=3", dir.file("anna.toml"));
  ASSERT_TRUE(room.ask(StartTeaching{"upright"}));
  ASSERT_TRUE(room.run_until(TeachStep::settling));
  ASSERT_TRUE(room.run_until(TeachStep::holding));
  const double from = room.last_s();
  EXPECT_NEAR(room.state().left_s, 10.0, 0.3);
  double before = room.state().left_s;
  while (room.state().step == TeachStep::holding && room.one_frame() &&
         room.state().step == TeachStep::holding) {
    EXPECT_LT(room.state().left_s, before);
    before = room.state().left_s;
    EXPECT_EQ(room.name(), "");
  }
  EXPECT_EQ(room.state().step, TeachStep::taught);
  EXPECT_NEAR(room.last_s() - from, 10.0, 0.3);
  EXPECT_EQ(names_in(dir.file("anna.toml")), std::vector<std::string>{"upright"});
  room.one_frame();
  EXPECT_EQ(room.name(), "upright") << "the very next frame";
  ASSERT_EQ(room.state().lines.size(), 1U);
  EXPECT_EQ(room.state().lines[0].takes, 1);
}

TEST(Teaching, RemoveAndUndoAreStoredAtOnce) {
  const test::TempDir dir;
  const std::string file = dir.file("anna.toml");
  Room room("seated-even?seed=3", file, std::make_shared<const TaughtPostures>(test::three_postures(3)));
  const std::vector<std::string> all{"upright", "usual slump", "left leg crossed"};
  ASSERT_TRUE(room.ask(RemoveTaught{"usual slump"}));
  EXPECT_EQ(names_in(file), (std::vector<std::string>{"upright", "left leg crossed"}));
  EXPECT_EQ(room.state().undo, "removing \"usual slump\"");
  EXPECT_FALSE(room.ask(RemoveTaught{"usual slump"}));
  ASSERT_TRUE(room.ask(UndoTaught{}));
  EXPECT_EQ(names_in(file), all);
  EXPECT_EQ(room.state().undo, "");
  EXPECT_FALSE(room.ask(UndoTaught{})) << "nothing is left to take back";
}

TEST(Teaching, SaysWhyNot) {
  const test::TempDir dir;
  {
    Room room("empty", dir.file("a.toml"));
    EXPECT_EQ(room.show("upright"), TeachStep::refused);
    EXPECT_EQ(room.state().refusal, TeachRefusal::nobody);
    EXPECT_FALSE(room.ask(KeepTake{})) << "there is nothing to keep";
  }
  {
    Room room("arrive-and-leave", dir.file("b.toml"));
    while (room.one_frame() && room.name().empty() && room.last_s() < 1.0) {
    }
    EXPECT_FALSE(std::filesystem::exists(dir.file("b.toml")));
  }
  Room room("seated-even?seed=3", dir.file("c.toml"));
  EXPECT_FALSE(room.ask(StartTeaching{"unknown"})) << "the word for none of them";
  EXPECT_EQ(room.show("upright"), TeachStep::taught);
  EXPECT_FALSE(room.ask(StartTeaching{"upright"})) << "taught already";
  EXPECT_EQ(room.show("upright", TeachHow::append), TeachStep::taught);
  EXPECT_EQ(room.state().lines[0].takes, 2);
  EXPECT_EQ(room.show("upright", TeachHow::replace), TeachStep::taught);
  EXPECT_EQ(room.state().lines[0].takes, 1);
}

TEST(Teaching, TooAlikeMayBecomeAnotherTake) {
  const test::TempDir dir;
  const std::string file = dir.file("anna.toml");
  Room room("seated-even?seed=3", file);
  ASSERT_EQ(room.show("upright"), TeachStep::taught);
  ASSERT_EQ(room.show("at my desk"), TeachStep::refused);
  EXPECT_EQ(room.state().refusal, TeachRefusal::alike);
  EXPECT_EQ(room.state().like, "upright");
  EXPECT_EQ(names_in(file), std::vector<std::string>{"upright"});
  ASSERT_TRUE(room.ask(KeepTake{}));
  EXPECT_EQ(room.state().step, TeachStep::taught);
  EXPECT_EQ(room.state().name, "upright");
  EXPECT_EQ(room.state().lines[0].takes, 2);
}

TEST(Teaching, CancelForgetsTheLesson) {
  Room room("seated-even?seed=3");
  ASSERT_TRUE(room.ask(StartTeaching{"upright"}));
  ASSERT_TRUE(room.run_until(TeachStep::holding));
  ASSERT_TRUE(room.ask(CancelTeaching{}));
  EXPECT_FALSE(room.run_until(TeachStep::taught, 20.0));
  EXPECT_EQ(room.state().step, TeachStep::idle);
  EXPECT_TRUE(room.state().lines.empty());
}

TEST(Teaching, WhatCannotBeStoredStaysAndIsStoredElsewhere) {
  const test::TempDir dir;
  std::ofstream(dir.file("a file")) << "not a folder";
  Room room("seated-even?seed=3", dir.file("a file/anna.toml"));
  ASSERT_EQ(room.show("upright"), TeachStep::taught);
  EXPECT_TRUE(room.state().unstored);
  EXPECT_THAT(room.state().store_error, HasSubstr("may you write there"));
  room.one_frame();
  EXPECT_EQ(room.name(), "upright") << "it is known all the same";
  const auto opened = room.ask(OpenTaught{dir.file("bert.toml")});
  ASSERT_FALSE(opened) << "another client would lose it";
  EXPECT_THAT(opened.error().message, HasSubstr("not stored yet"));
  EXPECT_FALSE(room.ask(StoreTaught{dir.file("a file")})) << "never over a file that is there";
  ASSERT_TRUE(room.ask(StoreTaught{dir.file("new folder/anna.toml")}));
  EXPECT_FALSE(room.state().unstored);
  EXPECT_EQ(names_in(dir.file("new folder/anna.toml")), std::vector<std::string>{"upright"});
  EXPECT_TRUE(room.teaching().close());
}

TEST(Teaching, AClientNamedLaterKeepsWhatWasTaught) {
  const test::TempDir dir;
  Room room("seated-even?seed=3");
  ASSERT_EQ(room.show("upright"), TeachStep::taught);
  EXPECT_TRUE(room.state().unstored);
  ASSERT_TRUE(room.ask(OpenTaught{dir.file("anna.toml")}));
  EXPECT_FALSE(room.state().unstored);
  EXPECT_EQ(names_in(dir.file("anna.toml")), std::vector<std::string>{"upright"});
  ASSERT_TRUE(room.ask(OpenTaught{dir.file("bert.toml")}));
  EXPECT_TRUE(room.state().lines.empty());
  ASSERT_TRUE(room.ask(OpenTaught{dir.file("anna.toml")}));
  ASSERT_EQ(room.state().lines.size(), 1U);
  room.one_frame();
  EXPECT_EQ(room.name(), "upright");
}

TEST(Teaching, WhatHasNoPlaceAtTheEndIsPutAside) {
  const test::TempDir dir;
  ::setenv("TMPDIR", dir.file("").c_str(), 1);
  Room room("seated-even?seed=3");
  ASSERT_EQ(room.show("upright"), TeachStep::taught);
  const auto closed = room.teaching().close();
  ::unsetenv("TMPDIR");
  ASSERT_FALSE(closed);
  EXPECT_THAT(closed.error().message, HasSubstr("palpate-postures-1.toml"));
  EXPECT_EQ(names_in(dir.file("palpate-postures-1.toml")), std::vector<std::string>{"upright"});
}

TEST(Teaching, AnotherMatIsRefusedBeforeAnybodyHoldsStill) {
  const test::TempDir dir;
  const std::string file = dir.file("anna.toml");
  ASSERT_TRUE(ClientPostures(std::make_shared<const TaughtPostures>(test::three_postures(3)), file).store());
  Room table("supine-even?seed=3");
  const auto opened = table.ask(OpenTaught{file});
  ASSERT_FALSE(opened);
  EXPECT_TRUE(table.state().file.empty());
}

// A program killed while it stores leaves the file as it was before or as it is after.
TEST(ClientPostures, AKillLeavesAWholeFile) {
  const test::TempDir dir;
  const std::string file = dir.file("anna.toml");
  const auto taught = std::make_shared<const TaughtPostures>(test::three_postures(3));
  ASSERT_TRUE(ClientPostures(taught, file).store());
  for (int kill_after_us = 200; kill_after_us <= 4000; kill_after_us += 200) {
    const pid_t child = ::fork();
    if (child == 0) {
      ClientPostures writer(taught, file);
      for (bool there = true;; there = !there)
        static_cast<void>(there ? writer.remove("upright") : writer.undo());
    }
    std::this_thread::sleep_for(std::chrono::microseconds(kill_after_us));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    const auto left = read_taught_postures(file);
    ASSERT_TRUE(left) << left.error().message;
    EXPECT_THAT(left->postures.size(), testing::AnyOf(2U, 3U));
  }
}

// The whole way through a session's commands: two postures, the file read again, both told.
TEST(LiveSessionTeaching, TwoPosturesStoredReloadedAndTold) {
  const test::TempDir dir;
  const std::string file = dir.file("anna.toml");
  const auto wait_for = [](LiveSession& session, const auto& what) {
    for (int i = 0; i < 60000; ++i) {
      session.update();
      if (what(session.snapshot())) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
  };
  const std::vector<std::pair<std::string, std::string>> shown{{"seated-even", "upright"},
                                                               {"seated-slouch", "usual slump"}};
  for (const auto& pair : shown) {
    PipelineOptions options;
    if (std::filesystem::exists(file))
      options.taught = std::make_shared<const TaughtPostures>(read_taught_postures(file).value());
    auto source = open_source("sim:" + pair.first + "?seed=3&rate=5&live=0").value();
    auto session = LiveSession::start(std::move(source), options, file).value();
    ASSERT_TRUE(session->send(TeachCommand{StartTeaching{pair.second}}));
    ASSERT_TRUE(wait_for(
        *session, [](const Snapshot& s) { return s.teaching && s.teaching->step == TeachStep::taught; }));
    ASSERT_TRUE(wait_for(*session, [&](const Snapshot& s) { return taught_name(s.taught) == pair.second; }));
    EXPECT_TRUE(session->stop());
  }
  EXPECT_EQ(names_in(file), (std::vector<std::string>{"upright", "usual slump"}));
  for (const auto& pair : shown) {
    PipelineOptions options;
    options.taught = std::make_shared<const TaughtPostures>(read_taught_postures(file).value());
    auto source = open_source("sim:" + pair.first + "?seed=3&rate=5&live=0").value();
    auto session = LiveSession::start(std::move(source), options, file).value();
    EXPECT_TRUE(wait_for(*session, [&](const Snapshot& s) { return taught_name(s.taught) == pair.second; }));
    EXPECT_TRUE(session->stop());
  }
}

}  // namespace
}  // namespace palpate
