// The dependency rule of docs/architecture.md, read from every #include of the tree.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
const fs::path kRoot = PALPATE_SOURCE_DIR;

// Folder -> folders whose headers it may include.
const std::map<std::string, std::set<std::string>> kMayInclude = {
    {"firmware", {"firmware"}},
    {"acquisition", {"firmware/protocol", "acquisition"}},
    {"processing", {"firmware/protocol", "acquisition", "processing"}},
    {"viz", {"firmware/protocol", "acquisition", "processing", "viz"}},
    {"app", {"firmware/protocol", "acquisition", "processing", "viz", "app"}},
};

// Library header prefix -> the only files (by regular expression on the path) that may include it.
const std::vector<std::pair<std::string, std::string>> kFences = {
    {"libserialport.h", "^acquisition/serial_stream\\.cpp$"},
    {"SQLiteCpp/", "^acquisition/recording_.*\\.(cpp|h)$"},
    {"sqlite3.h", "^acquisition/recording_.*\\.(cpp|h)$"},
    {"opencv2/", "^(processing|viz)/.*\\.cpp$"},
    {"Eigen/", "^(processing|viz|app)/.*$"},
    {"imgui", "^viz/.*$"},
    {"GLFW/", "^viz/.*$"},
    {"epoxy/", "^viz/.*$"},
    {"backends/imgui", "^viz/.*$"},
    {"EGL/", "^viz/.*$"},
    {"png.h", "^viz/.*$"},
    {"CLI/", "^app/.*\\.(cpp|h)$"},
    {"toml++/", "^processing/.*\\.cpp$"},
    {"simavr/", "^firmware/sim/.*$"},
    {"avr/", "^firmware/boards/.*$"},
    {"termios.h", "^(acquisition/tty_stream\\.cpp|firmware/(sim|boards/host_pty)/.*)$"},
};

bool starts_with(const std::string& text, const std::string& prefix) {
  return text.rfind(prefix, 0) == 0;
}

struct Include {
  std::string file;
  int line;
  std::string target;
  bool quoted;
};

std::vector<Include> all_includes() {
  std::vector<Include> found;
  const std::regex pattern(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
  for (const auto& [folder, ignored] : kMayInclude) {
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
      const auto extension = entry.path().extension();
      if (extension != ".h" && extension != ".cpp" && extension != ".c") continue;
      std::ifstream in(entry.path());
      std::string text;
      for (int line = 1; std::getline(in, text); ++line) {
        std::smatch match;
        if (std::regex_search(text, match, pattern)) {
          found.push_back(
              {fs::relative(entry.path(), kRoot).generic_string(), line, match[2], match[1] == "\""});
        }
      }
    }
  }
  return found;
}

std::string where(const Include& i) {
  return i.file + ":" + std::to_string(i.line) + " includes " + i.target;
}

TEST(IncludeRules, DependenciesPointOneWay) {
  const auto includes = all_includes();
  ASSERT_GT(includes.size(), 20U) << "the scan found almost nothing: is PALPATE_SOURCE_DIR right?";
  for (const auto& include : includes) {
    if (!include.quoted) continue;
    const std::string folder = include.file.substr(0, include.file.find('/'));
    bool allowed = false;
    for (const auto& target : kMayInclude.at(folder)) allowed |= starts_with(include.target, target + "/");
    EXPECT_TRUE(allowed) << where(include) << ": write the path from the root, and only down the arrow";
  }
}

TEST(IncludeRules, LibrariesStayBehindTheirFences) {
  for (const auto& include : all_includes()) {
    for (const auto& [prefix, may] : kFences) {
      if (!starts_with(include.target, prefix)) continue;
      EXPECT_TRUE(std::regex_search(include.file, std::regex(may)))
          << where(include) << ": allowed only in " << may;
    }
  }
}

TEST(IncludeRules, NobodyIncludesTestsOrDatasets) {
  for (const auto& include : all_includes()) {
    EXPECT_FALSE(starts_with(include.target, "tests/") || starts_with(include.target, "datasets/"))
        << where(include);
  }
}

TEST(IncludeRules, MainStaysThin) {
  std::ifstream in(kRoot / "app" / "main.cpp");
  std::string text;
  int lines = 0;
  while (std::getline(in, text)) ++lines;
  EXPECT_GT(lines, 5);
  EXPECT_LT(lines, 150);
}

}  // namespace
