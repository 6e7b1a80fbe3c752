// The words a user may meet: every string of the sources above acquisition, the rules and the guide.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
const fs::path kRoot = PALPATE_SOURCE_DIR;

struct Words {
  std::string file, text;
};

std::string read(const fs::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// String literals of C++ text, pieces of one literal joined; comments and includes left out.
std::vector<std::string> literals_of(const std::string& code) {
  std::vector<std::string> found;
  bool joins = false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (code.compare(i, 2, "//") == 0 || code[i] == '#') {
      i = std::min(code.find('\n', i), code.size());
      continue;
    }
    if (code[i] == '\'' && i + 2 < code.size()) {
      const std::size_t end = code[i + 1] == '\\' ? i + 3 : i + 2;
      if (end < code.size() && code[end] == '\'') i = end;
      joins = false;
      continue;
    }
    if (code.compare(i, 3, "R\"(") == 0) {
      const auto end = std::min(code.find(")\"", i), code.size());
      found.push_back(code.substr(i + 3, end - i - 3));
      i = end + 1;
      continue;
    }
    if (code[i] != '"') {
      if (std::isspace(static_cast<unsigned char>(code[i])) == 0) joins = false;
      continue;
    }
    std::string text;
    for (++i; i < code.size() && code[i] != '"'; ++i) {
      if (code[i] == '\\') text += code[i++];
      text += code[i];
    }
    if (joins) {
      found.back() += text;
    } else {
      found.push_back(text);
    }
    joins = true;
  }
  return found;
}

std::vector<Words> shown_words() {
  std::vector<Words> words;
  for (const char* folder : {"processing", "viz", "app"}) {
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
      const std::string file = fs::relative(entry.path(), kRoot).generic_string();
      if (entry.path().extension() == ".toml") words.push_back({file, read(entry.path())});
      if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h") continue;
      for (std::string& text : literals_of(read(entry.path()))) words.push_back({file, std::move(text)});
    }
  }
  words.push_back({"docs/guide.md", read(kRoot / "docs" / "guide.md")});
  words.push_back({"docs/guidance.md", read(kRoot / "docs" / "guidance.md")});
  return words;
}

bool forbidden(const std::string& text) {
  static const std::regex kForbidden(
      "diagnos|tight muscle|muscle is tight|pelvic (tilt|angle)|tension (score|index)|composite score|"
      "tilt of the pelvis|degrees of (pelvic )?tilt",
      std::regex::icase);
  return std::regex_search(text, kForbidden);
}

// Reviewed: what the names of map edges, files, options and postures are, and "left out".
bool may_say_a_side(const Words& words) {
  static const std::regex kReviewed(
      "left out|left empty|be left|^Edge of the map|^unknown posture: |^Folder with |"
      "from right to front|\\(supine, right, left;");
  // The postures of a published data set carry that set's own names; a bench prints them.
  return words.file == "processing/posture_model.cpp" || std::regex_search(words.text, kReviewed);
}

bool says_a_bare_side(const std::string& text) {
  if (text.find(' ') == std::string::npos) return false;  // an identifier
  static const std::regex kNamed(
      "([Cc]lient's|[Cc]lient’s|[Mm]ap|[Mm]ap's) (left|right)( (and|or|to) (left|right))?|"
      "[-_=:?./](left|right)|(left|right)[-_=/]|\\{[^}]*\\} (left|right)");
  static const std::regex kSide("\\b(left|right)\\b");
  return std::regex_search(std::regex_replace(text, kNamed, ""), kSide);
}

TEST(Words, TheScanReadsStrings) {
  const auto found =
      literals_of("f(\"one \"\n  \"two\"); // \"no\"\n#include \"x.h\"\nc = '\"'; g(R\"(raw \"r\")\");");
  EXPECT_EQ(found, (std::vector<std::string>{"one two", "raw \"r\""}));
  EXPECT_TRUE(forbidden("a Diagnosis"));
  EXPECT_TRUE(says_a_bare_side("on the left side"));
  EXPECT_FALSE(says_a_bare_side("on the client's left side"));
}

TEST(Words, NothingShownClaimsWhatAMatCannotKnow) {
  const auto words = shown_words();
  ASSERT_GT(words.size(), 500U);
  for (const Words& w : words) EXPECT_FALSE(forbidden(w.text)) << w.file << ": " << w.text.substr(0, 200);
}

TEST(Words, SidesAreTheClientsOrTheMaps) {
  for (const Words& w : shown_words()) {
    if (fs::path(w.file).extension() == ".md" || fs::path(w.file).extension() == ".toml") continue;
    EXPECT_FALSE(says_a_bare_side(w.text) && !may_say_a_side(w)) << w.file << ": " << w.text.substr(0, 200);
  }
}

}  // namespace
