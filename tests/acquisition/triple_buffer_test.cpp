#include "acquisition/triple_buffer.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <thread>

namespace palpate {
namespace {

TEST(TripleBuffer, NothingNewUntilPublished) {
  TripleBuffer<int> buffer(-1);
  EXPECT_FALSE(buffer.update());
  EXPECT_EQ(buffer.front(), -1);
  buffer.back() = 5;
  EXPECT_FALSE(buffer.update());
  buffer.publish();
  EXPECT_TRUE(buffer.update());
  EXPECT_EQ(buffer.front(), 5);
  EXPECT_FALSE(buffer.update()) << "the same value is new only once";
  EXPECT_EQ(buffer.front(), 5);
}

TEST(TripleBuffer, LatestWins) {
  TripleBuffer<int> buffer;
  for (int i = 1; i <= 9; ++i) {
    buffer.back() = i;
    buffer.publish();
  }
  EXPECT_TRUE(buffer.update());
  EXPECT_EQ(buffer.front(), 9);
}

TEST(TripleBuffer, FrontIsNotTouchedByTheWriter) {
  TripleBuffer<int> buffer;
  buffer.back() = 1;
  buffer.publish();
  ASSERT_TRUE(buffer.update());
  const int& front = buffer.front();
  for (int i = 2; i < 8; ++i) {
    buffer.back() = i;
    buffer.publish();
  }
  EXPECT_EQ(front, 1);
}

TEST(TripleBuffer, TwoThreadsSeeWholeValuesThatOnlyGrow) {
  struct Value {
    std::uint64_t a = 0, b = ~std::uint64_t{0};
  };
  constexpr std::uint64_t kLast = 100000;
  TripleBuffer<Value> buffer;
  std::jthread writer([&buffer] {
    for (std::uint64_t i = 1; i <= kLast; ++i) {
      buffer.back() = {i, ~i};
      buffer.publish();
    }
  });
  std::uint64_t seen = 0;
  std::uint64_t wrong = 0;
  while (seen < kLast) {
    if (!buffer.update()) {
      std::this_thread::yield();
      continue;
    }
    const Value value = buffer.front();
    if (value.b != ~value.a || value.a <= seen) ++wrong;
    seen = value.a;
  }
  EXPECT_EQ(wrong, 0U);
}

}  // namespace
}  // namespace palpate
