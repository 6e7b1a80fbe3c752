// Rows of a rules file into GuidanceRules. For guidance_rules.cpp only.
#pragma once

#include <string_view>
#include <vector>

#include "processing/guidance_rules.h"
#include "processing/toml_rows.h"

namespace palpate {

// Adds to check.rules and, one line each, to check.problems.
void read_rules(const std::vector<TomlRow>& rows, std::string_view file_name, RulesCheck& check);

}  // namespace palpate
