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

// Of a client on the back only.
EarlierRecording on_the_back(std::vector<Finding> findings) {
  EarlierRecording earlier{"march.palpate", std::move(findings), {}};
  earlier.level.of(LevelPose::back).windows = 3;
  return earlier;
}

TEST(Recurrence, CountsRecordingsWithTheSameKindRegionAndSide) {
  constexpr auto kPattern = FindingKind::tension_pattern;
  std::vector<Finding> now = {at(kPattern, "low_back_left"), at(kPattern, "pelvis_right"),
                              at(FindingKind::lifted_area, "low_back_left")};
  const std::vector<EarlierRecording> earlier = {
      on_the_back({at(kPattern, "low_back_left"), at(kPattern, "low_back_left")}),  // twice counts once
      on_the_back({at(kPattern, "low_back_right"), at(FindingKind::lifted_area, "low_back_left")}),
      on_the_back({at(kPattern, "low_back_left"), at(kPattern, "mid_back_left")}), on_the_back({})};
  fill_recurrence(now, earlier, Placement::table);
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

TEST(Recurrence, ARecordingThatDidNotLookAtThePoseIsNotCounted) {
  Finding back = at(FindingKind::tension_pattern, "low_back_left"), belly = back;
  belly.face_down = true;
  std::vector<Finding> now = {back, belly};
  const std::vector<EarlierRecording> earlier = {on_the_back({back}),
                                                 EarlierRecording{"short.palpate", {}, {}}};
  fill_recurrence(now, earlier, Placement::table);
  EXPECT_EQ(now[0].recurred, 1);
  EXPECT_EQ(now[0].recordings, 1);
  EXPECT_EQ(now[1].recordings, 0) << "nobody lay face down";
  EXPECT_FALSE(is_beside_the_point(now, earlier[0], Placement::table));
  EXPECT_TRUE(is_beside_the_point(now, earlier[1], Placement::table));
  EXPECT_TRUE(is_beside_the_point(std::span(now).last(1), earlier[0], Placement::table));
  EXPECT_FALSE(is_beside_the_point({}, earlier[0], Placement::table));
  fill_recurrence(now, earlier, Placement::seat);
  EXPECT_EQ(now[0].recordings, 0);
}

TEST(Recurrence, WithoutARegionTheSideCounts) {
  Finding left, right;
  left.side = "client's left";
  right.side = "client's right";
  EXPECT_TRUE(is_same_place(left, left));
  EXPECT_FALSE(is_same_place(left, right));
  EXPECT_FALSE(is_same_place(left, at(FindingKind::load_asymmetry, "pelvis_left")));
  std::vector<Finding> now = {left};
  fill_recurrence(now, {}, Placement::table);
  EXPECT_EQ(now[0].recordings, 0);
}

}  // namespace
}  // namespace palpate
