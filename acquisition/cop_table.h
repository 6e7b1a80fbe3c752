// CoP table: any text table with a time column and two centre-of-pressure columns (force plate or mat of
// others).
//
// CSV, TSV, semicolons or spaces, found from the first data line; byte-order mark, CRLF, empty lines, `#`
// comments and separators at a line's end are fine; decimal commas where the separator is no comma. Text
// lines before the first line of numbers are skipped but for the last one, which is the header if it has as
// many fields.
//
// Columns are named in the header (capitals and a unit like `[cm]`, `(mm)`, `_cm` do not matter) or counted
// from 1. Without a choice: time, t, zeit | ml, cop_ml, copx, cop_x, x | ap, cop_ap, copy, cop_y, y; without
// a header the first three. Unit of length: the option, else the header's, else mm. Time in s, or ms where
// the header says so.
//
// parse_cop_table is pure; errors, also of values that are not finite, name file:line:column and the remedy.
// Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "acquisition/result.h"

namespace palpate {

enum class LengthUnit { m, cm, mm };

struct CopTableOptions {
  std::string time, ml, ap;        // name or number of the column; empty: found
  std::optional<LengthUnit> unit;  // empty: header's, else mm
};

struct CopTable {
  std::vector<double> t_s, ml_mm, ap_mm;
  std::string time_column, ml_column, ap_column;  // as found
  LengthUnit unit = LengthUnit::mm;
  bool unit_assumed = false;  // nobody said it: mm
};

Result<CopTable> parse_cop_table(std::string_view text, std::string_view file_name,
                                 const CopTableOptions& options);
// "-" is standard input.
Result<CopTable> read_cop_table(const std::string& path, const CopTableOptions& options);

Result<LengthUnit> length_unit_from(std::string_view name);  // "m", "cm", "mm"
std::string_view name_of(LengthUnit unit);

}  // namespace palpate
