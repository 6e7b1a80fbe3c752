#include "app/record_stream.h"

#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <stop_token>
#include <utility>

#include "acquisition/host.h"
#include "acquisition/recorder.h"
#include "app/console.h"
#include "processing/pipeline.h"
#include "processing/time_text.h"

namespace palpate {
namespace {

std::string_view describe(LinkState state) {
  switch (state) {
    case LinkState::connecting:
      return "connecting";
    case LinkState::streaming:
      return "streaming";
    case LinkState::stalled:
      return "the mat has gone quiet";
    case LinkState::reconnecting:
      return "the mat is unplugged, waiting for it";
    case LinkState::paused:
      return "paused";
    case LinkState::ended:
      return "ended";
    case LinkState::failed:
      return "failed";
  }
  return "?";
}

std::string outcome_text(const RecordRequest& request, const RecordOutcome& outcome, const LinkStats& link,
                         std::uint64_t drops, const Snapshot* last) {
  std::string text =
      fmt::format("{} in {:.1f} s written to {}", frames_text(outcome.frames), outcome.seconds, request.path);
  const std::uint64_t lost = link.lost_frames + drops;
  text += lost == 0 ? ", none lost." : fmt::format(", {} lost on the way.", lost);
  if (link.reconnects > 0) {
    text += fmt::format("\n  The mat was away {}; the recording went on when it came back.",
                        link.reconnects == 1 ? "once" : fmt::format("{} times", link.reconnects));
  }
  if (last != nullptr && last->guidance && !last->guidance->banner.empty()) {
    text += "\n" + last->guidance->banner;
  }
  if (last != nullptr) {
    for (const Finding& finding : last->findings) {
      text += fmt::format("\n  {}\n    {}", finding.title, finding.words);
    }
    if (last->findings.empty()) text += "\n  No finding: nothing stood out above its threshold.";
  }
  text += fmt::format("\nNext: palpate analyze {0}   or   palpate replay {0}", request.path);
  return text;
}

// The loop's own state, so that record_stream reads as its steps.
struct Recording {
  FrameSource& source;
  const RecordRequest& request;
  Recorder& recorder;
  Pipeline& pipeline;
  const Snapshot* last = nullptr;
  std::optional<std::int64_t> first_us;
  RecordOutcome outcome;

  bool wants_more() const { return request.seconds <= 0.0 || outcome.seconds < request.seconds; }

  // False when this frame lies beyond the time asked for.
  bool take(const RawFrame& frame) {
    if (!first_us) first_us = frame.device_time_us;
    const double t_s = static_cast<double>(frame.device_time_us - *first_us) * 1e-6;
    if (request.seconds > 0.0 && t_s >= request.seconds) return false;
    recorder.offer(frame, !source.is_live());
    last = &pipeline.process(frame);
    ++outcome.frames;
    outcome.seconds = t_s;
    return true;
  }
};

Result<void> run(Recording& recording, ProgressLine& progress) {
  const std::stop_source never;
  RawFrame frame;
  while (!interrupted() && recording.wants_more()) {
    auto status = recording.source.read(frame, never.get_token());
    if (!status) return status.error();
    if (*status == ReadStatus::end) break;
    if (*status == ReadStatus::frame && !recording.take(frame)) break;
    if (const RecorderStatus recorder = recording.recorder.status(); recorder.failed) {
      return Error{ErrorCode::io, recorder.message};
    }
    if (recording.request.show_progress) {
      progress.show(fmt::format("recording {}  {}  {}  (ctrl-C ends and saves)",
                                clock_text(recording.outcome.seconds), frames_text(recording.outcome.frames),
                                describe(recording.source.state())));
    }
  }
  return {};
}

}  // namespace

Result<RecordOutcome> record_stream(FrameSource& source, const RecordRequest& request) {
  SourceInfo info = source.info();
  info.host_version = host_version();
  if (source.is_live()) info.start_utc = utc_now();
  if (!request.notes.empty()) info.notes = request.notes;
  info.config_toml = request.params.to_toml();
  PipelineOptions options{request.params, false};
  options.screen = request.screen;
  options.rules = request.rules;
  auto pipeline = Pipeline::create(info, options);
  if (!pipeline) return pipeline.error();
  info.screen = pipeline->screen().to_text();
  auto recorder = Recorder::start(request.path, info);
  if (!recorder) return recorder.error();

  Recording recording{source, request, **recorder, *pipeline, nullptr, std::nullopt, {}};
  ProgressLine progress;
  const Result<void> ran = run(recording, progress);
  progress.clear();
  const LinkStats link = source.stats();
  (*recorder)->set_lost_frames(link.lost_frames + (*recorder)->status().drops);
  const Result<void> closed = (*recorder)->close();
  if (!ran) return ran.error();
  if (!closed) return closed.error();
  recording.outcome.text =
      outcome_text(request, recording.outcome, link, (*recorder)->status().drops, recording.last);
  return recording.outcome;
}

}  // namespace palpate
