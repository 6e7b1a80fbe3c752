#include "acquisition/spsc_ring.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <thread>
#include <vector>

#include "acquisition/raw_frame.h"

namespace palpate {
namespace {

TEST(SpscRing, KeepsOrderAndCapacity) {
  SpscRing<int> ring(3, 0);
  for (int round = 0; round < 5; ++round) {
    for (int i = 0; i < 3; ++i) {
      int* slot = ring.try_claim();
      ASSERT_NE(slot, nullptr);
      *slot = round * 10 + i;
      ring.publish();
    }
    EXPECT_EQ(ring.try_claim(), nullptr) << "full";
    EXPECT_EQ(ring.size(), 3U);
    for (int i = 0; i < 3; ++i) {
      ASSERT_NE(ring.front(), nullptr);
      EXPECT_EQ(*ring.front(), round * 10 + i);
      ring.pop();
    }
    EXPECT_EQ(ring.front(), nullptr) << "empty";
  }
}

TEST(SpscRing, UnpublishedClaimIsInvisibleAndTheSameSlot) {
  SpscRing<int> ring(2, 0);
  int* first = ring.try_claim();
  *first = 7;
  EXPECT_EQ(ring.front(), nullptr);
  EXPECT_EQ(ring.try_claim(), first);
  ring.publish();
  ASSERT_NE(ring.front(), nullptr);
  EXPECT_EQ(*ring.front(), 7);
}

TEST(SpscRing, SlotsKeepTheirMemory) {
  RawFrame prototype;
  prototype.cells.assign(1024, 0.0F);
  SpscRing<RawFrame> ring(2, prototype);
  const float* memory = ring.try_claim()->cells.data();
  for (int i = 0; i < 4; ++i) {
    RawFrame* slot = ring.try_claim();
    slot->cells.assign(1024, static_cast<float>(i));
    ring.publish();
    ring.pop();
  }
  EXPECT_EQ(ring.try_claim()->cells.data(), memory);
}

TEST(SpscRing, DrainedOnlyAfterCloseAndLastPop) {
  SpscRing<int> ring(2, 0);
  EXPECT_FALSE(ring.drained());
  ring.try_claim();
  ring.publish();
  ring.close();
  EXPECT_FALSE(ring.drained());
  ASSERT_NE(ring.front(), nullptr);
  ring.pop();
  EXPECT_TRUE(ring.drained());
}

TEST(SpscRing, TwoThreadsPassEveryValueInOrder) {
  struct Item {
    std::uint64_t a = 0, b = 0;  // b = ~a: a torn slot shows
  };
  constexpr std::uint64_t kCount = 100000;
  SpscRing<Item> ring(7, Item{});
  std::jthread producer([&ring] {
    for (std::uint64_t i = 0; i < kCount;) {
      if (Item* slot = ring.try_claim()) {
        *slot = {i, ~i};
        ring.publish();
        ++i;
      } else {
        std::this_thread::yield();
      }
    }
    ring.close();
  });
  std::uint64_t next = 0;
  std::uint64_t wrong = 0;
  while (!ring.drained()) {
    if (const Item* item = ring.front()) {
      if (item->a != next || item->b != ~next) ++wrong;
      ++next;
      ring.pop();
    } else {
      std::this_thread::yield();
    }
  }
  EXPECT_EQ(next, kCount);
  EXPECT_EQ(wrong, 0U);
}

}  // namespace
}  // namespace palpate
