#include "processing/words.h"

#include <algorithm>
#include <iterator>
#include <regex>

namespace palpate {

bool says_what_no_mat_knows(const std::string& text) {
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

bool says_a_bare_side(const std::string& text) {
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

}  // namespace palpate
