// palpate bench teaching: how well taught postures are told, on recordings with known truth.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>
#include <string>

#include "app/commands.h"
#include "app/console.h"
#include "processing/teaching_bench.h"

namespace palpate {
namespace {

struct BenchTeachingOptions {
  std::string pmd, cushion, simulated;
  int every = 1;
  TeachingHow how;
  SimulatedTeaching simulation;
};

Result<std::vector<TeachingResult>> run(const BenchTeachingOptions& options) {
  if (!options.simulated.empty()) {
    SimulatedTeaching how = options.simulation;
    how.placement = options.simulated == "table" ? Placement::table : Placement::seat;
    return bench_simulated_teaching(how, options.how);
  }
  auto clients =
      !options.pmd.empty() ? pmd_teaching(options.pmd, options.every) : cushion_teaching(options.cushion);
  if (!clients) return clients.error();
  std::vector<TeachingResult> results;
  for (const TeachingClient& client : *clients) results.push_back(bench_teaching(client, options.how));
  return results;
}

Result<void> bench_teaching_of(const BenchTeachingOptions& options) {
  if (options.pmd.empty() && options.cushion.empty() && options.simulated.empty()) {
    return Error{ErrorCode::bad_argument, "nothing to measure on (give --pmd, --cushion or --simulated)"};
  }
  const auto results = run(options);
  if (!results) return results.error();
  fmt::print("{}", teaching_text(*results));
  return {};
}

}  // namespace

void add_bench_teaching_command(CLI::App& root, CommandContext& context) {
  auto options = std::make_shared<BenchTeachingOptions>();
  CLI::App* command = bench_of(root).add_subcommand(
      "teaching", "Taught postures: how often told, and how often another one passes for them");
  auto* pmd = command->add_option("--pmd", options->pmd, "Folder with S*/1..17.txt (PMD experiment I)");
  auto* cushion =
      command->add_option("--cushion", options->cushion, "Folder with PERSON_POSTURE_RUN.csv (9 x 9)");
  auto* simulated = command->add_option("--simulated", options->simulated, "Simulated bodies: seat or table")
                        ->check(CLI::IsMember({"seat", "table"}));
  pmd->excludes(cushion)->excludes(simulated);
  cushion->excludes(simulated);
  command
      ->add_option("--takes", options->how.takes, "Teach from so many recordings of each posture (default 1)")
      ->check(CLI::Range(1, 10));
  command->add_flag("--even-if-moved", options->how.even_if_moved, "Teach though the client moved");
  command->add_option("--every", options->every, "PMD: judge each so many-th frame only (default 1)")
      ->check(CLI::Range(1, 100));
  SimulatedTeaching& simulation = options->simulation;
  command->add_option("--bodies", simulation.bodies, "Simulated bodies (default 20)")
      ->check(CLI::Range(1, 10000));
  command->add_option("--first-seed", simulation.first_seed, "Seed of the first (default 2000)");
  command->footer(R"(
Each posture is taught from 10 s; every other frame is judged by itself. "strange": frames of a posture that was
not taught, where unknown is the only good answer.

Examples:
  palpate bench teaching --pmd experiment-i
  palpate bench teaching --simulated seat --bodies 100)");
  command->callback([options, &context] {
    if (auto done = bench_teaching_of(*options); !done) context.exit_code = report_error(done.error());
  });
}

}  // namespace palpate
