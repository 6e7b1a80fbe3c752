// palpate analyze SOURCE: every number of docs/metrics.md, and what stood out.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cmath>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "acquisition/output_file.h"
#include "acquisition/recording_reader.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/earlier_option.h"
#include "app/frame_reader.h"
#include "app/guidance_options.h"
#include "app/json_option.h"
#include "app/number_checks.h"
#include "app/source_options.h"
#include "app/taught_options.h"
#include "processing/frame_table.h"
#include "processing/load_bands.h"
#include "processing/report.h"
#include "processing/text_file.h"
#include "processing/time_text.h"

namespace palpate {
namespace {

struct AnalyzeOptions {
  JsonOption json;
  std::string source, frames_path, maps_folder, sustained, bands_path;
  std::optional<double> seconds;
  bool raw = false, all_frames = false, show_params = false;
  ImportFlags flags;
  ParamFlags params;
  GuidanceFlags guidance;
  TaughtFlags taught;
  EarlierFlags earlier;
};

// `table`: may be null.
Result<void> read_all(FrameReader& reader, AnalysisReport& report, FrameTable* table) {
  ProgressLine progress;
  while (true) {
    const auto next = reader.next();
    if (!next) return next.error();
    if (*next == nullptr) return {};
    const Snapshot& snapshot = **next;
    report.add(snapshot);
    if (table != nullptr) {
      if (auto added = table->add(snapshot); !added) return added.error();
    }
    if (report.frames() % 512 == 0)
      progress.show(fmt::format("analysing {}  {}", clock_text(snapshot.t_s), frames_text(report.frames())));
  }
}

Result<void> write_results(const AnalyzeOptions& options, const AnalysisReport& report,
                           const ScreenAnswers& screen, std::optional<FrameTable>& table) {
  if (table) {
    if (auto closed = table->close(); !closed) return closed.error();
  }
  if (!options.maps_folder.empty()) {
    if (auto written = report.write_maps(options.maps_folder); !written) return written.error();
  }
  const bool table_on_stdout = options.frames_path == "-";
  if (table_on_stdout) print_screen_aside(screen);
  return options.json.print(table_on_stdout ? "" : report.text(), [&] { return report.json(); });
}

// LIMIT,SECONDS
Result<std::optional<SustainedLimit>> sustained_limit(const std::string& text) {
  if (text.empty()) return std::optional<SustainedLimit>();
  SustainedLimit limit;
  char rest = 0;
  if (std::sscanf(text.c_str(), "%lf,%lf%c", &limit.limit, &limit.seconds, &rest) == 2 && limit.limit > 0.0 &&
      limit.seconds >= 0.0 && std::isfinite(limit.limit) && std::isfinite(limit.seconds))
    return std::optional<SustainedLimit>(limit);
  return Error{
      ErrorCode::bad_argument,
      fmt::format("not a limit and a time: --sustained {} (as in 8,120: above 8 kPa for 120 s)", text)};
}

Result<std::optional<LoadBands>> bands_of(const std::string& path) {
  if (path.empty()) return std::optional<LoadBands>{};
  const auto text = read_text_file(path);
  if (!text) return text.error();
  auto bands = bands_from_json(*text, path);
  if (!bands) return bands.error();
  return std::optional<LoadBands>{*bands};
}

// Before the long work.
Result<void> check_outputs(const AnalyzeOptions& options) {
  if (options.json.goes_to(options.frames_path))
    return Error{
        ErrorCode::bad_argument,
        fmt::format("--json {0} and --frames {0} both want {1}: give one of them another file",
                    options.frames_path, options.json.on_stdout() ? "standard output" : "the same file")};
  std::vector<std::string> inputs{options.source, options.bands_path};
  inputs.insert(inputs.end(), options.earlier.files().begin(), options.earlier.files().end());
  for (const std::string& input : inputs) {
    if (auto may = options.json.may_write({input}); !may) return may;
    if (auto may = may_write_over(options.frames_path, {input}); !may) return may;
  }
  return {};
}

Result<void> analyze(const AnalyzeOptions& options) {
  auto params = options.params.params();
  if (!params) return params.error();
  if (options.show_params) {
    fmt::print("{}", params->to_toml());
    return {};
  }
  if (auto ok = check_outputs(options); !ok) return ok;
  const auto sustained = sustained_limit(options.sustained);
  if (!sustained) return sustained.error();
  PipelineOptions chosen{*params, options.raw};
  if (auto ok = options.guidance.apply(chosen); !ok) return ok.error();
  if (auto ok = options.taught.apply(chosen); !ok) return ok.error();
  auto source = open_any_source(options.source, options.flags, true);
  if (!source) return source.error();
  auto bands = bands_of(options.bands_path);
  if (!bands) return bands.error();
  const bool lying = (*source)->info().geometry.placement == Placement::table;
  PipelineOptions how = chosen;
  how.bands = *bands;
  how.breathing = how.breathing || (lying && !options.raw);  // a held breath under a press is warned of
  auto earlier = options.earlier.read(options.source, options.flags, *params);
  if (!earlier) return earlier.error();
  how.usual = earlier->usual;
  auto reader = FrameReader::create(std::move(*source), how);
  if (!reader) return reader.error();
  if (auto ok = options.guidance.answer_places(reader->pipeline()); !ok) return ok.error();
  reader->set_until(options.seconds.value_or(ends_by_itself(options.source) ? 0.0 : kDefaultEndlessSeconds));
  std::optional<FrameTable> table;
  if (!options.frames_path.empty()) {
    auto created = FrameTable::create(options.frames_path);
    if (!created) return created.error();
    table = std::move(*created);
  }
  AnalysisReport report(reader->info(), *params, ReportOptions{options.raw, options.all_frames, *sustained});
  report.set_earlier(std::move(earlier->recordings));
  if (auto read = read_all(*reader, report, table ? &*table : nullptr); !read) return read.error();
  if (const RecordingSummary* recording = reader->source().recording()) report.set_recording(*recording);
  if (report.frames() == 0) {
    return Error{ErrorCode::bad_format, fmt::format("no frame to analyse: {}", options.source)};
  }
  if (interrupted() && ends_by_itself(options.source))
    fmt::print(stderr, "palpate: interrupted after {}: the report is of that time only\n",
               duration_text(report.seconds()));
  return write_results(options, report, reader->pipeline().screen(), table);
}

}  // namespace

void add_analyze_command(CLI::App& root, CommandContext& context) {
  auto options = std::make_shared<AnalyzeOptions>();
  CLI::App* command = root.add_subcommand("analyze", "Compute every number and finding; print, JSON, CSV");
  auto* show =
      command->add_flag("--show-params", options->show_params, "Print the parameters as TOML and stop");
  command->add_option("SOURCE", options->source, "A recording, a matrix file or a URI, see palpate --help");
  options->json.add_to(*command, "Write the report as JSON to a file, or alone to standard output");
  command->add_option("--frames", options->frames_path, "Write one CSV row a frame (- is standard output)");
  command->add_option("--maps", options->maps_folder,
                      "Write pressure-time integral, maximum and mean map as CSV into a folder");
  command->add_option("--sustained", options->sustained,
                      "LIMIT,SECONDS: cells above LIMIT kPa for SECONDS at least, in JSON and --maps");
  command
      ->add_option("--seconds", options->seconds,
                   "Analyse only so much (default: all; 60 s of an endless source)")
      ->check(positive_number());
  command->add_option("--bands", options->bands_path, "The client's own bands, a file of palpate bands");
  command->add_flag("--raw", options->raw, "Take the values as they are: no tare, repair or filter");
  command->add_flag("--all-frames", options->all_frames,
                    "The JSON holds every frame, not only their summary");
  options->flags.add_to(*command);
  options->params.add_to(*command);
  options->taught.add_to(*command);
  options->earlier.add_to(*command);
  options->guidance.add_screen_to(*command);
  options->guidance.add_places_to(*command);
  options->guidance.add_rules_to(*command);
  command->footer(R"(
Examples:
  palpate analyze sitting.palpate
  palpate analyze sitting.palpate --json sitting.json --frames sitting.csv
  palpate analyze m.csv --rows 32 --cols 32 --pitch-mm 14.7 --fps 50 --unit kPa --raw --frames -
  palpate analyze sitting.palpate --set contact_threshold_kpa=0.5
  palpate analyze sitting.palpate --maps maps --sustained 8,120 --json sitting.json
  palpate analyze today.palpate --earlier march.palpate --earlier april.palpate
  palpate analyze --show-params > my.toml)");
  command->callback([options, command, show, &context] {
    if (show->count() == 0) options->json.settle(*command, options->source, "SOURCE");
    catch_interrupts();
    if (auto done = analyze(*options); !done) context.exit_code = report_error(done.error());
  });
}

}  // namespace palpate
