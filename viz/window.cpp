#include "viz/window.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <ctime>

#include "acquisition/output_file.h"
#include "viz/gl_window.h"
#include "viz/ui_dump.h"
#include "viz/widgets.h"
#include "viz/window_session.h"

namespace palpate {
namespace {

double now_s() {
  using clock = std::chrono::steady_clock;
  return std::chrono::duration<double>(clock::now().time_since_epoch()).count();
}

double cpu_s() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

class LogTexts {
 public:
  explicit LogTexts(std::vector<std::string>* texts) { log_texts(texts); }
  ~LogTexts() { log_texts(nullptr); }
  LogTexts(const LogTexts&) = delete;
  LogTexts& operator=(const LogTexts&) = delete;
};

// Keeps the file in step with the widgets on the screen.
class Dump {
 public:
  explicit Dump(std::string path) : path_(std::move(path)) {}
  [[nodiscard]] bool wanted() const { return !path_.empty(); }
  Result<void> write(const Probes& probes, const std::vector<std::string>& texts) {
    if (path_.empty()) return {};
    std::string text = to_json(probes, texts);
    if (text == last_) return {};
    last_ = std::move(text);
    return write_output_file(path_, last_, Sync::no);  // a reader never sees half of it
  }

 private:
  std::string path_, last_;
};

class Pace {
 public:
  explicit Pace(double max_fps) : period_(max_fps > 0.0 ? 1.0 / max_fps : 0.0), next_(now_s() + period_) {}
  // Seconds to wait before the next frame.
  double left() {
    const double now = now_s();
    const double wait = next_ - now;
    next_ = wait > 0.0 ? next_ + period_ : now + period_;
    return wait > 0.0 ? wait : 0.0;
  }

 private:
  double period_, next_;
};

Result<void> begin(const WindowOptions& options, WindowSession& session, UiState& ui) {
  fill_choices(ui.picker);
  session.apply(RefreshPorts{}, ui, 0.0);
  if (options.source.empty()) {
    ui.picker.open = true;
    return {};
  }
  if (Result<void> opened = session.open(options.source, ui); !opened) return opened.error();
  if (!options.record_path.empty()) session.apply(Command{StartRecording{options.record_path}}, ui, 0.0);
  return {};
}

void print_speed(int frames, double seconds, double cpu) {
  if (frames == 0 || seconds <= 0.0) return;
  std::printf("%d frames in %.2f s: %.1f frames/s, %.2f ms CPU a frame (all threads)\n", frames, seconds,
              frames / seconds, 1e3 * cpu / frames);
}

}  // namespace

Result<void> run_window(const WindowOptions& options) {
  const bool paced = options.max_fps > 0.0;
  UiState ui;
  WindowSession session(
      options.pipeline,
      options.recording_folder.empty() ? default_recording_folder() : options.recording_folder,
      options.taught_file);
  if (Result<void> begun = begin(options, session, ui); !begun) return begun.error();
  Result<std::unique_ptr<GlWindow>> window = GlWindow::open(options.width, options.height, paced);
  if (!window) return window.error();
  Dump dump(options.ui_dump_path);
  std::vector<std::string> texts;
  const LogTexts log(dump.wanted() ? &texts : nullptr);
  Pace pace(options.max_fps);
  const double start = now_s();
  const double cpu_start = cpu_s();
  int frames = 0;
  while (!(*window)->should_close()) {
    if (options.run_seconds > 0.0 && now_s() - start >= options.run_seconds) break;
    if (options.interrupted != nullptr && options.interrupted->load()) break;
    session.update(ui);
    const double ui_time = now_s() - start;
    texts.clear();
    for (const UiAction& action : (*window)->draw(session.snapshot(), ui)) session.apply(action, ui, ui_time);
    ++frames;
    if (Result<void> dumped = dump.write((*window)->probes(), texts); !dumped) return dumped.error();
    (*window)->wait(pace.left());
  }
  if (options.print_fps) print_speed(frames, now_s() - start, cpu_s() - cpu_start);
  return session.close();
}

}  // namespace palpate
