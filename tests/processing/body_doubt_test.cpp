// The body model says when it cannot tell: what looks like a body only because it is symmetric.
#include "processing/body_doubt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "processing/body_model.h"
#include "tests/support/body_shot.h"

namespace palpate {
namespace {

BodyState fit(const test::Shot& shot, Posture posture) {
  BodyModel model(shot.mat);
  PressureMap map;
  map.pressure = Eigen::Map<const Grid>(shot.kpa.data(), shot.mat.rows, shot.mat.cols);
  return model.update(map, 0.67F, posture, 0.0);
}

Posture own_posture(const test::Shot& shot) {
  return *posture_from(shot.truth.posture);
}

test::Shot body_on(const std::string& scenario, const MatGeometry& mat, double offset_x_mm,
                   std::uint64_t seed) {
  SimulatedBodyOptions options = test::of(scenario, seed);
  options.geometry = mat;
  options.offset_x_mm = offset_x_mm;
  return test::shoot(options);
}

MatGeometry wide_table() {
  MatGeometry mat = make_geometry(64, 56, 25.0, 29.0).value();
  mat.placement = Placement::table;
  return mat;
}

TEST(BodyDoubt, TwoPeopleSideBySideAreNoBody) {
  for (const char* scenario : {"supine-even", "prone"}) {
    for (const double apart : {460.0, 560.0}) {
      test::Shot two = body_on(scenario, wide_table(), -0.5 * apart, 31);
      const test::Shot other = body_on(scenario, wide_table(), 0.5 * apart, 32);
      const BodyState one = fit(two, own_posture(two));
      EXPECT_TRUE(one.found) << one.why_not;
      EXPECT_GT(one.confidence, 0.8);
      for (std::size_t i = 0; i < two.kpa.size(); ++i) two.kpa[i] += other.kpa[i];
      const BodyState both = fit(two, own_posture(two));
      EXPECT_FALSE(both.found) << scenario << ' ' << apart;
      EXPECT_THAT(both.why_not, testing::HasSubstr("more than one"));
      EXPECT_FALSE(both.sides_known);
      EXPECT_TRUE((both.labels == kNoRegion).all());
    }
  }
}

TEST(BodyDoubt, AnEvenBoardIsNoBody) {
  for (const bool seat : {false, true}) {
    test::Shot board = test::shoot(test::of(seat ? "seated-even" : "supine-even", 31));
    EXPECT_GT(fit(board, own_posture(board)).confidence, 0.8);
    for (int r = 0; r < board.mat.rows; ++r) {
      for (int c = 0; c < board.mat.cols; ++c) {
        const bool on =
            r >= 4 && r < board.mat.rows - 4 && 4 * c >= board.mat.cols && 4 * c < 3 * board.mat.cols;
        board.kpa[static_cast<std::size_t>(r * board.mat.cols + c)] =
            on ? 3.0F + 0.1F * static_cast<float>((7 * r + 13 * c) % 5) : 0.0F;
      }
    }
    EXPECT_FALSE(fit(board, own_posture(board)).found) << seat;
  }
}

TEST(BodyDoubt, ACushionReadUpsideDownIsNoSitter) {
  MatGeometry mat = make_geometry(9, 9, 45.0, 45.0).value();
  mat.placement = Placement::seat;
  for (const char* scenario : {"seated-even", "seated-slouch", "seated-forward"}) {
    test::Shot shot = body_on(scenario, mat, 0.0, 33);
    EXPECT_TRUE(fit(shot, Posture::unknown).found) << scenario;
    const float peak = shot.peak();
    for (float& kpa : shot.kpa) kpa = peak - kpa;
    EXPECT_FALSE(fit(shot, Posture::unknown).found) << scenario;
  }
}

TEST(BodyDoubt, ACoarseMatAndAnUnknownPostureCapIt) {
  const test::Shot fine = test::shoot(test::of("supine-even", 31));
  const double sure = fit(fine, Posture::supine).confidence;
  EXPECT_GT(sure, 0.8);
  EXPECT_LE(fit(fine, Posture::unknown).confidence, kMostWithoutPosture);
  MatGeometry mat = make_geometry(12, 6, 150.0, 150.0).value();
  mat.placement = Placement::table;
  const test::Shot coarse = body_on("supine-even", mat, 0.0, 31);
  EXPECT_LT(fit(coarse, Posture::supine).confidence, 0.5);
  EXPECT_LT(fit(coarse, Posture::supine).confidence, sure);
}

}  // namespace
}  // namespace palpate
