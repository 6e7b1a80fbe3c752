#include "processing/discriminant.h"

#include <gtest/gtest.h>

#include <random>

#include "processing/posture_disturbance.h"

namespace palpate {
namespace {

// Two classes about means along the first column; the second column is noise, the third never varies.
struct Clouds {
  SampleRows samples;
  std::vector<int> labels;
};

Clouds clouds(int of_each, double noise, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Clouds c;
  c.samples.setZero(2 * of_each, 3);
  for (int i = 0; i < 2 * of_each; ++i) {
    const int label = i % 2;
    c.samples(i, 0) = static_cast<float>((label == 0 ? -1.0 : 1.0) + 0.5 * gaussian(random));
    c.samples(i, 1) = static_cast<float>(noise * gaussian(random));
    c.labels.push_back(label);
  }
  return c;
}

Eigen::MatrixXf scores(const LinearHead& head, const SampleRows& samples) {
  return (samples * head.weights.transpose()).rowwise() + head.bias.transpose();
}

TEST(Discriminant, PointsAlongTheMeansAndLeavesOutWhatNeverVaries) {
  const Clouds c = clouds(500, 0.5, 1);
  const LinearHead head = fit_discriminants(c.samples, c.labels, 2, {{0, 2}, {2, 1}}, {0.01}).front();
  EXPECT_LT(head.weights(0, 0), 0.0F);
  EXPECT_GT(head.weights(1, 0), 0.0F);
  EXPECT_LT(std::abs(head.weights(1, 1)), 0.1F * head.weights(1, 0));
  EXPECT_EQ(head.weights(1, 2), 0.0F);
  EXPECT_EQ(fit_discriminants(c.samples, c.labels, 2, {{0, 1}}, {0.2}).front().weights(1, 1), 0.0F)
      << "a column in no block";
}

TEST(Discriminant, ScoresHaveDeviationOneSoThatHeadsAdd) {
  const Clouds c = clouds(100, 0.5, 2);
  for (const LinearHead& head : fit_discriminants(c.samples, c.labels, 2, {{0, 2}}, {0.1, 0.8})) {
    Eigen::MatrixXf s = scores(head, c.samples);
    s.colwise() -= Eigen::VectorXf(s.rowwise().mean());
    EXPECT_NEAR(s.squaredNorm() / static_cast<float>(s.size()), 1.0F, 1e-4F);
  }
}

// Every sample four times over is the same problem, but has more samples than columns: the other way to
// solve.
TEST(Discriminant, FewSamplesAndManyGiveTheSame) {
  std::mt19937_64 random(3);
  SampleRows few(8, 20), many(32, 20);
  std::vector<int> labels, repeated;
  for (int i = 0; i < 8; ++i) {
    labels.push_back(i % 2);
    for (int k = 0; k < 20; ++k) few(i, k) = static_cast<float>(gaussian(random) + (k == 0 ? i % 2 : 0));
  }
  for (int i = 0; i < 32; ++i) {
    many.row(i) = few.row(i % 8);
    repeated.push_back(labels[static_cast<std::size_t>(i % 8)]);
  }
  const LinearHead a = fit_discriminants(few, labels, 2, {{0, 12}, {12, 8}}, {0.3}).front();
  const LinearHead b = fit_discriminants(many, repeated, 2, {{0, 12}, {12, 8}}, {0.3}).front();
  EXPECT_LT((a.weights - b.weights).cwiseAbs().maxCoeff(), 1e-4F * a.weights.cwiseAbs().maxCoeff());
  EXPECT_LT((a.bias - b.bias).cwiseAbs().maxCoeff(), 1e-3F);
}

TEST(Discriminant, AClassApartDoesNotWidenTheSpread) {
  Clouds c = clouds(200, 0.5, 4);
  const LinearHead alone = fit_discriminants(c.samples, c.labels, 2, {{0, 2}}, {0.0}).front();
  c.samples.conservativeResize(600, Eigen::NoChange);
  std::mt19937_64 random(5);
  for (int i = 400; i < 600; ++i) {  // scattered widely and askew about the middle
    const auto x = static_cast<float>(10.0 * gaussian(random));
    c.samples.row(i) << x, x, 0.0F;
    c.labels.push_back(2);
  }
  const auto ratio = [](const LinearHead& head) {
    const Eigen::RowVectorXf between = head.weights.row(1) - head.weights.row(0);
    return between(1) / between(0);
  };
  EXPECT_NEAR(ratio(fit_discriminants(c.samples, c.labels, 3, {{0, 2}}, {0.0}, 2).front()), ratio(alone),
              1e-3F);
  EXPECT_GT(std::abs(ratio(fit_discriminants(c.samples, c.labels, 3, {{0, 2}}, {0.0}).front())), 0.3F);
}

TEST(Discriminant, MeanOfHeads) {
  LinearHead a, b;
  a.weights.setConstant(2, 3, 1.0F);
  b.weights.setConstant(2, 3, 3.0F);
  a.bias = Eigen::Vector2f(0.0F, 2.0F);
  b.bias = Eigen::Vector2f(4.0F, 2.0F);
  const LinearHead mean = mean_of({a, b});
  EXPECT_EQ(mean.weights(1, 2), 2.0F);
  EXPECT_EQ(mean.bias, Eigen::Vector2f(2.0F, 2.0F));
}

}  // namespace
}  // namespace palpate
