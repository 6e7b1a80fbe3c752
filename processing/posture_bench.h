// Posture bench: how well the posture model does on people whom it has never seen ("Accuracy of posture
// classes" of docs/metrics.md).
//
// Leave-one-subject-out, or one split. Every frame is judged on its own: no smoothing over time.
// Deterministic: fixed seeds, one thread. The time a frame takes is measured by the caller.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "processing/posture_dataset.h"
#include "processing/posture_sampler.h"

namespace palpate {

struct PostureAnswer {
  std::string subject;
  int truth = 0, fine = 0;  // of lying_classes()
  Posture posture = Posture::unknown;
  double confidence = 0.0;       // of the posture
  double fine_confidence = 0.0;  // of the fine class
};

struct PostureScore {
  std::uint64_t frames = 0;
  double accuracy = 0.0, macro_f1 = 0.0;
};

struct PostureSubjectScore {
  std::string subject;
  PostureScore score;
};

struct PostureCoverage {
  double threshold = 0.0, coverage = 0.0, accuracy = 0.0;  // of the frames at or above this confidence
};

struct PostureBenchResult {
  int classes = 3;
  std::vector<std::string> names;
  PostureScore pooled;
  double mean_subject_accuracy = 0.0;
  double smoothed_accuracy =
      0.0;  // with the last 5 frames' probabilities averaged (causal); not the headline
  std::vector<PostureSubjectScore> subjects;
  std::vector<std::vector<std::uint64_t>> confusion;  // [truth][answer]
  std::vector<PostureCoverage> coverage;
};

struct PostureBenchOptions {
  std::string folder;
  std::vector<std::string> train, test;  // both empty: leave-one-subject-out
  PostureTrainingSettings settings;
};

struct PostureBenchAnswers {
  std::vector<PostureAnswer> frames, smoothed;
};

// `progress` hears one line a fold. Fails when the folder cannot be read or a subject is in both lists.
Result<PostureBenchAnswers> run_posture_bench(const PostureBenchOptions& options,
                                              const std::function<void(const std::string&)>& progress);
PostureBenchResult score_posture_bench(const PostureBenchAnswers& answers, int classes);

}  // namespace palpate
