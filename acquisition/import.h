// Import: matrix text files of others (CSV, TSV, spaces; one frame a line, or stacked) to frames or to a
// recording.
#pragma once

#include <memory>
#include <optional>
#include <string>

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

// Reads the whole file lazily or at once; errors name file, line, column and remedy. Not live; info() is
// complete.
Result<std::unique_ptr<FrameSource>> open_import(const std::string& path, const ImportOptions& options);

}  // namespace palpate
