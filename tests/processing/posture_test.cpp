#include "processing/posture.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace palpate {
namespace {

TEST(Posture, NamesAreDistinctAndReadBack) {
  std::set<std::string_view> seen;
  for (int i = 0; i < kPostures; ++i) {
    const auto posture = static_cast<Posture>(i);
    EXPECT_TRUE(seen.insert(name_of(posture)).second) << name_of(posture);
    EXPECT_EQ(posture_from(name_of(posture)), posture);
  }
  EXPECT_EQ(name_of(Posture::seated_crossed_left), "seated-crossed-left");
  EXPECT_FALSE(posture_from("upside-down").has_value());
}

TEST(Posture, MirrorSwapsTheSidesAndNothingElse) {
  for (int i = 0; i < kPostures; ++i) {
    const auto posture = static_cast<Posture>(i);
    const std::string name{name_of(posture)}, swapped{name_of(mirrored(posture))};
    const bool sided = name.find("-left") != std::string::npos || name.find("-right") != std::string::npos;
    EXPECT_EQ(name != swapped, sided) << name;
    EXPECT_EQ(mirrored(mirrored(posture)), posture) << name;
  }
}

TEST(Posture, OnlyTheBackAndTheFrontSayHowTheClientFaces) {
  EXPECT_EQ(facing_of(Posture::supine), Facing::up);
  EXPECT_EQ(facing_of(Posture::prone), Facing::down);
  EXPECT_EQ(facing_of(Posture::side_left), Facing::unknown);
  EXPECT_EQ(facing_of(Posture::seated_upright), Facing::unknown);
}

}  // namespace
}  // namespace palpate
