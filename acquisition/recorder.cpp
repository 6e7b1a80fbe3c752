#include "acquisition/recorder.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "acquisition/recording_writer.h"
#include "acquisition/spsc_ring.h"

namespace palpate {
namespace {

using namespace std::chrono_literals;

constexpr auto kIdle = 20ms;  // longest sleep of the recorder's thread
constexpr auto kFlushAfter =
    500ms;  // without a frame the open chunk is stored, so a stalled mat loses nothing
constexpr auto kRoomPoll = 200us;
constexpr double kRingSeconds = 2.0;

// Room for two seconds of frames: a disk may pause that long without a loss.
std::size_t ring_capacity(double rate_hz) {
  return static_cast<std::size_t>(std::clamp(rate_hz * kRingSeconds, 64.0, 512.0));
}

RawFrame blank_frame(std::size_t cells) {
  RawFrame frame;
  frame.cells.resize(cells);
  return frame;
}

class ThreadedRecorder final : public Recorder {
 public:
  ThreadedRecorder(RecordingWriter writer, std::string path, const SourceInfo& info)
      : cells_(info.geometry.cells()),
        path_(std::move(path)),
        writer_(std::move(writer)),
        ring_(ring_capacity(info.nominal_rate_hz), blank_frame(cells_)),
        thread_([this] { run(); }) {}

  ~ThreadedRecorder() override { static_cast<void>(close()); }

  void offer(const RawFrame& frame, bool wait) override {
    PALPATE_EXPECTS(frame.cells.size() == cells_);
    RawFrame* slot = ring_.try_claim();
    while (slot == nullptr && wait && !write_failed_.load()) {
      std::this_thread::sleep_for(kRoomPoll);
      slot = ring_.try_claim();
    }
    if (write_failed_.load() || closing_.load()) {
      drops_.fetch_add(1);
      return;
    }
    if (slot == nullptr) {  // loud, but what comes later is still recorded
      drops_.fetch_add(1);
      fail(fmt::format("recording lost a frame: the disk is too slow: {}", path_));
      return;
    }
    *slot = frame;
    ring_.publish();
    offered_.fetch_add(1);
    if (sleeping_.load()) wake_.notify_one();
  }

  void add_bookmark(double t_s, std::string text) override {
    post([t_s, text = std::move(text)](RecordingWriter& writer) { return writer.add_bookmark(t_s, text); });
  }
  void add_event(double t_s, std::string kind, std::string text) override {
    post([t_s, kind = std::move(kind), text = std::move(text)](RecordingWriter& writer) {
      return writer.add_event(t_s, kind, text);
    });
  }
  void set_notes(std::string text) override {
    post([text = std::move(text)](RecordingWriter& writer) { return writer.set_notes(text); });
  }
  void set_lost_frames(std::uint64_t lost_frames) override {
    post([lost_frames](RecordingWriter& writer) { return writer.set_lost_frames(lost_frames); });
  }

  [[nodiscard]] RecorderStatus status() const override {
    RecorderStatus status;
    status.frames = offered_.load();
    status.drops = drops_.load();
    status.failed = failed_.load();
    if (status.failed) {
      const std::lock_guard lock(mutex_);
      status.message = message_;
    }
    return status;
  }

  Result<void> close() override {
    if (!closing_.exchange(true)) {
      wake_.notify_one();
      thread_.join();
    }
    if (!failed_.load()) return {};
    const std::lock_guard lock(mutex_);
    return Error{ErrorCode::io, fmt::format("{} ({} frames lost)", message_, drops_.load())};
  }

 private:
  using Task = std::function<Result<void>(RecordingWriter&)>;

  void post(Task task) {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
  }

  // The first failure stays: what follows is its consequence.
  void fail(std::string message) {
    const std::lock_guard lock(mutex_);
    if (message_.empty()) message_ = std::move(message);
    failed_.store(true);
  }
  void keep(const Result<void>& result) {
    if (!result) fail(result.error().message);
  }

  void run_tasks() {
    std::vector<Task> tasks;
    {
      const std::lock_guard lock(mutex_);
      tasks.swap(tasks_);
    }
    for (const Task& task : tasks) keep(task(writer_));
  }

  // Everything offered so far. After a failure the ring is still emptied, or a waiting reader would hang.
  bool drain() {
    bool any = false;
    for (RawFrame* frame = ring_.front(); frame != nullptr; frame = ring_.front()) {
      any = true;
      if (!write_failed_) {
        const auto stored = writer_.append(*frame);
        write_failed_ = !stored;
        keep(stored);
      }
      if (write_failed_) {
        drops_.fetch_add(1);
        offered_.fetch_sub(1);
      }
      ring_.pop();
    }
    return any;
  }

  void run() {
    auto last_frame = std::chrono::steady_clock::now();
    bool flushed = true;
    for (;;) {
      const bool last_round = closing_.load();  // read before draining: nothing offered earlier is missed
      run_tasks();
      if (drain()) {
        last_frame = std::chrono::steady_clock::now();
        flushed = false;
      } else if (!flushed && !write_failed_ && std::chrono::steady_clock::now() - last_frame >= kFlushAfter) {
        keep(writer_.flush());
        flushed = true;
      }
      if (last_round) break;
      std::unique_lock lock(wake_mutex_);
      sleeping_.store(true);
      if (ring_.size() == 0) wake_.wait_for(lock, kIdle);
      sleeping_.store(false);
    }
    keep(writer_.close());
  }

  const std::size_t cells_;
  const std::string path_;
  RecordingWriter writer_;  // the thread's
  SpscRing<RawFrame> ring_;
  std::atomic<std::uint64_t> offered_{0}, drops_{0};
  std::atomic<bool> failed_{false}, write_failed_{false}, closing_{false}, sleeping_{false};
  mutable std::mutex mutex_;  // message_ and tasks_
  std::string message_;
  std::vector<Task> tasks_;
  std::mutex wake_mutex_;
  std::condition_variable wake_;
  std::jthread thread_;
};

}  // namespace

Result<std::unique_ptr<Recorder>> Recorder::start(const std::string& path, const SourceInfo& info) {
  auto writer = RecordingWriter::create(path, info);
  if (!writer) return writer.error();
  return std::unique_ptr<Recorder>(std::make_unique<ThreadedRecorder>(*std::move(writer), path, info));
}

}  // namespace palpate
