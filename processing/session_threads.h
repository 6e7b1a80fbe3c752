// What the threads of a LiveSession share: the bell that wakes a sleeper, and the slot of the recorder.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

#include "acquisition/recorder.h"

namespace palpate {

// Wakes a sleeping thread; a wake between look and sleep is not lost.
class Bell {
 public:
  [[nodiscard]] std::uint32_t look() const { return count_.load(std::memory_order_acquire); }
  void ring() {
    count_.fetch_add(1, std::memory_order_acq_rel);
    count_.notify_all();
  }
  void sleep(std::uint32_t seen) const { count_.wait(seen, std::memory_order_acquire); }

 private:
  std::atomic<std::uint32_t> count_{0};
};

// The recorder as both threads see it: the reader offers, the processing thread starts and stops.
class RecorderSlot {
 public:
  void offer(const RawFrame& frame, bool wait) {
    const std::lock_guard lock(mutex_);
    if (recorder_) recorder_->offer(frame, wait);
  }
  void put(std::unique_ptr<Recorder> recorder) {
    const std::lock_guard lock(mutex_);
    recorder_ = std::move(recorder);
  }
  std::unique_ptr<Recorder> take() {
    const std::lock_guard lock(mutex_);
    return std::move(recorder_);
  }
  // Processing thread only: it alone changes the slot.
  Recorder* get() { return recorder_.get(); }

 private:
  std::mutex mutex_;
  std::unique_ptr<Recorder> recorder_;
};

}  // namespace palpate
