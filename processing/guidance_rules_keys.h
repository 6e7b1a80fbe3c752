// The grammar of a rules file: which tables and keys there are, of which kind, and the words for postures.
// For guidance_rules_reader.cpp only.
#pragma once

#include <bitset>
#include <functional>
#include <string>
#include <string_view>

#include "processing/posture.h"
#include "processing/toml_rows.h"

namespace palpate {

// Line, column, and what is wrong with the remedy.
using TellProblem = std::function<void(int, int, const std::string&)>;

// Table and keys of one row: known, of the right kind, none missing. True if there was nothing to tell.
bool check_keys(const TomlRow& row, const TellProblem& tell);

inline constexpr std::string_view kPostureWords =
    "seated, seated-uncrossed, lying, unknown, supine, prone, side-left, seated-upright and the others of "
    "docs/metrics.md";
// Adds what the word means; `seat_unknown`: it also means a seat whose posture is not recognised. False for
// an unknown word.
bool add_postures(std::string_view word, std::bitset<kPostures>& postures, bool& seat_unknown);

}  // namespace palpate
