#include "acquisition/child_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <thread>
#include <utility>

extern char** environ;

namespace palpate {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds kPoliteness{500};
constexpr std::size_t kKeptErrorBytes = 4096;
constexpr int kInputBuffer = 16384;  // small: what is written runs only a little ahead of what is read

void close_fd(int& fd) {
  if (fd >= 0) ::close(std::exchange(fd, -1));
}

// posix_spawn's two structures, freed however the start ends.
struct SpawnSetup {
  posix_spawn_file_actions_t files{};
  posix_spawnattr_t attributes{};
  SpawnSetup() {
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawnattr_init(&attributes);
  }
  ~SpawnSetup() {
    ::posix_spawn_file_actions_destroy(&files);
    ::posix_spawnattr_destroy(&attributes);
  }
  SpawnSetup(const SpawnSetup&) = delete;
  SpawnSetup& operator=(const SpawnSetup&) = delete;
};

int spawn(const std::vector<std::string>& argv, int input, int output, int errors, pid_t& pid) {
  SpawnSetup setup;
  ::posix_spawn_file_actions_adddup2(&setup.files, input, STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&setup.files, output, STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&setup.files, errors, STDERR_FILENO);
  // A process group of its own, so that Ctrl-C reaches us only and we end it in order.
  ::posix_spawnattr_setflags(&setup.attributes, POSIX_SPAWN_SETPGROUP);
  std::vector<char*> arguments;
  for (const auto& argument : argv) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  return ::posix_spawn(&pid, arguments[0], &setup.files, &setup.attributes, arguments.data(), environ);
}

}  // namespace

Result<ChildProcess> ChildProcess::start(const std::vector<std::string>& argv) {
  PALPATE_EXPECTS(!argv.empty());
  // A socket rather than a pipe: writing to a dead child is then an error of that call, not a SIGPIPE.
  std::array<int, 2> input{-1, -1};
  std::array<int, 2> output{-1, -1};
  std::array<int, 2> errors{-1, -1};
  pid_t pid = -1;
  int failed = 0;
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, input.data()) != 0 ||
      ::pipe2(output.data(), O_CLOEXEC) != 0 || ::pipe2(errors.data(), O_CLOEXEC) != 0) {
    failed = errno;
  } else {
    ::setsockopt(input[1], SOL_SOCKET, SO_SNDBUF, &kInputBuffer, sizeof kInputBuffer);
    ::fcntl(output[0], F_SETFL, O_NONBLOCK);
    ::fcntl(errors[0], F_SETFL, O_NONBLOCK);
    failed = spawn(argv, input[0], output[1], errors[1], pid);
  }
  close_fd(input[0]);
  close_fd(output[1]);
  close_fd(errors[1]);
  if (failed == 0) return ChildProcess(pid, input[1], output[0], errors[0]);
  close_fd(input[1]);
  close_fd(output[0]);
  close_fd(errors[0]);
  return Error{failed == ENOENT ? ErrorCode::not_found : ErrorCode::io,
               fmt::format("cannot start program: {}: {}", std::generic_category().message(failed), argv[0])};
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      ended_(other.ended_),
      input_(std::exchange(other.input_, -1)),
      output_(std::exchange(other.output_, -1)),
      errors_(std::exchange(other.errors_, -1)),
      error_text_(std::move(other.error_text_)) {}

ChildProcess::~ChildProcess() {
  close_fd(input_);
  if (running()) ::kill(pid_, SIGTERM);
  const auto deadline = std::chrono::steady_clock::now() + kPoliteness;
  while (running() && std::chrono::steady_clock::now() < deadline) {
    drain_errors();  // a child that is blocked on a full pipe could not end
    std::this_thread::sleep_for(milliseconds{2});
  }
  if (running()) {
    ::kill(pid_, SIGKILL);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  close_fd(output_);
  close_fd(errors_);
}

ChildProcess::WriteStatus ChildProcess::write_some(std::span<const std::uint8_t>& bytes,
                                                   milliseconds timeout) {
  pollfd waiting{input_, POLLOUT, 0};
  if (input_ < 0 || ::poll(&waiting, 1, static_cast<int>(timeout.count())) < 0) return WriteStatus::gone;
  const auto count = ::send(input_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (count < 0) return errno == EAGAIN || errno == EINTR ? WriteStatus::full : WriteStatus::gone;
  bytes = bytes.subspan(static_cast<std::size_t>(count));
  return bytes.empty() ? WriteStatus::all : WriteStatus::full;
}

void ChildProcess::close_input() {
  close_fd(input_);
}

Result<std::string> ChildProcess::first_line(milliseconds timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  std::string text;
  while (text.find('\n') == std::string::npos) {
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd waiting{output_, POLLIN, 0};
    std::array<char, 256> part{};
    if (left.count() <= 0) return Error{ErrorCode::timeout, "the program says nothing"};
    if (::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) continue;
    const auto count = ::read(output_, part.data(), part.size());
    if (count == 0) return Error{ErrorCode::io, fmt::format("the program ended: {}", last_words())};
    if (count > 0) text.append(part.data(), static_cast<std::size_t>(count));
  }
  return text.substr(0, text.find('\n'));
}

bool ChildProcess::running() {
  if (pid_ < 0 || ended_) return false;
  const pid_t got = ::waitpid(pid_, nullptr, WNOHANG);
  ended_ = got == pid_ || (got < 0 && errno == ECHILD);
  return !ended_;
}

void ChildProcess::drain_errors() {
  std::array<char, 1024> part{};
  for (;;) {
    const auto count = errors_ < 0 ? -1 : ::read(errors_, part.data(), part.size());
    if (count <= 0) return;
    error_text_.append(part.data(), static_cast<std::size_t>(count));
    if (error_text_.size() > kKeptErrorBytes) error_text_.erase(0, error_text_.size() - kKeptErrorBytes);
  }
}

std::string ChildProcess::last_words() {
  drain_errors();
  std::string text = error_text_;
  while (!text.empty() && text.back() == '\n') text.pop_back();
  text.erase(0, text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n') + 1);
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  return text;
}

std::string program_folder() {
  std::error_code failed;
  const auto path = std::filesystem::read_symlink("/proc/self/exe", failed);
  return failed ? "" : path.parent_path().string();
}

}  // namespace palpate
