#include "processing/posture_bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>

#include "processing/posture_sampler.h"

namespace palpate {
namespace {

constexpr std::size_t kSmoothedFrames = 5;
constexpr std::array<double, 4> kShrinkages{0.2, 0.4, 0.6, 0.8};
constexpr std::array<double, 9> kCoverageThresholds{0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99};

int coarse_of(Posture posture) {
  switch (posture) {
    case Posture::supine:
      return 0;
    case Posture::side_right:
      return 1;
    case Posture::side_left:
      return 2;
    default:
      return -1;
  }
}

PostureAnswer answer_from(const PostureModel& model, const ClassScores& probabilities,
                          const PostureRecording& of) {
  PostureAnswer answer;
  answer.subject = of.subject;
  answer.truth = of.label;
  Eigen::Index best = 0;
  answer.fine_confidence = static_cast<double>(probabilities.maxCoeff(&best));
  const auto& all = lying_classes();
  const std::string& name = model.classes()[static_cast<std::size_t>(best)].name;
  answer.fine = static_cast<int>(
      std::find_if(all.begin(), all.end(), [&](const PostureClass& c) { return c.name == name; }) -
      all.begin());
  const PostureEstimate estimate = estimate_from(model, probabilities);
  answer.posture = estimate.posture;
  answer.confidence = estimate.confidence;
  return answer;
}

class Judge {
 public:
  Judge(const PostureModel& model, bool place_counts)
      : model_(model), place_counts_(place_counts), imager_(pmd_geometry()) {}
  void judge(const PostureRecording& recording, PostureBenchAnswers& answers) {
    std::deque<ClassScores> last;
    PostureImage image, placed;
    ClassScores probabilities;
    for (const Grid& frame : recording.frames) {
      imager_.make(frame, image);
      if (place_counts_) imager_.place(placed);
      model_.probabilities(features_.of(image, place_counts_ ? &placed : nullptr), probabilities);
      answers.frames.push_back(answer_from(model_, probabilities, recording));
      last.push_back(probabilities);
      if (last.size() > kSmoothedFrames) last.pop_front();
      ClassScores mean = ClassScores::Zero(probabilities.size());
      for (const ClassScores& p : last) mean += p;
      mean /= static_cast<float>(last.size());
      answers.smoothed.push_back(answer_from(model_, mean, recording));
    }
  }

 private:
  const PostureModel& model_;
  bool place_counts_;
  PostureImager imager_;
  PostureFeatures features_;
};

int label_of(const PostureAnswer& answer, int classes) {
  return classes == 3 ? coarse_of(answer.posture) : answer.fine;
}

int truth_of(const PostureAnswer& answer, int classes) {
  return classes == 3 ? coarse_of(lying_classes()[static_cast<std::size_t>(answer.truth)].posture)
                      : answer.truth;
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
      if ((classes == 3 ? a.confidence : a.fine_confidence) < threshold) continue;
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

struct Fold {
  std::vector<std::string> train, test;
};

std::vector<Fold> folds_of(const PostureBenchOptions& options, const std::vector<std::string>& all) {
  if (!options.train.empty() || !options.test.empty()) {
    Fold fold{options.train, options.test};
    const auto rest = [&](const std::vector<std::string>& other) {
      std::vector<std::string> names;
      for (const auto& name : all) {
        if (std::find(other.begin(), other.end(), name) == other.end()) names.push_back(name);
      }
      return names;
    };
    if (fold.train.empty()) fold.train = rest(fold.test);
    if (fold.test.empty()) fold.test = rest(fold.train);
    return {fold};
  }
  std::vector<Fold> folds;
  for (const auto& test : all) {
    Fold fold{{}, {test}};
    for (const auto& name : all) {
      if (name != test) fold.train.push_back(name);
    }
    folds.push_back(fold);
  }
  return folds;
}

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

struct Sample {
  const std::string* subject;
  int label;
  PostureVector features;
};

std::vector<Sample> sample(const std::vector<PostureRecording>& recordings,
                           const PostureTrainingSettings& settings) {
  std::vector<Sample> samples;
  const std::string* subject = nullptr;
  PostureSampler sampler(settings, [&](const PostureVector& features, int label) {
    samples.push_back({subject, label, features});
  });
  for (const PostureRecording& recording : recordings) {
    subject = &recording.subject;
    sampler.add_recording(recording.frames, pmd_geometry(), recording.label);
  }
  return samples;
}

PostureTrainer train_on(const std::vector<Sample>& samples, const std::vector<std::string>& subjects,
                        const std::vector<std::string>& without) {
  PostureTrainer trainer(lying_classes(), samples.size());
  for (const Sample& s : samples) {
    if (has(subjects, *s.subject) && !has(without, *s.subject)) trainer.add(s.features, s.label);
  }
  return trainer;
}

// By leaving out every third of the training subjects in turn: the test subjects have no say.
double choose_shrinkage(const std::vector<Sample>& samples, const std::vector<std::string>& subjects,
                        const PostureTrainingSettings& settings) {
  constexpr std::size_t kGroups = 3;
  if (!settings.choose_shrinkage || subjects.size() < kGroups) return settings.shrinkage;
  std::array<int, kShrinkages.size()> right{};
  ClassScores scores;
  for (std::size_t group = 0; group < kGroups; ++group) {
    std::vector<std::string> out;
    for (std::size_t i = group; i < subjects.size(); i += kGroups) out.push_back(subjects[i]);
    const PostureTrainer trainer = train_on(samples, subjects, out);
    for (std::size_t k = 0; k < kShrinkages.size(); ++k) {
      const PostureModel model = trainer.fit(kShrinkages[k], 1.0, "");
      for (const Sample& s : samples) {
        if (!has(out, *s.subject)) continue;
        model.probabilities(s.features, scores);
        Eigen::Index best = 0;
        scores.maxCoeff(&best);
        if (model.classes()[static_cast<std::size_t>(best)].name ==
            lying_classes()[static_cast<std::size_t>(s.label)].name)
          ++right[k];
      }
    }
  }
  return kShrinkages[static_cast<std::size_t>(std::max_element(right.begin(), right.end()) - right.begin())];
}

}  // namespace

Result<PostureBenchAnswers> run_posture_bench(const PostureBenchOptions& options,
                                              const std::function<void(const std::string&)>& progress) {
  auto subjects = posture_subjects(options.folder);
  if (!subjects) return subjects.error();
  const std::vector<Fold> folds = folds_of(options, *subjects);
  std::vector<std::string> needed;
  for (const Fold& fold : folds) {
    for (const auto* names : {&fold.train, &fold.test}) {
      for (const auto& name : *names) {
        if (!has(needed, name)) needed.push_back(name);
      }
    }
    for (const auto& name : fold.test) {
      if (has(fold.train, name)) {
        return Error{
            ErrorCode::bad_argument,
            fmt::format("a subject in both --train and --test: {} (no test subject may be trained on)",
                        name)};
      }
    }
  }
  auto recordings = read_posture_folder(options.folder, needed);
  if (!recordings) return recordings.error();
  const std::vector<Sample> samples = sample(*recordings, options.settings);
  PostureBenchAnswers answers;
  for (const Fold& fold : folds) {
    progress(fmt::format("training without {}", fmt::join(fold.test, ", ")));
    const double shrinkage = choose_shrinkage(samples, fold.train, options.settings);
    const PostureModel model =
        train_on(samples, fold.train, {}).fit(shrinkage, options.settings.temperature, "");
    Judge judge(model, options.settings.place_counts);
    for (const auto& recording : *recordings) {
      if (has(fold.test, recording.subject)) judge.judge(recording, answers);
    }
  }
  return answers;
}

PostureBenchResult score_posture_bench(const PostureBenchAnswers& answers, int classes) {
  PALPATE_EXPECTS(classes == 3 || classes == 17);
  PostureBenchResult result;
  result.classes = classes;
  if (classes == 3) {
    result.names = {"supine", "right", "left"};
  } else {
    for (int k = 0; k < classes; ++k) result.names.push_back(std::to_string(k + 1));
  }
  result.confusion = confusion_of(answers.frames, classes, "");
  result.pooled = score_of(result.confusion);
  result.smoothed_accuracy = score_of(confusion_of(answers.smoothed, classes, "")).accuracy;
  for (const PostureAnswer& a : answers.frames) {
    if (result.subjects.empty() || result.subjects.back().subject != a.subject) {
      result.subjects.push_back({a.subject, score_of(confusion_of(answers.frames, classes, a.subject))});
      result.mean_subject_accuracy += result.subjects.back().score.accuracy;
    }
  }
  if (!result.subjects.empty()) result.mean_subject_accuracy /= static_cast<double>(result.subjects.size());
  result.coverage = coverage_of(answers.frames, classes);
  return result;
}

}  // namespace palpate
