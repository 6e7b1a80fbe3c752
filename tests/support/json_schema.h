// The part of JSON Schema that this project's schemas use: type, required, properties, additionalProperties
// (a schema), items, enum. Any other key than the descriptive ones is refused, so that no rule is silently
// ignored.
#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace palpate::test {

inline bool has_type(const nlohmann::json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  if (type == "null") return value.is_null();
  if (type == "integer") return value.is_number_integer();
  return type == "number" && value.is_number();
}

// Appends one line a violation, with the path of the value.
inline void check_schema(const nlohmann::json& value, const nlohmann::json& schema, const std::string& path,
                         std::vector<std::string>& problems) {
  static const std::vector<std::string> known{"$schema",  "title",      "description",          "type",
                                              "required", "properties", "additionalProperties", "items",
                                              "enum",     "maxItems"};
  for (const auto& [key, ignored] : schema.items()) {
    if (std::find(known.begin(), known.end(), key) == known.end()) problems.push_back(path + ": rule " + key);
  }
  if (schema.contains("type")) {
    const nlohmann::json types =
        schema["type"].is_array() ? schema["type"] : nlohmann::json::array({schema["type"]});
    bool any = false;
    for (const auto& type : types) any = any || has_type(value, type.get<std::string>());
    if (!any) problems.push_back(path + ": is not " + types.dump() + " but " + value.dump());
  }
  if (schema.contains("enum") &&
      std::find(schema["enum"].begin(), schema["enum"].end(), value) == schema["enum"].end()) {
    problems.push_back(path + ": " + value.dump() + " is not allowed");
  }
  if (value.is_object()) {
    for (const auto& name : schema.value("required", nlohmann::json::array())) {
      if (!value.contains(name.get<std::string>()))
        problems.push_back(path + ": lacks " + name.get<std::string>());
    }
    const auto properties = schema.value("properties", nlohmann::json::object());
    for (const auto& [name, member] : value.items()) {
      if (properties.contains(name)) {
        check_schema(member, properties[name], path + "." + name, problems);
      } else if (schema.contains("additionalProperties")) {
        check_schema(member, schema["additionalProperties"], path + "." + name, problems);
      }
    }
  }
  if (value.is_array() && schema.contains("maxItems") && value.size() > schema["maxItems"].get<std::size_t>())
    problems.push_back(path + ": has too many");
  if (value.is_array() && schema.contains("items")) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      check_schema(value[i], schema["items"], path + "[" + std::to_string(i) + "]", problems);
    }
  }
}

inline std::vector<std::string> schema_problems(const nlohmann::json& value, const std::string& schema_file) {
  std::ifstream in(schema_file);
  const auto schema = nlohmann::json::parse(in, nullptr, false);
  if (schema.is_discarded()) return {"cannot read schema " + schema_file};
  std::vector<std::string> problems;
  check_schema(value, schema, "$", problems);
  return problems;
}

}  // namespace palpate::test
