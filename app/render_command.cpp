// palpate render SOURCE --at S --out PNG: the window as the therapist would see it, without a display.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <charconv>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "app/commands.h"
#include "app/console.h"
#include "app/guidance_options.h"
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

// The moment that is drawn.
struct Moment {
  std::optional<double> at_s;  // unset: the last moment with somebody on the mat, up to until_s
  double until_s = 0.0;        // 0: to the end of the source
};

// The snapshot of the first frame at or after at_s; the last one, said on stderr, where the source ends
// before.
Result<Snapshot> snapshot_at(FrameSource& source, Pipeline& pipeline, const Moment& moment, UiState& ui) {
  const std::stop_source never;
  RawFrame frame;
  ProgressLine progress;
  const Snapshot* last = nullptr;
  std::optional<Snapshot> somebody;
  while (!interrupted()) {
    auto status = source.read(frame, never.get_token());
    if (!status) return status.error();
    if (*status == ReadStatus::end) break;
    if (*status != ReadStatus::frame) continue;
    last = &pipeline.process(frame);
    ui.trend.add(*last);
    if (last->frame_index % 512 == 511) progress.show(fmt::format("reading {}", clock_text(last->t_s)));
    if (moment.at_s) {
      if (last->t_s >= *moment.at_s) break;
      continue;
    }
    if (last->occupied && (!somebody || last->t_s - somebody->t_s >= kBetweenCandidatesS)) somebody = *last;
    if (moment.until_s > 0.0 && last->t_s >= moment.until_s) break;
  }
  progress.clear();
  if (last == nullptr) return Error{ErrorCode::bad_format, "the source holds no frame"};
  if (moment.at_s && last->t_s < *moment.at_s)
    fmt::print(stderr, "palpate: the source ends at {:.1f} s; its last frame is shown\n", last->t_s);
  Snapshot snapshot = somebody && !last->occupied ? std::move(*somebody) : *last;
  snapshot.link = source.stats();
  snapshot.link_state = source.state() == LinkState::ended ? LinkState::ended : LinkState::streaming;
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
  auto params = options.params.params();
  if (!params) return report_error(params.error());
  auto source = open_any_source(options.source, options.flags, true);
  if (!source) return report_error(source.error());
  PipelineOptions how{*params, false};
  if (auto ok = options.guidance.apply(how); !ok) return report_error(ok.error());
  if (auto ok = options.taught.apply(how); !ok) return report_error(ok.error());
  auto pipeline = Pipeline::create((*source)->info(), how);
  if (!pipeline) return report_error(pipeline.error());
  if (auto ok = options.guidance.answer_places(*pipeline); !ok) return report_error(ok.error());
  catch_interrupts();
  UiState ui;
  keep_answers(ui.screen, pipeline->screen());
  ui.contact_threshold_kpa = params->get(Param::contact_threshold_kpa);
  ui.contact_threshold_counts = params->get(Param::contact_threshold_counts);
  auto snapshot = snapshot_at(
      **source, *pipeline, {options.at_s, ends_by_itself(options.source) ? 0.0 : kDefaultEndlessSeconds}, ui);
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
      ->check(CLI::NonNegativeNumber);
  command->add_option("--out,-o", options->out, "The PNG to write")->required();
  command->add_option("--size", options->size, "Width x height in pixels (default 1280x800)");
  command
      ->add_option("--view", options->view,
                   "What to draw: window, heatmap, guidance, regions or dose (default window)")
      ->check(CLI::IsMember({"window", "heatmap", "guidance", "regions", "dose"}));
  options->flags.add_to(*command);
  options->params.add_to(*command);
  options->taught.add_to(*command);
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
