// PlaceExcess: known differences between two halves, what a lean takes off, and how rims are judged.
#include "processing/place_excess.h"

#include <gtest/gtest.h>

#include <cmath>

namespace palpate {
namespace {

struct Halves {
  HalfArray left = HalfArray::Constant(3.0F), right = HalfArray::Constant(3.0F);
  HalfArray weight = HalfArray::Constant(1.0F);
  [[nodiscard]] PlaceLoads loads() const { return {left, right, weight}; }
  void press(int row, int col, double radius_mm, float factor) {
    for (int i = 0; i < kBodyRows; ++i)
      for (int j = 0; j < kHalfCols; ++j)
        if (std::hypot(i - row, j - col) * kBodyStepMm <= radius_mm) left(i, j) *= factor;
  }
};

double over(const PlaceExcess& p, int row, int col) {
  return std::expm1(static_cast<double>(p.over(row, col)));
}

TEST(PlaceExcess, AKnownPlaceStandsOutByWhatItCarriesMore) {
  Halves h;
  h.press(30, 5, 90.0, 1.2F);
  PlaceExcess p;
  for (const double area : kPlaceAreasCm2) {
    place_excess(h.loads(), nullptr, area, 0.5, p);
    EXPECT_NEAR(over(p, 30, 5), 0.2, 1e-3) << area;
    EXPECT_NEAR(over(p, 10, 5), 0.0, 1e-3) << area;
    EXPECT_NEAR(p.scatter(10, 5), area > 150.0 ? 1.0 : 1.15, 0.03);
  }
}

TEST(PlaceExcess, TheLeanOfTheWholeTrunkIsTakenOffAndThePlaceStays) {
  Halves h;
  h.left *= 1.3F;
  h.press(30, 5, 90.0, 1.2F);
  PlaceExcess p;
  place_excess(h.loads(), nullptr, 200.0, 0.5, p);
  EXPECT_NEAR(std::expm1(p.median), 0.3, 1e-3);
  EXPECT_NEAR(over(p, 30, 5), 0.2, 1e-3);
  EXPECT_NEAR(static_cast<double>(p.excess(30, 5)), std::log(1.3 * 1.2), 1e-3);
}

// Nobody leans evenly: the same place must stand out further.
TEST(PlaceExcess, WhoeverLeansMustStandOutFurther) {
  Halves even, leaning;
  leaning.left *= 2.0F;
  PlaceExcess p, q;
  place_excess(even.loads(), nullptr, 200.0, 0.5, p);
  place_excess(leaning.loads(), nullptr, 200.0, 0.5, q);
  EXPECT_NEAR(static_cast<double>(p.scatter(20, 5)), 1.0, 1e-3);
  EXPECT_NEAR(static_cast<double>(q.scatter(20, 5)), std::hypot(1.0, kLeanShare * std::log(2.0) / 0.046),
              1e-3);
}

// What the lifted side does not carry lies on its edge and across: no place of its own.
TEST(PlaceExcess, BesideALiftedAreaNothingIsClaimed) {
  Halves h;
  h.right = HalfArray::Constant(3.0F);
  for (int i = 0; i < kBodyRows; ++i)
    for (int j = 0; j < kHalfCols; ++j)
      if (std::hypot(i - 30, j - 5) * kBodyStepMm <= 90.0) h.right(i, j) = 0.1F;
  h.press(10, 5, 90.0, 1.2F);
  PlaceExcess p;
  place_excess(h.loads(), nullptr, 120.0, 0.5, p);
  EXPECT_TRUE(std::isnan(p.over(30, 5)));
  EXPECT_TRUE(std::isnan(p.over(25, 5)));  // half of its disc lies over the lifted area
  EXPECT_NEAR(over(p, 10, 5), 0.2, 1e-3);  // far from it
}

TEST(PlaceExcess, WhatIsUsualForTheClientIsNoPlace) {
  Halves usual, now;
  usual.press(30, 5, 90.0, 1.2F);
  now.press(30, 5, 90.0, 1.2F);
  now.press(12, 5, 90.0, 1.2F);
  const PlaceLoads known = usual.loads();
  PlaceExcess p;
  place_excess(now.loads(), &known, 200.0, 0.5, p);
  EXPECT_NEAR(over(p, 30, 5), 0.0, 1e-3);
  EXPECT_NEAR(over(p, 12, 5), 0.2, 1e-3);
}

TEST(PlaceExcess, SidesSwapWithTheHalves) {
  Halves h;
  h.press(30, 5, 90.0, 1.2F);
  PlaceExcess p, q;
  place_excess(h.loads(), nullptr, 120.0, 0.5, p);
  place_excess({h.right, h.left, h.weight}, nullptr, 120.0, 0.5, q);
  for (Eigen::Index i = 0; i < p.over.size(); ++i) {
    if (!std::isfinite(p.over.data()[i])) continue;
    EXPECT_NEAR(p.over.data()[i], -q.over.data()[i], 1e-5F);
  }
}

TEST(PlaceExcess, ASteepRimMustStandOutFurther) {
  Halves h;
  for (int j = 0; j < kHalfCols; ++j) {
    h.left.col(j) *= std::exp(-0.25F * static_cast<float>(j));
    h.right.col(j) *= std::exp(-0.25F * static_cast<float>(j));
  }
  PlaceExcess flat, steep;
  place_excess(Halves{}.loads(), nullptr, 200.0, 0.1, flat);
  place_excess(h.loads(), nullptr, 200.0, 0.1, steep);
  EXPECT_GT(steep.scatter(30, 5), 1.5F * flat.scatter(30, 5));
}

TEST(PlaceExcess, WithoutContactOrCoverNothingIsSaid) {
  Halves h;
  h.right.block(20, 0, 20, kHalfCols) *= 0.05F;
  h.weight.topRows(8).setZero();
  PlaceExcess p;
  place_excess(h.loads(), nullptr, 200.0, 0.5, p);
  EXPECT_TRUE(std::isnan(p.over(30, 5)));
  EXPECT_TRUE(std::isnan(p.over(3, 5)));
  EXPECT_TRUE(std::isfinite(p.over(14, 5)));
  h.weight.setZero();
  place_excess(h.loads(), nullptr, 200.0, 0.5, p);
  EXPECT_FALSE(p.over.isFinite().any());
}

}  // namespace
}  // namespace palpate
