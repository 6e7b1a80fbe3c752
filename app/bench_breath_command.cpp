// palpate bench breath: when the warning of a held breath comes, on simulated clients under a hand.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "app/commands.h"
#include "app/console.h"
#include "app/json_option.h"
#include "processing/breath_study.h"

namespace palpate {
namespace {

struct BenchBreathOptions {
  BreathStudyOptions study;
  JsonOption json;
};

Result<void> bench_breath(BenchBreathOptions& options) {
  catch_interrupts();
  options.study.stop = [] { return interrupted(); };
  ProgressLine progress;
  options.study.progress = [&progress](int done, int all) {
    progress.show(fmt::format("clients {} of {}", done, all));
  };
  const auto study = run_breath_study(options.study);
  if (!study) return study.error();
  progress.clear();
  return options.json.print(breath_study_text(*study),
                            [&] { return breath_study_json(*study, options.study); });
}

}  // namespace

void add_bench_breath_command(CLI::App& root, CommandContext& context) {
  auto options = std::make_shared<BenchBreathOptions>();
  CLI::App* command = bench_of(root).add_subcommand(
      "breath",
      "The warning of a held breath on simulated clients under a hand: how late, how often missed, how often "
      "wrong; ctrl-C ends it with the clients so far");
  BreathStudyOptions& study = options->study;
  command->add_option("--clients", study.clients, "How many (default 100)")->check(CLI::Range(1, 100000));
  command->add_option("--first-seed", study.first_seed, "Seed of the first client (default 500000)");
  command->add_option("--ordinary", study.ordinary_s, "Seconds of ordinary breathing before (default 300)")
      ->check(CLI::Range(100.0, 7200.0));
  options->json.add_to(*command);
  command->footer(R"(
Examples:
  palpate bench breath --clients 20
  palpate bench breath --clients 10 --ordinary 3600 --json breath.json)");
  command->callback([options, command, &context] {
    options->json.settle(*command);
    if (auto done = bench_breath(*options); !done) context.exit_code = report_error(done.error());
  });
}

}  // namespace palpate
