// The subcommands of palpate: one file each, thin over the layers below.
//
// add_X_command registers a subcommand on the root. CLI11 runs its callback after parsing; the callback
// stores the exit code in the context: 0 done, 1 failed (one line on stderr said why), 2 wrong usage.
#pragma once

namespace CLI {
class App;
}

namespace palpate {

struct CommandContext {
  int exit_code = 0;
};

void add_analyze_command(CLI::App& root, CommandContext& context);
void add_bench_command(CLI::App& root, CommandContext& context);
void add_bands_command(CLI::App& root, CommandContext& context);
void add_bench_breath_command(CLI::App& root, CommandContext& context);
void add_bench_patterns_command(CLI::App& root, CommandContext& context);
void add_bench_teaching_command(CLI::App& root, CommandContext& context);
void add_breathing_command(CLI::App& root, CommandContext& context);
void add_compare_command(CLI::App& root, CommandContext& context);
void add_crosstalk_command(CLI::App& root, CommandContext& context);
void add_filter_command(CLI::App& root, CommandContext& context);
void add_import_command(CLI::App& root, CommandContext& context);
void add_info_command(CLI::App& root, CommandContext& context);
void add_live_command(CLI::App& root, CommandContext& context);
void add_ports_command(CLI::App& root, CommandContext& context);
void add_record_command(CLI::App& root, CommandContext& context);
void add_rules_command(CLI::App& root, CommandContext& context);
void add_screen_command(CLI::App& root, CommandContext& context);
void add_render_command(CLI::App& root, CommandContext& context);
void add_replay_command(CLI::App& root, CommandContext& context);
void add_simulate_command(CLI::App& root, CommandContext& context);
void add_sway_command(CLI::App& root, CommandContext& context);
void add_teach_command(CLI::App& root, CommandContext& context);
void add_train_command(CLI::App& root, CommandContext& context);

CLI::App& bench_of(CLI::App& root);  // the subcommand `bench`, made where it is not there yet

// `palpate` alone: the window with its source picker.
int open_window_without_source();

}  // namespace palpate
