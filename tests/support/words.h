// What a user may never read (docs: a mat sees load, not muscle tone), and how the tests look for it.
#pragma once

#include <algorithm>
#include <iterator>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace palpate::test {

// Claims that no mat can make.
inline bool says_what_no_mat_knows(const std::string& text) {
  constexpr const char* kHints[] = {"iagnos", "IAGNOS", "tight", "TIGHT", "elvi",  "ELVI",
                                    "tilt",   "TILT",   "core",  "CORE",  "index", "INDEX"};
  if (std::none_of(std::begin(kHints), std::end(kHints),
                   [&](const char* hint) { return text.find(hint) != text.npos; }))
    return false;  // a regular expression is slow
  static const std::regex kForbidden(
      "diagnos|tight muscle|muscles? (is|are) tight|pelvic (tilt|angle)|(tilt|angle) of the pelvis|tilted by|"
      "tension (score|index)|(composite|overall|total) (score|index)|degrees of (pelvic )?tilt",
      std::regex::icase);
  return std::regex_search(text, kForbidden);
}

// "left" or "right" that is neither the client's nor the map's. Names like seated-left-lean, low_back_left,
// left=... are not meant; nor is what was "left out", or right as in "right angles".
inline bool says_a_bare_side(const std::string& text) {
  if (text.find("eft") == text.npos && text.find("ight") == text.npos) return false;
  static const std::regex kNamed(
      "([Cc]lient's|[Cc]lient’s|[Mm]ap|[Mm]ap's) (upper |lower )?(left|right)( (and|or|to|from) "
      "(left|right))?|"
      "[-_=:?./](left|right)|(left|right)[-_=/]|\\{[^}]*\\} (left|right)|[0-9}] s left|\\b(left "
      "(out|empty)|be left|"
      "is left|what is left|space left|right angles?|left to right)\\b",
      std::regex::icase);
  static const std::regex kEdgesAndPostures("top, bottom, left(,| or) right|\\(supine, right, left;");
  static const std::regex kSide("\\b(left|right)\\b", std::regex::icase);
  const std::string rest = std::regex_replace(std::regex_replace(text, kEdgesAndPostures, ""), kNamed, "");
  return std::regex_search(rest, kSide);
}

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
