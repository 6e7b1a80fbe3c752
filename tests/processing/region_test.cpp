#include "processing/region.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace palpate {
namespace {

TEST(Region, IndexAndIdentifierAreOneToOne) {
  std::set<std::string> ids;
  for (std::size_t i = 0; i < kRegionCount; ++i) {
    const Region region = region_at(i);
    EXPECT_EQ(index_of(region), i);
    Region found{RegionKind::head, BodySide::left};
    ASSERT_TRUE(region_from(id_of(region), found)) << id_of(region);
    EXPECT_EQ(found, region);
    ids.insert(id_of(region));
  }
  EXPECT_EQ(ids.size(), kRegionCount);
}

TEST(Region, MirrorKeepsTheKindAndSwapsTheSide) {
  for (std::size_t i = 0; i < kRegionCount; ++i) {
    const Region region = region_at(i);
    EXPECT_EQ(mirror(region).kind, region.kind);
    EXPECT_NE(mirror(region).side, region.side);
    EXPECT_EQ(mirror(mirror(region)), region);
  }
}

TEST(Region, WordsNameTheClientsSideAndWhatLiesOnTheMat) {
  const Region low_back{RegionKind::low_back, BodySide::left};
  EXPECT_EQ(words_of(low_back), "client's left low back");
  EXPECT_EQ(words_of(low_back, Facing::down), "client's left belly");
  EXPECT_EQ(words_of(mirror(low_back)), "client's right low back");
}

TEST(Region, UnknownIdentifierLeavesTheRegionAlone) {
  Region region{RegionKind::calf, BodySide::right};
  EXPECT_FALSE(region_from("elbow_left", region));
  EXPECT_EQ(region, (Region{RegionKind::calf, BodySide::right}));
}

}  // namespace
}  // namespace palpate
