#include "processing/posture_training.h"

#include <gtest/gtest.h>

#include "processing/posture_disturbance.h"

namespace palpate {
namespace {

// People whose two postures differ in one feature by as much as each of them differs from the next one.
void add_people(PostureSamples& samples, int first, int count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  for (int person = first; person < first + count; ++person) {
    for (int label = 0; label < 2; ++label) {  // supine, on the client's right side
      const double habit = gaussian(random);
      for (int take = 0; take < 3; ++take) {
        PostureVector features = PostureVector::Zero();
        for (int i = 0; i < 4; ++i) {
          features(i) = static_cast<float>((i == 0 ? label + habit : 0.0) + 0.05 * gaussian(random));
          features(kHogSize + i) = features(i);
        }
        samples.add(features, label, person, false);
      }
    }
  }
}

TEST(PostureTraining, ConfidenceIsWhatStrangersBearOut) {
  PostureSamples samples, strangers;
  add_people(samples, 0, 20, 1);
  add_people(strangers, 100, 400, 2);
  const PostureFit fit = choose_posture_fit(samples);
  const PostureModel model = fit_posture_model(samples, fit, "");
  ClassScores p;
  double confidence = 0.0, right = 0.0;
  for (std::size_t i = 0; i < strangers.size(); ++i) {
    const PostureVector features = strangers.rows().row(static_cast<Eigen::Index>(i)).transpose();
    model.probabilities(features, p);
    const PostureEstimate estimate = estimate_from(model, p);
    confidence += estimate.confidence;
    const Posture truth = strangers.label(i) == 0 ? Posture::supine : Posture::side_right;
    if (estimate.posture == truth) right += 1.0;
  }
  const auto n = static_cast<double>(strangers.size());
  EXPECT_GT(right / n, 0.6);
  EXPECT_LT(right / n, 0.8);
  EXPECT_NEAR(confidence / n, right / n, 0.12);
}

TEST(PostureTraining, GroupsAreLeftOutWholeAndTheSimulatedNever) {
  PostureSamples samples;
  add_people(samples, 0, 3, 1);
  samples.add(PostureVector::Zero(), 4, kNoGroup, true);
  EXPECT_EQ(samples.groups(), (std::vector<int>{0, 1, 2}));
  const PostureSamples two = samples.only({0, 2});
  EXPECT_EQ(two.groups(), (std::vector<int>{0, 2}));
  EXPECT_EQ(two.size(), 2U * 6U + 1U);
  EXPECT_EQ(two.label(two.size() - 1), 4);
  EXPECT_EQ(two.plain().size(), 2U * 6U);
  EXPECT_EQ(choose_posture_fit(samples.only({0})).fine_shrinkage, PostureFit{}.fine_shrinkage);
}

}  // namespace
}  // namespace palpate
