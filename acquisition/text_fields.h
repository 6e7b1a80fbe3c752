// Lines and fields of text tables: what cop_table.h and number_table.h share. Pure; any thread; views into
// the text.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "acquisition/result.h"

namespace palpate {

struct TextLine {
  std::size_t number = 0;  // from 1
  std::string_view text;
};

// Lines with content, without a byte-order mark, empty lines and `#` comments.
std::vector<TextLine> text_lines(std::string_view text);

std::string_view trimmed(std::string_view text);  // without blanks, CR and quotes at both ends
char separator_of(std::string_view line);         // tab, else ';', else ',', else blanks
std::vector<std::string_view> split_fields(std::string_view line, char separator);  // none empty at the end
std::optional<double> field_number(std::string_view field, bool comma_is_point);

// "oops" is not a number (or, as nan is, not a finite one): file:line:column (...)
Error field_error(std::string_view file, std::size_t line, std::size_t column, std::string_view field);

}  // namespace palpate
