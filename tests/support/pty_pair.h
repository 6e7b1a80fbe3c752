// PtyPair: both ends of a pseudo-terminal; the test plays the mat on the master end.
//
// One thread at a time. Master reads and writes never block for longer than asked.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace palpate::test {

class PtyPair {
 public:
  PtyPair() {
    std::array<char, 256> name{};
    if (::openpty(&master_, &slave_, name.data(), nullptr, nullptr) != 0) std::abort();
    path_ = name.data();
    termios mode{};
    ::tcgetattr(slave_, &mode);
    ::cfmakeraw(&mode);
    ::tcsetattr(slave_, TCSANOW, &mode);
    ::fcntl(master_, F_SETFL, O_NONBLOCK);
    ::fcntl(master_, F_SETFD, FD_CLOEXEC);
    ::fcntl(slave_, F_SETFD, FD_CLOEXEC);
  }
  ~PtyPair() { unplug(); }
  PtyPair(const PtyPair&) = delete;
  PtyPair& operator=(const PtyPair&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }

  // The line goes dead for whoever holds the other end.
  void unplug() {
    if (slave_ >= 0) ::close(std::exchange(slave_, -1));
    if (master_ >= 0) ::close(std::exchange(master_, -1));
  }

  // Waits for room; false when nobody makes any within a second.
  bool send(std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
      pollfd waiting{master_, POLLOUT, 0};
      if (::poll(&waiting, 1, 1000) <= 0) return false;
      const auto count = ::write(master_, bytes.data(), bytes.size());
      if (count <= 0) return false;
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return true;
  }

  // What the host wrote; empty when nothing came within `wait_ms`.
  std::vector<std::uint8_t> receive(int wait_ms) {
    pollfd waiting{master_, POLLIN, 0};
    if (::poll(&waiting, 1, wait_ms) <= 0) return {};
    std::vector<std::uint8_t> bytes(4096);
    const auto count = ::read(master_, bytes.data(), bytes.size());
    bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return bytes;
  }

 private:
  int master_ = -1;
  int slave_ = -1;  // kept open, so that the master never reads EIO between two hosts
  std::string path_;
};

}  // namespace palpate::test
