// LiveSession: the threads around a source: reader -> ring -> Pipeline -> Snapshot, and reader -> ring ->
// Recorder.
//
//   reader thread      owns the source, sole producer of both rings
//                      (live: a full ring drops and counts; replay and import: waits, so every frame is
//                      processed)
//   processing thread  owns the Pipeline, takes Commands at frame boundaries, publishes Snapshots, also when
//   no
//                      frame comes (link state, recording state)
//   recorder thread    owned by Recorder, one while recording
// The owner (UI or CLI) calls snapshot(), send() and the destructor from one thread. Everything else is
// inside. A command that could not be done says so in Snapshot::message; a recording that could not be
// started or stored says so in Snapshot::recording and in the result of stop().
#pragma once

#include <memory>
#include <string>
#include <variant>

#include "acquisition/frame_source.h"
#include "acquisition/result.h"
#include "processing/pipeline.h"
#include "processing/snapshot.h"
#include "processing/teaching.h"

namespace palpate {

struct StartRecording {
  std::string path;
  std::string start_utc{};     // ISO 8601, of now: algorithms read no clock, so the owner says it
  std::string host_version{};  // version of palpate
};
struct StopRecording {};
struct AddBookmark {
  std::string text;
};
struct SetNotes {
  std::string text;
};
struct Tare {};
struct ClearTare {};
struct SetParams {
  Params params;
};
struct AnswerPlace {  // what the client says of a place of Snapshot::guidance; stored while recording
  int id = 0;
  ClientAnswer answer = ClientAnswer::none;
};
struct SetScreen {  // added to what was answered before: a hit stays; stored while recording
  ScreenAnswers answers;
};
struct SetPaused {
  bool paused = false;
};
struct SetSpeed {
  double speed = 1.0;
};
struct Seek {
  double position_s = 0.0;
};
// The client taught these bands of load above rest; none: back to the general defaults.
struct SetBands {
  std::optional<LoadBands> bands = {};
};
// What the client says of the press of this moment; Snapshot::applied counts the words. While recording it
// is a bookmark too, so that palpate bands can learn from the recording.
struct SayBand {
  LoadBand word = LoadBand::none;
};
// Another client, or a new beginning: the dose starts at zero and the load at rest is learned anew.
struct NewSession {};
using Command = std::variant<StartRecording, StopRecording, AddBookmark, SetNotes, Tare, ClearTare, SetParams,
                             AnswerPlace, SetScreen, SetPaused, SetSpeed, Seek, SetBands, SayBand, NewSession,
                             TeachCommand>;

class LiveSession {
 public:
  // Takes over the source and starts the threads. `taught_file`: where options.taught, and what is taught
  // from now on, is stored; empty: nowhere until an OpenTaught or StoreTaught says so.
  static Result<std::unique_ptr<LiveSession>> start(std::unique_ptr<FrameSource> source,
                                                    const PipelineOptions& options = {},
                                                    const std::string& taught_file = {});
  virtual ~LiveSession() = default;

  // True if a newer snapshot arrived; snapshot() stays valid until the next update().
  virtual bool update() = 0;
  [[nodiscard]] virtual const Snapshot& snapshot() const = 0;

  // False if the queue (64) is full: nothing happened, try again.
  virtual bool send(Command command) = 0;

  // The source has ended, or failed, and every frame was processed.
  [[nodiscard]] virtual bool finished() const = 0;

  // Stops reading, processes what was read, waits for the recorder to store everything. The error of a
  // recording, if there was one; else that of the source, else that of postures that could not be stored. May
  // be called again: same answer.
  virtual Result<void> stop() = 0;
};

}  // namespace palpate
