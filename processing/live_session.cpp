#include "processing/live_session.h"

#include <atomic>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

#include "acquisition/recording_format.h"
#include "acquisition/spsc_ring.h"
#include "acquisition/triple_buffer.h"
#include "processing/guidance_engine.h"
#include "processing/session_threads.h"

namespace palpate {
namespace {

constexpr std::size_t kFrameRing = 64;
constexpr std::size_t kCommandRing = 64;

template <typename... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <typename... F>
Overloaded(F...) -> Overloaded<F...>;

class ThreadedSession final : public LiveSession {
 public:
  ThreadedSession(std::unique_ptr<FrameSource> source, Pipeline pipeline, const RawFrame& prototype,
                  Teaching teaching)
      : source_(std::move(source)),
        control_(source_->replay_control()),
        frames_(kFrameRing, prototype),
        spare_(prototype),
        pipeline_(std::move(pipeline)),
        teaching_(std::move(teaching)) {
    current_.info = std::make_shared<const SourceInfo>(source_->info());
    current_.guidance = pipeline_.guidance();
    current_.teaching = teaching_.state();
    snapshots_.back() = current_;
    processor_ = std::jthread([this](const std::stop_token&) { process_frames(); });
    reader_ = std::jthread([this](const std::stop_token& stop) { read_frames(stop); });
  }
  ~ThreadedSession() override { join(); }

  bool update() override { return snapshots_.update(); }
  [[nodiscard]] const Snapshot& snapshot() const override { return snapshots_.front(); }
  bool send(Command command) override;
  [[nodiscard]] bool finished() const override { return finished_.load(std::memory_order_acquire); }
  Result<void> stop() override;

 private:
  // Reader thread.
  void read_frames(const std::stop_token& stop);
  RawFrame* claim(const std::stop_token& stop);

  // Processing thread.
  void process_frames();
  bool take_commands();
  void carry_out(Command& command);
  void say_band(LoadBand word);
  void start_recording(const StartRecording& command);
  void answer_place(const AnswerPlace& command);
  void set_screen(const SetScreen& command);
  void teach(const TeachCommand& command);
  void stop_recording();
  void publish();
  void refresh_recording();
  void say(const Result<void>& outcome) { message_ = outcome ? std::string() : outcome.error().message; }

  void join();

  std::unique_ptr<FrameSource> source_;
  std::shared_ptr<ReplayControl> control_;
  SpscRing<RawFrame> frames_;
  RawFrame spare_;  // where a live frame goes that has no place in the ring
  SpscRing<Command> commands_{kCommandRing, Command{StopRecording{}}};
  Bell work_;   // for the processing thread: a frame, a command, a change of the link, the end
  Bell space_;  // for the reader: the ring has room again
  RecorderSlot recorder_;
  std::atomic<std::uint64_t> ring_drops_{0};
  std::atomic<bool> finished_{false}, reader_stopped_{false};
  std::mutex error_mutex_;
  std::optional<Error> source_error_;

  Pipeline pipeline_;
  Teaching teaching_;
  Snapshot current_;
  std::string message_, notes_;
  RecordingState recording_;
  double recording_start_s_ = 0.0;
  double device_s_ = 0.0;  // of the latest frame, on the clock that recordings keep
  std::optional<Error> recording_error_, taught_error_;
  TripleBuffer<Snapshot> snapshots_;

  std::jthread processor_, reader_;
};

RawFrame* ThreadedSession::claim(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const auto seen = space_.look();
    if (RawFrame* slot = frames_.try_claim()) return slot;
    if (source_->is_live()) return nullptr;
    space_.sleep(seen);
  }
  return nullptr;
}

void ThreadedSession::read_frames(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    RawFrame* slot = claim(stop);
    if (stop.stop_requested()) break;
    RawFrame& frame = slot != nullptr ? *slot : spare_;
    const auto status = source_->read(frame, stop);
    if (!status) {
      const std::lock_guard lock(error_mutex_);
      source_error_ = status.error();
      break;
    }
    if (*status == ReadStatus::end) break;
    if (*status == ReadStatus::frame) {
      recorder_.offer(frame, !source_->is_live());
      if (slot != nullptr) {
        frames_.publish();
      } else {
        ring_drops_.fetch_add(1, std::memory_order_relaxed);
      }
    }
    work_.ring();
  }
  frames_.close();
  work_.ring();
}

void ThreadedSession::process_frames() {
  publish();
  bool ended = false;
  while (!ended) {
    const auto seen = work_.look();
    bool busy = take_commands();
    if (RawFrame* frame = frames_.front()) {
      device_s_ = static_cast<double>(frame->device_time_us) * 1e-6;
      const Snapshot& answer = pipeline_.process(*frame);
      teaching_.update(answer, pipeline_);
      frames_.pop();
      space_.ring();
      current_ = answer;  // publish() writes the fields of the session again
      busy = true;
    }
    ended = !busy && frames_.drained();
    publish();
    if (!busy && !ended) work_.sleep(seen);
  }
  finished_.store(true, std::memory_order_release);
  while (!reader_stopped_.load(std::memory_order_acquire)) {  // commands still count after the last frame
    const auto seen = work_.look();
    if (take_commands()) publish();
    if (!reader_stopped_.load(std::memory_order_acquire)) work_.sleep(seen);
  }
  take_commands();
  stop_recording();
  if (auto closed = teaching_.close(); !closed) taught_error_ = closed.error();
  publish();
}

bool ThreadedSession::take_commands() {
  bool any = false;
  while (Command* command = commands_.front()) {
    carry_out(*command);
    commands_.pop();
    any = true;
  }
  return any;
}

void ThreadedSession::say_band(LoadBand word) {
  const auto said = pipeline_.say_band(word);
  if (said && recorder_.get() != nullptr)
    recorder_.get()->add_bookmark(device_s_, std::string(name_of(word)));
  say(said);
}

void ThreadedSession::carry_out(Command& command) {
  message_.clear();
  std::visit(
      Overloaded{[this](const StartRecording& c) { start_recording(c); },
                 [this](const StopRecording&) { stop_recording(); },
                 [this](AddBookmark& c) {
                   if (recorder_.get() != nullptr) {
                     recorder_.get()->add_bookmark(device_s_, std::move(c.text));
                   } else {
                     message_ = "cannot set a bookmark: nothing is being recorded (start a recording first)";
                   }
                 },
                 [this](SetNotes& c) {
                   notes_ = std::move(c.text);
                   if (recorder_.get() != nullptr) recorder_.get()->set_notes(notes_);
                 },
                 [this](const Tare&) { say(pipeline_.tare()); },
                 [this](const ClearTare&) { pipeline_.clear_tare(); },
                 [this](const SetParams& c) { pipeline_.set_params(c.params); },
                 [this](const SetBands& c) { pipeline_.set_bands(c.bands); },
                 [this](const SayBand& c) { say_band(c.word); },
                 [this](const NewSession&) { pipeline_.new_session(); },
                 [this](const AnswerPlace& c) { answer_place(c); },
                 [this](const SetScreen& c) { set_screen(c); }, [this](const TeachCommand& c) { teach(c); },
                 [this](const SetPaused& c) {
                   if (control_) control_->paused = c.paused;
                 },
                 [this](const SetSpeed& c) {
                   if (control_) control_->speed = c.speed;
                 },
                 [this](const Seek& c) {
                   if (control_) control_->seek_to_us = static_cast<std::int64_t>(c.position_s * 1e6);
                 }},
      command);
}

void ThreadedSession::answer_place(const AnswerPlace& command) {
  const auto done = pipeline_.answer_place(command.id, command.answer);
  say(done);
  if (!done) return;
  current_.guidance = pipeline_.guidance();
  if (Recorder* recorder = recorder_.get()) {
    recorder->add_event(device_s_, recording_format::kPlaceEvent,
                        place_name(command.id) + "=" + std::string(name_of(command.answer)) + "\n");
  }
}

void ThreadedSession::set_screen(const SetScreen& command) {
  pipeline_.set_screen(command.answers);
  current_.guidance = pipeline_.guidance();
  if (Recorder* recorder = recorder_.get()) {
    recorder->add_event(device_s_, recording_format::kScreenEvent, pipeline_.screen().to_text());
  }
}

void ThreadedSession::teach(const TeachCommand& command) {
  const auto before = teaching_.state()->taught;
  say(teaching_.carry_out(command, pipeline_));
  if (teaching_.state()->taught != before) current_.taught = {};  // until the next frame
}

void ThreadedSession::start_recording(const StartRecording& command) {
  if (recorder_.get() != nullptr) {
    message_ = "already recording: " + recording_.path + " (stop it first)";
    return;
  }
  SourceInfo info = source_->info();
  if (!command.start_utc.empty()) info.start_utc = command.start_utc;
  if (!command.host_version.empty()) info.host_version = command.host_version;
  if (!notes_.empty()) info.notes = notes_;
  info.config_toml = pipeline_.params().to_toml();
  info.screen = pipeline_.screen().to_text();
  info.place_answers = pipeline_.place_answers();
  recording_ = {};
  recording_.path = command.path;
  auto started = Recorder::start(command.path, info);
  if (!started) {
    recording_.failed = true;
    recording_.message = message_ = started.error().message;
    if (!recording_error_) recording_error_ = started.error();
    return;
  }
  recording_.recording = true;
  recording_start_s_ = current_.t_s;
  recorder_.put(std::move(started).value());
}

void ThreadedSession::stop_recording() {
  const auto recorder = recorder_.take();
  if (!recorder) return;
  recorder->set_lost_frames(source_->stats().lost_frames);
  const auto closed = recorder->close();
  const RecorderStatus status = recorder->status();
  recording_.frames = status.frames;
  recording_.recording = false;
  if (!closed || status.failed) {
    const Error error = closed ? Error{ErrorCode::io, status.message} : closed.error();
    recording_.failed = true;
    recording_.message = error.message;
    if (!recording_error_) recording_error_ = error;
  }
}

void ThreadedSession::refresh_recording() {
  if (Recorder* recorder = recorder_.get()) {
    RecorderStatus status = recorder->status();
    recording_.frames = status.frames;
    recording_.seconds = current_.t_s - recording_start_s_;
    recording_.failed = status.failed;
    recording_.message = std::move(status.message);
    current_.link.recorder_drops = status.drops;
  }
  current_.recording = recording_;
}

void ThreadedSession::publish() {
  current_.link = source_->stats();
  current_.link.ring_drops += ring_drops_.load(std::memory_order_relaxed);
  current_.link_state = source_->state();
  {
    const std::lock_guard lock(error_mutex_);
    if (source_error_) {
      current_.link_state = LinkState::failed;
      current_.link_message = source_error_->message;
    }
  }
  refresh_recording();
  current_.message = message_;
  current_.teaching = teaching_.state();
  if (control_) {
    current_.replay.available = true;
    current_.replay.paused = control_->paused;
    current_.replay.speed = control_->speed;
    current_.replay.position_s = static_cast<double>(control_->position_us) * 1e-6;
    current_.replay.duration_s = static_cast<double>(control_->duration_us) * 1e-6;
  }
  snapshots_.back() = current_;
  snapshots_.publish();
}

bool ThreadedSession::send(Command command) {
  Command* slot = commands_.try_claim();
  if (slot == nullptr) return false;
  *slot = std::move(command);
  commands_.publish();
  work_.ring();
  return true;
}

void ThreadedSession::join() {
  reader_.request_stop();
  space_.ring();
  if (reader_.joinable()) reader_.join();
  reader_stopped_.store(true, std::memory_order_release);
  work_.ring();
  if (processor_.joinable()) processor_.join();
}

Result<void> ThreadedSession::stop() {
  join();
  if (recording_error_) return *recording_error_;
  if (source_error_) return *source_error_;
  if (taught_error_) return *taught_error_;
  return {};
}

}  // namespace

Result<std::unique_ptr<LiveSession>> LiveSession::start(std::unique_ptr<FrameSource> source,
                                                        const PipelineOptions& options,
                                                        const std::string& taught_file) {
  PALPATE_EXPECTS(source != nullptr);
  PipelineOptions own = options;
  own.breathing = true;  // once a second, in time that a live chain has to spare
  if (own.taught && own.taught->postures.empty()) own.taught = nullptr;  // a list that is only begun
  auto pipeline = Pipeline::create(source->info(), own);
  if (!pipeline) return pipeline.error();
  RawFrame prototype;
  prototype.cells.resize(source->info().geometry.cells());
  Teaching teaching(source->info().geometry, options.taught, taught_file);
  return std::unique_ptr<LiveSession>(std::make_unique<ThreadedSession>(
      std::move(source), std::move(pipeline).value(), prototype, std::move(teaching)));
}

}  // namespace palpate
