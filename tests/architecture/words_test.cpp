// The words a user may meet: every string of the sources, the rules, the docs and the schemas.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>
#include <span>
#include <string>
#include <vector>

#include "tests/support/words.h"

namespace palpate {
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
  for (const char* folder : {"acquisition", "processing", "viz", "app"}) {
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
      const std::string file = fs::relative(entry.path(), kRoot).generic_string();
      const auto kind = entry.path().extension();
      if (kind != ".cpp" && kind != ".h" && kind != ".toml") continue;  // strings of TOML look alike
      if (file == "processing/words.cpp") continue;                     // the list itself
      for (std::string& text : literals_of(read(entry.path()))) words.push_back({file, std::move(text)});
    }
  }
  return words;
}

// Reviewed: names of options and postures.
bool may_say_a_side(const Words& words) {
  static const std::regex kReviewed("^unknown posture: |^Folder with |REGION,left\\|right,");
  return std::regex_search(words.text, kReviewed);
}

struct Allowed {
  const char *file, *sentence;  // a part of it, word for word
};

// Sentences of the docs that say what the program never does.
constexpr Allowed kExplains[] = {
    {"README.md", "cannot measure pelvic angles"},
    {"README.md", "It gives no composite score."},
    {"CONTRIBUTING.md", "Never a diagnosis, never an angle of the pelvis, never one score for everything."},
};

// Sentences of the docs whose left and right are explained, are the reader's own, or mean correct.
constexpr Allowed kSides[] = {
    {"CONTRIBUTING.md", "Left and right are the client's or the map's"},
    {"docs/guide.md", "on the back the client's left is on your left, as when"},
    {"docs/metrics.md", "Row r grows down the printed map, column c to its right."},
    {"docs/metrics.md", "left = low c, right = high c"},
    {"docs/metrics.md", "upper left corner wins."},
    {"docs/posture.md", "left and right are swapped, surely and wrongly"},
    {"docs/posture.md", "96.3 % right (1541 of 1600)"},
    {"docs/posture.md", "99.0 % of them right."},
};

std::string one_space(const std::string& text) {
  return std::regex_replace(text, std::regex("\\s+"), " ");
}

bool is_allowed(const Words& words, std::span<const Allowed> list) {
  return std::any_of(list.begin(), list.end(), [&](const Allowed& allowed) {
    return words.file == allowed.file && one_space(words.text).find(allowed.sentence) != std::string::npos;
  });
}

void add_descriptions(const nlohmann::json& schema, const std::string& file, std::vector<Words>& words) {
  for (const auto& [key, value] : schema.items()) {
    if (value.is_string() && (key == "description" || key == "title")) words.push_back({file, value});
    if (value.is_structured()) add_descriptions(value, file, words);
  }
}

// Sentences of the docs and descriptions of the schemas.
std::vector<Words> written_words() {
  std::vector<Words> words;
  std::vector<fs::path> files{kRoot / "README.md", kRoot / "CHANGELOG.md", kRoot / "CONTRIBUTING.md"};
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / "docs")) files.push_back(entry.path());
  for (const fs::path& path : files) {
    const std::string file = fs::relative(path, kRoot).generic_string();
    if (path.extension() == ".md") {
      for (std::string& text : test::sentences_of(read(path))) words.push_back({file, std::move(text)});
    }
    if (path.extension() == ".json") add_descriptions(nlohmann::json::parse(read(path)), file, words);
  }
  return words;
}

TEST(Words, TheScanReadsStrings) {
  const auto found =
      literals_of("f(\"one \"\n  \"two\"); // \"no\"\n#include \"x.h\"\nc = '\"'; g(R\"(raw \"r\")\");");
  EXPECT_EQ(found, (std::vector<std::string>{"one two", "raw \"r\""}));
  EXPECT_TRUE(test::says_what_no_mat_knows("a Diagnosis"));
  EXPECT_TRUE(test::says_a_bare_side("on the left side"));
  EXPECT_FALSE(test::says_a_bare_side("on the client's left side"));
  EXPECT_EQ(test::sentences_of("One `left`\nhere. Two\n```\nright\n```\n| a | left |\n"),
            (std::vector<std::string>{"One  here.", " Two "}));
  std::vector<Words> words;
  add_descriptions(nlohmann::json::parse(R"({"a": {"description": "x"}, "title": "y"})"), "f", words);
  EXPECT_EQ(words.size(), 2U);
}

TEST(Words, NothingShownClaimsWhatAMatCannotKnow) {
  const auto words = shown_words();
  ASSERT_GT(words.size(), 500U);
  for (const Words& w : words)
    EXPECT_FALSE(test::says_what_no_mat_knows(w.text)) << w.file << ": " << w.text.substr(0, 200);
}

TEST(Words, SidesAreTheClientsOrTheMaps) {
  for (const Words& w : shown_words()) {
    if (w.text.find(' ') == std::string::npos) continue;  // an identifier
    EXPECT_FALSE(test::says_a_bare_side(w.text) && !may_say_a_side(w))
        << w.file << ": " << w.text.substr(0, 200);
  }
}

TEST(Words, DocsAndSchemasKeepToThemToo) {
  const auto words = written_words();
  ASSERT_GT(words.size(), 500U);
  for (const Words& w : words) {
    EXPECT_FALSE(test::says_what_no_mat_knows(w.text) && !is_allowed(w, kExplains))
        << w.file << ": " << w.text;
    EXPECT_FALSE(test::says_a_bare_side(w.text) && !is_allowed(w, kSides)) << w.file << ": " << w.text;
  }
  for (const auto& list : {std::span<const Allowed>(kExplains), std::span<const Allowed>(kSides)}) {
    for (const Allowed& allowed : list)
      EXPECT_TRUE(std::any_of(words.begin(), words.end(),
                              [&](const Words& w) { return is_allowed(w, std::span(&allowed, 1)); }))
          << "no longer said: " << allowed.file << ": " << allowed.sentence;
  }
}

}  // namespace
}  // namespace palpate
