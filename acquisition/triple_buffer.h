// TripleBuffer<T>: latest-wins hand-over from one writer thread to one reader thread; neither ever waits.
//
// For state (a Snapshot), never for events: values in between are lost on purpose.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

namespace palpate {

template <typename T>
class TripleBuffer {
 public:
  TripleBuffer() = default;
  explicit TripleBuffer(const T& prototype) : slots_{prototype, prototype, prototype} {}

  // Writer: fill back(), then publish().
  T& back() { return slots_[back_]; }
  void publish() { back_ = middle_.exchange(back_ | kFresh, std::memory_order_acq_rel) & kIndex; }

  // Reader: true if something newer came; front() is then it, and stays untouched until the next update().
  bool update() {
    if ((middle_.load(std::memory_order_acquire) & kFresh) == 0) return false;
    front_ = middle_.exchange(front_, std::memory_order_acq_rel) & kIndex;
    return true;
  }
  const T& front() const { return slots_[front_]; }

 private:
  static constexpr std::uint32_t kFresh = 4;
  static constexpr std::uint32_t kIndex = 3;
  std::array<T, 3> slots_{};
  std::uint32_t back_ = 0;
  std::atomic<std::uint32_t> middle_{1};
  std::uint32_t front_ = 2;
};

}  // namespace palpate
