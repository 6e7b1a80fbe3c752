#include "processing/posture_bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "processing/posture_sampler.h"

namespace palpate {
namespace {

constexpr std::size_t kSmoothedFrames = 5;

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
  Judge(const PostureModel& model, bool place_counts, const MatGeometry& geometry)
      : model_(model), place_counts_(place_counts), imager_(geometry) {}
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

PostureSamples sample(const std::vector<PostureRecording>& recordings,
                      const std::vector<std::string>& subjects, const PostureTrainingSettings& settings) {
  PostureSamples samples;
  int group = kNoGroup;
  PostureSampler sampler(settings, [&](const PostureVector& features, int label, bool disturbed) {
    samples.add(features, label, group, disturbed);
  });
  for (const PostureRecording& recording : recordings) {
    group =
        static_cast<int>(std::find(subjects.begin(), subjects.end(), recording.subject) - subjects.begin());
    sampler.add_recording(recording.frames, recording.geometry, recording.label);
  }
  return samples;
}

std::vector<int> groups_of(const std::vector<std::string>& names, const std::vector<std::string>& subjects) {
  std::vector<int> groups;
  for (const auto& name : names) {
    groups.push_back(static_cast<int>(std::find(subjects.begin(), subjects.end(), name) - subjects.begin()));
  }
  return groups;
}

// Every answer of `model` about these recordings.
void judge_all(const PostureModel& model, bool place_counts, const std::vector<PostureRecording>& recordings,
               const std::vector<std::string>& subjects, PostureBenchAnswers& answers) {
  for (const auto& recording : recordings) {
    if (!subjects.empty() && !has(subjects, recording.subject)) continue;
    Judge(model, place_counts, recording.geometry).judge(recording, answers);
  }
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
  const PostureSamples samples = sample(*recordings, needed, options.settings);
  PostureBenchAnswers answers;
  for (const Fold& fold : folds) {
    progress(fmt::format("training without {}", fmt::join(fold.test, ", ")));
    const PostureSamples training = samples.only(groups_of(fold.train, needed));
    const PostureModel model = fit_posture_model(training, choose_posture_fit(training), "");
    judge_all(model, options.settings.place_counts, *recordings, fold.test, answers);
  }
  return answers;
}

Result<PostureBenchAnswers> judge_posture_folder(const PostureModel& model, const std::string& folder,
                                                 const std::vector<std::string>& subjects) {
  auto recordings = read_posture_data(folder, subjects);
  if (!recordings) return recordings.error();
  PostureBenchAnswers answers;
  judge_all(model, false, *recordings, subjects, answers);
  if (answers.frames.empty()) {
    return Error{ErrorCode::not_found, fmt::format("nobody named by --test in: {}", folder)};
  }
  return answers;
}

}  // namespace palpate
