// palpate live, palpate replay, and palpate alone: the window on a source.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <filesystem>
#include <memory>
#include <string>

#include "acquisition/recording_reader.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/earlier_option.h"
#include "app/guidance_options.h"
#include "app/number_checks.h"
#include "app/platform.h"
#include "app/source_options.h"
#include "app/taught_options.h"
#include "viz/window.h"

namespace palpate {
namespace {

struct LiveOptions {
  std::string source, record_path, ui_dump;
  double seconds = 0.0;
  bool show_fps = false;
  ParamFlags params;
  GuidanceFlags guidance;
  TaughtFlags taught;
  EarlierFlags earlier;
};

struct ReplayOptions {
  std::string file;
  double speed = 1.0;
  ParamFlags params;
  GuidanceFlags guidance;
  TaughtFlags taught;
  EarlierFlags earlier;
};

int open_window(const LiveOptions& options) {
  if (!has_display()) {
    return report_error(
        {ErrorCode::not_found,
         "no display: DISPLAY and WAYLAND_DISPLAY are empty (without one: palpate record, analyze, "
         "render)"});
  }
  auto params = options.params.params();
  if (!params) return report_error(params.error());
  WindowOptions window;
  window.source = options.source;
  window.pipeline.params = *params;
  if (auto ok = options.guidance.apply(window.pipeline); !ok) return report_error(ok.error());
  if (auto ok = options.taught.apply_or_begin(window.pipeline); !ok) return report_error(ok.error());
  window.taught_file = options.taught.file();
  catch_interrupts();
  auto earlier = options.earlier.read(options.source, ImportFlags{}, *params);
  if (!earlier) return report_error(earlier.error());
  window.pipeline.usual = earlier->usual;
  window.record_path = options.record_path;
  window.run_seconds = options.seconds;
  window.print_fps = options.show_fps;
  window.ui_dump_path = options.ui_dump;
  window.interrupted = &interrupt_flag();
  if (auto ran = run_window(window); !ran) return report_error(ran.error());
  return 0;
}

int replay(const ReplayOptions& options) {
  if (!is_recording(options.file)) {
    std::error_code failed;
    if (std::filesystem::exists(options.file, failed)) {
      if (auto ok = not_a_broken_recording(options.file); !ok) return report_error(ok.error());
    }
    return report_error(
        {ErrorCode::bad_format,
         fmt::format("not a recording: {} (palpate import turns a matrix file into one)", options.file)});
  }
  LiveOptions live;
  live.source = fmt::format("file:{}?speed={}", options.file, options.speed);
  live.params = options.params;
  live.guidance = options.guidance;
  live.taught = options.taught;
  live.earlier = options.earlier;
  return open_window(live);
}

}  // namespace

int open_window_without_source() {
  return open_window(LiveOptions{});
}

void add_live_command(CLI::App& root, CommandContext& context) {
  auto options = std::make_shared<LiveOptions>();
  CLI::App* command = root.add_subcommand("live", "Watch a mat in the window");
  command->add_option("SOURCE", options->source, "Where frames come from, see palpate --help")->required();
  command->add_option("--record", options->record_path, "Record to this file from the first frame on");
  command->add_option("--seconds", options->seconds, "Close the window after so many seconds")
      ->check(positive_number());
  command->add_flag("--show-fps", options->show_fps,
                    "Print the frames drawn a second when the window closes");
  command
      ->add_option("--ui-dump", options->ui_dump, "Write the place of every button to this file (for tests)")
      ->group("");
  options->params.add_to(*command);
  options->taught.add_to(*command);
  options->earlier.add_to(*command);
  options->guidance.add_screen_to(*command);
  options->guidance.add_rules_to(*command);
  command->footer(R"(
Examples:
  palpate live firmware:seated-left-lean
  palpate live serial:/dev/ttyACM0 --record sitting.palpate
  palpate live serial:/dev/ttyACM0 --earlier march.palpate --earlier april.palpate
  palpate live sim:supine-right-lumbar-lift?seed=3)");
  command->callback([options, &context] { context.exit_code = open_window(*options); });
}

void add_replay_command(CLI::App& root, CommandContext& context) {
  auto options = std::make_shared<ReplayOptions>();
  CLI::App* command = root.add_subcommand("replay", "Show a recording in the window");
  command->add_option("FILE", options->file, "A recording")->required();
  command->add_option("--speed", options->speed, "1 is the pace it was recorded at")
      ->check(CLI::Range(0.05, 100.0));
  options->params.add_to(*command);
  options->taught.add_to(*command);
  options->earlier.add_to(*command);
  options->guidance.add_screen_to(*command);
  options->guidance.add_rules_to(*command);
  command->footer(
      "\nExamples:\n  palpate replay sitting.palpate\n  palpate replay sitting.palpate --speed 4");
  command->callback([options, &context] { context.exit_code = replay(*options); });
}

}  // namespace palpate
