#include "processing/posture_score.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace palpate {
namespace {

constexpr std::array<double, 9> kCoverageThresholds{0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99};
constexpr int kFineClasses = 17;
constexpr std::array<double, 7> kReliabilityEdges{0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95};

int coarse_of(Posture posture) {
  switch (posture) {
    case Posture::supine:
      return 0;
    case Posture::side_right:
      return 1;
    case Posture::side_left:
      return 2;
    case Posture::prone:
      return 3;
    default:
      return -1;
  }
}

int label_of(const PostureAnswer& answer, int classes) {
  return classes == kFineClasses ? answer.fine : coarse_of(answer.posture);
}

int truth_of(const PostureAnswer& answer, int classes) {
  return classes == kFineClasses ? answer.truth
                                 : coarse_of(lying_classes()[static_cast<std::size_t>(answer.truth)].posture);
}

double confidence_of(const PostureAnswer& answer, int classes) {
  return classes == kFineClasses ? answer.fine_confidence : answer.confidence;
}

using Confusion = std::vector<std::vector<std::uint64_t>>;

PostureScore score_of(const Confusion& confusion) {
  PostureScore score;
  std::uint64_t right = 0;
  double f1 = 0.0;
  int present = 0;
  for (std::size_t k = 0; k < confusion.size(); ++k) {
    std::uint64_t truth = 0, answered = 0;
    for (std::size_t j = 0; j < confusion[k].size(); ++j) truth += confusion[k][j];
    for (const auto& row : confusion) answered += row[k];
    score.frames += truth;
    right += confusion[k][k];
    if (truth == 0) continue;
    ++present;
    f1 += 2.0 * static_cast<double>(confusion[k][k]) / static_cast<double>(truth + answered);
  }
  if (score.frames > 0) score.accuracy = static_cast<double>(right) / static_cast<double>(score.frames);
  if (present > 0) score.macro_f1 = f1 / present;
  return score;
}

// One more column for answers outside the classes (unknown, prone).
Confusion confusion_of(const std::vector<PostureAnswer>& answers, int classes, const std::string& subject) {
  const auto size = static_cast<std::size_t>(classes);
  Confusion confusion(size, std::vector<std::uint64_t>(size + 1, 0));
  for (const PostureAnswer& a : answers) {
    if (!subject.empty() && a.subject != subject) continue;
    const int label = label_of(a, classes);
    const bool inside = label >= 0 && label < classes;
    ++confusion[static_cast<std::size_t>(truth_of(a, classes))]
               [inside ? static_cast<std::size_t>(label) : size];
  }
  return confusion;
}

std::vector<PostureCoverage> coverage_of(const std::vector<PostureAnswer>& answers, int classes) {
  std::vector<PostureCoverage> rows;
  for (const double threshold : kCoverageThresholds) {
    std::size_t kept = 0, right = 0;
    for (const PostureAnswer& a : answers) {
      if ((confidence_of(a, classes)) < threshold) continue;
      ++kept;
      if (label_of(a, classes) == truth_of(a, classes)) ++right;
    }
    PostureCoverage row;
    row.threshold = threshold;
    row.coverage = answers.empty() ? 0.0 : static_cast<double>(kept) / static_cast<double>(answers.size());
    row.accuracy = kept == 0 ? kNone : static_cast<double>(right) / static_cast<double>(kept);
    rows.push_back(row);
  }
  return rows;
}

std::vector<PostureReliability> reliability_of(const std::vector<PostureAnswer>& answers, int classes,
                                               double& error) {
  std::vector<PostureReliability> rows;
  error = 0.0;
  for (std::size_t k = 0; k < kReliabilityEdges.size(); ++k) {
    PostureReliability row;
    row.from = kReliabilityEdges[k];
    row.to = k + 1 < kReliabilityEdges.size() ? kReliabilityEdges[k + 1] : 1.0;
    double sum = 0.0, right = 0.0;
    for (const PostureAnswer& a : answers) {
      const double confidence = confidence_of(a, classes);
      const bool last = k + 1 == kReliabilityEdges.size();
      if (confidence < row.from || (!last && confidence >= row.to)) continue;
      ++row.frames;
      sum += confidence;
      if (label_of(a, classes) == truth_of(a, classes)) right += 1.0;
    }
    const auto frames = static_cast<double>(row.frames);
    row.confidence = row.frames == 0 ? kNone : sum / frames;
    row.accuracy = row.frames == 0 ? kNone : right / frames;
    if (row.frames > 0) error += std::abs(sum - right) / static_cast<double>(answers.size());
    rows.push_back(row);
  }
  return rows;
}

std::vector<PostureAnswer> within(const std::vector<PostureAnswer>& answers, int classes) {
  std::vector<PostureAnswer> kept;
  for (const PostureAnswer& a : answers) {
    if (truth_of(a, classes) >= 0 && truth_of(a, classes) < classes) kept.push_back(a);
  }
  return kept;
}

}  // namespace

PostureBenchResult score_posture_bench(const PostureBenchAnswers& answers, int classes) {
  PALPATE_EXPECTS(classes == 3 || classes == 4 || classes == kFineClasses);
  const std::vector<PostureAnswer> frames = within(answers.frames, classes);
  PostureBenchResult result;
  result.classes = classes;
  if (classes == kFineClasses) {
    for (int k = 0; k < classes; ++k) result.names.push_back(std::to_string(k + 1));
  } else {
    result.names = {"supine", "right", "left", "prone"};
    result.names.resize(static_cast<std::size_t>(classes));
  }
  result.confusion = confusion_of(frames, classes, "");
  result.pooled = score_of(result.confusion);
  result.smoothed_accuracy = score_of(confusion_of(within(answers.smoothed, classes), classes, "")).accuracy;
  std::vector<std::string> seen;
  for (const PostureAnswer& a : frames) {
    if (std::find(seen.begin(), seen.end(), a.subject) != seen.end()) continue;
    seen.push_back(a.subject);
    result.subjects.push_back({a.subject, score_of(confusion_of(frames, classes, a.subject))});
    result.mean_subject_accuracy += result.subjects.back().score.accuracy;
  }
  if (!result.subjects.empty()) result.mean_subject_accuracy /= static_cast<double>(result.subjects.size());
  result.coverage = coverage_of(frames, classes);
  result.reliability = reliability_of(frames, classes, result.calibration_error);
  return result;
}

}  // namespace palpate
