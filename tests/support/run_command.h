// Runs a shell command and gives its exit code and what it printed. For black-box tests of the shipped
// program.
#pragma once

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <string>

namespace palpate::test {

struct CommandOutput {
  int exit_code = -1;  // 128 + signal where a signal ended it
  std::string text;    // stdout and stderr together
};

inline CommandOutput run_command(const std::string& command) {
  CommandOutput output;
  std::FILE* pipe = popen(("{ " + command + " ; } 2>&1").c_str(), "r");
  if (pipe == nullptr) return output;
  std::array<char, 4096> buffer{};
  std::size_t count = 0;
  while ((count = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0)
    output.text.append(buffer.data(), count);
  const int status = pclose(pipe);
  output.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return output;
}

// The program under test, for a command line of one's own.
inline std::string program() {
  return std::string(PALPATE_BINARY_DIR) + "/bin/palpate";
}

// The program under test, with these arguments.
inline CommandOutput run_palpate(const std::string& arguments) {
  return run_command(program() + " " + arguments);
}

}  // namespace palpate::test
