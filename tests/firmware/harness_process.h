// HarnessProcess: one of the simulator programs as a child, its pty opened with plain POSIX. Ends with the
// object.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <vector>

#include "tests/firmware/wire_tap.h"

namespace palpate::test {

inline std::string program(const std::string& name) {
  return std::string(PALPATE_BINARY_DIR) + "/bin/" + name;
}

class HarnessProcess {
 public:
  // The first argument is the program's path.
  explicit HarnessProcess(std::vector<std::string> arguments) {
    int in[2] = {}, out[2] = {}, err[2] = {};
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0) return;
    std::vector<char*> argv;
    for (auto& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    pid_ = fork();
    if (pid_ == 0) {
      (void)dup2(in[0], 0);
      (void)dup2(out[1], 1);
      (void)dup2(err[1], 2);
      (void)execv(argv[0], argv.data());
      _exit(127);
    }
    for (const int fd : {in[0], out[1], err[1]}) (void)close(fd);
    stdin_ = in[1];
    stdout_ = out[0];
    stderr_ = err[0];
  }
  HarnessProcess(const HarnessProcess&) = delete;
  HarnessProcess& operator=(const HarnessProcess&) = delete;
  ~HarnessProcess() {
    if (pid_ > 0) {
      (void)kill(pid_, SIGKILL);
      (void)waitpid(pid_, nullptr, 0);
    }
    for (const int fd : {stdin_, stdout_, stderr_, pty_}) {
      if (fd >= 0) (void)close(fd);
    }
  }

  [[nodiscard]] pid_t pid() const { return pid_; }

  void feed(const Bytes& bytes) {
    std::size_t at = 0;
    while (at < bytes.size()) {
      const ssize_t done = ::write(stdin_, bytes.data() + at, bytes.size() - at);
      if (done <= 0) return;
      at += static_cast<std::size_t>(done);
    }
  }
  void end_feed() {
    (void)close(stdin_);
    stdin_ = -1;
  }

  // Reads the "pty NAME" line and opens it; the name, or "" if there is none.
  std::string open_pty() {
    std::string line;
    char c = 0;
    while (::read(stdout_, &c, 1) == 1 && c != '\n') line += c;
    if (line.rfind("pty ", 0) != 0) return "";
    pty_ = open(line.substr(4).c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    return pty_ >= 0 ? line.substr(4) : "";
  }
  void say(const Bytes& bytes) { (void)!::write(pty_, bytes.data(), bytes.size()); }
  // Reads what comes within the time into `tap`; false if nothing came.
  bool listen(WireTap& tap, int timeout_ms) {
    pollfd ready = {pty_, POLLIN, 0};
    if (poll(&ready, 1, timeout_ms) != 1) return false;
    std::uint8_t bytes[4096];
    const ssize_t got = ::read(pty_, bytes, sizeof bytes);
    if (got > 0) tap.take(bytes, static_cast<std::size_t>(got));
    return got > 0;
  }

  // For --output /dev/stdout.
  bool read_stdout(WireTap& tap) {
    std::uint8_t bytes[4096];
    const ssize_t got = ::read(stdout_, bytes, sizeof bytes);
    if (got > 0) tap.take(bytes, static_cast<std::size_t>(got));
    return got > 0;
  }

  // Waits for the end; the exit code, or 128 + signal. What it said on stderr goes to `complaint`.
  int wait(std::string* complaint = nullptr) {
    std::string text;
    char buffer[512];
    for (ssize_t got = 0; (got = ::read(stderr_, buffer, sizeof buffer)) > 0;) {
      text.append(buffer, static_cast<std::size_t>(got));
    }
    if (complaint != nullptr) *complaint = text;
    int status = 0;
    (void)waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  pid_t pid_ = -1;
  int stdin_ = -1, stdout_ = -1, stderr_ = -1, pty_ = -1;
};

}  // namespace palpate::test
