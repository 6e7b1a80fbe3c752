// ChildProcess: a program that lives no longer than this object; its standard input is ours to write.
//
// POSIX. write() and kill/wait may be used by two threads: write() by one, the rest by the owner.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "acquisition/result.h"

namespace palpate {

class ChildProcess {
 public:
  // argv[0] is the program's path.
  static Result<ChildProcess> start(const std::vector<std::string>& argv);
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&&) = delete;
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess();  // SIGTERM, after half a second SIGKILL, and always reaped

  enum class WriteStatus { all, full, gone };
  // Takes from `bytes` what fits; waits at most `timeout` for room.
  WriteStatus write_some(std::span<const std::uint8_t>& bytes, std::chrono::milliseconds timeout);
  void close_input();

  // The first line of its standard output; an error if it ends or stays silent for so long. Call it once.
  Result<std::string> first_line(std::chrono::milliseconds timeout);

  [[nodiscard]] bool running();  // reaps it when it has ended
  [[nodiscard]] pid_t pid() const { return pid_; }
  // What it wrote to standard error so far: the last line, without control characters.
  [[nodiscard]] std::string last_words();

 private:
  ChildProcess(pid_t pid, int input, int output, int errors)
      : pid_(pid), input_(input), output_(output), errors_(errors) {}
  void drain_errors();

  pid_t pid_ = -1;
  bool ended_ = false;
  int input_ = -1;
  int output_ = -1;
  int errors_ = -1;
  std::string error_text_;
};

// The folder of the running program, for finding its helpers; empty if the system does not tell.
std::string program_folder();

}  // namespace palpate
