// RecordingReader: opens a recording, complete or torn; never changes it.
//
// One thread. Damaged chunks are skipped and counted; what can be read is read.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "acquisition/raw_frame.h"
#include "acquisition/result.h"
#include "acquisition/source_info.h"

namespace palpate {

// True if the file calls itself a recording of this program (its first 100 bytes); it may still be damaged.
bool is_recording(const std::string& path);

struct Bookmark {
  double t_s = 0.0;  // on the clock of RawFrame::device_time_us
  std::string text;
};

struct RecordingSummary {
  std::uint64_t frames = 0;
  double seconds = 0.0;           // device time from the first to the last frame
  double rate_hz = 0.0;           // (frames - 1) / seconds; 0 with fewer than 2 frames
  bool complete = false;          // closed cleanly, and every chunk is sound
  bool cut_short = false;         // the file ends before its header says
  std::uint64_t lost_frames = 0;  // counted by the recorder, gaps in the sequence, stored but unreadable
  std::uint64_t damaged_chunks = 0;
  std::uint64_t missing_chunks = 0;  // behind the end of a file that was cut short
  std::int64_t first_us = 0;         // device time of the first and of the last frame
  std::int64_t last_us = 0;
  int format_version = 0;
};

// Why it is not complete, in words, and that the rest can be read; "" if complete.
std::string incomplete_words(const RecordingSummary& summary);

class RecordingReader {
 public:
  static Result<RecordingReader> open(const std::string& path);
  RecordingReader(RecordingReader&&) noexcept;
  RecordingReader& operator=(RecordingReader&&) noexcept;
  ~RecordingReader();

  [[nodiscard]] const SourceInfo& info() const;
  [[nodiscard]] const RecordingSummary& summary() const;
  [[nodiscard]] const std::vector<Bookmark>& bookmarks() const;

  // Sequential reading; false at the end.
  Result<bool> next(RawFrame& out);
  // The next frame read is the first with device_time_us >= t_us (or the end).
  Result<void> seek(std::int64_t t_us);

 private:
  struct Impl;
  explicit RecordingReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace palpate
