// palpate breathing SOURCE: rate a 30 s window, breath holds, coherence.
#include "app/number_checks.h"
#include "processing/breathing.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cmath>
#include <memory>
#include <optional>

#include "app/commands.h"
#include "app/console.h"
#include "app/frame_reader.h"
#include "app/json_option.h"
#include "app/source_options.h"
#include "processing/pipeline.h"
#include "processing/time_text.h"

namespace palpate {
namespace {

constexpr int kFramesToMeasureRate = 64;

struct BreathingCommandOptions {
  std::string source;
  JsonOption json;
  double seconds = 120.0;
  ImportFlags flags;
  ParamFlags params;
};

struct PendingFrame {
  double t_s = 0.0;
  std::vector<float> cells;
  bool occupied = false;
};

// Feeds frames to an estimator that is made once the rate is known: from the source, else from the first
// frames.
class Feed {
 public:
  Feed(const MatGeometry& geometry, double nominal_rate_hz) : geometry_(geometry), rate_hz_(nominal_rate_hz) {
    if (rate_hz_ > 0.0) estimator_.emplace(options());
  }

  void add(PendingFrame frame) {
    last_s_ = frame.t_s;
    if (estimator_) return estimator_->push(frame.t_s, frame.cells, frame.occupied);
    pending_.push_back(std::move(frame));
    if (pending_.size() >= kFramesToMeasureRate) start();
  }

  Result<void> finish() {
    if (!estimator_) start();
    if (!estimator_)
      return Error{ErrorCode::bad_format,
                   "fewer than two frames with different times (breathing needs 30 s)"};
    estimator_->finish();
    return {};
  }

  [[nodiscard]] const BreathingEstimator& estimator() const { return *estimator_; }
  [[nodiscard]] double rate_hz() const { return rate_hz_; }
  [[nodiscard]] double duration_s() const { return last_s_; }

 private:
  [[nodiscard]] BreathingOptions options() const { return {geometry_.rows, geometry_.cols, rate_hz_}; }
  void start() {
    if (pending_.size() < 2 || pending_.back().t_s <= pending_.front().t_s) return;
    rate_hz_ = static_cast<double>(pending_.size() - 1) / (pending_.back().t_s - pending_.front().t_s);
    estimator_.emplace(options());
    for (const PendingFrame& frame : pending_) estimator_->push(frame.t_s, frame.cells, frame.occupied);
    pending_.clear();
  }

  MatGeometry geometry_;
  double rate_hz_, last_s_ = 0.0;
  std::vector<PendingFrame> pending_;
  std::optional<BreathingEstimator> estimator_;
};

std::string text_of(const Feed& feed, const std::string& source) {
  const BreathingEstimator& estimator = feed.estimator();
  std::string out =
      fmt::format("Breathing: {}\n  {:.4g} frames/s, {:.4g} s\n", source, feed.rate_hz(), feed.duration_s());
  if (estimator.rate_limit_per_min() < 41.9)
    out += fmt::format(
        "  this frame rate carries at most {:.1f} breaths/min; a faster breath would look slower, so "
        "confidence stays at 0.5 or below\n",
        estimator.rate_limit_per_min());
  out += "\n      from      to   breaths/min   confidence   movement\n";
  for (const BreathingWindow& window : estimator.windows())
    out += fmt::format("  {:>8} {:>7}   {:>11}   {:>10.2f}   {:>6.0f} %\n", clock_text(window.t0_s),
                       clock_text(window.t1_s),
                       std::isfinite(window.rate_per_min) ? fmt::format("{:.1f}", window.rate_per_min) : "-",
                       window.confidence, 100.0 * window.movement_share);
  if (estimator.windows().empty()) out += "  shorter than 30 s: no window\n";
  out += estimator.holds().empty() ? "\n  no breath hold of 8 s or more\n" : "\n";
  for (const BreathHold& hold : estimator.holds())
    out += fmt::format("  breath held for {:.1f} s from {}\n", hold.length_s, clock_text(hold.start_s));
  for (const CoherenceWindow& window : estimator.coherence())
    if (std::isfinite(window.coherence))
      out += fmt::format("  coherence {:.2f} from {} to {}\n", window.coherence, clock_text(window.t0_s),
                         clock_text(window.t1_s));
  return out;
}

Result<void> breathing(const BreathingCommandOptions& options) {
  const Result<Params> params = options.params.params();
  if (!params) return params.error();
  auto reader =
      FrameReader::open(options.source, options.flags, PipelineOptions{*params, false}, options.seconds);
  if (!reader) return reader.error();
  Feed feed(reader->info().geometry, reader->info().nominal_rate_hz);
  while (true) {
    const auto next = reader->next();
    if (!next) return next.error();
    if (*next == nullptr) break;
    const Snapshot& snapshot = **next;
    feed.add({snapshot.t_s, reader->raw().cells, snapshot.occupied && !snapshot.glitch});
  }
  if (auto done = feed.finish(); !done)
    return Error{done.error().code, fmt::format("{}: {}", options.source, done.error().message)};
  const ScreenAnswers& screen = reader->pipeline().screen();
  return options.json.print(
      text_of(feed, options.source),
      [&] {
        return breathing_json(feed.estimator(), feed.rate_hz(), feed.duration_s(), options.source, screen);
      },
      screen);
}

}  // namespace

void add_breathing_command(CLI::App& root, CommandContext& context) {
  auto options = std::make_shared<BreathingCommandOptions>();
  CLI::App* command =
      root.add_subcommand("breathing", "Breathing rate, breath holds and coherence from the mat");
  command->add_option("SOURCE", options->source, "A recording, a matrix file or a URI, see palpate --help");
  options->json.add_to(*command);
  command->add_option("--seconds", options->seconds, "How much of a source that never ends (default 120)")
      ->check(positive_number());
  options->flags.add_to(*command);
  options->params.add_to(*command);
  command->footer(R"(
Examples:
  palpate breathing lying.palpate
  palpate breathing lying.palpate --json breathing.json
  palpate breathing m.csv --rows 64 --cols 32 --pitch-mm 25,29 --fps 10 --unit counts --json
  palpate breathing "sim:supine-even?seed=7&breaths=12")");
  command->callback([options, command, &context] {
    options->json.settle(*command, options->source, "SOURCE");
    catch_interrupts();
    if (auto done = breathing(*options); !done) context.exit_code = report_error(done.error());
  });
}

}  // namespace palpate
