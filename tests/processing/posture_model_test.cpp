#include "processing/posture_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "processing/posture_estimator.h"
#include "tests/support/body_shot.h"

namespace palpate {
namespace {

using testing::HasSubstr;

Grid grid_of(const test::Shot& shot) {
  return Eigen::Map<const Grid>(shot.kpa.data(), shot.mat.rows, shot.mat.cols);
}

PostureEstimate judged(const Grid& pressure, const MatGeometry& mat) {
  PostureEstimator estimator(mat);
  return estimator.update(pressure, 0.0);
}

TEST(PostureModel, FileReadsBackAndRefusesDamage) {
  const auto bytes = shipped_posture_model().encode();
  const auto again = PostureModel::decode(bytes);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->encode(), bytes);
  EXPECT_LT(bytes.size(), 300000U);
  EXPECT_THAT(again->note(), HasSubstr("parameters only"));
  auto newer = bytes;
  newer[16] = std::byte{3};  // the version follows the 16 bytes that say what it is
  EXPECT_THAT(PostureModel::decode(newer).error().message, HasSubstr("version 3, this program reads 2"));
  auto flipped = bytes;
  flipped[bytes.size() / 2] ^= std::byte{1};
  EXPECT_THAT(PostureModel::decode(flipped).error().message, HasSubstr("checksum"));
  for (const std::size_t size : {std::size_t{0}, std::size_t{10}, std::size_t{40}, bytes.size() - 1}) {
    EXPECT_FALSE(PostureModel::decode(std::span(bytes).first(size))) << size;
  }
}

TEST(PostureModel, APosturesClassesShareItsProbability) {
  PostureModelParts parts;
  parts.classes = {{"a", Posture::supine, 0.0}, {"b", Posture::supine, 0.0}, {"c", Posture::prone, kNone}};
  parts.postures = {Posture::prone, Posture::supine};
  parts.fine.weights.setZero(3, kPostureFeatures);
  parts.fine.bias = Eigen::Vector3f(0.0F, std::log(3.0F), 9.0F);
  parts.coarse.weights.setZero(2, kPostureFeatures);
  parts.coarse.bias = Eigen::Vector2f(0.0F, 2.0F * std::log(4.0F));
  parts.coarse_temperature = 2.0;
  const PostureModel model(parts);
  const PostureVector features = PostureVector::Zero();
  ClassScores p;
  model.probabilities(features, p);  // supine 4/5, of which b three quarters; c is alone in prone
  EXPECT_NEAR(p(0), 0.2F, 1e-6F);
  EXPECT_NEAR(p(1), 0.6F, 1e-6F);
  EXPECT_NEAR(p(2), 0.2F, 1e-6F);
  const PostureEstimate estimate = estimate_from(model, p);
  EXPECT_EQ(estimate.posture, Posture::supine);
  EXPECT_NEAR(estimate.confidence, 0.8, 1e-6);
  EXPECT_EQ(estimate.fine, "b");
}

TEST(PostureModel, MirroredClassesAreMirroredPostures) {
  for (int k = 0; k < kLyingClasses; ++k) {
    const auto& classes = lying_classes();
    const int other = mirrored_class(k);
    EXPECT_EQ(mirrored_class(other), k);
    EXPECT_EQ(classes[static_cast<std::size_t>(other)].posture,
              mirrored(classes[static_cast<std::size_t>(k)].posture));
  }
}

TEST(PostureImage, PitchUnitWeightAndPlaceDoNotMatter) {
  auto options = test::still("supine-even", 901);
  options.geometry = make_geometry(64, 32, 26.0, 28.0).value();
  const test::Shot shot = test::shoot(options);
  const Grid map = grid_of(shot);
  PostureImage image, other;
  ASSERT_TRUE(PostureImager(shot.mat).make(map, image));
  EXPECT_NEAR(image.mean(), 1.0F, 1e-4F);
  const Grid counts = 37.0F * map + 40.0F;  // counts above a floor of 40
  ASSERT_TRUE(PostureImager(shot.mat).make(counts, other));
  EXPECT_LT((image - other).abs().maxCoeff(), 0.02F);
  MatGeometry unknown_pitch = make_geometry(64, 32, 10.0, 10.0).value();
  ASSERT_TRUE(PostureImager(unknown_pitch).make(map, other));
  EXPECT_LT((image - other).abs().maxCoeff(), 1e-4F);
  Grid moved = Grid::Zero(map.rows(), map.cols());
  moved.rightCols(map.cols() - 2) = map.leftCols(map.cols() - 2);
  ASSERT_TRUE(PostureImager(shot.mat).make(moved, other));
  EXPECT_LT((image - other).abs().mean(), 0.05F);
}

TEST(PostureEstimator, SimulatedBodiesOnAnyMatAndOrientation) {
  for (const char* scenario : {"supine-even", "prone", "side-left", "side-right"}) {
    for (const HeadEdge head : {HeadEdge::top, HeadEdge::bottom, HeadEdge::left, HeadEdge::right}) {
      auto options = test::of(scenario, 907);
      const bool upright = head == HeadEdge::top || head == HeadEdge::bottom;
      options.geometry =
          upright ? make_geometry(96, 44, 20.0, 20.0).value() : make_geometry(44, 96, 20.0, 20.0).value();
      options.geometry.head = head;
      const test::Shot shot = test::shoot(options);
      EXPECT_EQ(name_of(judged(grid_of(shot), shot.mat).posture), shot.truth.posture) << name_of(head);
    }
  }
}

TEST(PostureEstimator, MirroringTheMapSwapsTheSide) {
  const test::Shot shot = test::shoot(test::of("side-left", 905));
  const Grid map = grid_of(shot), flipped = map.rowwise().reverse();
  EXPECT_EQ(judged(map, shot.mat).posture, Posture::side_left);
  EXPECT_EQ(judged(flipped, shot.mat).posture, Posture::side_right);
  MatGeometry below = shot.mat;
  below.mirrored = true;
  EXPECT_EQ(judged(flipped, below).posture, Posture::side_left);
}

TEST(PostureEstimator, AFrameOfTurningOverDoesNotFlicker) {
  const test::Shot back = test::shoot(test::of("supine-even", 903)),
                   side = test::shoot(test::of("side-left", 903));
  PostureEstimator estimator(back.mat);
  for (int k = 0; k < 10; ++k) estimator.update(grid_of(back), 0.2 * k);
  EXPECT_EQ(estimator.estimate().posture, Posture::supine);
  EXPECT_EQ(estimator.estimate().facing, Facing::up);
  estimator.update(grid_of(side), 2.0);
  EXPECT_EQ(estimator.estimate().posture, Posture::supine) << "one frame";
  for (int k = 0; k < 40; ++k) estimator.update(grid_of(side), 2.2 + 0.2 * k);
  EXPECT_EQ(estimator.estimate().posture, Posture::side_left);
  EXPECT_EQ(estimator.estimate().facing, Facing::unknown);
  EXPECT_GT(estimator.estimate().body_roll_deg, 60.0);
}

TEST(PostureEstimator, ABoxIsNobodyLying) {
  const MatGeometry mat = make_geometry(64, 32, 26.0, 28.0).value();
  Grid box = Grid::Zero(64, 32);
  box.block(20, 8, 14, 16) = 3.0F;
  EXPECT_EQ(judged(box, mat).posture, Posture::unknown);
  EXPECT_EQ(judged(Grid::Zero(64, 32), mat).posture, Posture::unknown);
}

}  // namespace
}  // namespace palpate
