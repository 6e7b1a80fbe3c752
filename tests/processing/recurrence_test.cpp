#include "processing/recurrence.h"

#include <gtest/gtest.h>

namespace palpate {
namespace {

Finding at(FindingKind kind, std::string_view region_id) {
  Finding f;
  f.kind = kind;
  f.has_region = region_from(region_id, f.region);
  EXPECT_TRUE(f.has_region) << region_id;
  return f;
}

TEST(Recurrence, CountsRecordingsWithTheSameKindRegionAndSide) {
  constexpr auto kPattern = FindingKind::tension_pattern;
  std::vector<Finding> now = {at(kPattern, "low_back_left"), at(kPattern, "pelvis_right"),
                              at(FindingKind::lifted_area, "low_back_left")};
  const std::vector<std::vector<Finding>> earlier = {
      {at(kPattern, "low_back_left"), at(kPattern, "low_back_left")},  // twice in one counts once
      {at(kPattern, "low_back_right"), at(FindingKind::lifted_area, "low_back_left")},
      {at(kPattern, "low_back_left"), at(kPattern, "mid_back_left")},
      {}};
  fill_recurrence(now, earlier);
  EXPECT_EQ(now[0].recurred, 2);
  EXPECT_EQ(now[1].recurred, 0);
  EXPECT_EQ(now[2].recurred, 1);
  for (const Finding& f : now) EXPECT_EQ(f.recordings, 4);
}

TEST(Recurrence, WhatWasFoundFaceDownIsNoPlaceOfTheBack) {
  Finding back = at(FindingKind::tension_pattern, "low_back_left"), belly = back;
  belly.face_down = true;
  EXPECT_FALSE(is_same_place(back, belly));
  EXPECT_TRUE(is_same_place(belly, belly));
}

TEST(Recurrence, WithoutARegionTheSideCounts) {
  Finding left, right;
  left.side = "client's left";
  right.side = "client's right";
  EXPECT_TRUE(is_same_place(left, left));
  EXPECT_FALSE(is_same_place(left, right));
  EXPECT_FALSE(is_same_place(left, at(FindingKind::load_asymmetry, "pelvis_left")));
  std::vector<Finding> now = {left};
  fill_recurrence(now, {});
  EXPECT_EQ(now[0].recordings, 0);
}

}  // namespace
}  // namespace palpate
