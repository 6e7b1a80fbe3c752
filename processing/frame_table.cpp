#include "processing/frame_table.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "processing/feature_columns.h"

namespace palpate {
namespace {

constexpr std::size_t kWriteAt = 1U << 16U;

void append_number(std::string& text, double value) {
  text += ',';
  if (std::isfinite(value)) fmt::format_to(std::back_inserter(text), "{}", value);
}

void append_index(std::string& text, double value) {
  text += ',';
  if (std::isfinite(value)) fmt::format_to(std::back_inserter(text), "{}", static_cast<int>(value));
}

// A name of the client's own may hold anything.
void append_text(std::string& text, std::string_view words) {
  text += ',';
  if (words.find_first_of(",\"\n") == words.npos) {
    text += words;
    return;
  }
  text += '"';
  for (const char c : words) text += c == '"' ? std::string("\"\"") : std::string(1, c);
  text += '"';
}

}  // namespace

std::string frame_table_header(PressureUnit unit, bool taught) {
  std::string text = "t_s,frame,occupied,flags,posture,posture_confidence";
  for (const FeatureColumn& column : feature_columns()) {
    if (!has_column(column, unit)) continue;
    text += ',';
    text += column.name;
  }
  if (has_applied_columns(unit))
    for (const AppliedColumn& column : applied_columns()) text.append(",").append(column.name);
  return taught ? text + ",taught_posture,taught_confidence" : text;
}

void append_flags(std::string& text, const Snapshot& snapshot) {
  const std::size_t start = text.size();
  const auto flag = [&](bool set, std::string_view name) {
    if (!set) return;
    if (text.size() > start) text += ';';
    text += name;
  };
  flag(snapshot.glitch, "glitch");
  flag(snapshot.map.saturated.any(), "saturated");
  flag(snapshot.map.repaired.any(), "repaired");
}

void append_frame_row(std::string& text, const Snapshot& snapshot) {
  fmt::format_to(std::back_inserter(text), "{},{},{},", snapshot.t_s, snapshot.frame_index,
                 snapshot.occupied);
  append_flags(text, snapshot);
  text += ',';
  text += name_of(snapshot.posture);
  append_number(text, snapshot.posture_confidence);
  for (const FeatureColumn& column : feature_columns()) {
    if (!has_column(column, snapshot.map.unit)) continue;
    const double value = value_of(column, snapshot.features);
    column.index != nullptr ? append_index(text, value) : append_number(text, value);
  }
  if (has_applied_columns(snapshot.map.unit))
    for (const AppliedColumn& column : applied_columns()) append_number(text, column.value(snapshot.applied));
  if (snapshot.taught.postures) {
    append_text(text, taught_column(snapshot.taught));
    append_number(text, snapshot.taught.confidence);
  }
  text += '\n';
}

Result<FrameTable> FrameTable::create(const std::string& path) {
  auto file = OutputFile::create(path);
  if (!file) return file.error();
  return FrameTable(std::move(*file));
}

Result<void> FrameTable::add(const Snapshot& snapshot) {
  if (!header_written_)
    text_ = frame_table_header(snapshot.map.unit, snapshot.taught.postures != nullptr) + '\n';
  header_written_ = true;
  append_frame_row(text_, snapshot);
  return text_.size() >= kWriteAt ? write_out() : Result<void>{};
}

Result<void> FrameTable::write_out() {
  auto written = file_.write(text_);
  text_.clear();
  return written;
}

Result<void> FrameTable::close() {
  if (auto written = write_out(); !written) return written;
  return file_.commit();
}

}  // namespace palpate
