#include "acquisition/replay_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

namespace palpate {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto kLongestRead = 40ms;  // the contract says 50
constexpr auto kSlice = 5ms;         // how soon a changed control is noticed
constexpr double kSlowest = 0.01;
constexpr double kFastest = 1000.0;

// Which wall-clock instant belongs to which device time.
struct Pace {
  Clock::time_point wall;
  std::int64_t device_us = 0;
  double speed = 1.0;
};

class ReplaySource final : public FrameSource {
 public:
  ReplaySource(RecordingReader reader, double speed, bool hold)
      : reader_(std::move(reader)), hold_(hold), control_(std::make_shared<ReplayControl>()) {
    const RecordingSummary& summary = reader_.summary();
    control_->speed = speed;
    control_->duration_us = summary.frames == 0 ? 0 : summary.last_us - summary.first_us;
  }

  [[nodiscard]] const SourceInfo& info() const override { return reader_.info(); }
  [[nodiscard]] bool is_live() const override { return false; }
  [[nodiscard]] LinkState state() const override { return state_.load(); }
  [[nodiscard]] std::shared_ptr<ReplayControl> replay_control() const override { return control_; }
  [[nodiscard]] const RecordingSummary* recording() const override { return &reader_.summary(); }
  [[nodiscard]] LinkStats stats() const override {
    LinkStats stats;
    stats.frames = delivered_.load();
    stats.lost_frames = stats.sequence_gaps = lost_.load();
    return stats;
  }

  Result<ReadStatus> read(RawFrame& out, const std::stop_token& stop) override {
    const auto give_up = Clock::now() + kLongestRead;
    for (;;) {
      if (auto ok = take_seek(); !ok) return ok.error();
      const bool step = after_seek_;  // shown at once, paused or not
      if (control_->paused && !step) {
        pace_.reset();
        state_ = LinkState::paused;
        if (!sleep(give_up, kSlice, stop)) return ReadStatus::timeout;
        continue;
      }
      if (auto ok = fetch(); !ok) return ok.error();
      if (!pending_) {
        after_seek_ = false;
        state_ = LinkState::ended;
        if (!hold_) return ReadStatus::end;
        if (!sleep(give_up, kSlice, stop)) return ReadStatus::timeout;
        continue;
      }
      state_ = LinkState::streaming;
      const auto wait = step ? Clock::duration::zero() : until_due(ahead_.device_time_us);
      if (wait <= Clock::duration::zero()) return deliver(out);
      if (!sleep(give_up, wait, stop)) return ReadStatus::timeout;
    }
  }

 private:
  Result<void> take_seek() {
    const std::int64_t target = control_->seek_to_us.exchange(-1);
    if (target < 0) return {};
    pending_ = false;
    after_seek_ = true;
    pace_.reset();
    const std::int64_t last = std::max<std::int64_t>(control_->duration_us, 0);
    return reader_.seek(reader_.summary().first_us + std::min(target, last));
  }

  Result<void> fetch() {
    if (pending_) return {};
    auto more = reader_.next(ahead_);
    if (!more) return more.error();
    pending_ = *more;
    return {};
  }

  ReadStatus deliver(RawFrame& out) {
    std::swap(out, ahead_);
    pending_ = false;
    if (after_seek_) {
      out.flags |= frame_flag::discontinuity;
    } else if (delivered_ > 0 && (out.flags & frame_flag::discontinuity) == 0 &&
               out.sequence > last_sequence_) {
      lost_ += out.sequence - last_sequence_ - 1;
    }
    after_seek_ = false;
    last_sequence_ = out.sequence;
    control_->position_us = out.device_time_us - reader_.summary().first_us;
    ++delivered_;
    return ReadStatus::frame;
  }

  Clock::duration until_due(std::int64_t device_us) {
    const double speed = control_->speed;
    if (!(speed > 0.0)) return Clock::duration::zero();
    const bool back = pace_ && device_us < pace_->device_us;
    if (!pace_ || back || pace_->speed != speed) pace_ = Pace{Clock::now(), device_us, speed};
    const double ahead_us = static_cast<double>(device_us) - static_cast<double>(pace_->device_us);
    const double wait_us = std::min(ahead_us / speed, 1e12);  // no overflow, however long the gap
    return pace_->wall + std::chrono::microseconds(static_cast<std::int64_t>(wait_us)) - Clock::now();
  }

  // Sleeps a slice; false when the read has to return.
  bool sleep(Clock::time_point give_up, Clock::duration wanted, const std::stop_token& stop) {
    if (stop.stop_requested()) return false;
    const auto left = give_up - Clock::now();
    if (left <= Clock::duration::zero()) return false;
    std::unique_lock lock(mutex_);
    const auto slice = std::min<Clock::duration>({wanted, left, kSlice});
    woken_.wait_for(lock, stop, slice, [] { return false; });
    return !stop.stop_requested();
  }

  RecordingReader reader_;
  const bool hold_;
  std::shared_ptr<ReplayControl> control_;
  RawFrame ahead_;  // read, not yet due
  bool pending_ = false;
  bool after_seek_ = false;
  std::optional<Pace> pace_;
  std::uint64_t last_sequence_ = 0;
  std::atomic<std::uint64_t> delivered_{0}, lost_{0};
  std::atomic<LinkState> state_{LinkState::streaming};
  std::mutex mutex_;
  std::condition_variable_any woken_;
};

Result<double> speed_from(const std::string& text) {
  if (text == "max") return 0.0;
  double speed = 0.0;
  const auto [stop, code] = std::from_chars(text.data(), text.data() + text.size(), speed);
  if (code != std::errc() || stop != text.data() + text.size() || !(speed >= kSlowest && speed <= kFastest)) {
    return Error{ErrorCode::bad_argument, fmt::format("impossible replay speed: {} (choose {} to {}, or max)",
                                                      text, kSlowest, kFastest)};
  }
  return speed;
}

}  // namespace

Result<std::unique_ptr<FrameSource>> open_replay(const SourceUri& uri) {
  double speed = 1.0;
  bool hold = false;
  for (const auto& [key, value] : uri.options) {
    if (key == "speed") {
      auto parsed = speed_from(value);
      if (!parsed) return parsed.error();
      speed = *parsed;
    } else if (key == "hold" && (value == "0" || value == "1")) {
      hold = value == "1";
    } else {
      return Error{ErrorCode::bad_argument,
                   fmt::format("a recording does not know this option: {}={} (speed=1, speed=max, hold=1)",
                               key, value)};
    }
  }
  auto reader = RecordingReader::open(uri.target);
  if (!reader) return reader.error();
  return std::unique_ptr<FrameSource>(std::make_unique<ReplaySource>(*std::move(reader), speed, hold));
}

}  // namespace palpate
