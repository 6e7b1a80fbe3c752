// The grammar of a rules file: which tables and keys there are, of which kind. For guidance_rules_reader.cpp
// only.
#pragma once

#include <functional>
#include <string>

#include "processing/toml_rows.h"

namespace palpate {

// Line, column, and what is wrong with the remedy.
using TellProblem = std::function<void(int, int, const std::string&)>;

// Table and keys of one row: known, of the right kind, none missing. True if there was nothing to tell.
bool check_keys(const TomlRow& row, const TellProblem& tell);

}  // namespace palpate
