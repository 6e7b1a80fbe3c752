#include "app/console.h"

#include <fmt/format.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "app/platform.h"

namespace palpate {
namespace {

// Lock-free, so a signal handler may touch it.
std::atomic<bool> interrupt_seen{false};
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void on_interrupt(int /*signal*/) {
  if (interrupt_seen.exchange(true)) std::_Exit(130);
}

std::int64_t steady_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

}  // namespace

int report_error(const Error& error) {
  fmt::print(stderr, "palpate: {}\n", error.message);
  return error.code == ErrorCode::bad_argument ? 2 : 1;
}

void catch_interrupts() {
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
}

bool interrupted() {
  return interrupt_seen.load();
}

const std::atomic<bool>& interrupt_flag() {
  return interrupt_seen;
}

ProgressLine::~ProgressLine() {
  clear();
}

void ProgressLine::show(std::string_view text) {
  static const bool terminal = stderr_is_terminal();
  const std::int64_t now = steady_ms();
  if (!terminal || (shown_ && now - last_shown_ms_ < 100)) return;
  fmt::print(stderr, "\r\033[K{}", text);
  std::fflush(stderr);
  last_shown_ms_ = now;
  shown_ = true;
}

void ProgressLine::clear() {
  if (shown_) fmt::print(stderr, "\r\033[K");
  shown_ = false;
}

Result<void> write_text_file(const std::string& path, std::string_view text) {
  if (path == "-") {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
      return Error{ErrorCode::io, fmt::format("cannot write: {}: standard output", std::strerror(errno))};
    }
    return {};
  }
  const std::string temporary = path + ".part";
  std::FILE* file = std::fopen(temporary.c_str(), "wb");
  if (file == nullptr) {
    return Error{ErrorCode::io,
                 fmt::format("cannot write: {}: {} (does the folder exist, and may you write there?)",
                             std::strerror(errno), path)};
  }
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const bool closed = std::fclose(file) == 0;
  std::error_code failed;
  if (written && closed) std::filesystem::rename(temporary, path, failed);
  if (!written || !closed || failed) {
    const std::string reason = failed ? failed.message() : std::strerror(errno);
    std::filesystem::remove(temporary, failed);
    return Error{ErrorCode::io, fmt::format("cannot write: {}: {}", reason, path)};
  }
  return {};
}

}  // namespace palpate
