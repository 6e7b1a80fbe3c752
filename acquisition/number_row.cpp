#include "acquisition/number_row.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace palpate {
namespace {

constexpr double kLargest = 1e9;  // no sensor's reading; a float holds it with 64 left over
constexpr double kMissing = -99.0;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\v' || c == '\f';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view unquoted(std::string_view text) {
  text = trimmed(text);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    text = trimmed(text.substr(1, text.size() - 2));
  }
  return text;
}

// The next field and what is left; a quoted separator does not count.
std::string_view take_field(std::string_view& rest, char separator, bool& more) {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < rest.size(); ++end) {
    if (rest[end] == '"') quoted = !quoted;
    if (!quoted && (rest[end] == separator || (separator == ' ' && is_space(rest[end])))) break;
  }
  const std::string_view field = rest.substr(0, end);
  more = end < rest.size();
  rest.remove_prefix(std::min(rest.size(), end + 1));
  return field;
}

bool is_missing_word(std::string_view text) {
  constexpr std::array<std::string_view, 8> kWords{"", "nan", "NaN", "NAN", "NA", "N/A", "-", "null"};
  return std::find(kWords.begin(), kWords.end(), text) != kWords.end();
}

FieldKind parse_field(std::string_view field, bool decimal_comma, double& value) {
  const bool quoted = trimmed(field).size() != unquoted(field).size();
  std::string_view text = unquoted(field);
  value = kNaN;
  if (is_missing_word(text)) return FieldKind::missing;
  if (text.front() == '+') text.remove_prefix(1);
  std::array<char, 64> digits{};
  if (text.size() > digits.size()) return FieldKind::text;
  std::copy(text.begin(), text.end(), digits.begin());
  if (decimal_comma || quoted) std::replace(digits.begin(), digits.end(), ',', '.');
  const char* end = digits.data() + text.size();
  double parsed = 0.0;
  const auto [stop, code] = std::from_chars(digits.data(), end, parsed);
  if (code == std::errc::result_out_of_range) return FieldKind::out_of_range;
  if (code != std::errc() || stop != end) return FieldKind::text;
  if (!std::isfinite(parsed) || std::abs(parsed) > kLargest) return FieldKind::out_of_range;
  if (parsed == kMissing) return FieldKind::missing;
  value = parsed;
  return FieldKind::number;
}

}  // namespace

RowFormat guess_row_format(std::string_view line) {
  bool tab = false, semicolon = false, comma = false, space = false, comma_then_space = false, quoted = false;
  int commas_in_word = 0, most_commas = 0;
  const std::string_view body = trimmed(line);
  for (std::size_t i = 0; i < body.size(); ++i) {
    const char c = body[i];
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    tab = tab || c == '\t';
    semicolon = semicolon || c == ';';
    space = space || c == ' ';
    if (is_space(c)) commas_in_word = 0;
    if (c == ',') {
      comma = true;
      most_commas = std::max(most_commas, ++commas_in_word);
      comma_then_space = comma_then_space || i + 1 == body.size() || is_space(body[i + 1]);
    }
  }
  if (semicolon) return {';', comma};
  if (tab) return {'\t', comma};
  if (comma && (!space || comma_then_space || most_commas > 1)) return {',', false};
  return {' ', comma};
}

void split_row(std::string_view line, const RowFormat& format, NumberRow& out) {
  out.values.clear();
  out.kinds.clear();
  out.columns.clear();
  out.trailing_separator = false;
  std::string_view rest = line;
  bool more = true;
  while (more) {
    const std::size_t column = line.size() - rest.size() + 1;
    const std::string_view field = take_field(rest, format.separator, more);
    const bool empty = trimmed(field).empty();
    if (format.separator == ' ' && empty) continue;
    if (!more && empty) {
      out.trailing_separator = true;
      break;
    }
    double value = 0.0;
    out.kinds.push_back(parse_field(field, format.decimal_comma, value));
    out.values.push_back(value);
    out.columns.push_back(column);
  }
}

std::vector<std::string> split_text(std::string_view line, char separator) {
  std::vector<std::string> fields;
  bool more = true;
  while (more) {
    const std::string_view field = unquoted(take_field(line, separator, more));
    if (!(field.empty() && (separator == ' ' || !more))) fields.emplace_back(field);
  }
  return fields;
}

bool is_blank_row(std::string_view line) {
  return std::all_of(line.begin(), line.end(),
                     [](char c) { return is_space(c) || c == ',' || c == ';' || c == '"'; });
}

}  // namespace palpate
