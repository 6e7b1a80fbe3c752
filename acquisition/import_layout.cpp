#include "acquisition/import_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <map>

#include "acquisition/import_header.h"

namespace palpate {
namespace {

using Kind = ImportLayout::Kind;
using Time = ImportLayout::Time;

constexpr int kSmallestMat = 6;            // a mat has at least 6 rows and columns: so 27 values are no mat
constexpr std::size_t kHeaderLines = 200;  // text before the first numbers
constexpr std::size_t kMaxKinds = 64;      // different widths and heights that are counted

// What one reading of the file tells.
struct Scan {
  RowFormat format;
  std::string header;  // last line of text before the numbers
  long first_data_line = 0;
  bool labelled = false;               // the first field of the first row is text
  std::map<std::size_t, long> widths;  // fields a line -> lines
  std::map<long, long> heights;        // lines between separators -> blocks
  long separators = 0;                 // groups of blank lines or frame lines between the numbers
  bool frame_lines = false;

  [[nodiscard]] std::size_t width() const { return most_common(widths); }
  [[nodiscard]] long height() const { return most_common(heights); }
  [[nodiscard]] long lines() const {
    const auto found = widths.find(width());
    return found == widths.end() ? 0 : found->second;
  }

 private:
  template <typename Key>
  static Key most_common(const std::map<Key, long>& counts) {
    const auto best = std::max_element(counts.begin(), counts.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    return best == counts.end() ? Key{} : best->first;
  }
};

template <typename Key>
void count(std::map<Key, long>& counts, Key key) {
  if (counts.size() < kMaxKinds || counts.count(key) != 0) ++counts[key];
}

Error refuse(std::string_view what, const std::string& path, long line = 0) {
  const std::string where = line > 0 ? fmt::format("{}:{}", path, line) : path;
  return Error{ErrorCode::bad_format, fmt::format("cannot import: {}: {}", what, where)};
}

bool mostly_numbers(const NumberRow& row) {
  std::size_t numbers = 0;
  bool text_inside = false;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row.kinds[i] != FieldKind::text) ++numbers;
    if (i > 0 && row.kinds[i] == FieldKind::text) text_inside = true;
  }
  return numbers > 0 && !text_inside && (row.size() == numbers || numbers > 1);
}

// Reads on to the first line of numbers.
Result<bool> find_first_row(TextLines& lines, const std::string& path, Scan& scan, NumberRow& row) {
  std::string_view line;
  std::size_t texts = 0;
  for (;;) {
    auto more = lines.next(line);
    if (!more) return more.error();
    if (!*more) return false;
    if (const auto vendor = vendor_of(line); !vendor.empty()) {
      return refuse(
          fmt::format("this is {}, which is not read yet (save the frames as CSV, one frame a line)", vendor),
          path);
    }
    if (is_blank_row(line) || is_comment_line(line)) continue;
    if (is_frame_line(line)) {
      const auto fields = split_text(line, guess_row_format(line).separator);
      if (!header_cells(fields)) {
        scan.frame_lines = true;
        continue;
      }
    }
    scan.format = guess_row_format(line);
    split_row(line, scan.format, row);
    if (mostly_numbers(row)) {
      scan.first_data_line = lines.number();
      scan.labelled = row.kinds.front() == FieldKind::text;
      return true;
    }
    scan.header.assign(line);
    if (++texts > kHeaderLines) {
      return refuse("no rows of numbers in the first lines (is it a matrix text file?)", path,
                    lines.number());
    }
  }
}

Result<Scan> scan_file(TextLines& lines, const std::string& path) {
  Scan scan;
  NumberRow row;
  auto found = find_first_row(lines, path, scan, row);
  if (!found) return found.error();
  if (!*found) return refuse("there are no rows of numbers in it (is it a matrix text file?)", path);
  std::string_view line;
  long height = 0;
  const auto end_block = [&] {
    if (height > 0) count(scan.heights, std::exchange(height, 0));
  };
  for (;;) {
    count(scan.widths, row.size());
    ++height;
    for (;;) {  // on to the next row of numbers
      auto more = lines.next(line);
      if (!more) return more.error();
      if (!*more) {
        end_block();
        return scan;
      }
      if (is_comment_line(line)) continue;
      const bool frame_line = is_frame_line(line);
      if (!frame_line && !is_blank_row(line)) break;
      if (frame_line) scan.frame_lines = true;
      if (height > 0) ++scan.separators;
      end_block();
    }
    split_row(line, scan.format, row);
  }
}

// "64 x 32 or 32 x 64": mats that a line of `width` values may be.
std::string possible_mats(std::size_t width) {
  std::string text;
  const int values = static_cast<int>(std::min<std::size_t>(width, kMaxCells));
  int found = 0;
  for (int rows = kMaxSide; rows >= kSmallestMat && found < 4; --rows) {
    const int cols = values / rows;
    if (rows * cols != values || cols < kSmallestMat || rows > 4 * cols || cols > 4 * rows) continue;
    text += fmt::format("{}{} x {}", found++ == 0 ? "" : ", ", rows, cols);
  }
  return text;
}

Error ambiguous(const Scan& scan, const std::string& path) {
  const std::string mats = possible_mats(scan.width());
  const std::string hint = mats.empty() ? "" : fmt::format("; a frame a line could be {}", mats);
  return Error{
      ErrorCode::bad_argument,
      fmt::format("cannot import: {} lines of {} values do not say the size of the mat: {} (say --rows "
                  "and --cols{})",
                  scan.lines(), scan.width(), path, hint)};
}

Error misfit(const Scan& scan, const std::string& path, std::string_view said) {
  return Error{ErrorCode::bad_argument,
               fmt::format("cannot import: lines of {} values do not fit {}: {} (check --rows and --cols)",
                           scan.width(), said, path)};
}

struct Shape {
  Kind kind;
  long rows, cols;
  std::size_t leading = 0;
};

Result<Shape> shape_both_given(const Scan& scan, long rows, long cols, const std::string& path) {
  const auto width = static_cast<long>(scan.width());
  const bool stackable = width == cols && (rows > 1 || scan.lines() > 0);
  if (stackable && !(rows == 1)) return Shape{Kind::stacked, rows, cols};
  for (const long leading : {0L, 1L, 2L}) {
    if (width == rows * cols + leading) {
      return Shape{Kind::frame_a_line, rows, cols, static_cast<std::size_t>(leading)};
    }
  }
  return misfit(scan, path, fmt::format("--rows {} --cols {}", rows, cols));
}

Result<Shape> shape_rows_given(const Scan& scan, long rows, const std::string& path) {
  const auto width = static_cast<long>(scan.width());
  const bool one_line = width % rows == 0 && width / rows >= kSmallestMat;
  const bool stacked = width <= kMaxSide && scan.lines() % rows == 0 && scan.separators == 0;
  if (one_line && !stacked) return Shape{Kind::frame_a_line, rows, width / rows};
  if (stacked && !one_line) return Shape{Kind::stacked, rows, width};
  if (!one_line && !stacked) return misfit(scan, path, fmt::format("--rows {}", rows));
  return ambiguous(scan, path);
}

Result<Shape> shape_cols_given(const Scan& scan, long cols, const std::string& path) {
  const auto width = static_cast<long>(scan.width());
  if (width == cols && scan.lines() <= kMaxSide && scan.separators == 0) {
    return Shape{Kind::stacked, scan.lines(), cols};
  }
  if (width > cols && width % cols == 0) return Shape{Kind::frame_a_line, width / cols, cols};
  return width == cols ? ambiguous(scan, path) : misfit(scan, path, fmt::format("--cols {}", cols));
}

Result<Shape> find_shape(const Scan& scan, const ImportOptions& options, const std::string& path) {
  if (options.rows && options.cols) return shape_both_given(scan, *options.rows, *options.cols, path);
  const auto width = static_cast<long>(scan.width());
  const bool blocks = (scan.separators > 0 || scan.frame_lines) && scan.height() > 1;
  if (blocks && width <= kMaxSide) {
    const Shape shape{Kind::stacked, scan.height(), width};
    if (options.rows && *options.rows != shape.rows) {
      return misfit(scan, path,
                    fmt::format("--rows {} (the blocks have {} lines)", *options.rows, shape.rows));
    }
    if (options.cols && *options.cols != shape.cols) {
      return misfit(scan, path, fmt::format("--cols {}", *options.cols));
    }
    return shape;
  }
  if (options.rows) return shape_rows_given(scan, *options.rows, path);
  if (options.cols) return shape_cols_given(scan, *options.cols, path);
  const bool one_matrix = scan.lines() > 1 && scan.lines() <= kMaxSide && width > 1 && width <= kMaxSide &&
                          possible_mats(scan.width()).empty();
  if (one_matrix) return Shape{Kind::stacked, scan.lines(), width};
  return ambiguous(scan, path);
}

// Cells named in the header; false if the header names none.
Result<bool> use_header(const Scan& scan, const ImportOptions& options, const std::string& path,
                        ImportLayout& layout) {
  auto fields = split_text(scan.header, scan.format.separator);
  if (fields.size() < 2) fields = split_text(scan.header, guess_row_format(scan.header).separator);
  const auto cells = header_cells(fields);
  const auto time = header_time(fields);
  if (time && (fields.size() == scan.width() || cells)) {
    layout.time_field = time->field;
    layout.time = time->unit;
  }
  if (!cells) return false;
  if ((options.rows && *options.rows != cells->rows) || (options.cols && *options.cols != cells->cols)) {
    return Error{
        ErrorCode::bad_argument,
        fmt::format("cannot import: the header names {} x {} cells: {} (leave --rows and --cols out)",
                    cells->rows, cells->cols, path)};
  }
  layout.kind = Kind::frame_a_line;
  layout.rows = cells->rows;
  layout.cols = cells->cols;
  layout.width = fields.size();
  layout.cell_of_field = cells->cell_of_field;
  const auto all = static_cast<std::size_t>(cells->rows) * static_cast<std::size_t>(cells->cols);
  if (cells->named < all) {
    layout.notes.push_back(
        fmt::format("the header names {} of {} cells: the others are missing", cells->named, all));
  }
  return true;
}

std::string described(const ImportLayout& layout) {
  const char* separator = layout.format.separator == '\t'  ? "TAB"
                          : layout.format.separator == ' ' ? "blanks"
                          : layout.format.separator == ';' ? "';'"
                                                           : "','";
  return fmt::format("read as {} of {} x {} cells, separated by {}{}",
                     layout.kind == Kind::stacked ? "stacked matrices" : "one frame a line", layout.rows,
                     layout.cols, separator, layout.format.decimal_comma ? ", decimal commas" : "");
}

}  // namespace

bool is_comment_line(std::string_view line) {
  const auto first = line.find_first_not_of(" \t");
  return first != std::string_view::npos && (line[first] == '#' || line[first] == '%');
}

bool is_frame_line(std::string_view line) {
  std::string text(line.substr(0, 80));
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  std::size_t at = text.find_first_not_of(" \t\"");
  if (at == std::string::npos) return false;
  for (const std::string_view word : {"frame", "beeld", "bild", "image"}) {
    if (text.compare(at, word.size(), word) != 0) continue;
    at += word.size();
    for (const std::string_view more : {" index", " no.", " number"}) {
      if (text.compare(at, more.size(), more) == 0) at += more.size();
    }
    at = text.find_first_not_of(" \t:=,;#", at);
    return at != std::string::npos && text[at] >= '0' && text[at] <= '9';
  }
  return false;
}

std::optional<double> frame_line_time_us(std::string_view line) {
  double scale = 1e6;
  std::size_t at = line.find("sec):");
  if (at != std::string_view::npos) {
    at += 5;
  } else if ((at = line.find('(')) != std::string_view::npos &&
             line.find("ms", at) != std::string_view::npos) {
    ++at;
    scale = 1e3;
  } else if (at == std::string_view::npos || line.find(" s", at) == std::string_view::npos) {
    return std::nullopt;
  } else {
    ++at;
  }
  while (at < line.size() && (line[at] == ' ' || line[at] == '\t' || line[at] == ',')) ++at;
  std::string number(line.substr(at, 32));
  std::replace(number.begin(), number.end(), ',', '.');
  double value = 0.0;
  const auto parsed = std::from_chars(number.data(), number.data() + number.size(), value);
  if (parsed.ec != std::errc() || !std::isfinite(value) || std::abs(value) > 1e9) return std::nullopt;
  return value * scale;
}

Result<ImportLayout> scan_layout(TextLines& lines, const std::string& path, const ImportOptions& options) {
  auto scan = scan_file(lines, path);
  if (!scan) return scan.error();
  ImportLayout layout;
  layout.format = scan->format;
  layout.first_data_line = scan->first_data_line;
  layout.width = scan->width();
  auto named = use_header(*scan, options, path, layout);
  if (!named) return named.error();
  if (!*named) {
    Scan cells = *scan;
    const bool leading_column = scan->labelled || layout.time_field == std::size_t{0};
    if (leading_column) {  // known not to be cells
      cells.widths.clear();
      for (const auto& [width, number] : scan->widths) cells.widths[width > 0 ? width - 1 : 0] = number;
    }
    auto shape = find_shape(cells, options, path);
    if (!shape) return shape.error();
    layout.kind = shape->kind;
    layout.rows = static_cast<int>(std::min<long>(shape->rows, kMaxCells + 1));
    layout.cols = static_cast<int>(std::min<long>(shape->cols, kMaxCells + 1));
    layout.leading = shape->leading + (leading_column ? 1 : 0);
    layout.separated = scan->separators > 0 || scan->frame_lines;
    if (shape->leading > 0 && !layout.time_field) {
      layout.time_field = shape->leading - 1;  // "frame, time, cells" or "time, cells"
      layout.time = Time::unknown_unit;
      layout.leading_guessed = true;
    }
    if (layout.kind == Kind::stacked && layout.leading > 0) return ambiguous(*scan, path);
  }
  layout.notes.insert(layout.notes.begin(), described(layout));
  return layout;
}

}  // namespace palpate
