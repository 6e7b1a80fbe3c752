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
#include "processing/posture_estimator.h"
#include "processing/posture_report.h"

namespace palpate {
namespace {

struct BenchFlags {
  PostureBenchOptions options;
  int classes = 3;
  JsonOption json;
  bool anywhere = false;
};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// From a map to an answer, over the frames of the first recording.
Result<double> us_a_frame(const BenchFlags& flags) {
  auto subjects = posture_subjects(flags.options.folder);
  if (!subjects) return subjects.error();
  auto recordings = read_posture_folder(flags.options.folder, {subjects->front()});
  if (!recordings) return recordings.error();
  PostureImager imager(pmd_geometry());
  PostureFeatures features;
  PostureImage image;
  ClassScores scores;
  const PostureModel& model = shipped_posture_model();
  std::size_t frames = 0;
  const auto start = std::chrono::steady_clock::now();
  for (const PostureRecording& recording : *recordings) {
    for (const Grid& frame : recording.frames) {
      imager.make(frame, image);
      model.probabilities(features.of(image), scores);
      ++frames;
    }
  }
  return frames == 0 ? 0.0 : 1e6 * seconds_since(start) / static_cast<double>(frames);
}

Result<void> bench_posture(const BenchFlags& flags) {
  const auto start = std::chrono::steady_clock::now();
  const auto answers = run_posture_bench(
      flags.options, [](const std::string& line) { fmt::print(stderr, "palpate: {}\n", line); });
  if (!answers) return answers.error();
  const auto us = us_a_frame(flags);
  if (!us) return us.error();
  const PostureBenchContext context{flags.options.folder,
                                    flags.options.train.empty() && flags.options.test.empty(), *us,
                                    seconds_since(start)};
  const PostureBenchResult result = score_posture_bench(*answers, flags.classes);
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
  posture->add_option("--data", flags->options.folder, "Folder with S*/1..17.txt (PMD experiment I)")
      ->required();
  posture->add_option("--train", flags->options.train, "Subjects to train on: S1,S2,..")->delimiter(',');
  posture->add_option("--test", flags->options.test, "Subjects to judge: S9,..; neither list: leave one out")
      ->delimiter(',');
  posture->add_option("--classes", flags->classes, "3 (supine, right, left; default) or 17")
      ->check(CLI::IsMember({3, 17}));
  posture->add_flag("--anywhere", flags->anywhere,
                    "Leave out where on the mat the body lies, as the program does");
  flags->json.add_to(*posture);
  posture->footer(R"(
Each frame is judged by itself; frames 0 and 1 of each file are left out. Progress goes to standard error.

Examples:
  palpate bench posture --data experiment-i --classes 17
  palpate bench posture --data experiment-i --train S1,S2,S3 --test S9,S10 --json)");
  posture->callback([flags, posture, &context] {
    flags->json.settle(*posture);
    flags->options.settings.place_counts = !flags->anywhere;
    flags->options.settings.choose_shrinkage = true;
    flags->options.settings.warps = 0;
    if (auto done = bench_posture(*flags); !done) context.exit_code = report_error(done.error());
  });
}

}  // namespace palpate
