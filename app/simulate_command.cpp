// palpate simulate: lists the simulated bodies, or writes one of them to a recording as fast as it goes.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>
#include <string>

#include "acquisition/simulated_body.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/number_checks.h"
#include "app/record_stream.h"
#include "app/source_options.h"

namespace palpate {
namespace {

struct SimulateOptions {
  std::string scenario, out;
  double seconds = 60.0, rate_hz = 50.0;
  std::uint64_t seed = 1;
};

int list_scenarios() {
  fmt::print("Simulated bodies (palpate live sim:NAME shows one):\n");
  for (const ScenarioInfo& scenario : scenarios())
    fmt::print("  {:<26} {}\n", scenario.name, scenario.description);
  return 0;
}

int simulate(const SimulateOptions& options) {
  if (options.scenario.empty()) return list_scenarios();
  if (options.out.empty()) {
    return report_error(
        {ErrorCode::bad_argument, fmt::format("say where to write the recording: palpate simulate {0} "
                                              "--out {0}.palpate",
                                              options.scenario)});
  }
  const std::string uri =
      fmt::format("sim:{}?seed={}&rate={}&live=0", options.scenario, options.seed, options.rate_hz);
  auto source = open_any_source(uri, ImportFlags{}, true);
  if (!source) return report_error(source.error());
  catch_interrupts();
  RecordRequest request;
  request.path = options.out;
  request.seconds = options.seconds;
  request.notes = "simulated: " + options.scenario;
  request.show_progress = true;
  auto outcome = record_stream(**source, request);
  if (!outcome) return report_error(outcome.error());
  fmt::print("{}\n", outcome->text);
  return 0;
}

}  // namespace

void add_simulate_command(CLI::App& root, CommandContext& context) {
  auto options = std::make_shared<SimulateOptions>();
  CLI::App* command =
      root.add_subcommand("simulate", "List the simulated bodies, or record one in fast time");
  command->add_option("SCENARIO", options->scenario, "Name of a simulated body; none lists them");
  command->add_option("--out,-o", options->out, "The recording to make");
  command->add_option("--seconds,-s", options->seconds, "Length (default 60)")->check(positive_number());
  command->add_option("--rate", options->rate_hz, "Frames per second (default 50)")->check(positive_number());
  command->add_option("--seed", options->seed, "Another seed is another body (default 1)");
  command->footer(R"(
Examples:
  palpate simulate
  palpate simulate seated-left-lean --out lean.palpate --seconds 600 --seed 7)");
  command->callback([options, &context] { context.exit_code = simulate(*options); });
}

}  // namespace palpate
