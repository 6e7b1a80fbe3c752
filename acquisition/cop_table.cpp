#include "acquisition/cop_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iostream>
#include <span>
#include <sstream>

#include "acquisition/text_fields.h"

namespace palpate {
namespace {

using Fields = std::vector<std::string_view>;
// "COPx[cm]" -> name "copx", unit "cm".
struct Heading {
  std::string name, unit;
};

Heading heading_of(std::string_view field) {
  std::string text;
  for (const char c : field) text += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const auto& [open, close] : {std::pair{'[', ']'}, std::pair{'(', ')'}}) {
    const auto at = text.find(open);
    const auto end = text.find(close, at == std::string::npos ? 0 : at);
    if (at == std::string::npos || end == std::string::npos) continue;
    return {std::string(trimmed(std::string_view(text).substr(0, at))), text.substr(at + 1, end - at - 1)};
  }
  for (const std::string_view unit : {"ms", "mm", "cm", "m", "s"})
    for (const char joint : {'_', ' '}) {
      const std::string ending = joint + std::string(unit);
      if (text.size() > ending.size() && text.ends_with(ending))
        return {text.substr(0, text.size() - ending.size()), std::string(unit)};
    }
  return {text, ""};
}

struct Layout {
  char separator = ' ';
  bool comma_is_point = false;
  std::vector<std::string> names;  // empty: no header
  std::vector<Heading> headings;
  std::size_t width = 0;
};

constexpr std::array<std::string_view, 5> kTimeNames = {"time", "t", "zeit", "temps", "timestamp"};
constexpr std::array<std::string_view, 5> kMlNames = {"ml", "cop_ml", "copx", "cop_x", "x"};
constexpr std::array<std::string_view, 5> kApNames = {"ap", "cop_ap", "copy", "cop_y", "y"};

Result<std::size_t> find_column(const Layout& layout, const std::string& wanted,
                                std::span<const std::string_view> usual, std::string_view option,
                                std::size_t position, std::string_view file) {
  std::size_t index = 0;
  const auto* const end = wanted.data() + wanted.size();
  if (!wanted.empty()) {
    for (std::size_t i = 0; i < layout.names.size(); ++i)
      if (layout.names[i] == wanted) return i;
    for (std::size_t i = 0; i < layout.names.size(); ++i)
      if (layout.headings[i].name == heading_of(wanted).name) return i;
    if (const auto [stop, error] = std::from_chars(wanted.data(), end, index);
        error == std::errc{} && stop == end && index >= 1 && index <= layout.width)
      return index - 1;
  } else if (layout.names.empty()) {
    if (position < layout.width) return position;
  } else {
    for (const std::string_view name : usual)
      for (std::size_t i = 0; i < layout.names.size(); ++i)
        if (layout.headings[i].name == name) return i;
  }
  const std::string has = layout.names.empty() ? fmt::format("it has {} columns and no header", layout.width)
                                               : fmt::format("it has: {}", fmt::join(layout.names, ", "));
  const std::string what = wanted.empty() ? fmt::format("cannot tell which column is {}", option.substr(2))
                                          : fmt::format("no column \"{}\" for {}", wanted, option);
  return Error{ErrorCode::bad_argument,
               fmt::format("{}: {} (name it or count it from 1 with {}; {})", what, file, option, has)};
}

bool is_data(const Fields& fields, bool comma_is_point) {
  return fields.size() >= 2 && std::all_of(fields.begin(), fields.end(), [&](std::string_view field) {
           return field.empty() || field_number(field, comma_is_point).has_value();
         });
}

// Index of the first line of numbers; fills `layout` from it and from the line before it.
std::optional<std::size_t> find_layout(const std::vector<TextLine>& lines, Layout& layout) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    layout.separator = separator_of(trimmed(lines[i].text));
    layout.comma_is_point = layout.separator != ',';
    const Fields fields = split_fields(lines[i].text, layout.separator);
    if (!is_data(fields, layout.comma_is_point)) continue;
    layout.width = fields.size();
    if (i == 0) return i;
    const Fields header = split_fields(lines[i - 1].text, separator_of(trimmed(lines[i - 1].text)));
    if (header.size() != fields.size()) return i;
    for (const std::string_view field : header) {
      layout.names.emplace_back(field);
      layout.headings.push_back(heading_of(field));
    }
    return i;
  }
  return std::nullopt;
}

Result<void> read_rows(const std::vector<TextLine>& lines, std::size_t first, const Layout& layout,
                       const std::array<std::size_t, 3>& columns, std::string_view file, CopTable& table) {
  std::array<std::vector<double>*, 3> out = {&table.t_s, &table.ml_mm, &table.ap_mm};
  for (std::size_t i = first; i < lines.size(); ++i) {
    const Fields fields = split_fields(lines[i].text, layout.separator);
    for (std::size_t k = 0; k < 3; ++k) {
      const std::string_view field = columns[k] < fields.size() ? fields[columns[k]] : std::string_view{};
      const std::optional<double> value = field_number(field, layout.comma_is_point);
      if (!value || !std::isfinite(*value)) return field_error(file, lines[i].number, columns[k], field);
      out[k]->push_back(*value);
    }
  }
  return {};
}

double mm_per(LengthUnit unit) {
  return unit == LengthUnit::m ? 1000.0 : unit == LengthUnit::cm ? 10.0 : 1.0;
}

void settle_units(const Layout& layout, const std::array<std::size_t, 3>& columns,
                  const CopTableOptions& options, CopTable& table) {
  const auto heading = [&](std::size_t k) {
    return layout.names.empty() ? Heading{} : layout.headings[columns[k]];
  };
  if (heading(0).unit == "ms")
    for (double& t : table.t_s) t /= 1000.0;
  const Result<LengthUnit> stated = length_unit_from(heading(1).unit);
  table.unit = options.unit ? *options.unit : stated ? *stated : LengthUnit::mm;
  table.unit_assumed = !options.unit && !stated;
  for (double& x : table.ml_mm) x *= mm_per(table.unit);
  for (double& y : table.ap_mm) y *= mm_per(table.unit);
  const auto name = [&](std::size_t k) {
    return layout.names.empty() ? fmt::format("column {}", columns[k] + 1) : layout.names[columns[k]];
  };
  table.time_column = name(0), table.ml_column = name(1), table.ap_column = name(2);
}

}  // namespace

Result<LengthUnit> length_unit_from(std::string_view name) {
  for (const LengthUnit unit : {LengthUnit::m, LengthUnit::cm, LengthUnit::mm})
    if (name == name_of(unit)) return unit;
  return Error{ErrorCode::bad_argument, fmt::format("no such unit of length: {} (choose m, cm or mm)", name)};
}

std::string_view name_of(LengthUnit unit) {
  return unit == LengthUnit::m ? "m" : unit == LengthUnit::cm ? "cm" : "mm";
}

Result<CopTable> parse_cop_table(std::string_view text, std::string_view file,
                                 const CopTableOptions& options) {
  const std::vector<TextLine> lines = text_lines(text);
  Layout layout;
  const std::optional<std::size_t> first = find_layout(lines, layout);
  if (!first)
    return Error{ErrorCode::bad_format,
                 fmt::format("no line of numbers: {} (a table needs time and two CoP columns)", file)};
  std::array<std::size_t, 3> columns{};
  const std::array<std::pair<const std::string*, std::string_view>, 3> wanted = {
      std::pair{&options.time, "--time"}, std::pair{&options.ml, "--ml"}, std::pair{&options.ap, "--ap"}};
  const std::array<std::span<const std::string_view>, 3> usual = {kTimeNames, kMlNames, kApNames};
  for (std::size_t k = 0; k < 3; ++k) {
    const Result<std::size_t> column =
        find_column(layout, *wanted[k].first, usual[k], wanted[k].second, k, file);
    if (!column) return column.error();
    columns[k] = *column;
  }
  CopTable table;
  if (Result<void> rows = read_rows(lines, *first, layout, columns, file, table); !rows) return rows.error();
  settle_units(layout, columns, options, table);
  return table;
}

Result<CopTable> read_cop_table(const std::string& path, const CopTableOptions& options) {
  if (path == "-") {
    std::ostringstream text;
    text << std::cin.rdbuf();
    return parse_cop_table(text.view(), "standard input", options);
  }
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return Error{ErrorCode::not_found, fmt::format("cannot open file: {} (check name and rights)", path)};
  std::ostringstream text;
  text << file.rdbuf();
  return parse_cop_table(text.view(), path, options);
}

}  // namespace palpate
