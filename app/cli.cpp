#include "app/cli.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdio>
#include <exception>
#include <string>
#include <system_error>

#include "acquisition/host.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/number_checks.h"

namespace palpate {
namespace {

constexpr const char* kFooter = R"(
SOURCE is a recording (sitting.palpate), a matrix file (frames.csv), or one of
  sim:seated-left-lean?seed=7     a simulated body; palpate simulate lists them
  firmware:seated-even            the mat's firmware in its simulator
  serial:/dev/ttyACM0?baud=500000 a mat on a port; palpate ports lists them

Examples:
  palpate                                            open the window
  palpate live sim:supine-even                       watch a simulated body
  palpate record serial:/dev/ttyACM0 --out sitting.palpate
  palpate analyze sitting.palpate --json sitting.json
  palpate replay sitting.palpate

palpate COMMAND --help tells more. Palpate shows load on a mat; it is no medical device and replaces no examination.)";

int usage_error(const CLI::App& root, const CLI::ParseError& error) {
  const CLI::App* command = &root;
  for (const CLI::App* sub : root.get_subcommands()) command = sub;
  const std::string name = command == &root ? "palpate" : "palpate " + command->get_name();
  fmt::print(stderr, "palpate: {} (see {} --help)\n", error.what(), name);
  return 2;
}

int run_command(int argc, char** argv) {
  CLI::App root{"Palpate: where a body carries its load on a pressure mat, and where to work next.",
                "palpate"};
  root.set_version_flag("--version", host_version());
  root.footer(kFooter);
  root.require_subcommand(0, 1);
  CommandContext context;
  add_live_command(root, context);
  add_replay_command(root, context);
  add_record_command(root, context);
  add_import_command(root, context);
  add_analyze_command(root, context);
  add_sway_command(root, context);
  add_bands_command(root, context);
  add_teach_command(root, context);
  add_breathing_command(root, context);
  add_compare_command(root, context);
  add_crosstalk_command(root, context);
  add_filter_command(root, context);
  add_info_command(root, context);
  add_screen_command(root, context);
  add_rules_command(root, context);
  add_render_command(root, context);
  add_simulate_command(root, context);
  add_ports_command(root, context);
  add_bench_command(root, context);
  add_train_command(root, context);
  add_bench_breath_command(root, context);
  add_bench_patterns_command(root, context);
  add_bench_teaching_command(root, context);
  refuse_endless_numbers(root);
  try {
    root.parse(argc, argv);
  } catch (const CLI::Success& wanted) {  // --help, --version
    return root.exit(wanted);
  } catch (const CLI::ParseError& error) {
    return usage_error(root, error);
  }
  if (root.get_subcommands().empty()) return open_window_without_source();
  return context.exit_code;
}

}  // namespace

int run_cli(int argc, char** argv) {
  try {
    return finish_output(run_command(argc, argv));
  } catch (const std::system_error& failed) {  // fmt throws where standard output takes no more
    if (std::ferror(stdout) != 0) return finish_output(1, failed.code().value());
    fmt::print(stderr, "palpate: unexpected failure: {} (please report it)\n", failed.what());
  } catch (const std::exception& unexpected) {  // libraries only; ours return Result
    fmt::print(stderr, "palpate: unexpected failure: {} (please report it)\n", unexpected.what());
  }
  return 1;
}

}  // namespace palpate
