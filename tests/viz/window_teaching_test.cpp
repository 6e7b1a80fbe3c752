// The session behind the window while postures are taught: where they are stored, and that nothing is lost
// when the source changes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "processing/client_postures.h"
#include "tests/support/temp_dir.h"
#include "viz/window_session.h"

namespace palpate {
namespace {

constexpr const char* kUpright = "sim:seated-even?seed=3&rate=5&live=0";

class TeachingWindow : public testing::Test {
 protected:
  void ask(const TeachCommand& command) { session_.apply(Command{command}, ui_, 0.0); }
  bool until(const std::function<bool(const TeachingState&)>& holds) {
    for (int i = 0; i < 60000; ++i) {
      session_.update(ui_);
      if (session_.snapshot().teaching && holds(*session_.snapshot().teaching)) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
  }
  bool teach(const std::string& name) {
    ask(StartTeaching{name});
    return until([&](const TeachingState& t) { return t.step == TeachStep::taught && t.name == name; });
  }

  test::TempDir dir_;
  WindowSession session_{{}, dir_.file("recordings")};
  UiState ui_;
};

TEST_F(TeachingWindow, ANameIsAFileInTheFolderOfRecordings) {
  ASSERT_TRUE(session_.open(kUpright, ui_));
  ask(OpenTaught{"anna"});
  ASSERT_TRUE(teach("upright"));
  const auto taught = read_taught_postures(dir_.file("recordings/anna.toml"));
  ASSERT_TRUE(taught) << taught.error().message;
  EXPECT_EQ(taught->client, "anna");
  EXPECT_TRUE(session_.close());
}

TEST_F(TeachingWindow, TheNextSourceKnowsThemUnlessItsMatIsAnother) {
  ASSERT_TRUE(session_.open(kUpright, ui_));
  ask(OpenTaught{dir_.file("anna.toml")});
  ASSERT_TRUE(teach("upright"));
  ASSERT_TRUE(session_.open(kUpright, ui_));
  EXPECT_TRUE(until([](const TeachingState& t) { return t.lines.size() == 1; }));
  EXPECT_EQ(session_.snapshot().teaching->file, dir_.file("anna.toml"));
  ASSERT_TRUE(session_.open("sim:supine-even?rate=5&live=0", ui_));
  EXPECT_TRUE(until([](const TeachingState& t) { return t.lines.empty() && t.file.empty(); }));
  EXPECT_TRUE(session_.close());
}

TEST_F(TeachingWindow, TheSourceStaysWhileSomethingIsNotStored) {
  std::ofstream(dir_.file("a file")) << "not a folder";
  ASSERT_TRUE(session_.open(kUpright, ui_));
  ask(OpenTaught{dir_.file("a file/anna.toml")});
  ASSERT_TRUE(teach("upright"));
  EXPECT_TRUE(until([](const TeachingState& t) { return t.unstored; }));
  const auto opened = session_.open(kUpright, ui_);
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().message, testing::HasSubstr("not stored yet"));
  ask(StoreTaught{"anna"});
  ASSERT_TRUE(until([](const TeachingState& t) { return !t.unstored; }));
  EXPECT_TRUE(std::filesystem::exists(dir_.file("recordings/anna.toml")));
  EXPECT_TRUE(session_.open(kUpright, ui_));
  EXPECT_TRUE(session_.close());
}

}  // namespace
}  // namespace palpate
