// How frames stand in a matrix text file: found from the file and from what the user says.
//
// scan_layout reads the file once; it never guesses where two readings are possible, but names the option.
// One thread, no state.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "acquisition/import.h"
#include "acquisition/number_row.h"
#include "acquisition/result.h"
#include "acquisition/text_lines.h"

namespace palpate {

struct ImportLayout {
  enum class Kind { frame_a_line, stacked };
  enum class Time { none, seconds, milliseconds, microseconds, unknown_unit };
  Kind kind = Kind::frame_a_line;
  int rows = 0, cols = 0;
  std::size_t width = 0;  // fields of a line of numbers
  RowFormat format;
  long first_data_line = 1;
  bool separated = false;          // stacked: blank or frame lines stand between the frames
  std::size_t leading = 0;         // fields before the cells (time, label)
  bool leading_guessed = false;    // only the count of fields says that they are there: the time has to rise
  std::vector<int> cell_of_field;  // with a header that names cells: field -> cell or -1; else empty
  std::optional<std::size_t> time_field;
  Time time = Time::none;
  std::vector<std::string> notes;  // what was assumed, one line each
};

Result<ImportLayout> scan_layout(TextLines& lines, const std::string& path, const ImportOptions& options);

// "Frame 3 (15.88 ms)", "Frame Index: 3, Measurement Time(sec): 0.5", "Beeld 3 (...)".
bool is_frame_line(std::string_view line);
std::optional<double> frame_line_time_us(std::string_view line);
bool is_comment_line(std::string_view line);

}  // namespace palpate
