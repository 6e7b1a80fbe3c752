#include "firmware/boards/host_pty/harness_line.h"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

namespace palpate::firmware {

namespace {

volatile std::sig_atomic_t stop_asked = 0;
void ask_stop(int) {
  stop_asked = 1;
}

constexpr int kWaitMs = 50;

}  // namespace

HarnessLine::HarnessLine(const HarnessOptions& options)
    : options_(options),
      faults_(options.bit_error_rate, options.byte_loss, options.seed),
      parent_(static_cast<int>(getppid())) {}

HarnessLine::~HarnessLine() {
  if (file_ != nullptr) (void)std::fclose(file_);
}

std::string HarnessLine::open() {
  struct sigaction action = {};
  action.sa_handler = ask_stop;  // no SA_RESTART: a waiting read or poll must end
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) (void)sigaction(signal, &action, nullptr);
  (void)std::signal(SIGPIPE, SIG_IGN);
  if (!options_.output.empty()) {
    file_ = std::fopen(options_.output.c_str(), "wb");
    if (file_ == nullptr)
      return std::string("cannot write: ") + std::strerror(errno) + ": " + options_.output;
    return "";
  }
  std::string error = pty_.open(options_.link);
  if (error.empty()) {
    std::printf("pty %s\n", pty_.name().c_str());
    (void)std::fflush(stdout);
  }
  return error;
}

bool HarnessLine::keep_going() {
  if (stop_asked || failed_) return false;
  if (options_.orphan_ok || ++asked_ % 32 != 0) return true;  // a system call is not free
  return static_cast<int>(getppid()) == parent_;
}

void HarnessLine::put(std::uint8_t byte) {
  if (faults_.pass(byte)) pending_.push_back(byte);
}

void HarnessLine::try_flush() {
  while (sent_ < pending_.size()) {
    const std::size_t count = pending_.size() - sent_;
    std::size_t done = 0;
    if (file_ != nullptr) {
      done = std::fwrite(pending_.data() + sent_, 1, count, file_);
      failed_ = failed_ || done != count || std::fflush(file_) != 0;
    } else {
      done = pty_.write(pending_.data() + sent_, count);
    }
    if (done == 0) return;
    sent_ += done;
    bytes_out_ += done;
  }
  pending_.clear();
  sent_ = 0;
}

void HarnessLine::flush(bool drop) {
  try_flush();
  while (backlog() > 0 && !drop) {
    if (!keep_going()) return;
    pty_.wait_writable(kWaitMs);
    try_flush();
  }
  bytes_dropped_ += backlog();
  pending_.clear();
  sent_ = 0;
}

std::size_t HarnessLine::read(std::uint8_t* bytes, std::size_t capacity) {
  if (file_ != nullptr) return 0;
  const std::size_t got = pty_.read(bytes, capacity);
  bytes_in_ += got;
  return got;
}

void HarnessLine::wait_host(int timeout_ms) const {
  if (file_ == nullptr) {
    pty_.wait_readable(timeout_ms);
  } else {
    (void)usleep(static_cast<unsigned>(timeout_ms) * 1000U);
  }
}

std::string HarnessLine::stats_json() const {
  return "\"bytes_out\":" + std::to_string(bytes_out_) + ",\"bytes_in\":" + std::to_string(bytes_in_) +
         ",\"bytes_dropped\":" + std::to_string(bytes_dropped_) +
         ",\"bytes_lost\":" + std::to_string(faults_.lost()) +
         ",\"bits_flipped\":" + std::to_string(faults_.flipped());
}

}  // namespace palpate::firmware
