// palpate bench posture: how well postures are told of people whom the model has never seen.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "app/commands.h"
#include "app/console.h"
#include "app/json_option.h"
#include "processing/body_bench.h"
#include "processing/body_simulated_bench.h"
#include "processing/posture_bench.h"
#include "processing/posture_estimator.h"
#include "processing/posture_recipe.h"
#include "processing/posture_report.h"

namespace palpate {
namespace {

struct BenchFlags {
  PostureBenchOptions options;
  int classes = 0;  // 0: what the data have
  JsonOption json;
  std::string learn;
  bool anywhere = false, shipped = false;
};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// From a map to an answer, over the frames of the first recordings.
Result<double> us_a_frame(const std::string& folder) {
  const auto recordings = read_posture_data(folder, {});
  if (!recordings) return recordings.error();
  PostureFeatures features;
  PostureImage image;
  ClassScores scores;
  const PostureModel& model = shipped_posture_model();
  std::size_t frames = 0;
  const auto start = std::chrono::steady_clock::now();
  for (const PostureRecording& recording : *recordings) {
    PostureImager imager(recording.geometry);
    for (const Grid& frame : recording.frames) {
      imager.make(frame, image);
      model.probabilities(features.of(image), scores);
      ++frames;
    }
    if (frames > 2000) break;
  }
  return frames == 0 ? 0.0 : 1e6 * seconds_since(start) / static_cast<double>(frames);
}

// Whose answers, and what of it the model had never seen.
struct Judged {
  PostureBenchAnswers answers;
  std::string protocol, note;
};

Result<Judged> judge_with_the_program(const BenchFlags& flags, PostureLayout layout) {
  auto answers = judge_posture_folder(shipped_posture_model(), flags.options.folder, flags.options.test);
  if (!answers) return answers.error();
  const char* note = "the model saw S1 to S8 of experiment I in training; other subjects are strangers";
  if (layout == PostureLayout::popu)
    note = "the model saw PoPu's volunteer 4 in training; others are strangers";
  if (layout == PostureLayout::pmd_2) note = "the model never saw this mat nor a still of experiment II";
  return Judged{std::move(answers).value(), "the model in the program", note};
}

Result<Judged> judge_after_learning(const BenchFlags& flags) {
  PostureRecipe recipe;
  recipe.pmd_folder = flags.learn;
  recipe.pmd_subjects = flags.options.train;
  fmt::print(stderr, "palpate: training on {} and simulated bodies\n", flags.learn);
  const auto model = make_posture_model(recipe);
  if (!model) return model.error();
  auto answers = judge_posture_folder(*model, flags.options.folder, flags.options.test);
  if (!answers) return answers.error();
  return Judged{std::move(answers).value(), "a model of --learn and simulated bodies",
                "nothing of --data was in training"};
}

Result<Judged> judge_by_folds(const BenchFlags& flags) {
  auto answers = run_posture_bench(
      flags.options, [](const std::string& line) { fmt::print(stderr, "palpate: {}\n", line); });
  if (!answers) return answers.error();
  const bool all = flags.options.train.empty() && flags.options.test.empty();
  return Judged{std::move(answers).value(), all ? "leave-one-subject-out" : "split",
                "no frame of a judged subject was in training, choices and temperatures included"};
}

Result<void> bench_posture(const BenchFlags& flags) {
  const auto start = std::chrono::steady_clock::now();
  const auto layout = posture_layout(flags.options.folder);
  if (!layout) return layout.error();
  if (flags.classes == 17 && *layout != PostureLayout::pmd_1) {
    return Error{
        ErrorCode::bad_argument,
        fmt::format("--classes 17 are the files of PMD experiment I, which this is not: {} (use 3 or 4)",
                    flags.options.folder)};
  }
  const bool folds = *layout == PostureLayout::pmd_1 && !flags.shipped && flags.learn.empty();
  const auto judged = folds                 ? judge_by_folds(flags)
                      : flags.learn.empty() ? judge_with_the_program(flags, *layout)
                                            : judge_after_learning(flags);
  if (!judged) return judged.error();
  const auto us = us_a_frame(flags.options.folder);
  if (!us) return us.error();
  const PostureBenchContext context{flags.options.folder, judged->protocol, judged->note, *us,
                                    seconds_since(start)};
  const int classes = flags.classes != 0 ? flags.classes : *layout == PostureLayout::popu ? 4 : 3;
  const PostureBenchResult result = score_posture_bench(judged->answers, classes);
  return flags.json.print(posture_bench_text(result, context),
                          [&] { return posture_bench_json(result, context); });
}

struct BodyBenchFlags {
  std::string folder;
  bool simulated = false;
  int seeds = 12;
  JsonOption json;
};

Result<void> bench_body(const BodyBenchFlags& flags) {
  if (flags.simulated) {
    const auto scores = run_simulated_body_bench(flags.seeds);
    if (!scores) return scores.error();
    return flags.json.print(simulated_body_text(*scores), [&] { return simulated_body_json(*scores); });
  }
  const auto result = run_body_bench(flags.folder);
  if (!result) return result.error();
  return flags.json.print(body_bench_text(*result), [&] { return body_bench_json(*result); });
}

void add_body_bench(CLI::App& bench, CommandContext& context) {
  auto flags = std::make_shared<BodyBenchFlags>();
  CLI::App* body = bench.add_subcommand(
      "body", "Where the body is: against polygons drawn by people (PoPu), or on simulated bodies");
  CLI::App* what = body->add_option_group("what");
  what->add_option("--data", flags->folder, "PoPu's preview_data folder");
  CLI::Option* simulated = what->add_flag("--simulated", flags->simulated,
                                          "Midline and landmarks of simulated bodies against their truth");
  what->require_option(1);
  body->add_option("--seeds", flags->seeds, "Bodies a scenario (default 12)")
      ->check(CLI::Range(1, 1000))
      ->needs(simulated);
  flags->json.add_to(*body);
  body->callback([flags, body, &context] {
    flags->json.settle(*body);
    if (auto done = bench_body(*flags); !done) context.exit_code = report_error(done.error());
  });
}

}  // namespace

void add_bench_command(CLI::App& root, CommandContext& context) {
  CLI::App* bench =
      root.add_subcommand("bench", "Measure how well the program judges recordings with known truth");
  bench->require_subcommand(1);
  add_body_bench(*bench, context);
  auto flags = std::make_shared<BenchFlags>();
  CLI::App* posture =
      bench->add_subcommand("posture", "Accuracy of lying postures on people never seen in training");
  posture
      ->add_option("--data", flags->options.folder,
                   "Folder of PMD experiment I (S*/1..17.txt) or II, or PoPu's tactilus_data")
      ->required();
  posture->add_option("--train", flags->options.train, "Subjects to train on: S1,S2,..")->delimiter(',');
  posture->add_option("--test", flags->options.test, "Subjects to judge: S9,..; neither list: leave one out")
      ->delimiter(',');
  posture
      ->add_option("--classes", flags->classes,
                   "3 (supine, side-right, side-left), 4 (and prone; default for PoPu) or 17")
      ->check(CLI::IsMember({3, 4, 17}));
  posture->add_flag("--anywhere", flags->anywhere,
                    "Leave out where on the mat the body lies, as the program does");
  posture->add_flag("--shipped", flags->shipped,
                    "Train nothing: judge with the model in the program (always so for another mat)");
  posture->add_option("--learn", flags->learn,
                      "Judge with a model made of this PMD experiment I folder and simulated bodies alone");
  flags->json.add_to(*posture);
  posture->footer(R"(
Each frame is judged by itself; frames 0 and 1 of each file are left out. Progress goes to standard error.

Examples:
  palpate bench posture --data experiment-i --classes 17
  palpate bench posture --data experiment-i --train S1,S2,S3 --test S9,S10 --json
  palpate bench posture --data experiment-i --test S9,S10 --shipped
  palpate bench posture --data popu/preview_data/tactilus_data --learn experiment-i
  palpate bench posture --data experiment-ii)");
  posture->callback([flags, posture, &context] {
    flags->json.settle(*posture);
    flags->options.settings.place_counts = !flags->anywhere;
    if (auto done = bench_posture(*flags); !done) context.exit_code = report_error(done.error());
  });
}

}  // namespace palpate
