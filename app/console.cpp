#include "app/console.h"

#include <fmt/format.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "app/platform.h"

namespace palpate {
namespace {

// Lock-free, so a signal handler may touch it.
std::atomic<bool> interrupt_seen{false};
static_assert(std::atomic<bool>::is_always_lock_free);

std::atomic<std::int64_t> first_interrupt_ms{0};
static_assert(std::atomic<std::int64_t>::is_always_lock_free);

bool error_said = false;  // main thread only

std::int64_t steady_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

// A terminal, a shell and `timeout` may each pass the same ctrl-C on: only one that comes a second later is a
// second one, from somebody who will not wait.
extern "C" void on_interrupt(int /*signal*/) {
  const std::int64_t now = steady_ms();
  if (!interrupt_seen.exchange(true)) {
    first_interrupt_ms.store(now);
  } else if (now - first_interrupt_ms.load() > 1000) {
    std::_Exit(130);
  }
}

// The terminal is gone: nobody waits, and a second one must not end the program before the file is whole.
extern "C" [[maybe_unused]] void on_hangup(int /*signal*/) {
  if (!interrupt_seen.exchange(true)) first_interrupt_ms.store(steady_ms());
}

// Never fails: the terminal may be gone while a recording is being ended.
void put_aside(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

}  // namespace

int report_error(const Error& error) {
  error_said = true;
  put_aside(fmt::format("palpate: {}\n", error.message));
  return error.code == ErrorCode::bad_argument ? 2 : 1;
}

int finish_output(int exit_code, int failed) {
  errno = 0;
  const bool flushed = std::fflush(stdout) == 0;
  if (failed == 0 && !flushed) failed = errno;
  if (failed == 0 && std::ferror(stdout) == 0) return exit_code;
  if (failed == 0) failed = EIO;
  if (failed != EPIPE && !error_said)
    report_error({ErrorCode::io, fmt::format("cannot write: {}: standard output (is the disk full?)",
                                             std::strerror(failed))});
  return exit_code != 0 ? exit_code : 1;
}

void catch_interrupts() {
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
#ifdef SIGHUP
  if (std::signal(SIGHUP, on_hangup) == SIG_IGN) std::signal(SIGHUP, SIG_IGN);  // nohup
#endif
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
  put_aside(fmt::format("\r\033[K{}", text));
  last_shown_ms_ = now;
  shown_ = true;
}

void ProgressLine::clear() {
  if (shown_) put_aside("\r\033[K");
  shown_ = false;
}

}  // namespace palpate
