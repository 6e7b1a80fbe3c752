#include "acquisition/number_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

#include "acquisition/text_fields.h"

namespace palpate {

Result<NumberTable> parse_number_table(std::string_view text, std::string_view file) {
  NumberTable table;
  const std::vector<TextLine> lines = text_lines(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const char separator = separator_of(trimmed(lines[i].text));
    const bool comma_is_point = separator != ',';
    const std::vector<std::string_view> fields = split_fields(lines[i].text, separator);
    const auto is_text = [&](std::string_view field) { return !field_number(field, comma_is_point); };
    if (i == 0 && std::all_of(fields.begin(), fields.end(), is_text)) {
      table.header.assign(fields.begin(), fields.end());
      continue;
    }
    if (table.rows == 0) table.cols = static_cast<int>(fields.size());
    if (static_cast<int>(fields.size()) != table.cols)
      return Error{ErrorCode::bad_format,
                   fmt::format("{} values where the lines before have {}: {}:{} (complete or "
                               "remove the line)",
                               fields.size(), table.cols, file, lines[i].number)};
    for (std::size_t c = 0; c < fields.size(); ++c) {
      const std::optional<double> value = field_number(fields[c], comma_is_point);
      if (!value) return field_error(file, lines[i].number, c, fields[c]);
      table.values.push_back(*value);
    }
    ++table.rows;
  }
  if (table.rows == 0)
    return Error{ErrorCode::bad_format, fmt::format("no line of numbers: {} (give a CSV of numbers)", file)};
  if (static_cast<int>(table.header.size()) != table.cols) table.header.clear();
  return table;
}

Result<NumberTable> read_number_table(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return Error{ErrorCode::not_found, fmt::format("cannot open file: {} (check name and rights)", path)};
  std::ostringstream text;
  text << file.rdbuf();
  return parse_number_table(text.view(), path);
}

std::string number_table_csv(const NumberTable& table) {
  std::string out;
  if (!table.header.empty()) out += fmt::format("{}\n", fmt::join(table.header, ","));
  const auto cols = static_cast<std::size_t>(table.cols);
  for (std::size_t r = 0; r < static_cast<std::size_t>(table.rows); ++r)
    for (std::size_t c = 0; c < cols; ++c)
      fmt::format_to(std::back_inserter(out), "{}{}", table.values[r * cols + c], c + 1 < cols ? ',' : '\n');
  return out;
}

}  // namespace palpate
