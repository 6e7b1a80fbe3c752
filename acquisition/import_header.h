// Header lines of matrix text files: which column is which cell, which one is the time, whose format it is.
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "acquisition/import_layout.h"

namespace palpate {

struct HeaderCells {
  int rows = 0, cols = 0;
  std::vector<int> cell_of_field;  // -1: no cell
  std::size_t named = 0;           // cells that have a column
};

// Columns named R0C0, r1_c2, S_3_4, ...; counted from 0 or from 1. Nothing if fewer than two are.
std::optional<HeaderCells> header_cells(const std::vector<std::string>& fields);

struct HeaderTime {
  std::size_t field = 0;
  ImportLayout::Time unit = ImportLayout::Time::unknown_unit;
};
std::optional<HeaderTime> header_time(const std::vector<std::string>& fields);

// The name of a vendor's format that begins with this line and is not read yet; empty if none.
std::string_view vendor_of(std::string_view line);

}  // namespace palpate
