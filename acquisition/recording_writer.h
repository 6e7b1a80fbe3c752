// RecordingWriter: one crash-safe file a recording (SQLite in WAL mode; docs/recording-format.md).
//
// One thread. A kill -9 loses at most the chunk not yet written (25 frames or 0.5 s, whichever is less).
// Every failed write is returned, never swallowed: disk full, file gone, not a database.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "acquisition/raw_frame.h"
#include "acquisition/result.h"
#include "acquisition/source_info.h"

namespace palpate {

class RecordingWriter {
 public:
  // Refuses to overwrite an existing file.
  static Result<RecordingWriter> create(const std::string& path, const SourceInfo& info);
  RecordingWriter(RecordingWriter&&) noexcept;
  RecordingWriter& operator=(RecordingWriter&&) noexcept;
  ~RecordingWriter();  // closes as close() does, without a report: call close()

  Result<void> append(const RawFrame& frame);
  Result<void> flush();  // stores what is in the open chunk
  Result<void> add_bookmark(double t_s, std::string_view text);
  Result<void> set_notes(std::string_view text);
  Result<void> add_event(double t_s, std::string_view kind, std::string_view text);
  Result<void> set_lost_frames(std::uint64_t lost_frames);
  Result<void> close();  // flush, mark complete, fold the WAL in: a single file
  [[nodiscard]] std::uint64_t frames() const;

 private:
  struct Impl;
  explicit RecordingWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Adds an event to a recording that is closed: what was answered before stays in it. Refuses one that is
// still being written or was cut off.
Result<void> add_recording_event(const std::string& path, std::string_view kind, std::string_view text);

}  // namespace palpate
