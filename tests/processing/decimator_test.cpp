#include "processing/decimator.h"

#include <gtest/gtest.h>

#include <vector>

namespace palpate {
namespace {

std::vector<int> due_frames(Decimator& decimator, double rate_hz, int frames, double start_s = 0.0) {
  std::vector<int> due;
  for (int k = 0; k < frames; ++k) {
    if (decimator.due(start_s + k / rate_hz)) due.push_back(k);
  }
  return due;
}

TEST(Decimator, TheFirstFrameIsDueThenEveryPeriod) {
  Decimator decimator(5.0);
  EXPECT_EQ(due_frames(decimator, 100.0, 61), (std::vector<int>{0, 20, 40, 60}));
}

TEST(Decimator, AnHourIsDueNoMoreOftenThanAsked) {
  Decimator decimator(5.0);
  EXPECT_EQ(due_frames(decimator, 100.0, 360'000).size(), 18'000U);
  Decimator odd(5.0);  // 12 Hz: every third frame, for every second one would come too early
  EXPECT_EQ(due_frames(odd, 12.0, 13), (std::vector<int>{0, 3, 6, 9, 12}));
}

TEST(Decimator, ASlowStreamIsDueOnEveryFrame) {
  Decimator decimator(5.0);
  EXPECT_EQ(due_frames(decimator, 2.0, 4), (std::vector<int>{0, 1, 2, 3}));
  Decimator equal(10.0);
  EXPECT_EQ(due_frames(equal, 10.0, 1000).size(), 1000U);
}

TEST(Decimator, ADiscontinuityStartsAnew) {
  Decimator decimator(1.0);
  EXPECT_TRUE(decimator.due(7.0));
  EXPECT_FALSE(decimator.due(7.5));
  decimator.restart();
  EXPECT_TRUE(decimator.due(7.6));
  EXPECT_FALSE(decimator.due(8.0));  // counted from the restart
  EXPECT_TRUE(decimator.due(3.0));   // a seek backwards
  EXPECT_FALSE(decimator.due(3.9));
  EXPECT_TRUE(decimator.due(4.0));
  EXPECT_TRUE(decimator.due(100.0));  // a seek forwards
}

TEST(Decimator, TheSameFramesAreDueWhateverWasSkippedBetween) {
  Decimator all(5.0), after_gap(5.0);
  const auto expected = due_frames(all, 50.0, 500);
  due_frames(after_gap, 50.0, 3, 1000.0);
  after_gap.restart();
  EXPECT_EQ(due_frames(after_gap, 50.0, 500), expected);
}

}  // namespace
}  // namespace palpate
