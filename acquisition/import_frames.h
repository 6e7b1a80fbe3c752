// ImportFrames: the frames of a matrix text file whose layout is known, one at a time.
//
// A frame that is not whole (a cut line, a short block) is left out, counted and told; text or an impossible
// number where a cell should be is an error with file, line and column. One thread.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "acquisition/import_layout.h"
#include "acquisition/number_row.h"
#include "acquisition/result.h"
#include "acquisition/text_lines.h"

namespace palpate {

struct ImportedFrame {
  std::uint64_t sequence = 0;                              // counts left-out frames too
  double time = std::numeric_limits<double>::quiet_NaN();  // as in the file (frame lines: us); NaN: none
  std::vector<float> cells;
};

struct ImportCounts {
  std::uint64_t frames = 0;
  std::uint64_t skipped = 0;
  std::uint64_t missing_cells = 0;
  std::uint64_t negative_cells = 0;
  double largest = 0.0;
  std::vector<std::string> warnings;  // at most kMaxWarnings, then a count
};
inline constexpr std::size_t kMaxWarnings = 20;

class ImportFrames {
 public:
  ImportFrames(TextLines lines, ImportLayout layout, std::string path);
  Result<bool> next(ImportedFrame& out);
  Result<void> rewind();
  [[nodiscard]] const ImportCounts& counts() const { return counts_; }

 private:
  enum class Block { whole, left_out, none };
  Result<bool> next_line_frame(ImportedFrame& out);
  Result<bool> next_stacked(ImportedFrame& out);
  Result<Block> read_block(ImportedFrame& out);
  Result<bool> next_row(bool& separator);
  Result<void> check_fields() const;
  void leave_out(std::string reason);
  void put(ImportedFrame& out, std::size_t cell, std::size_t field);
  void deliver(ImportedFrame& out);

  TextLines lines_;
  ImportLayout layout_;
  std::string path_;
  ImportCounts counts_;
  NumberRow row_;
  std::uint64_t sequence_ = 0;
  std::uint64_t missing_here_ = 0, negative_here_ = 0;
  double largest_here_ = 0.0;
  double pending_time_ = std::numeric_limits<double>::quiet_NaN();  // of a frame line
  bool row_waits_ = false;                                          // row_ holds a line not yet used
};

}  // namespace palpate
