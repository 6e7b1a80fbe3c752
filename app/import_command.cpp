// palpate import FILE --out FILE: somebody else's matrix file to a recording.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>
#include <string>

#include "acquisition/import.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/record_stream.h"
#include "app/source_options.h"

namespace palpate {
namespace {

struct ImportCommandOptions {
  std::string file, out, notes;
  ImportFlags flags;
};

int import(const ImportCommandOptions& options) {
  auto import_options = options.flags.options();
  if (!import_options) return report_error(import_options.error());
  auto source = open_import(options.file, *import_options);
  if (!source) return report_error(source.error());
  catch_interrupts();
  RecordRequest request;
  request.path = options.out;
  request.notes = options.notes;  // the importer's own words stay too
  if (!options.notes.empty()) request.notes += "\n" + (*source)->info().notes;
  request.show_progress = true;
  auto outcome = record_stream(**source, request);
  if (!outcome) return report_error(outcome.error());
  fmt::print("{}\n{}", outcome->text, assumption_lines((*source)->info().notes));
  return 0;
}

}  // namespace

void add_import_command(CLI::App& root, CommandContext& context) {
  auto options = std::make_shared<ImportCommandOptions>();
  CLI::App* command = root.add_subcommand("import", "Turn a matrix text file into a recording");
  command->add_option("FILE", options->file, "CSV, TSV or spaces; one frame a line, or stacked matrices")
      ->required();
  command
      ->add_option("--out,-o", options->out, "The recording to make; an existing file is never overwritten")
      ->required();
  command->add_option("--notes", options->notes, "Your words, stored with the recording");
  options->flags.add_to(*command);
  command->footer(R"(
Examples:
  palpate import 1.txt --rows 64 --cols 32 --pitch-mm 25.4 --fps 1 --out supine.palpate
  palpate import seat.csv --rows 32 --cols 32 --pitch-mm 14.7 --fps 50 --unit mmHg --placement seat --out seat.palpate)");
  command->callback([options, &context] { context.exit_code = import(*options); });
}

}  // namespace palpate
