// palpate record SOURCE --out FILE: every frame to disk, with what was found at the end.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>
#include <string>

#include "app/commands.h"
#include "app/console.h"
#include "app/guidance_options.h"
#include "app/number_checks.h"
#include "app/record_stream.h"
#include "app/source_options.h"

namespace palpate {
namespace {

struct RecordOptions {
  std::string source, out, notes;
  double seconds = 0.0;
  ParamFlags params;
  GuidanceFlags guidance;
};

int record(const RecordOptions& options) {
  auto params = options.params.params();
  if (!params) return report_error(params.error());
  PipelineOptions chosen;
  if (auto ok = options.guidance.apply(chosen); !ok) return report_error(ok.error());
  auto source = open_any_source(options.source, ImportFlags{}, false);
  if (!source) return report_error(source.error());
  catch_interrupts();
  RecordRequest request;
  request.path = options.out;
  request.seconds = options.seconds;
  request.notes = options.notes;
  request.params = *params;
  request.screen = chosen.screen;
  request.rules = chosen.rules;
  request.show_progress = true;
  auto outcome = record_stream(**source, request);
  if (!outcome) return report_error(outcome.error());
  fmt::print("{}\n", outcome->text);
  return 0;
}

}  // namespace

void add_record_command(CLI::App& root, CommandContext& context) {
  auto options = std::make_shared<RecordOptions>();
  CLI::App* command = root.add_subcommand("record", "Record a mat to a file; ctrl-C ends it cleanly");
  command->add_option("SOURCE", options->source, "Where frames come from, see palpate --help")->required();
  command
      ->add_option("--out,-o", options->out, "The recording to make; an existing file is never overwritten")
      ->required();
  command->add_option("--seconds,-s", options->seconds, "Stop after so many seconds (default: until ctrl-C)")
      ->check(positive_number());
  command->add_option("--notes", options->notes, "Your words, stored with the recording");
  options->params.add_to(*command);
  options->guidance.add_screen_to(*command);
  options->guidance.add_rules_to(*command);
  command->footer(R"(
Examples:
  palpate record serial:/dev/ttyACM0 --out sitting.palpate
  palpate record sim:seated-left-lean?seed=7 --out lean.palpate --seconds 60
  palpate record firmware:seated-even --out firmware.palpate --seconds 10 --notes "first visit")");
  command->callback([options, &context] { context.exit_code = record(*options); });
}

}  // namespace palpate
