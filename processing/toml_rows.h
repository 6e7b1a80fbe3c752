// A TOML file as rows of plain values with their places, so that nothing else needs the TOML library.
//
// [[name]] and [name] become rows of table "name"; keys before the first table a row of table "". Pure.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "acquisition/result.h"

namespace palpate {

struct TomlValue {
  enum class Kind { text, number, flag, list, other };
  Kind kind = Kind::other;
  std::string text;
  double number = 0.0;
  bool flag = false;
  std::vector<TomlValue> list;
  int line = 0, column = 0;
  int key_line = 0, key_column = 0;  // of the key it stands under; 0 in a list
};

struct TomlRow {
  std::string table;
  int line = 0, column = 0;
  std::vector<std::pair<std::string, TomlValue>> values;  // in the order of their keys
  [[nodiscard]] const TomlValue* find(std::string_view key) const;
};

// Rows in the order of the file. Not TOML: "file:line:column: why (remedy)".
Result<std::vector<TomlRow>> read_toml_rows(
    std::string_view text, std::string_view file_name,
    std::string_view remedy = "compare the line with the examples in docs/guidance.md");

}  // namespace palpate
