// palpate render SOURCE --at S --out PNG: the window as the therapist would see it, without a display.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "acquisition/output_file.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/earlier_option.h"
#include "app/frame_reader.h"
#include "app/guidance_options.h"
#include "app/number_checks.h"
#include "app/source_options.h"
#include "app/taught_options.h"
#include "processing/time_text.h"
#include "viz/render_png.h"

namespace palpate {
namespace {

struct RenderOptions {
  std::string source, out, size = "1280x800", view = "window";
  std::optional<double> at_s;  // unset: the last moment with somebody on the mat
  ImportFlags flags;
  ParamFlags params;
  GuidanceFlags guidance;
  TaughtFlags taught;
  EarlierFlags earlier;
};

Result<std::pair<int, int>> parse_size(const std::string& text) {
  int width = 0;
  int height = 0;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, width);
  const bool has_x = first.ec == std::errc{} && first.ptr != end && *first.ptr == 'x';
  const auto second = has_x ? std::from_chars(first.ptr + 1, end, height) : first;
  if (!has_x || second.ec != std::errc{} || second.ptr != end || width < 640 || height < 400 ||
      width > 7680 || height > 4320) {
    return Error{
        ErrorCode::bad_argument,
        fmt::format("impossible picture size: --size {} (640x400 to 7680x4320, as in 1280x800)", text)};
  }
  return std::pair{width, height};
}

constexpr double kBetweenCandidatesS = 1.0;  // a snapshot is large: not every frame is kept

// The snapshot of the first frame at or after at_s; the last one, said on stderr, where the source ends
// before. Without at_s the last moment with somebody on the mat.
Result<Snapshot> snapshot_at(FrameReader& reader, const std::optional<double>& at_s, UiState& ui) {
  ProgressLine progress;
  const Snapshot* last = nullptr;
  std::optional<Snapshot> somebody;
  while (true) {
    const auto next = reader.next();
    if (!next) return next.error();
    if (*next == nullptr) break;
    last = *next;
    ui.trend.add(*last);
    if (last->frame_index % 512 == 511) progress.show(fmt::format("reading {}", clock_text(last->t_s)));
    if (at_s) {
      if (last->t_s >= *at_s) break;
      continue;
    }
    if (last->occupied && (!somebody || last->t_s - somebody->t_s >= kBetweenCandidatesS)) somebody = *last;
  }
  progress.clear();
  if (last == nullptr) return Error{ErrorCode::bad_format, "the source holds no frame"};
  if (at_s && last->t_s < *at_s)
    fmt::print(stderr, "palpate: the source ends at {:.1f} s; its last frame is shown\n", last->t_s);
  Snapshot snapshot = somebody && !last->occupied ? std::move(*somebody) : *last;
  snapshot.link = reader.source().stats();
  snapshot.link_state = reader.source().state() == LinkState::ended ? LinkState::ended : LinkState::streaming;
  return snapshot;
}

WindowView view_of(const std::string& name) {
  if (name == "heatmap") return WindowView::heatmap;
  if (name == "guidance") return WindowView::guidance;
  if (name == "regions") return WindowView::regions;
  return name == "dose" ? WindowView::dose : WindowView::whole;
}

int render(const RenderOptions& options) {
  auto size = parse_size(options.size);
  if (!size) return report_error(size.error());
  if (auto may = may_write_over(options.out, {options.source}); !may) return report_error(may.error());
  auto params = options.params.params();
  if (!params) return report_error(params.error());
  PipelineOptions how{*params, false};
  if (auto ok = options.guidance.apply(how); !ok) return report_error(ok.error());
  if (auto ok = options.taught.apply(how); !ok) return report_error(ok.error());
  catch_interrupts();
  auto earlier = options.earlier.read(options.source, options.flags, *params);
  if (!earlier) return report_error(earlier.error());
  how.usual = earlier->usual;
  // A moment that is asked for may lie as late as it likes.
  auto reader =
      FrameReader::open(options.source, options.flags, how, options.at_s ? 0.0 : kDefaultEndlessSeconds);
  if (!reader) return report_error(reader.error());
  if (auto ok = options.guidance.answer_places(reader->pipeline()); !ok) return report_error(ok.error());
  UiState ui;
  keep_answers(ui.screen, reader->pipeline().screen());
  ui.contact_threshold_kpa = params->get(Param::contact_threshold_kpa);
  ui.contact_threshold_counts = params->get(Param::contact_threshold_counts);
  auto snapshot = snapshot_at(*reader, options.at_s, ui);
  if (!snapshot) return report_error(snapshot.error());
  auto written =
      render_window_png(*snapshot, ui, size->first, size->second, options.out, view_of(options.view));
  if (!written) return report_error(written.error());
  fmt::print("{} ({} x {} pixels, at {:.2f} s)\n", options.out, size->first, size->second, snapshot->t_s);
  return 0;
}

}  // namespace

void add_render_command(CLI::App& root, CommandContext& context) {
  auto options = std::make_shared<RenderOptions>();
  CLI::App* command = root.add_subcommand("render", "Draw the window to a PNG, without a display");
  command->add_option("SOURCE", options->source, "Where frames come from, see palpate --help")->required();
  command
      ->add_option("--at", options->at_s,
                   "Seconds from the first frame (default: the last moment with somebody on the mat; of an "
                   "endless source 60 s)")
      ->check(non_negative_number());
  command->add_option("--out,-o", options->out, "The PNG to write")->required();
  command->add_option("--size", options->size, "Width x height in pixels (default 1280x800)");
  command
      ->add_option("--view", options->view,
                   "What to draw: window, heatmap, guidance, regions or dose (default window)")
      ->check(CLI::IsMember({"window", "heatmap", "guidance", "regions", "dose"}));
  options->flags.add_to(*command);
  options->params.add_to(*command);
  options->taught.add_to(*command);
  options->earlier.add_to(*command);
  options->guidance.add_screen_to(*command);
  options->guidance.add_places_to(*command);
  options->guidance.add_rules_to(*command);
  command->footer(R"(
Examples:
  palpate render sitting.palpate --out sitting.png
  palpate render sitting.palpate --at 60 --view heatmap --out minute.png
  palpate render sim:seated-left-lean --at 20 --out lean.png --size 1920x1080
  palpate render sim:supine-right-lumbar-lift --at 120 --view guidance --out places.png)");
  command->callback([options, &context] { context.exit_code = render(*options); });
}

}  // namespace palpate
