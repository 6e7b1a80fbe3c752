// palpate bench patterns: how often findings of known strength are found on simulated bodies.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>
#include <string>
#include <vector>

#include "app/commands.h"
#include "app/console.h"
#include "app/json_option.h"
#include "app/source_options.h"
#include "processing/pattern_study.h"

namespace palpate {
namespace {

struct BenchPatternsOptions {
  PatternStudyOptions study;
  ParamFlags params;
  JsonOption json;
  std::string kind = "tension-pattern";
};

Result<void> bench_patterns(BenchPatternsOptions& options) {
  auto params = options.params.params();
  if (!params) return params.error();
  options.study.params = *params;
  for (const StudyPlan& plan : study_plans())
    if (plan.name == options.kind) options.study.kind = plan.kind;
  catch_interrupts();
  options.study.stop = [] { return interrupted(); };
  ProgressLine progress;
  options.study.progress = [&progress](int done, int all) {
    progress.show(fmt::format("bodies {} of {}", done, all));
  };
  const auto study = run_pattern_study(options.study);
  if (!study) return study.error();
  progress.clear();
  return options.json.print(pattern_study_text(*study, options.study),
                            [&] { return pattern_study_json(*study, options.study); });
}

std::string help_of_kinds() {
  std::string text = "\nStrengths by kind:\n";
  for (const StudyPlan& plan : study_plans()) {
    const std::string from = fmt::format("{:g} to {:g}", plan.ladder.front(), plan.ladder.back());
    text += fmt::format("  {:<16} {:<12} {}\n", plan.name, from, plan.meaning);
  }
  return text + R"(
Examples:
  palpate bench patterns --bodies 100 --strength 0.2,0.3
  palpate bench patterns --earlier 2 --json patterns.json
  palpate bench patterns --kind lifted-area --bodies 100
  palpate bench patterns --kind restless --strength 60,80 --bodies 50)";
}

}  // namespace

CLI::App& bench_of(CLI::App& root) {
  for (CLI::App* known : root.get_subcommands([](CLI::App*) { return true; }))
    if (known->get_name() == "bench") return *known;
  CLI::App* bench = root.add_subcommand("bench", "Measure how well the program judges what is known");
  bench->require_subcommand(1);
  return *bench;
}

void add_bench_patterns_command(CLI::App& root, CommandContext& context) {
  auto options = std::make_shared<BenchPatternsOptions>();
  CLI::App* command = bench_of(root).add_subcommand(
      "patterns",
      "One kind of finding on simulated bodies: how often found, how often claimed wrongly; ctrl-C ends it "
      "with the bodies so far");
  PatternStudyOptions& study = options->study;
  std::vector<std::string> kinds;
  for (const StudyPlan& plan : study_plans()) kinds.emplace_back(plan.name);
  command->add_option("--bodies", study.bodies, "How many (default 500)")->check(CLI::Range(1, 100000));
  command->add_option("--first-seed", study.first_seed, "Seed of the first body (default 500000)");
  command->add_option("--kind", options->kind, "Of finding (default tension-pattern)")
      ->check(CLI::IsMember(kinds));
  command
      ->add_option("--strength,--excess", study.strengths,
                   "What is put there, as in 0.2,0.3; unit and default depend on the kind")
      ->delimiter(',');
  command->add_option("--size-cm2", study.wishes.size_cm2, "Size of the place (default: as the kind has it)")
      ->check(CLI::Range(5.0, 600.0));
  command->add_option("--earlier", study.earlier, "Earlier recordings of each client (default 0)")
      ->check(CLI::Range(0, 20));
  command->add_option("--roughness", study.wishes.roughness, "Natural unevenness of the bodies (default 1)")
      ->check(CLI::Range(0.0, 2.0));
  command->add_option("--seconds", study.seconds, "Length of each recording (default: as the kind needs)")
      ->check(CLI::Range(70.0, 7200.0));
  options->json.add_to(*command);
  options->params.add_to(*command);
  command->footer(help_of_kinds());
  command->callback([options, command, &context] {
    options->json.settle(*command);
    if (auto done = bench_patterns(*options); !done) context.exit_code = report_error(done.error());
  });
}

}  // namespace palpate
