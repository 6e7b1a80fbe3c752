#include "acquisition/import_frames.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace palpate {
namespace {
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
}

ImportFrames::ImportFrames(TextLines lines, ImportLayout layout, std::string path)
    : lines_(std::move(lines)), layout_(std::move(layout)), path_(std::move(path)) {}

Result<void> ImportFrames::rewind() {
  counts_ = {};
  sequence_ = 0;
  pending_time_ = kNaN;
  row_waits_ = false;
  return lines_.rewind();
}

Result<bool> ImportFrames::next(ImportedFrame& out) {
  out.cells.resize(static_cast<std::size_t>(layout_.rows) * static_cast<std::size_t>(layout_.cols));
  missing_here_ = negative_here_ = 0;
  largest_here_ = 0.0;
  return layout_.kind == ImportLayout::Kind::stacked ? next_stacked(out) : next_line_frame(out);
}

void ImportFrames::leave_out(std::string reason) {
  ++sequence_;
  ++counts_.skipped;
  missing_here_ = negative_here_ = 0;
  largest_here_ = 0.0;
  if (counts_.warnings.size() < kMaxWarnings) counts_.warnings.push_back(std::move(reason));
}

void ImportFrames::put(ImportedFrame& out, std::size_t cell, std::size_t field) {
  const double value = field < row_.size() ? row_.values[field] : kNaN;
  out.cells[cell] = static_cast<float>(value);
  if (std::isnan(value)) ++missing_here_;
  if (value < 0.0) ++negative_here_;
  largest_here_ = std::max(largest_here_, std::isnan(value) ? 0.0 : value);
}

void ImportFrames::deliver(ImportedFrame& out) {
  out.sequence = sequence_++;
  ++counts_.frames;
  counts_.missing_cells += missing_here_;
  counts_.negative_cells += negative_here_;
  counts_.largest = std::max(counts_.largest, largest_here_);
}

// Text or an impossible number in the line in hand, where a number is needed.
Result<void> ImportFrames::check_fields() const {
  for (std::size_t i = 0; i < row_.size(); ++i) {
    const bool cell = layout_.cell_of_field.empty()
                          ? i >= layout_.leading
                          : i < layout_.cell_of_field.size() && layout_.cell_of_field[i] >= 0;
    if (!cell || row_.kinds[i] == FieldKind::number || row_.kinds[i] == FieldKind::missing) continue;
    const bool text = row_.kinds[i] == FieldKind::text;
    return Error{ErrorCode::bad_format,
                 fmt::format("cannot import: {}: {}:{}:{} ({})",
                             text ? "a cell is no number" : "a number is too large for a sensor", path_,
                             lines_.number(), row_.columns[i],
                             text ? "write NaN for a missing cell, # before a comment"
                                  : "the largest is 1e9; write NaN for a missing cell")};
  }
  return {};
}

// The next line of numbers into row_; `separator` tells that blank or frame lines stood before it.
Result<bool> ImportFrames::next_row(bool& separator) {
  if (std::exchange(row_waits_, false)) return true;
  std::string_view line;
  for (;;) {
    auto more = lines_.next(line);
    if (!more || !*more) return more;
    const bool header = lines_.number() < layout_.first_data_line;
    if (is_comment_line(line)) continue;
    if (is_frame_line(line)) {
      pending_time_ = frame_line_time_us(line).value_or(kNaN);
      separator = true;
    } else if (is_blank_row(line)) {
      separator = true;
    } else if (!header) {
      split_row(line, layout_.format, row_);
      // A separator at the end may stand for a last cell that is missing.
      if (row_.trailing_separator && row_.size() + 1 == layout_.width) {
        row_.values.push_back(kNaN);
        row_.kinds.push_back(FieldKind::missing);
        row_.columns.push_back(line.size());
      }
      return true;
    }
  }
}

Result<bool> ImportFrames::next_line_frame(ImportedFrame& out) {
  for (;;) {
    bool separator = false;
    auto more = next_row(separator);
    if (!more || !*more) return more;
    if (auto ok = check_fields(); !ok) return ok.error();
    if (row_.size() != layout_.width) {
      leave_out(
          fmt::format("line {} has {} of {} values: left out", lines_.number(), row_.size(), layout_.width));
      continue;
    }
    out.time = layout_.time_field ? row_.values[*layout_.time_field] : pending_time_;
    pending_time_ = kNaN;
    if (layout_.cell_of_field.empty()) {
      for (std::size_t c = 0; c < out.cells.size(); ++c) put(out, c, c + layout_.leading);
    } else {
      std::fill(out.cells.begin(), out.cells.end(), std::numeric_limits<float>::quiet_NaN());
      for (std::size_t f = 0; f < row_.size(); ++f) {
        const int cell = layout_.cell_of_field[f];
        if (cell >= 0) put(out, static_cast<std::size_t>(cell), f);
      }
    }
    deliver(out);
    return true;
  }
}

Result<bool> ImportFrames::next_stacked(ImportedFrame& out) {
  for (;;) {
    auto block = read_block(out);
    if (!block) return block.error();
    if (*block == Block::none) return false;
    if (*block == Block::left_out) continue;
    deliver(out);
    return true;
  }
}

Result<ImportFrames::Block> ImportFrames::read_block(ImportedFrame& out) {
  const auto rows = static_cast<std::size_t>(layout_.rows);
  const auto cols = static_cast<std::size_t>(layout_.cols);
  std::size_t row = 0;
  bool damaged = false;
  out.time = pending_time_;
  for (;;) {
    bool separator = false;
    auto more = next_row(separator);
    if (!more) return more.error();
    if (row > 0 && (!*more || (separator && layout_.separated))) {
      row_waits_ = *more;
      leave_out(fmt::format("the matrix that ends before line {} has {} of {} whole lines: left out",
                            lines_.number() + (*more ? 0 : 1), damaged ? row - 1 : row, rows));
      return Block::left_out;
    }
    if (!*more) return Block::none;
    if (row == 0) out.time = std::exchange(pending_time_, kNaN);
    if (auto ok = check_fields(); !ok) return ok.error();
    if (row_.size() != cols) {
      if (!layout_.separated && row + 1 < rows) {
        return Error{
            ErrorCode::bad_format,
            fmt::format("cannot import: a line of {} values among lines of {}: {}:{} (mend the line, or "
                        "put blank lines between the matrices)",
                        row_.size(), cols, path_, lines_.number())};
      }
      damaged = true;
    }
    for (std::size_t c = 0; c < cols; ++c) put(out, row * cols + c, c);
    if (++row < rows) continue;
    if (!damaged) return Block::whole;
    leave_out(fmt::format("the matrix that ends with line {} has a line of another width: left out",
                          lines_.number()));
    return Block::left_out;
  }
}

}  // namespace palpate
