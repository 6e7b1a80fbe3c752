// Posture bench: how well the posture model does on people whom it has never seen ("Accuracy of posture
// classes" of docs/metrics.md).
//
// Leave-one-subject-out, or one split. Every frame is judged on its own: no smoothing over time.
// Deterministic: fixed seeds, one thread. The time a frame takes is measured by the caller.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "processing/posture_sampler.h"
#include "processing/posture_score.h"

namespace palpate {

struct PostureBenchOptions {
  std::string folder;                    // PMD experiment I
  std::vector<std::string> train, test;  // both empty: leave-one-subject-out
  PostureTrainingSettings settings;
};

// `progress` hears one line a fold. Fails when the folder cannot be read or a subject is in both lists.
Result<PostureBenchAnswers> run_posture_bench(const PostureBenchOptions& options,
                                              const std::function<void(const std::string&)>& progress);

// A folder of any layout (posture_dataset.h) as a finished model judges it. `subjects` empty: all.
Result<PostureBenchAnswers> judge_posture_folder(const PostureModel& model, const std::string& folder,
                                                 const std::vector<std::string>& subjects);

}  // namespace palpate
