// Teaching: what a therapist asks for while teaching a client's postures, carried out on the pipeline's
// thread: the lesson that runs, the list with its file, and what the pipeline recognises.
//
// Owned by LiveSession; one thread, that of the pipeline. Reads and writes the client's file when a command
// or the end of a lesson asks for it, never in a frame between.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "processing/client_postures.h"
#include "processing/pipeline.h"
#include "processing/posture_lesson.h"

namespace palpate {

// Shows a posture: the next ten seconds of somebody on the mat. A name that is known takes append or replace.
struct StartTeaching {
  std::string name;
  TeachHow how = TeachHow::as_new;
};
struct CancelTeaching {};
// What the last lesson refused: though the client moved, or as another take of the posture it is like.
struct KeepTake {};
struct RemoveTaught {
  std::string name;
};
struct UndoTaught {};
// Tries again; with a path, in that file from now on, which must not be there yet.
struct StoreTaught {
  std::string path = {};
};
// Another client's file, made with the first posture where it is not there yet. What was taught while no file
// was chosen goes along; refused while that would mix two clients, or lose something.
struct OpenTaught {
  std::string path;
};
using TeachCommand =
    std::variant<StartTeaching, CancelTeaching, KeepTake, RemoveTaught, UndoTaught, StoreTaught, OpenTaught>;

class Teaching {
 public:
  // `path` is where `taught` is stored; empty: nowhere yet.
  Teaching(const MatGeometry& mat, std::shared_ptr<const TaughtPostures> taught, const std::string& path);

  // Both tell `pipeline` what it has to recognise from now on.
  Result<void> carry_out(const TeachCommand& command, Pipeline& pipeline);
  void update(const Snapshot& snapshot, Pipeline& pipeline);  // once a frame, after Pipeline::process

  [[nodiscard]] const std::shared_ptr<const TeachingState>& state() const { return state_; }
  // The end: what is not stored yet is tried once more, then beside the system's temporary files; an error in
  // both cases of the second says where it is, or that it is lost.
  Result<void> close();

 private:
  Result<void> start(const StartTeaching& command, PressureUnit unit);
  Result<void> keep();
  Result<void> open(const std::string& path, const Pipeline& pipeline);
  void finish_lesson();
  void learn(const std::string& name, const PostureTake& take, TeachHow how);
  void refuse(TeachRefusal why, std::string like, std::string message);
  void publish();
  void hand_over(Pipeline& pipeline) const;

  MatGeometry mat_;
  PressureUnit unit_ = PressureUnit::kpa;
  ClientPostures postures_;
  std::optional<PostureLesson> lesson_;
  std::optional<PostureTake> refused_;  // what KeepTake would keep
  TeachHow how_ = TeachHow::as_new;
  TeachingState now_;
  std::shared_ptr<const TaughtPostures> listed_;  // what now_.lines tells of
  std::shared_ptr<const TeachingState> state_;
};

}  // namespace palpate
