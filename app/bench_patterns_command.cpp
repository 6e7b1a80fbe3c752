// palpate bench patterns: how often tension patterns of known size are found on simulated bodies.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>
#include <string>

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
  bool excesses_given = false;
};

Result<void> bench_patterns(BenchPatternsOptions& options) {
  auto params = options.params.params();
  if (!params) return params.error();
  options.study.params = *params;
  if (options.kind == "lifted-area") {
    options.study.kind = FindingKind::lifted_area;
    if (!options.excesses_given) options.study.excesses = {0.5, 0.7, 0.8, 0.9, 1.0};
  }
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
  CLI::App* command = bench_of(root).add_subcommand("patterns",
                                                    "Tension patterns or lifted areas on simulated bodies: "
                                                    "how often found, how often claimed wrongly; ctrl-C "
                                                    "ends it with the bodies so far");
  PatternStudyOptions& study = options->study;
  command->add_option("--bodies", study.bodies, "How many (default 500)")->check(CLI::Range(1, 100000));
  command->add_option("--first-seed", study.first_seed, "Seed of the first body (default 500000)");
  command->add_option("--kind", options->kind, "tension-pattern (default) or lifted-area")
      ->check(CLI::IsMember({"tension-pattern", "lifted-area"}));
  command
      ->add_option("--excess", study.excesses,
                   "Excesses to put there, as in 0.2,0.3; of a lifted area the share taken off")
      ->delimiter(',');
  command->add_option("--size-cm2", study.size_cm2, "Size of the place (default: as large as the region)")
      ->check(CLI::Range(5.0, 600.0));
  command->add_flag("--returning", study.returning, "With two earlier recordings of each client");
  command->add_option("--roughness", study.roughness, "Natural unevenness of the bodies (default 1)")
      ->check(CLI::Range(0.0, 2.0));
  command->add_option("--seconds", study.seconds, "Length of each recording (default 120)")
      ->check(CLI::Range(70.0, 7200.0));
  options->json.add_to(*command);
  options->params.add_to(*command);
  command->footer(R"(
Examples:
  palpate bench patterns --bodies 100 --excess 0.2,0.3
  palpate bench patterns --returning --json patterns.json
  palpate bench patterns --kind lifted-area --bodies 100)");
  command->callback([options, command, &context] {
    options->json.settle(*command);
    options->excesses_given = command->count("--excess") > 0;
    if (auto done = bench_patterns(*options); !done) context.exit_code = report_error(done.error());
  });
}

}  // namespace palpate
