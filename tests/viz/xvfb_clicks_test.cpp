// The real window on a virtual display, clicked by xdotool: GLFW, OpenGL, session and recorder together.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "acquisition/recording_reader.h"
#include "tests/support/temp_dir.h"
#include "viz/window.h"

namespace palpate {
namespace {

bool on_path(const std::string& program) {
  std::istringstream folders(std::getenv("PATH") != nullptr ? std::getenv("PATH") : "");
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (::access((folder + "/" + program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

// Long, because a loaded machine draws slowly; a pass never waits for it.
bool eventually(const std::function<bool()>& holds) {
  for (int i = 0; i < 600; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return false;
}

std::atomic<bool> g_interrupted{false};

class Child {
 public:
  explicit Child(const std::function<int()>& body) : pid_(::fork()) {
    if (pid_ == 0) ::_exit(body());
  }
  ~Child() {
    if (pid_ > 0) end(SIGKILL);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  // The exit code, or -1 when a signal ended it.
  int end(int signal) {
    int status = 0;
    ::kill(pid_, signal);
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t pid_;
};

class VirtualDisplay {
 public:
  VirtualDisplay() {
    int ends[2];
    if (::pipe(ends) != 0) return;
    server_ = std::make_unique<Child>([&] {
      ::close(ends[0]);
      const std::string fd = std::to_string(ends[1]);
      ::execlp("Xvfb", "Xvfb", "-displayfd", fd.c_str(), "-screen", "0", "1400x900x24", "-nolisten", "tcp",
               static_cast<char*>(nullptr));
      return 127;
    });
    ::close(ends[1]);
    for (char c = 0; ::read(ends[0], &c, 1) == 1 && c != '\n';) name_ += c;
    ::close(ends[0]);
    if (!name_.empty()) name_ = ":" + name_;
  }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  std::unique_ptr<Child> server_;
  std::string name_;
};

class WindowOnXvfb : public testing::Test {
 protected:
  void SetUp() override {
#ifdef __SANITIZE_THREAD__
    GTEST_SKIP() << "the software OpenGL driver is not built for the thread sanitizer";
#endif
    if (!on_path("Xvfb") || !on_path("xdotool")) GTEST_SKIP() << "Xvfb or xdotool is not installed";
    display_ = std::make_unique<VirtualDisplay>();
    ASSERT_FALSE(display_->name().empty()) << "Xvfb did not start";
    ::setenv("DISPLAY", display_->name().c_str(), 1);
    ::unsetenv("WAYLAND_DISPLAY");
    window_ = std::make_unique<Child>([this] {
      ::signal(SIGTERM, [](int) { g_interrupted = true; });
      WindowOptions options;
      options.source = "sim:seated-left-lean?live=1";
      options.recording_folder = dir_.file("recordings");
      options.ui_dump_path = dir_.file("ui.json");
      options.interrupted = &g_interrupted;
      const Result<void> run = run_window(options);
      if (!run) std::fprintf(stderr, "%s\n", run.error().message.c_str());
      return run ? 0 : 1;
    });
    ASSERT_TRUE(eventually([this] { return shows("record"); })) << "the window never drew";
  }

  [[nodiscard]] nlohmann::json widgets() const {
    std::ifstream in(dir_.file("ui.json"));
    return in ? nlohmann::json::parse(in, nullptr, false) : nlohmann::json();
  }
  [[nodiscard]] bool shows(const std::string& probe) const {
    return widgets().contains(probe);
  }

  void click(const std::string& probe) const {
    const nlohmann::json box = widgets()[probe];
    ASSERT_EQ(box.size(), 4U) << probe;
    const int x = static_cast<int>(0.5 * (box[0].get<double>() + box[2].get<double>()));
    const int y = static_cast<int>(0.5 * (box[1].get<double>() + box[3].get<double>()));
    // The pause lets the window draw a frame with the mouse there before the press, as a hand does.
    const std::string command =
        "xdotool search --sync --onlyvisible --name '^Palpate$' windowfocus mousemove --window %1 " +
        std::to_string(x) + " " + std::to_string(y) + " sleep 0.3 mousedown 1 sleep 0.3 mouseup 1";
    ASSERT_EQ(std::system(command.c_str()), 0);
  }

  [[nodiscard]] std::string recording() const {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(dir_.file("recordings"), error)) {
      if (entry.path().extension() == ".palpate") return entry.path().string();
    }
    return {};
  }

  test::TempDir dir_;
  std::unique_ptr<VirtualDisplay> display_;
  std::unique_ptr<Child> window_;
};

TEST_F(WindowOnXvfb, ClicksRecordAndStoreASitting) {
  click("record");
  ASSERT_TRUE(eventually([this] { return shows("bookmark"); }))
      << "pressing Record did not start a recording";
  ASSERT_TRUE(eventually([this] { return !recording().empty(); }));
  click("bookmark");
  std::this_thread::sleep_for(std::chrono::seconds(1));
  click("record");
  ASSERT_TRUE(eventually([this] { return shows("tare"); })) << "pressing Stop did not end the recording";
  click("source");
  EXPECT_TRUE(eventually([this] { return shows("pick.start"); })) << "the picker did not open";
  EXPECT_EQ(window_->end(SIGTERM), 0);

  const Result<RecordingReader> reader = RecordingReader::open(recording());
  ASSERT_TRUE(reader.has_value()) << reader.error().message;
  EXPECT_TRUE(reader->summary().complete);
  EXPECT_GT(reader->summary().frames, 25U);
  EXPECT_EQ(reader->bookmarks().size(), 1U);
}

TEST(WindowWithoutDisplay, SaysWhatToDo) {
  ::unsetenv("DISPLAY");
  ::unsetenv("WAYLAND_DISPLAY");
  WindowOptions options;
  options.source = "sim:seated-even?live=1";
  const Result<void> run = run_window(options);
  ASSERT_FALSE(run.has_value());
  EXPECT_NE(run.error().message.find("palpate render"), std::string::npos) << run.error().message;
}

}  // namespace
}  // namespace palpate
