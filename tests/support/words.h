// How the tests look for what a user may never read (processing/words.h).
#pragma once

#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "processing/words.h"

namespace palpate::test {

using palpate::says_a_bare_side;
using palpate::says_what_no_mat_knows;

// Markdown without code, links' targets and tables (numbers and names), joined lines cut into sentences.
inline std::vector<std::string> sentences_of(const std::string& markdown) {
  std::istringstream lines(markdown);
  std::string line, prose;
  bool code = false;
  while (std::getline(lines, line)) {
    if (line.rfind("```", 0) == 0) code = !code;
    const bool table = !line.empty() && line.front() == '|';
    if (code || table || line.rfind("```", 0) == 0) continue;
    prose += line.empty() ? "\n" : line + " ";
  }
  prose = std::regex_replace(prose, std::regex("`[^`]*`|\\]\\([^)]*\\)"), "");
  std::vector<std::string> sentences(1);
  for (std::size_t i = 0; i < prose.size(); ++i) {
    if (prose[i] != '\n') sentences.back() += prose[i];
    const bool end = prose[i] == '\n' || ((prose[i] == '.' || prose[i] == ';' || prose[i] == ':') &&
                                          i + 1 < prose.size() && prose[i + 1] == ' ');
    if (end) sentences.emplace_back();
  }
  return sentences;
}

}  // namespace palpate::test
