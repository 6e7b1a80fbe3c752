#include "acquisition/tty_stream.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/file.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>

namespace palpate {
namespace {

constexpr int kWriteTimeoutMs = 500;

struct Rate {
  int baud;
  speed_t code;
};
constexpr std::array<Rate, 20> kRates{{
    {300, B300},         {1200, B1200},       {2400, B2400},       {4800, B4800},       {9600, B9600},
    {19200, B19200},     {38400, B38400},     {57600, B57600},     {115200, B115200},   {230400, B230400},
    {460800, B460800},   {500000, B500000},   {576000, B576000},   {921600, B921600},   {1000000, B1000000},
    {1500000, B1500000}, {2000000, B2000000}, {2500000, B2500000}, {3000000, B3000000}, {4000000, B4000000},
}};

std::optional<speed_t> code_of(int baud) {
  for (const auto& rate : kRates) {
    if (rate.baud == baud) return rate.code;
  }
  return std::nullopt;
}

std::string rates_text() {
  std::string text;
  for (const auto& rate : kRates) text += fmt::format("{}{}", text.empty() ? "" : ", ", rate.baud);
  return text;
}

class TtyStream final : public ByteStream {
 public:
  TtyStream(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}
  ~TtyStream() override { close(); }
  TtyStream(const TtyStream&) = delete;
  TtyStream& operator=(const TtyStream&) = delete;

  Result<std::size_t> read(std::span<std::uint8_t> out, std::chrono::milliseconds timeout) override {
    PALPATE_EXPECTS(timeout.count() > 0 && timeout <= kMaxReadWait && !out.empty());
    if (fd_ < 0) return gone("closed");
    pollfd waiting{fd_, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(timeout.count()));
    if (ready == 0 || (ready < 0 && errno == EINTR)) return std::size_t{0};
    if (ready < 0) return gone_with(errno);
    const auto count = ::read(fd_, out.data(), out.size());
    if (count > 0) return static_cast<std::size_t>(count);
    if (count == 0) return gone("hung up");
    if (errno == EAGAIN || errno == EINTR) return std::size_t{0};
    return gone_with(errno);
  }

  Result<void> write(std::span<const std::uint8_t> bytes) override {
    while (!bytes.empty()) {
      if (fd_ < 0) return gone("closed");
      pollfd waiting{fd_, POLLOUT, 0};
      const int ready = ::poll(&waiting, 1, kWriteTimeoutMs);
      if (ready == 0) return gone("the line takes no bytes");
      if (ready < 0 && errno != EINTR) return gone_with(errno);
      const auto count = ::write(fd_, bytes.data(), bytes.size());
      if (count > 0) bytes = bytes.subspan(static_cast<std::size_t>(count));
      if (count < 0 && errno != EAGAIN && errno != EINTR) return gone_with(errno);
    }
    return {};
  }

  void close() override {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }
  [[nodiscard]] std::string_view backend() const override { return "termios"; }

 private:
  [[nodiscard]] Error gone(std::string_view why) const {
    return {ErrorCode::io, fmt::format("lost the port: {}: {} (check the cable)", why, path_)};
  }
  [[nodiscard]] Error gone_with(int system_error) const {
    return gone(std::generic_category().message(system_error));
  }

  std::string path_;
  int fd_;
};

// Raw 8N1 without flow control; 0 or an errno.
int configure(int fd, speed_t speed) {
  termios mode{};
  if (::tcgetattr(fd, &mode) != 0) return errno;
  ::cfmakeraw(&mode);
  mode.c_cflag = (mode.c_cflag | CLOCAL | CREAD) & ~static_cast<tcflag_t>(CSTOPB | CRTSCTS);
  mode.c_cc[VMIN] = 1;
  mode.c_cc[VTIME] = 0;
  if (::cfsetispeed(&mode, speed) != 0 || ::cfsetospeed(&mode, speed) != 0) return errno;
  if (::tcsetattr(fd, TCSANOW, &mode) != 0) return errno;
  ::tcflush(fd, TCIOFLUSH);
  // Two readers would share the bytes. Unlike TIOCEXCL the lock ends with its holder, however that ends.
  return ::flock(fd, LOCK_EX | LOCK_NB) == 0 ? 0 : EBUSY;
}

}  // namespace

Result<std::unique_ptr<ByteStream>> open_tty_stream(const std::string& path, int baud) {
  const auto speed = code_of(baud);
  if (!speed) {
    return Error{ErrorCode::bad_argument,
                 fmt::format("this port knows no {} baud: {} (use one of {})", baud, path, rates_text())};
  }
  const int fd = ::open(path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return port_error(errno, path);
  auto stream = std::make_unique<TtyStream>(path, fd);
  if (::isatty(fd) == 0) return port_error(ENOTTY, path);
  if (const int failed = configure(fd, *speed); failed != 0) return port_error(failed, path);
  return std::unique_ptr<ByteStream>(std::move(stream));
}

}  // namespace palpate
