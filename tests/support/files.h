// Whole files in a line, for tests.
#pragma once

#include <fstream>
#include <sstream>
#include <string>

namespace palpate::test {

inline std::string read_file(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

inline void write_file(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace palpate::test
