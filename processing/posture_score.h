// Posture score: answers about labelled frames as accuracy, macro F1, confusion, and how far the confidence
// can be taken at its word ("Accuracy of posture classes" of docs/metrics.md). Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "processing/posture_dataset.h"
#include "processing/posture_model.h"

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

struct PostureReliability {  // the answers with a confidence of at least `from` and below `to`
  double from = 0.0, to = 0.0;
  std::uint64_t frames = 0;
  double confidence = 0.0, accuracy = 0.0;  // means; NaN without an answer
};

struct PostureCoverage {
  double threshold = 0.0, coverage = 0.0, accuracy = 0.0;  // of the frames at or above this confidence
};

struct PostureBenchResult {
  int classes = 3;  // 3 (supine, right, left), 4 (and prone) or 17 (PMD experiment I)
  std::vector<std::string> names;
  PostureScore pooled;
  double mean_subject_accuracy = 0.0;
  double smoothed_accuracy =
      0.0;  // with the last 5 frames' probabilities averaged (causal); not the headline
  std::vector<PostureSubjectScore> subjects;
  std::vector<std::vector<std::uint64_t>> confusion;  // [truth][answer]
  std::vector<PostureCoverage> coverage;
  std::vector<PostureReliability> reliability;
  double calibration_error = 0.0;  // mean distance of confidence and accuracy over the answers' bins
};

struct PostureBenchAnswers {
  std::vector<PostureAnswer> frames, smoothed;
};

// An answer of "unknown" or outside the classes is wrong. Frames whose truth is outside the classes (prone
// among 3) are left out.
PostureBenchResult score_posture_bench(const PostureBenchAnswers& answers, int classes);

}  // namespace palpate
