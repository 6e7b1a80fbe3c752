// What a rules file must keep to beyond its grammar: the order of depth, neighbours first, nothing unused.
// For guidance_rules_reader.cpp only.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "processing/guidance_rules.h"
#include "processing/toml_rows.h"

namespace palpate {

struct RuleProblem {
  std::string key, entry;  // where: the key, and the text in its list; empty: the rule itself
  std::string what;
  bool nothing_named = false;  // holds only where the key names nothing; an unknown name is told by itself
};
std::vector<RuleProblem> rule_problems(const GuidanceRules& all, const GuidanceRule& rule);

// Items that no rule leads to: line of the item and what is wrong.
std::vector<std::pair<int, std::string>> unreached(const GuidanceRules& all,
                                                   const std::vector<TomlRow>& rows);

}  // namespace palpate
