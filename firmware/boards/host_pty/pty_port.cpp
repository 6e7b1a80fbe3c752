#include "firmware/boards/host_pty/pty_port.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace palpate::firmware {

std::string PtyPort::open(const std::string& link) {
  char name[128] = {};
  termios raw = {};
  cfmakeraw(&raw);
  raw.c_cflag |= CREAD | CLOCAL;
  if (openpty(&master_, &slave_, name, &raw, nullptr) != 0) {
    return std::string("cannot make a pseudo-terminal: ") + std::strerror(errno) + " (is /dev/pts mounted?)";
  }
  for (const int fd : {master_, slave_}) (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
  (void)fcntl(master_, F_SETFL, O_NONBLOCK);
  name_ = name;
  if (link.empty()) return "";
  struct stat status = {};
  if (lstat(link.c_str(), &status) == 0) {
    if (!S_ISLNK(status.st_mode)) return "--link would overwrite a file that is not a symlink: " + link;
    (void)unlink(link.c_str());
  }
  if (symlink(name, link.c_str()) != 0) {
    return std::string("cannot make the symlink: ") + std::strerror(errno) + ": " + link;
  }
  link_ = link;
  return "";
}

PtyPort::~PtyPort() {
  char target[128] = {};  // remove the link only while it is still ours
  if (!link_.empty() && readlink(link_.c_str(), target, sizeof target - 1) > 0 && name_ == target) {
    (void)unlink(link_.c_str());
  }
  if (slave_ >= 0) (void)close(slave_);
  if (master_ >= 0) (void)close(master_);
}

std::size_t PtyPort::write(const std::uint8_t* bytes, std::size_t count) {
  const ssize_t done = ::write(master_, bytes, count);
  return done > 0 ? static_cast<std::size_t>(done) : 0;
}

std::size_t PtyPort::read(std::uint8_t* bytes, std::size_t capacity) {
  const ssize_t got = ::read(master_, bytes, capacity);
  return got > 0 ? static_cast<std::size_t>(got) : 0;
}

void PtyPort::wait_writable(int timeout_ms) const {
  pollfd ready = {master_, POLLOUT, 0};
  (void)poll(&ready, 1, timeout_ms);
}

void PtyPort::wait_readable(int timeout_ms) const {
  pollfd ready = {master_, POLLIN, 0};
  (void)poll(&ready, 1, timeout_ms);
}

}  // namespace palpate::firmware
