// live, replay and render in a build without the window: they say so.
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <string>

#include "app/commands.h"
#include "app/console.h"

namespace palpate {
namespace {

int refuse() {
  return report_error({ErrorCode::bad_argument,
                       "this palpate was built without its window (configure with -DPALPATE_BUILD_VIZ=ON)"});
}

void add_missing(CLI::App& root, CommandContext& context, const std::string& name) {
  CLI::App* command = root.add_subcommand(name, "Not in this build: made without the window");
  command->allow_extras();
  command->footer("\nExamples:\n  palpate " + name + " needs a build with -DPALPATE_BUILD_VIZ=ON");
  command->callback([&context] { context.exit_code = refuse(); });
}

}  // namespace

int open_window_without_source() {
  return refuse();
}
void add_live_command(CLI::App& root, CommandContext& context) {
  add_missing(root, context, "live");
}
void add_replay_command(CLI::App& root, CommandContext& context) {
  add_missing(root, context, "replay");
}
void add_render_command(CLI::App& root, CommandContext& context) {
  add_missing(root, context, "render");
}

}  // namespace palpate
