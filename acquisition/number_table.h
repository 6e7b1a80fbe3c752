// Number table: a rectangle of numbers in a text file, with or without a header line.
//
// CSV, TSV, semicolons or blanks (found per file), decimal commas where the separator is no comma, `#`
// comments. Errors name file:line:column and the remedy. Pure but for read_number_table; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "acquisition/result.h"

namespace palpate {

struct NumberTable {
  int rows = 0, cols = 0;
  std::vector<double> values;       // row-major
  std::vector<std::string> header;  // empty, or one name a column
};

Result<NumberTable> parse_number_table(std::string_view text, std::string_view file_name);
Result<NumberTable> read_number_table(const std::string& path);

// Comma-separated, shortest text that gives the same double again; with the header if there is one.
std::string number_table_csv(const NumberTable& table);

}  // namespace palpate
