// FrameTable: one CSV row a frame under the names of docs/metrics.md, section "One frame".
//
// Header: t_s, frame, occupied, flags, posture, posture_confidence, then feature_columns() and
// applied_columns(); a mat without calibration has four count columns instead of the latter; where the
// client's own postures are known, the last two are taught_posture ("unknown": none of them, empty: nobody
// there) and taught_confidence. A number that does not exist is an empty field, numbers are the shortest text
// that reads back as the same double, flags are separated by ';'. One thread. A failed write is returned
// once, by add() or close().
#pragma once

#include <string>
#include <utility>

#include "acquisition/output_file.h"
#include "acquisition/result.h"
#include "processing/snapshot.h"

namespace palpate {

std::string frame_table_header(PressureUnit unit, bool taught = false);  // without line end
void append_frame_row(std::string& text, const Snapshot& snapshot);      // with line end
void append_flags(std::string& text, const Snapshot& snapshot);          // "glitch;saturated;repaired"

class FrameTable {
 public:
  // As every output file: whole under its name after close(), or not at all.
  static Result<FrameTable> create(const std::string& path);
  Result<void> add(const Snapshot& snapshot);
  Result<void> close();

 private:
  explicit FrameTable(OutputFile file) : file_(std::move(file)) {}
  Result<void> write_out();

  OutputFile file_;
  std::string text_;  // rows not yet written
  bool header_written_ = false;
};

}  // namespace palpate
