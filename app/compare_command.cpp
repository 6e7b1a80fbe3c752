// palpate compare BEFORE AFTER: the main numbers of two recordings, and which differences can be measured.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>
#include <vector>

#include "acquisition/import.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/frame_reader.h"
#include "app/json_option.h"
#include "app/number_checks.h"
#include "app/source_options.h"
#include "processing/comparison.h"

namespace palpate {
namespace {

struct CompareOptions {
  std::string before, after;
  JsonOption json;
  std::vector<std::string> repeats;
  double seconds = 60.0;
  ImportFlags flags;
  ParamFlags params;
};

Result<AnalysisReport> report_to_compare(const CompareOptions& options, const Params& params,
                                         const std::string& path, ScreenAnswers& screen,
                                         std::string& assumed) {
  auto reader = FrameReader::open(path, options.flags, PipelineOptions{params, false}, options.seconds);
  if (!reader) return reader.error();
  AnalysisReport report(reader->info(), params, ReportOptions{});
  while (true) {
    const auto next = reader->next();
    if (!next) return next.error();
    if (*next == nullptr) break;
    report.add(**next);
  }
  screen.merge(reader->pipeline().screen());
  if (const std::string lines = assumption_lines(reader->info().notes, "  "); !lines.empty())
    assumed += fmt::format("\n{}\n{}", path, lines);
  return report;
}

Result<void> run_compare(const CompareOptions& options) {
  if (auto may = options.json.may_write({options.before, options.after}); !may) return may;
  const Result<Params> params = options.params.params();
  if (!params) return params.error();
  std::vector<std::string> paths{options.before, options.after};
  paths.insert(paths.end(), options.repeats.begin(), options.repeats.end());
  std::vector<AnalysisReport> reports;
  ScreenAnswers screen;  // all recordings are of one client: the hits of each
  std::string assumed;
  for (const std::string& path : paths) {
    Result<AnalysisReport> report = report_to_compare(options, *params, path, screen, assumed);
    if (!report) return report.error();
    reports.push_back(std::move(*report));
  }
  std::vector<const AnalysisReport*> repeats;
  for (std::size_t i = 2; i < reports.size(); ++i) repeats.push_back(&reports[i]);
  const auto numbers = compare_reports(reports[0], reports[1], repeats);
  if (!numbers)
    return Error{numbers.error().code, fmt::format("cannot compare: {}: {} and {}", numbers.error().message,
                                                   options.before, options.after)};
  return options.json.print(
      comparison_text(*numbers, options.before, options.after, repeats.size()) + assumed,
      [&] { return comparison_json(*numbers, options.before, options.after, repeats.size(), screen); },
      screen);
}

}  // namespace

void add_compare_command(CLI::App& root, CommandContext& context) {
  auto options = std::make_shared<CompareOptions>();
  CLI::App* command = root.add_subcommand("compare", "Two recordings: which differences can be measured");
  command->add_option("BEFORE", options->before, "A recording, a matrix file or a URI")->required();
  command->add_option("AFTER", options->after, "Another one of the same client on the same mat")->required();
  command->add_option(
      "--repeats", options->repeats,
      "Two or more recordings of this client in one state: the client's own measurable change");
  options->json.add_to(*command, "Write the comparison as JSON (- is standard output)", false);
  command->add_option("--seconds", options->seconds, "How much of a source that never ends (default 60)")
      ->check(positive_number());
  options->flags.add_to(*command);
  options->params.add_to(*command);
  command->footer(R"(
Examples:
  palpate compare before.palpate after.palpate
  palpate compare before.palpate after.palpate --repeats monday.palpate tuesday.palpate wednesday.palpate
  palpate compare before.palpate after.palpate --json -)");
  command->callback([options, &context] {
    catch_interrupts();
    if (auto done = run_compare(*options); !done) context.exit_code = report_error(done.error());
  });
}

}  // namespace palpate
