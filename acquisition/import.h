// Import: matrix text files of others (CSV, TSV, spaces; one frame a line, or stacked) to frames or to a
// recording.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "acquisition/frame_source.h"
#include "acquisition/result.h"
#include "acquisition/source_info.h"

namespace palpate {

// What the user says; what is missing is found in the file or is an error that names the option.
struct ImportOptions {
  std::optional<int> rows, cols;
  std::optional<double> pitch_x_mm, pitch_y_mm;
  std::optional<double> rate_hz;
  std::optional<CellUnit> unit;  // default counts
  HeadEdge head = HeadEdge::top;
  bool mirrored = false;
  Placement placement = Placement::table;
};

// What the importer found, assumed and left out; tell it to the user.
struct ImportReport {
  std::uint64_t frames = 0;
  std::uint64_t skipped_frames = 0;  // cut lines and short blocks; they are gaps in the sequence
  std::uint64_t missing_cells = 0;   // empty, NaN, NA, - or -99: NaN in the frame, so a dead cell
  std::uint64_t negative_cells = 0;  // any other negative value: kept as it stands
  double rate_hz = 0.0;
  bool rate_assumed = false;       // neither the file nor the user said it: 1 frame a second
  bool pitch_assumed = false;      // the user did not say it: 10 mm
  std::vector<std::string> notes;  // one line each; also in SourceInfo::notes
};

// The file is checked whole on opening and then read frame by frame, so memory does
// not grow with it; errors name file, line, column and remedy. Not live; info() is complete. Frames carry the
// file's times if it has any, else the rate. A recording is refused: open_source reads it.
Result<std::unique_ptr<FrameSource>> open_import(const std::string& path, const ImportOptions& options);

// What nobody said and the numbers rest on, from SourceInfo::notes (a recording keeps them), one line each:
// "assumed: cells of 10 x 10 mm (give --pitch-mm)". For every text that shows millimetres, newtons or
// seconds.
std::string assumption_lines(std::string_view notes, std::string_view indent = "");

// The report of a source that open_import made; nullptr for any other source.
const ImportReport* import_report(const FrameSource& source);

}  // namespace palpate
