#include "acquisition/text_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string>

namespace palpate {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\"");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\"") - first + 1);
}

char separator_of(std::string_view line) {
  for (const char candidate : {'\t', ';', ','})
    if (line.find(candidate) != std::string_view::npos) return candidate;
  return ' ';
}

std::vector<std::string_view> split_fields(std::string_view line, char separator) {
  std::vector<std::string_view> fields;
  while (true) {
    const auto at = line.find(separator);
    const std::string_view field = trimmed(line.substr(0, at));
    if (separator != ' ' || !field.empty()) fields.push_back(field);
    if (at == std::string_view::npos) break;
    line.remove_prefix(at + 1);
  }
  while (!fields.empty() && fields.back().empty()) fields.pop_back();
  return fields;
}

std::optional<double> field_number(std::string_view field, bool comma_is_point) {
  std::string copy(field);
  if (comma_is_point) std::replace(copy.begin(), copy.end(), ',', '.');
  const char* begin = copy.data();
  if (!copy.empty() && *begin == '+') ++begin;
  double value = 0.0;
  const auto [end, error] = std::from_chars(begin, copy.data() + copy.size(), value);
  if (error != std::errc{} || end != copy.data() + copy.size()) return std::nullopt;
  return value;
}

std::vector<TextLine> text_lines(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<TextLine> lines;
  for (std::size_t line_number = 1; !text.empty(); ++line_number) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    const std::string_view content = trimmed(line);
    if (!content.empty() && content.front() != '#') lines.push_back({line_number, line});
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

Error field_error(std::string_view file, std::size_t line, std::size_t column, std::string_view field) {
  const std::string what = field.empty() ? "an empty field" : fmt::format("\"{}\"", field);
  return Error{ErrorCode::bad_format, fmt::format("{} is not a number: {}:{}:{} (correct or remove the line)",
                                                  what, file, line, column + 1)};
}

}  // namespace palpate
