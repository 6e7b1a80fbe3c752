// SpscRing<T>: lock-free ring between exactly one producer thread and one consumer thread.
//
// Slots are built once and claimed in place, so a RawFrame keeps its vector and steady state allocates
// nothing. try_claim returns nullptr when full: the producer decides whether to drop and count (live) or to
// wait (replay). close() says that no more will come; the consumer drains what is left. (Indices are cached
// as in rigtorp's SPSCQueue.)
#pragma once

#include <atomic>
#include <cstddef>
#include <vector>

#include "acquisition/result.h"

namespace palpate {

inline constexpr std::size_t kCacheLine = 64;

template <typename T>
class SpscRing {
 public:
  // capacity >= 1; every slot starts as a copy of `prototype`.
  SpscRing(std::size_t capacity, const T& prototype) : slots_(capacity, prototype) {
    PALPATE_EXPECTS(capacity >= 1);
  }

  // Producer. The slot stays the producer's until publish(). Claiming twice without publishing gives the same
  // slot.
  T* try_claim() {
    const std::size_t head = head_.load(std::memory_order_relaxed);
    if (head - cached_tail_ == slots_.size()) {
      cached_tail_ = tail_.load(std::memory_order_acquire);
      if (head - cached_tail_ == slots_.size()) return nullptr;
    }
    return &slots_[head % slots_.size()];
  }
  void publish() { head_.store(head_.load(std::memory_order_relaxed) + 1, std::memory_order_release); }
  void close() { closed_.store(true, std::memory_order_release); }

  // Consumer. front() stays valid until pop().
  T* front() {
    const std::size_t tail = tail_.load(std::memory_order_relaxed);
    if (tail == cached_head_) {
      cached_head_ = head_.load(std::memory_order_acquire);
      if (tail == cached_head_) return nullptr;
    }
    return &slots_[tail % slots_.size()];
  }
  void pop() { tail_.store(tail_.load(std::memory_order_relaxed) + 1, std::memory_order_release); }

  // True once close() was called and everything published before it was popped. Consumer only.
  bool drained() { return closed_.load(std::memory_order_acquire) && front() == nullptr; }

  // Any thread; a momentary value.
  [[nodiscard]] std::size_t size() const {
    return head_.load(std::memory_order_acquire) - tail_.load(std::memory_order_acquire);
  }
  [[nodiscard]] std::size_t capacity() const { return slots_.size(); }

 private:
  std::vector<T> slots_;
  alignas(kCacheLine) std::atomic<std::size_t> head_{0};
  std::size_t cached_tail_ = 0;  // producer's view
  alignas(kCacheLine) std::atomic<std::size_t> tail_{0};
  std::size_t cached_head_ = 0;  // consumer's view
  alignas(kCacheLine) std::atomic<bool> closed_{false};
};

}  // namespace palpate
