// NumberRow: one line of text as numbers. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace palpate {

// How numbers stand in a line: TAB, ';', ',' or ' ' (any white space) between them.
struct RowFormat {
  char separator = ' ';
  bool decimal_comma = false;  // "0,13"; never with ',' as separator unless quoted
};

enum class FieldKind { number, missing, text, out_of_range };

struct NumberRow {
  std::vector<double> values;  // one a field; NaN where missing (empty, NaN, NA, -, -99) or not a number
  std::vector<FieldKind> kinds;
  std::vector<std::size_t> columns;  // byte of the line at which the field begins, from 1
  bool trailing_separator = false;   // the line ends in a separator; no field is made of it

  [[nodiscard]] std::size_t size() const { return values.size(); }
};

RowFormat guess_row_format(std::string_view line);
void split_row(std::string_view line, const RowFormat& format, NumberRow& out);

// The fields as text, without quotes and surrounding blanks; for header lines.
std::vector<std::string> split_text(std::string_view line, char separator);

// Nothing but blanks, separators and quotes.
bool is_blank_row(std::string_view line);

}  // namespace palpate
