#include "processing/toml_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include <toml++/toml.h>

namespace palpate {
namespace {

TomlValue value_of_node(const toml::node& node) {
  TomlValue value;
  value.line = static_cast<int>(node.source().begin.line);
  value.column = static_cast<int>(node.source().begin.column);
  if (const auto text = node.value_exact<std::string>()) {
    value.kind = TomlValue::Kind::text;
    value.text = *text;
  } else if (node.is_number()) {
    value.kind = TomlValue::Kind::number;
    value.number = node.value<double>().value_or(0.0);
  } else if (const auto flag = node.value_exact<bool>()) {
    value.kind = TomlValue::Kind::flag;
    value.flag = *flag;
  } else if (const toml::array* list = node.as_array()) {
    value.kind = TomlValue::Kind::list;
    for (const toml::node& entry : *list) value.list.push_back(value_of_node(entry));
  }
  return value;
}

std::pair<std::string, TomlValue> entry_of(const toml::key& key, const toml::node& node) {
  TomlValue value = value_of_node(node);
  value.key_line = static_cast<int>(key.source().begin.line);
  value.key_column = static_cast<int>(key.source().begin.column);
  return {std::string(key.str()), std::move(value)};
}

TomlRow row_of(std::string_view name, const toml::table& table) {
  TomlRow row;
  row.table = name;
  row.line = static_cast<int>(table.source().begin.line);
  row.column = static_cast<int>(table.source().begin.column);
  for (const auto& [key, node] : table) row.values.push_back(entry_of(key, node));
  return row;
}

std::vector<TomlRow> rows_of(const toml::table& root) {
  std::vector<TomlRow> rows;
  TomlRow top;
  for (const auto& [key, node] : root) {
    const toml::array* list = node.as_array();
    if (const toml::table* table = node.as_table()) {
      rows.push_back(row_of(key.str(), *table));
    } else if (list != nullptr && !list->empty() && list->front().is_table()) {
      for (const toml::node& entry : *list) {
        if (const toml::table* item = entry.as_table()) rows.push_back(row_of(key.str(), *item));
      }
    } else {
      top.values.push_back(entry_of(key, node));
    }
  }
  if (!top.values.empty()) rows.push_back(std::move(top));
  std::stable_sort(rows.begin(), rows.end(),
                   [](const TomlRow& a, const TomlRow& b) { return a.line < b.line; });
  return rows;
}

}  // namespace

const TomlValue* TomlRow::find(std::string_view key) const {
  const auto found =
      std::find_if(values.begin(), values.end(), [&](const auto& entry) { return entry.first == key; });
  return found == values.end() ? nullptr : &found->second;
}

Result<std::vector<TomlRow>> read_toml_rows(std::string_view text, std::string_view file_name,
                                            std::string_view remedy) {
  try {
    return rows_of(toml::parse(text, std::string(file_name)));
  } catch (const toml::parse_error& error) {
    return Error{ErrorCode::bad_format,
                 fmt::format("{}:{}:{}: {} ({})", file_name, error.source().begin.line,
                             error.source().begin.column, error.description(), remedy)};
  }
}

}  // namespace palpate
