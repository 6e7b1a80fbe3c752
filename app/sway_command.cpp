// palpate sway FILE: every descriptor of the centre of pressure's sway, from a recording or a table.
#include "app/number_checks.h"
#include "processing/sway.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cmath>
#include <fstream>
#include <memory>

#include "acquisition/cop_table.h"
#include "acquisition/open_source.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/frame_reader.h"
#include "app/json_option.h"
#include "app/source_options.h"
#include "processing/client_cop.h"
#include "processing/pipeline.h"

namespace palpate {
namespace {

struct SwayOptions {
  std::string file, unit;
  JsonOption json;
  CopTableOptions table;
  SwayFilter filter;
  double seconds = 60.0;
  ParamFlags params;
};

struct Series {
  SwayInput input;
  std::string note;  // what was taken from where, for the reader
  ScreenAnswers screen = {};
};

bool is_table(const SwayOptions& options) {
  if (options.file == "-") return true;
  const Result<SourceUri> uri = parse_source_uri(options.file);
  if (!uri || uri->scheme != "file") return false;
  std::string start(15, ' ');
  std::ifstream(uri->target, std::ios::binary).read(start.data(), 15);
  return start != "SQLite format 3";  // how every recording begins
}

Result<Series> series_of_table(const SwayOptions& options) {
  CopTableOptions wanted = options.table;
  if (!options.unit.empty()) {
    const Result<LengthUnit> unit = length_unit_from(options.unit);
    if (!unit) return unit.error();
    wanted.unit = *unit;
  }
  Result<CopTable> table = read_cop_table(options.file, wanted);
  if (!table) return table.error();
  std::string note = fmt::format("time \"{}\", side to side \"{}\", front to back \"{}\", in {}{}",
                                 table->time_column, table->ml_column, table->ap_column, name_of(table->unit),
                                 table->unit_assumed ? " (assumed; say --unit)" : "");
  return Series{{std::move(table->t_s), std::move(table->ml_mm), std::move(table->ap_mm)}, std::move(note)};
}

Result<Series> series_of_frames(const SwayOptions& options) {
  const Result<Params> params = options.params.params();
  if (!params) return params.error();
  auto reader =
      FrameReader::open(options.file, ImportFlags{}, PipelineOptions{*params, false}, options.seconds);
  if (!reader) return reader.error();
  const MatGeometry& geometry = reader->info().geometry;
  LongestStay stay;
  while (true) {
    const auto next = reader->next();
    if (!next) return next.error();
    if (*next == nullptr) break;
    const Snapshot& snapshot = **next;
    const ClientCop cop = client_cop(geometry, snapshot.features.cop_x_mm, snapshot.features.cop_y_mm);
    stay.add(snapshot.t_s, cop, snapshot.features.valid && snapshot.occupied && !snapshot.glitch);
  }
  Series series{stay.take(), "", reader->pipeline().screen()};
  if (series.input.t_s.empty())
    return Error{ErrorCode::bad_format,
                 fmt::format("nobody is on the mat: {} (sway needs a body)", options.file)};
  series.note = fmt::format("longest stay without a break, from {:.1f} s to {:.1f} s",
                            series.input.t_s.front(), series.input.t_s.back());
  return series;
}

std::string text_of(const SwayResult& result, const SwayOptions& options, const std::string& note) {
  std::string out = fmt::format("Sway of the centre of pressure: {}\n  {}\n", options.file, note);
  out +=
      fmt::format("  {} samples, {:.4g} Hz, {:.4g} s{}\n", result.samples, result.rate_hz, result.duration_s,
                  result.resampled ? ", time steps uneven: resampled linearly at the mean rate" : "");
  out += result.filter.lowpass_hz == 0.0
             ? "  no filter; path, velocity and spectrum depend on rate and filter: compare only like with "
               "like\n\n"
             : fmt::format("  low-pass {:g} Hz, 4th-order Butterworth, {}\n\n", result.filter.lowpass_hz,
                           result.filter.zero_phase ? "zero phase" : "causal");
  for (const SwayDescriptorSpec& spec : sway_descriptor_specs()) {
    const double value = result.descriptors.*spec.member;
    const std::string number = std::isfinite(value) ? fmt::format("{:.5g}", value) : "-";
    out += fmt::format("  {:<18}{:>12} {:<7}{}\n", spec.name, number, spec.unit, spec.words);
  }
  return out;
}

Result<void> sway(const SwayOptions& options) {
  if (options.filter.zero_phase && options.filter.lowpass_hz == 0.0)
    return Error{ErrorCode::bad_argument, "nothing to filter: --zero-phase (give --lowpass HZ too)"};
  const Result<Series> series = is_table(options) ? series_of_table(options) : series_of_frames(options);
  if (!series) return series.error();
  const Result<SwayResult> result = compute_sway(series->input, options.filter);
  if (!result) return Error{result.error().code, fmt::format("{}: {}", options.file, result.error().message)};
  return options.json.print(
      text_of(*result, options, series->note),
      [&] { return sway_json(*result, options.file, series->screen); }, series->screen);
}

}  // namespace

void add_sway_command(CLI::App& root, CommandContext& context) {
  auto options = std::make_shared<SwayOptions>();
  CLI::App* command =
      root.add_subcommand("sway", "Sway of the centre of pressure: areas, paths, frequencies");
  command->add_option(
      "FILE", options->file,
      "A recording, a table with time and two CoP columns (- is standard input), or a source");
  command->add_option("--time", options->table.time, "Column of the time in s: name, or number from 1");
  command->add_option("--ml", options->table.ml, "Column side to side, client's right positive");
  command->add_option("--ap", options->table.ap, "Column front to back, forward positive");
  command->add_option("--unit", options->unit, "m, cm or mm of a table (default: its header's, else mm)");
  command
      ->add_option("--lowpass", options->filter.lowpass_hz,
                   "4th-order Butterworth low-pass in Hz (default none)")
      ->check(positive_number());
  command->add_flag("--zero-phase", options->filter.zero_phase, "Run the low-pass forward and backward");
  options->json.add_to(*command);
  command->add_option("--seconds", options->seconds, "How much of a source that never ends (default 60)")
      ->check(positive_number());
  options->params.add_to(*command);
  command->footer(R"(
Examples:
  palpate sway standing.csv --json
  palpate sway trial.txt --time "Time[s]" --ml "COPy[cm]" --ap "COPx[cm]" --unit cm
  palpate sway sitting.palpate --lowpass 5 --zero-phase --json sway.json)");
  command->callback([options, command, &context] {
    options->json.settle(*command, options->file, "FILE");
    catch_interrupts();
    if (auto done = sway(*options); !done) context.exit_code = report_error(done.error());
  });
}

}  // namespace palpate
