// palpate bands RECORDING: learns a client's own light, moderate and deep from what they said while a
// therapist pressed.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <charconv>
#include <memory>
#include <string>
#include <vector>

#include "acquisition/output_file.h"
#include "acquisition/recording_reader.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/frame_reader.h"
#include "app/json_option.h"
#include "app/source_options.h"
#include "processing/load_bands.h"
#include "processing/pipeline.h"
#include "processing/screen_report.h"

namespace palpate {
namespace {

constexpr double kWordSpan_s = 1.0;  // a word belongs to the load of the second before it

struct BandsOptions {
  std::string source, out, client;
  std::vector<std::string> light, moderate, deep;
  ImportFlags flags;
  ParamFlags params;
};

struct Span {
  LoadBand band = LoadBand::none;
  double from_s = 0.0, to_s = 0.0;
  std::vector<double> loads;
};

Result<Span> parse_span(LoadBand band, const std::string& text) {
  Span span;
  span.band = band;
  const std::size_t dash = text.find('-', 1);
  const auto number = [](std::string_view part, double& value) {
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
    return error == std::errc{} && end == part.data() + part.size();
  };
  const std::string_view view = text;
  const bool good = dash != std::string::npos && number(view.substr(0, dash), span.from_s) &&
                    number(view.substr(dash + 1), span.to_s) && span.to_s > span.from_s;
  if (good) return span;
  return Error{ErrorCode::bad_argument,
               fmt::format("impossible time span: {} (give FROM-TO in s, as 30-36)", text)};
}

Result<std::vector<Span>> spans_of(const BandsOptions& options) {
  std::vector<Span> spans;
  for (const auto& [band, texts] : {std::pair{LoadBand::light, &options.light},
                                    {LoadBand::moderate, &options.moderate},
                                    {LoadBand::deep, &options.deep}}) {
    for (const std::string& text : *texts) {
      auto span = parse_span(band, text);
      if (!span) return span.error();
      spans.push_back(std::move(*span));
    }
  }
  if (!is_recording(options.source)) return spans;
  auto reader = RecordingReader::open(options.source);
  if (!reader) return reader.error();
  const double start_s = static_cast<double>(reader->summary().first_us) * 1e-6;
  for (const Bookmark& mark : reader->bookmarks()) {
    const LoadBand band = band_from(mark.text);
    const double t_s = mark.t_s - start_s;
    if (band != LoadBand::none) spans.push_back({band, t_s - kWordSpan_s, t_s, {}});
  }
  return spans;
}

Result<void> measure(const BandsOptions& options, std::vector<Span>& spans, ScreenAnswers& screen) {
  auto params = options.params.params();
  if (!params) return params.error();
  auto reader = FrameReader::open(options.source, options.flags, PipelineOptions{*params, false}, 0.0);
  if (!reader) return reader.error();
  screen = reader->pipeline().screen();
  double until_s = 0.0;
  for (const Span& span : spans) until_s = std::max(until_s, span.to_s);
  while (true) {
    const auto next = reader->next();
    if (!next) return next.error();
    if (*next == nullptr) break;
    const Snapshot& snapshot = **next;
    if (snapshot.t_s > until_s) break;
    if (!snapshot.applied.pressing || !snapshot.applied.trusted) continue;
    for (Span& span : spans) {
      if (snapshot.t_s >= span.from_s && snapshot.t_s <= span.to_s)
        span.loads.push_back(snapshot.applied.load_n);
    }
  }
  return {};
}

// Spans without a trusted press are left out, and said.
void teach(std::vector<Span>& spans, BandTeacher& teacher) {
  for (Span& span : spans) {
    if (span.loads.empty()) {
      fmt::print(stderr, "left out: no trusted press at {:.1f} s to {:.1f} s ({})\n", span.from_s, span.to_s,
                 name_of(span.band));
      continue;
    }
    const auto middle = span.loads.begin() + static_cast<std::ptrdiff_t>(span.loads.size() / 2);
    std::nth_element(span.loads.begin(), middle, span.loads.end());
    teacher.say(span.band, *middle);
    // A long span is as good as several words.
    if (span.to_s - span.from_s >= 2.0 * kWordSpan_s) teacher.say(span.band, *middle);
  }
}

Result<void> learn_bands(const BandsOptions& options) {
  if (auto may = may_write_over(options.out, {options.source}); !may) return may;
  auto spans = spans_of(options);
  if (!spans) return spans.error();
  if (spans->empty()) {
    return Error{
        ErrorCode::bad_argument,
        fmt::format("nothing said: {} (bookmarks light, moderate, deep, or --light FROM-TO and so on)",
                    options.source)};
  }
  ScreenAnswers screen;
  if (auto measured = measure(options, *spans, screen); !measured) return measured;
  BandTeacher teacher;
  teach(*spans, teacher);
  auto bands = teacher.bands();
  if (!bands) return bands.error();
  const std::string json = bands_json(*bands, options.client);
  if (!options.out.empty()) {
    if (auto written = write_output_file(options.out, json); !written) return written;
  }
  if (options.out == "-") {
    print_screen_aside(screen);
  } else {
    fmt::print("{}light from {:.0f} N, moderate from {:.0f} N, deep from {:.0f} N above rest{}\n",
               screen_head(screen), bands->light_n, bands->moderate_n, bands->deep_n,
               options.out.empty() ? " (--out FILE keeps them)" : "");
  }
  return {};
}

}  // namespace

void add_bands_command(CLI::App& root, CommandContext& context) {
  auto options = std::make_shared<BandsOptions>();
  CLI::App* command =
      root.add_subcommand("bands", "Learn a client's own light, moderate and deep from a recording");
  command
      ->add_option("SOURCE", options->source,
                   "A recording with bookmarks light, moderate, deep, or any source")
      ->required();
  command->add_option("--light", options->light, "The client said light from FROM to TO s (repeatable)");
  command->add_option("--moderate", options->moderate, "The same for moderate");
  command->add_option("--deep", options->deep, "The same for deep");
  command->add_option("--client", options->client, "A name for the file, no real one needed");
  command->add_option("--out,-o", options->out, "Write the bands as JSON (- is standard output)");
  options->flags.add_to(*command);
  options->params.add_to(*command);
  command->footer(R"(
Examples:
  palpate bands teaching.palpate --client anna --out anna.bands.json
  palpate bands "sim:supine-with-hands?seed=3" --light 33-40 --moderate 58-64 --deep 84-90
  palpate analyze session.palpate --bands anna.bands.json)");
  command->callback([options, &context] {
    catch_interrupts();
    if (auto done = learn_bands(*options); !done) context.exit_code = report_error(done.error());
  });
}

}  // namespace palpate
