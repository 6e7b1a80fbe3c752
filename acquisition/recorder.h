// Recorder: a RecordingWriter on its own thread behind its own ring, so that a slow disk never slows the
// reader.
//
// offer() belongs to the reader thread; the rest may be called from any one other thread. A full ring or a
// failed write is loud: status().failed stays true and close() returns the error.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "acquisition/raw_frame.h"
#include "acquisition/result.h"
#include "acquisition/source_info.h"

namespace palpate {

struct RecorderStatus {
  std::uint64_t frames = 0;  // stored or waiting in the open chunk
  std::uint64_t drops = 0;   // frames the ring had no place for
  bool failed = false;
  std::string message;
};

class Recorder {
 public:
  static Result<std::unique_ptr<Recorder>> start(const std::string& path, const SourceInfo& info);
  virtual ~Recorder() = default;
  // wait = true: blocks until there is room (replay, headless); false: drops and counts (live).
  virtual void offer(const RawFrame& frame, bool wait) = 0;
  virtual void add_bookmark(double t_s, std::string text) = 0;
  virtual void add_event(double t_s, std::string kind, std::string text) = 0;
  virtual void set_notes(std::string text) = 0;
  virtual void set_lost_frames(std::uint64_t lost_frames) = 0;
  [[nodiscard]] virtual RecorderStatus status() const = 0;
  virtual Result<void> close() = 0;  // stores everything offered so far
};

}  // namespace palpate
